"""Builds the calendar and periods from a bureau's registries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from generator.calendar.days import Holiday, Notice, WorkingDays, working_days
from generator.calendar.limits import Countdown
from generator.model.calendar import YearCalendar
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Duration


def calendar_of(entries: Iterable[YearCalendar]) -> WorkingDays:
    """Return the calendar of the library and these notices. Entries whose id is not a year are skipped."""
    return working_days(notice(entry) for entry in entries if is_year(entry.id) and not entry.withdrawn)


def is_year(id: str) -> bool:
    """Return True if an id is a year that notices exist for."""
    return len(id) == 4 and id.isdecimal() and "2008" <= id <= "2100"


def notice(entry: YearCalendar) -> Notice:
    """Return an entry as a `Notice`."""
    holidays = (Holiday(item.name, item.first, item.last) for item in entry.holidays if item.first <= item.last)
    return Notice(
        int(entry.id), entry.number, tuple(holidays), tuple(sorted(entry.workdays)), amends=bool(entry.amends)
    )


def countdown(limit: TimeLimit, length: Duration, start: datetime.date) -> Countdown:
    """Return the countdown of a limit from `start`. Long rests lengthen it only if it binds a taxpayer in a procedure.

    Periods to apply for review, to sue or to be heard follow the general rules (行政复议法 第八十八条).
    """
    by_law = length is limit.statutory and limit.statutory.rests_extend
    return Countdown(start, length, limit.starts, reading(limit), called=limit.event or "", rests_extend=bool(by_law))


def reading(limit: TimeLimit) -> Bound:
    """Return whose rules apply to a limit: whom it binds if it belongs to a procedure, else the bureau's."""
    return limit.binds if limit.of.procedure else Bound.BUREAU
