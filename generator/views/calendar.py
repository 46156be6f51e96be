"""工作日历: working days and days off in the years around the day of the build, for the page and for scripts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.published import published
from generator.model.calendar import YearCalendar
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.months import WEEKDAYS, MonthView, month_view

_BEFORE, _AFTER = 5, 6  # years of days.json: 5 before to 5 after this one, as the longest limits run for years


class BreakView(TypedDict):
    """A run of days off."""

    name: str
    span: str
    days: int


class YearView(TypedDict):
    """A year's days off, make-up workdays and months. `id` is the year; `working` counts its working days."""

    id: str
    known: bool
    source: str
    url: str
    note: str
    working: int
    holidays: list[BreakView]
    workdays: list[str]
    months: list[MonthView]


class CalendarView(TypedDict):
    """What calendar.html shows."""

    years: list[YearView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page: this year, the next, and the last, each by month."""
    this = session.as_of.year
    shown = [_year(session, year) for year in (this, this + 1, this - 1)]
    view: CalendarView = {"years": shown}
    yield listing(
        YearCalendar,
        "calendar.html",
        "哪天上班、哪天放假：办事时限按这份日历计算。",
        view,
        toc=tuple((item["id"], f"{item['id']}年") for item in shown),
    )


def days_file(session: Session) -> dict[str, object]:
    """Return the content of calendar/days.json: past, present and coming years, and the rules' wording."""
    this = session.as_of.year
    return published(session.calendar, range(this - _BEFORE, this + _AFTER))


def _year(session: Session, year: int) -> YearView:
    """Return a year: the source of its notice, its days off and make-up workdays, and its months."""
    calendar, notice = session.calendar, session.calendar.year(year)
    entry = session.registry.get(YearCalendar, str(year))
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
            for item in notice.breaks()
        ],
        "workdays": [f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）" for day in notice.workdays],
        "months": [month_view(calendar, year, month) for month in range(1, 13)],
    }


def _span(first: datetime.date, last: datetime.date) -> str:
    """Return a run of days as text: 2月15日至2月23日."""
    text = f"{first.month}月{first.day}日"
    return text if first == last else f"{text}至{last.month}月{last.day}日"
