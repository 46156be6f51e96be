"""Opening hours by the calendar: when an organ is open on a day, whether it is open now, and when it opens next.

All times are Beijing time, written as naive datetimes. theme/assets/hours.js does the same in the browser; both are
tested with tests/vectors/hours.json.

Days that hours apply to: `workday` means working days, make-up days included; `all` means every day; a day of the week
means that day unless it is within a holiday (a Saturday in 国庆节 is, an ordinary Saturday is not); with `weeks`,
only on the first, second … such day of the month. A change replaces all hours of its day. If the end of a time is not
after its start, it lasts until the next day.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from generator.calendar.days import DayKind, WorkingDays
from generator.model.organs import WEEK, Hours, HoursChange, HoursKind, Weekday

_DAY = datetime.timedelta(1)
_FORESIGHT = 400
"""Days to look ahead for the next opening; longer than the time to any season."""

_RANK = (HoursKind.REGULAR, HoursKind.EXTENDED, HoursKind.APPOINTMENT)
"""Order of precedence if sessions of several kinds overlap."""


@dataclass(frozen=True, slots=True)
class Session:
    """A period of time in which an organ is open, of one kind of hours; `end` is excluded."""

    kind: HoursKind
    start: datetime.datetime
    end: datetime.datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """The state of an organ at a moment.

    `now` is the current session, None if closed. `next` is the next session that needs no appointment, None if there is
    none within the look-ahead. `certain` is True if today's holidays are announced, `next_certain` if those of every
    day until `next` are.
    """

    now: Session | None
    next: Session | None
    certain: bool
    next_certain: bool


def opening(
    hours: Iterable[Hours], days: WorkingDays, moment: datetime.datetime, changes: Iterable[HoursChange] = ()
) -> Opening:
    """Return whether an organ with these hours is open at `moment` (naive Beijing time), and when it opens next."""
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
    """Return the sessions that start on a day, in order; adjacent or overlapping sessions of one kind are merged."""
    change = next((item for item in changes if item.on <= day <= item.last), None)
    if change:
        spans = [(HoursKind.REGULAR, time) for time in change.times]
    else:
        spans = [(item.kind, time) for item in hours if holds(item, days, day) for time in item.times]
    starting = sorted(
        (_session(kind, time, day) for kind, time in spans),
        key=lambda session: (session.start, _RANK.index(session.kind)),
    )
    joined: list[Session] = []
    for session in starting:
        index = next((at for at, last in enumerate(joined) if _touches(last, session)), None)
        if index is None:
            joined.append(session)
        else:
            joined[index] = replace(joined[index], end=max(joined[index].end, session.end))
    return joined


def first_missed(
    promised: Sequence[Hours], own: Sequence[Hours], days: WorkingDays, dates: Sequence[datetime.date]
) -> datetime.date | None:
    """Return the first of consecutive dates on which `own` hours leave out promised time; None if there is none.

    Hours of every kind that need no appointment count alike.
    """
    theirs, ours = _without_appointment(promised), _without_appointment(own)
    around = (dates[0] - _DAY, *dates, dates[-1] + _DAY)
    patterns = [tuple(holds(item, days, day) for item in (*theirs, *ours)) for day in around]
    covered: set[tuple[tuple[bool, ...], ...]] = set()
    for day, *pattern in zip(dates, patterns, patterns[1:], patterns[2:], strict=False):
        if tuple(pattern) in covered:
            continue
        there = _joined(ours, days, (day - _DAY, day, day + _DAY))
        for start, end in _joined(theirs, days, (day,)):
            if not any(begin <= start and end <= finish for begin, finish in there):
                return day
        covered.add(tuple(pattern))
    return None


def _without_appointment(hours: Iterable[Hours]) -> list[Hours]:
    """Return the hours that need no appointment."""
    return [item for item in hours if item.kind is not HoursKind.APPOINTMENT]


def _joined(
    hours: Sequence[Hours], days: WorkingDays, dates: Iterable[datetime.date]
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """Return the times at which an organ with these hours is open, of those that begin on these dates."""
    spans: list[tuple[datetime.datetime, datetime.datetime]] = []
    for start, end in sorted((item.start, item.end) for day in dates for item in sessions(hours, days, day)):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _touches(one: Session, later: Session) -> bool:
    """Return True if `later` has the same kind as `one` and touches or overlaps it."""
    return one.kind is later.kind and later.start <= one.end


def _session(kind: HoursKind, time: str, day: datetime.date) -> Session:
    """Return the session of a time like 08:30-12:00 on a day; 24:00 is 00:00 of the next day."""
    midnight = datetime.datetime.combine(day, datetime.time())
    start, end = (datetime.timedelta(hours=int(text[:2]), minutes=int(text[3:])) for text in time.split("-"))
    return Session(kind, midnight + start, midnight + (end if end > start else end + _DAY))


def holds(item: Hours, days: WorkingDays, day: datetime.date) -> bool:
    """Return True if a line of hours applies to a day, by its season and its days."""
    if item.start and not in_season(item, day.isoformat()[5:]):
        return False
    if item.weeks and (day.day - 1) // 7 + 1 not in item.weeks:
        return False
    return falls_on(item.days, days, day)


def falls_on(named: Collection[Weekday], days: WorkingDays, day: datetime.date) -> bool:
    """Return True if a day is one of the named days: by the calendar for `workday`, else by the day of the week."""
    if Weekday.ALL in named or (Weekday.WORKDAY in named and days.is_working(day)):
        return True
    return WEEK[day.weekday()] in named and days.kind(day) is not DayKind.HOLIDAY


def in_season(item: Hours, day: str) -> bool:
    """Return True if a day (MM-DD) is in the season of hours. A season may extend over New Year."""
    if not item.start or not item.end:
        return True
    if item.start <= item.end:
        return item.start <= day <= item.end
    return day >= item.start or day <= item.end
