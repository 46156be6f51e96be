"""Opening hours against the calendar: what of a day an organ is open, whether it is open now, when it opens next.

All times are Beijing time, written as naive datetimes. theme/assets/hours.js does the same in the browser; both are
tested with tests/vectors/hours.json.

Which days hours hold on: `workday` on working days, make-up days included; `all` on every day; a named day of the week
on that day, unless a holiday takes it (a Saturday inside 国庆节 is a holiday, an ordinary Saturday is not); with
`weeks` only on the first, second … such day of the month. A change of a day takes the place of all hours of that day.
Times whose end is not after their beginning go on until the next day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.calendar.days import DayKind, WorkingDays
from generator.model.organs import Hours, HoursChange, HoursKind, Weekday

_WEEK = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI, Weekday.SAT, Weekday.SUN)
_DAY = datetime.timedelta(1)
_FORESIGHT = 400
"""Days to look ahead for the next opening: more than any season is away."""

_RANK = (HoursKind.REGULAR, HoursKind.EXTENDED, HoursKind.APPOINTMENT)
"""Where kinds overlap, the first of these is what one is told."""


@dataclass(frozen=True, slots=True)
class Session:
    """A stretch of time in which an organ is open in one way; `end` is not included."""

    kind: HoursKind
    start: datetime.datetime
    end: datetime.datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether an organ is open at a moment.

    `now` is the session that goes on, None while closed; `next` the next one that needs no appointment, None where
    there is none in sight. `certain` speaks of today, `next_certain` of every day until then: holidays may not be
    announced yet.
    """

    now: Session | None
    next: Session | None
    certain: bool
    next_certain: bool


def opening(
    hours: Iterable[Hours], days: WorkingDays, moment: datetime.datetime, changes: Iterable[HoursChange] = ()
) -> Opening:
    """Tell whether an organ with these hours is open at a moment (Beijing time), and when it opens next."""
    hours, changes = tuple(hours), tuple(changes)
    today = moment.date()
    begun = [session for day in (today - _DAY, today) for session in sessions(hours, days, day, changes)]
    now = min(
        (item for item in begun if item.start <= moment < item.end),
        key=lambda item: _RANK.index(item.kind),
        default=None,
    )
    certain = settled = days.certain(today)
    for day in (today + _DAY * number for number in range(_FORESIGHT)):
        settled = settled and days.certain(day)
        for session in sessions(hours, days, day, changes):
            if session.start > moment and session.kind is not HoursKind.APPOINTMENT:
                return Opening(now, session, certain, settled)
    return Opening(now, None, certain, settled)


def sessions(
    hours: Iterable[Hours], days: WorkingDays, day: datetime.date, changes: Iterable[HoursChange] = ()
) -> list[Session]:
    """Return the sessions that begin on a day, in order; those of one kind that touch or overlap are one."""
    change = next((item for item in changes if item.on <= day <= item.last), None)
    if change:
        spans = [(HoursKind.REGULAR, time) for time in change.times]
    else:
        spans = [(item.kind, time) for item in hours if holds(item, days, day) for time in item.times]
    found = sorted(
        (_session(kind, time, day) for kind, time in spans),
        key=lambda session: (session.start, _RANK.index(session.kind)),
    )
    joined: list[Session] = []
    for session in found:
        index = next((at for at, last in enumerate(joined) if _touches(last, session)), None)
        if index is None:
            joined.append(session)
        else:
            joined[index] = replace(joined[index], end=max(joined[index].end, session.end))
    return joined


def _touches(one: Session, later: Session) -> bool:
    """Tell whether a session goes on in one of the same kind that starts no earlier."""
    return one.kind is later.kind and later.start <= one.end


def _session(kind: HoursKind, time: str, day: datetime.date) -> Session:
    """Return the session of one span of time on a day; 24:00 is the next day's beginning."""
    midnight = datetime.datetime.combine(day, datetime.time())
    start, end = (datetime.timedelta(hours=int(text[:2]), minutes=int(text[3:])) for text in time.split("-"))
    return Session(kind, midnight + start, midnight + (end if end > start else end + _DAY))


def holds(item: Hours, days: WorkingDays, day: datetime.date) -> bool:
    """Tell whether a line of hours holds on a day: its season, and its days against the calendar."""
    if not in_season(item, f"{day:%m-%d}"):
        return False
    if item.weeks and (day.day - 1) // 7 + 1 not in item.weeks:
        return False
    return falls_on(item.days, days, day)


def falls_on(named: Iterable[Weekday], days: WorkingDays, day: datetime.date) -> bool:
    """Tell whether a day is among those named: by the calendar for working days, else by the day of the week."""
    named = tuple(named)
    if Weekday.ALL in named or (Weekday.WORKDAY in named and days.is_working(day)):
        return True
    return _WEEK[day.weekday()] in named and days.kind(day) is not DayKind.HOLIDAY


def in_season(item: Hours, day: str) -> bool:
    """Tell whether a day (MM-DD) is in the season of hours; a season may go over New Year."""
    if not item.start or not item.end:
        return True
    if item.start <= item.end:
        return item.start <= day <= item.end
    return day >= item.start or day <= item.end
