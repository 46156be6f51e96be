"""Where organs are and when they are open: addresses, telephones, hours as text and as hours.js reads them."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable

from generator.calendar.limits import day_text
from generator.model.organs import Hours, HoursChange, HoursKind, Organ
from generator.session import Session
from generator.views.pieces import link
from generator.views.shapes import (
    ChangeView,
    ContactView,
    HoursView,
    OpeningCalendarView,
    OpenOtherwiseView,
    OpenView,
)

_DAY = datetime.timedelta(1)
_NUMBERS = "一二三四五"


def contact(organ: Organ) -> ContactView:
    """Return an organ's address, telephones and hours; `windows` is empty."""
    return {
        **link(organ),
        "kind": organ.kind.value,
        "address": organ.address or "",
        "inquiry_phone": organ.inquiry_phone or "",
        "complaint_phone": organ.complaint_phone or "",
        "phones": [{"label": item.label, "number": item.number} for item in organ.phones],
        "hours": hours(organ),
        "windows": [],
    }


def hours(organ: Organ) -> list[HoursView]:
    """Return opening hours as lines: kind, season, days and times."""
    return [
        {
            "kind": item.kind.label,
            "regular": item.kind is HoursKind.REGULAR,
            "season": item.season or "",
            "span": f"{month_day_text(item.start)}至{month_day_text(item.end)}" if item.start and item.end else "",
            "range": f"{item.start} {item.end}" if item.start and item.end else "",
            "days": days_text(item),
            "times": times_text(item.times),
            "note": item.note or "",
        }
        for item in organ.hours
    ]


def days_text(item: Hours) -> str:
    """Return the days of opening hours in words: 工作日, 每月第一个星期六."""
    days = "、".join(day.label for day in item.days)
    weeks = "、".join(f"第{_NUMBERS[week - 1]}个" for week in item.weeks)
    return f"每月{weeks}{days}" if weeks else days


def times_text(times: Iterable[str]) -> str:
    """Return times as text: 08:30—12:00, 22:00—次日02:00."""
    spans = (time.split("-") for time in times)
    return "、".join(f"{start}—{'次日' if end <= start else ''}{end}" for start, end in spans)


def changes(session: Session, organ: Organ) -> list[ChangeView]:
    """Return an organ's changes of hours that are not over, in order: days, times, reason."""
    return [
        {
            "days": _span_text(item.on, item.last),
            "times": times_text(item.times) or "不办公",
            "reason": item.reason,
        }
        for item in coming_changes(session, organ)
    ]


def coming_changes(session: Session, organ: Organ) -> list[HoursChange]:
    """Return the changes of an organ's hours that are not over, in order of their days."""
    return sorted((item for item in organ.hours_changes if item.last >= session.as_of), key=lambda item: item.on)


def _span_text(first: datetime.date, last: datetime.date) -> str:
    """Return a run of days as text: 2026年12月31日, 2026年12月31日至2027年1月2日."""
    return day_text(first) if first == last else f"{day_text(first)}至{day_text(last)}"


def opening_hours(session: Session, organ: Organ) -> list[OpenView | OpenOtherwiseView]:
    """Return an organ's hours as hours.js reads them: regular lines first, then changes of single days.

    The working days that hours.js needs too are in `opening_calendar`.
    """
    regular = [_open(item) for item in organ.hours]
    otherwise: list[OpenOtherwiseView] = [
        {"on": str(item.on), "until": str(item.last), "times": list(item.times)}
        for item in coming_changes(session, organ)
    ]
    return [*regular, *otherwise]


def _open(item: Hours) -> OpenView:
    """Return a line of opening hours as hours.js reads it; `weeks` is present only if they are not every week."""
    days = [day.value for day in item.days]
    if not item.weeks:
        return {"kind": item.kind.value, "start": item.start, "end": item.end, "days": days, "times": list(item.times)}
    return {
        "kind": item.kind.value,
        "start": item.start,
        "end": item.end,
        "days": days,
        "weeks": list(item.weeks),
        "times": list(item.times),
    }


def opening_calendar(session: Session) -> OpeningCalendarView:
    """Return this and next year's calendar as hours.js reads it; a page holds it once for all organs."""
    return session.once("opening calendar", lambda: _opening_calendar(session))


def _opening_calendar(session: Session) -> OpeningCalendarView:
    """Return days off and make-up workdays of this and the next year, and the last day that is certain."""
    calendar, now = session.calendar, session.as_of.year
    years = [calendar.year(year) for year in (now, now + 1)]
    settled = itertools.takewhile(calendar.certain, (datetime.date(now, 1, 1) + _DAY * number for number in range(731)))
    return {
        "until": str(max(settled, default="")),
        "off": [[str(rest.first), str(rest.last)] for year in years for rest in year.holidays],
        "on": [str(day) for year in years for day in year.workdays],
    }


def month_day_text(value: str) -> str:
    """Return 05-01 as 5月1日."""
    month, day = value.split("-")
    return f"{int(month)}月{int(day)}日"
