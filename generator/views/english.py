"""The English page: halls with hours and telephone, and the matters that people from abroad ask for most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.organs import Hours, HoursChange, HoursKind, Organ, Weekday
from generator.model.procedures import Procedure
from generator.model.types import Duration, Unit
from generator.session import Session
from generator.views.common import Page
from generator.views.pieces import link, rough_hours
from generator.views.shapes import LinkView

ADDRESS = "english/"

_DAYS = {
    Weekday.WORKDAY: "Working days",
    Weekday.ALL: "Every day",
    Weekday.MON: "Monday",
    Weekday.TUE: "Tuesday",
    Weekday.WED: "Wednesday",
    Weekday.THU: "Thursday",
    Weekday.FRI: "Friday",
    Weekday.SAT: "Saturday",
    Weekday.SUN: "Sunday",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_KINDS = {
    HoursKind.REGULAR: "Hours",
    HoursKind.EXTENDED: "Extended hours",
    HoursKind.APPOINTMENT: "By appointment",
}
_UNITS = {
    Unit.HOUR: "hour",
    Unit.WORKING_DAY: "working day",
    Unit.CALENDAR_DAY: "day",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}


class EnglishHoursView(TypedDict):
    """All hours of one kind."""

    kind: str
    lines: list[str]


class EnglishHallView(TypedDict):
    """A hall.

    `hours` are lines such as Working days 08:30-12:00 (1 May to 30 September), by kind of hours; `changes` are the
    single days from today on with other hours, such as 14 December 2026: closed.
    """

    name: str
    own: LinkView
    address: str
    phone: str
    hours: list[EnglishHoursView]
    changes: list[str]
    note: str


class EnglishMatterView(TypedDict):
    """A matter. `time` is the promised time, empty without a promise."""

    name: str
    own: LinkView
    time: str
    note: str


class EnglishView(TypedDict):
    """What english.html shows."""

    hotline: str
    online_bureau: str
    halls: list[EnglishHallView]
    matters: list[EnglishMatterView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page if site.yml has `english`."""
    english = session.site.english
    if english is None:
        return
    registry = session.registry
    halls = ((item, registry.get(Organ, item.organ)) for item in english.halls)
    matters = ((item, registry.get(Procedure, item.procedure)) for item in english.matters)
    view: EnglishView = {
        "hotline": session.site.hotline,
        "online_bureau": session.site.online_bureau or "",
        "halls": [
            {
                "name": item.name,
                "own": link(organ),
                "address": item.address,
                "phone": organ.inquiry_phone or "",
                "hours": [
                    {"kind": word, "lines": lines}
                    for kind, word in _KINDS.items()
                    if (lines := [hours_text(line) for line in organ.hours if line.kind is kind])
                ],
                "changes": [change_text(change) for change in organ.hours_changes if change.last >= session.as_of],
                "note": item.note or "",
            }
            for item, organ in halls
            if organ and organ.in_force(session.as_of)
        ],
        "matters": [
            {"name": item.name, "own": link(procedure), "time": _time(session, procedure), "note": item.note or ""}
            for item, procedure in matters
            if procedure and procedure.in_force(session.as_of)
        ],
    }
    yield Page(
        ADDRESS,
        "english.html",
        "Tax services in English",
        "Where the tax service halls are, when they are open, and what people from abroad ask for most.",
        "",
        view,
        crumbs=(("", "首页"),),
    )


def hours_text(line: Hours) -> str:
    """Return a line of opening hours in English."""
    weeks = f" (week {', '.join(map(str, line.weeks))} of the month)" if line.weeks else ""
    days = ", ".join(_DAYS[day] for day in line.days) + weeks
    season = f" ({_day(line.start)} to {_day(line.end)})" if line.start and line.end else ""
    return f"{days} {', '.join(line.times)}{season}"


def change_text(change: HoursChange) -> str:
    """Return the hours of single days in English."""
    days = " to ".join(f"{day.day} {_MONTHS[day.month - 1]} {day.year}" for day in sorted({change.on, change.last}))
    return f"{days}: {', '.join(change.times) or 'closed'}"


def _day(text: str) -> str:
    """Return a day of the year, MM-DD, in English: 1 May."""
    month, day = text.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]}"


def _time(session: Session, procedure: Procedure) -> str:
    """Return the time that the bureau promises for a matter: the shortest and the longest if cases differ."""
    limits = sorted((limit for limit in session.limits(procedure) if limit.promised), key=rough_hours)
    times = list(dict.fromkeys(duration_text(limit.promised) for limit in limits if limit.promised))
    if len(times) < 2:
        return times[0] if times else ""
    return f"{times[0]}, at most {times[-1].removeprefix('within ')}, depending on the case"


def duration_text(length: Duration) -> str:
    """Return a length of time in English."""
    if length.unit is Unit.ON_THE_SPOT:
        return "on the spot"
    if not length.count:
        return "the same day"
    count = f"{length.count:g}" if isinstance(length.count, float) else str(length.count)
    return f"within {count} {_UNITS[length.unit]}{'' if length.count == 1 else 's'}"
