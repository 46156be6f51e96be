"""The last day of a length of time for every start in some years; equal to `limits.due`, but many times faster."""

from __future__ import annotations

import datetime
import math
from bisect import bisect_left, bisect_right
from collections.abc import Hashable
from functools import cached_property

from generator.calendar.days import WorkingDays
from generator.calendar.limits import Countdown, corresponding, due
from generator.model.time_limits import Statutory
from generator.model.types import Duration, Unit

_DAY = datetime.timedelta(1)
_HOURS = 24


class Ends:
    """Last days of lengths by the general rules, for every start in `years`."""

    def __init__(self, calendar: WorkingDays, years: range) -> None:
        """Prepare tables for starts in `years` and ends up to one year later; later ends are computed one by one."""
        self.calendar = calendar
        first = datetime.date(years[0], 1, 1)
        self.starts = [first + _DAY * index for index in range((datetime.date(years[-1] + 1, 1, 1) - first).days)]
        self._found: dict[tuple[Duration, bool], list[float]] = {}
        self._compared: dict[Hashable, datetime.date | None] = {}

    @cached_property
    def _working(self) -> list[int]:
        """The ordinals of the working days, up to one year after the last start."""
        days = range(self.starts[0].toordinal(), self.starts[-1].toordinal() + 366)
        return [day for day in days if self.calendar.is_working(datetime.date.fromordinal(day))]

    @cached_property
    def _hours(self) -> list[float]:
        """The end of each working day, in hours since day 0."""
        return [(day + 1) * _HOURS for day in self._working]

    @cached_property
    def _after(self) -> list[int]:
        """For every start the index of the first working day after it."""
        return [bisect_right(self._working, start.toordinal()) for start in self.starts]

    @cached_property
    def _rolled(self) -> list[float]:
        """For every day from the first start on, the end of the first working day on or after it."""
        days = range(self.starts[0].toordinal(), self._working[-1] + 1)
        return [self._hours[bisect_left(self._working, day)] for day in days]

    def first_longer(self, length: Duration, allowed: Duration) -> datetime.date | None:
        """Return the first start for which `length` can end after `allowed`, or None.

        Hours can start at any hour: `allowed` is counted from the first hour of the day, `length` from the last.
        """
        if length.unit is allowed.unit:
            return self.starts[0] if length.amount > allowed.amount else None
        rests = isinstance(allowed, Statutory) and bool(allowed.rests_extend)
        pair = (length.count, length.unit, allowed.count, allowed.unit, rests)
        if pair not in self._compared:
            late = _HOURS if length.unit is Unit.HOUR else 0
            ends = zip(self.starts, self._of(length), self._of(allowed, rests), strict=True)
            self._compared[pair] = next((start for start, end, latest in ends if end + late > latest), None)
        return self._compared[pair]

    def _of(self, length: Duration, rests: bool = False) -> list[float]:
        """Return the end of a length for every start, in hours since day 0; a day ends with its last hour.

        With `rests`, long rests lengthen it.
        """
        plain = Duration(count=length.count, unit=length.unit)
        if (plain, rests) not in self._found:
            ends = [self._rested(start, plain) for start in self.starts] if rests else self._ends(plain)
            self._found[plain, rests] = ends
        return self._found[plain, rests]

    def _ends(self, length: Duration) -> list[float]:
        """Return the end of a length for every start. Days are looked up at once, other units computed one by one."""
        count, half = math.ceil(length.amount), _HOURS / 2 if length.amount % 1 else 0
        match length.unit:
            case Unit.WORKING_DAY if length.amount and self._after[-1] + count <= len(self._working):
                return [self._hours[index + count - 1] - half for index in self._after]
            case Unit.CALENDAR_DAY if not half and count + len(self.starts) <= len(self._rolled):
                return self._rolled[count : count + len(self.starts)]
        return [self._end(start, length) for start in self.starts]

    def _rested(self, start: datetime.date, length: Duration) -> float:
        """Return the end of a length that long rests lengthen, in hours since day 0."""
        return (due(self.calendar, Countdown(start, length, rests_extend=True)).date.toordinal() + 1) * _HOURS

    def _end(self, start: datetime.date, length: Duration) -> float:
        """Return the end of a length from a start, in hours since day 0; hours are counted from 00:00."""
        half = _HOURS / 2 if length.amount % 1 else 0
        match length.unit:
            case Unit.ON_THE_SPOT:
                return start.toordinal() * _HOURS
            case Unit.HOUR:
                return start.toordinal() * _HOURS + length.amount
            case Unit.WORKING_DAY if length.amount:
                index = bisect_right(self._working, start.toordinal()) + math.ceil(length.amount) - 1
            case _:
                last = corresponding(start, length).toordinal()
                index = bisect_left(self._working, last)
                half = half if self._working[index : index + 1] == [last] else 0
        if index < len(self._working):
            return (self._working[index] + 1) * _HOURS - half
        return (due(self.calendar, Countdown(start, length)).date.toordinal() + 1) * _HOURS
