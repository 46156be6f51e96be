"""工作日历: the years around the build's day as working days and days off; the same years for the scripts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from generator.calendar.days import DayKind, WorkingDays
from generator.calendar.published import published
from generator.views.common import Page, Source, View, listing

_WEEKDAYS = "一二三四五六日"
_BEFORE, _AFTER = 1, 6


def pages(source: Source) -> Iterator[Page]:
    """Yield the page: this year, the next, and the last, each by month."""
    this = source.as_of.year
    shown = [_year(source, year) for year in (this, this + 1, this - 1)]
    yield listing(
        "calendar/",
        "calendar.html",
        "哪天上班、哪天放假：办事时限按这份日历计算。",
        {"years": shown, "weekdays": list(_WEEKDAYS)},
        toc=tuple((item["id"], f"{item['id']}年") for item in shown),
    )


def days_file(source: Source) -> dict[str, Any]:
    """Return what calendar/days.json holds: the last year, this one and some to come, with the words of the rules."""
    this = source.as_of.year
    return published(source.calendar, range(this - _BEFORE, this + _AFTER))


def _year(source: Source, year: int) -> View:
    """Return a year: where it comes from, its days off and days worked, and its months by weeks."""
    calendar, notice = source.calendar, source.calendar.year(year)
    entry = source.registry.calendar.get(str(year))
    days = [datetime.date(year, 1, 1) + datetime.timedelta(index) for index in range(366)]
    return {
        "id": str(year),
        "known": calendar.known(year),
        "source": notice.source,
        "url": entry.url or "" if entry else "",
        "note": entry.note or "" if entry else "",
        "working": sum(calendar.is_working(day) for day in days if day.year == year),
        "holidays": [
            {"name": item.name, "span": _span(item.first, item.last), "days": len(item.days())}
            for item in notice.holidays
        ],
        "workdays": [f"{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）" for day in notice.workdays],
        "months": [_month(calendar, year, month) for month in range(1, 13)],
    }


def _month(calendar: WorkingDays, year: int, month: int) -> View:
    """Return a month: its number, its working days, and its weeks of seven days, empty ones outside the month."""
    first = datetime.date(year, month, 1)
    length = ((first + datetime.timedelta(31)).replace(day=1) - first).days
    days = [first + datetime.timedelta(index) for index in range(length)]
    cells: list[View | None] = [None] * first.weekday()
    cells += [_day(calendar, day) for day in days]
    cells += [None] * (-len(cells) % 7)
    return {
        "number": month,
        "working": sum(map(calendar.is_working, days)),
        "weeks": [cells[index : index + 7] for index in range(0, len(cells), 7)],
    }


def _day(calendar: WorkingDays, day: datetime.date) -> View:
    """Return a day: its number, what it is, and the word that stands beside the number."""
    kind = calendar.kind(day)
    return {"number": day.day, "kind": kind.value, "word": {DayKind.HOLIDAY: "休", DayKind.MAKEUP: "班"}.get(kind, "")}


def _span(first: datetime.date, last: datetime.date) -> str:
    """Return days as text: 2月15日至2月23日."""
    text = f"{first.month}月{first.day}日"
    return text if first == last else f"{text}至{last.month}月{last.day}日"
