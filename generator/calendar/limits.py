"""The last day of a time limit, with each step that leads to it: rule, legal basis and days that do not count.

How the law is read:

- The first day does not count (民法典 第二百零一条); hours run from the moment. Months and years end on the
  corresponding day, or on the last of the month (第二百零二条). A last day off moves to the next working day
  (第二百零三条), for the bureau's limits as for others, as the rule of 限时办结 has it; hours and what is done on the
  spot never move.
- Working days exclude weekends and statutory holidays (行政许可法 第八十二条). Stops do not count (第四十五条). An
  extension starts from the last day as counted, before that day moves.
- Half a day ends at noon. A limit before an event is counted backwards (提前3个工作日); if that leads to a day off,
to the working day before it, because moving it later would be too late.
- 税收征收管理法实施细则 第一百零九条 lengthens a taxpayer's time in days by as many working days as it holds days off
  in runs of three or more, weekends included. Its words bind both sides and name no unit. It is applied to taxpayers,
  because a bureau does not lengthen its own limit on a doubtful reading, and to limits of which an editor says that the
  law lengthens them. It is applied to days alone: tax authorities answer that the five months of the yearly settlement
  are not lengthened, and that thirty days of notice are.
"""

from __future__ import annotations

import calendar as gregorian
import datetime
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.calendar.days import WorkingDays
from generator.calendar.rules import RULES
from generator.model.time_limits import Bound, Start
from generator.model.types import Duration, Unit

_DAY = datetime.timedelta(1)
_BY_UNIT = {
    Unit.ON_THE_SPOT: "on_the_spot",
    Unit.HOUR: "hours",
    Unit.WORKING_DAY: "working_days",
    Unit.CALENDAR_DAY: "calendar_days",
    Unit.MONTH: "months",
    Unit.YEAR: "months",
}
STOPPED, WEEKEND = "不计入的时间", "周末"
NOON = "中午"
SAME_TIME, LATE_START = "的同一时刻", "，开始得晚的到第二天"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included, and the reason why they do not count."""

    first: datetime.date
    last: datetime.date
    why: str = ""

    def __contains__(self, day: datetime.date) -> bool:
        """Return True if the span contains a day."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Countdown:
    """A countdown to compute: its start and event, its length, whom it binds, its stops and its extension.

    `called` names the first day if the event's label does not fit. `rests_extend` is True if the law lengthens this
    limit by long rests, whomever it binds.
    """

    start: datetime.date
    length: Duration
    event: Start = Start.ACCEPTANCE
    binds: Bound = Bound.BUREAU
    stops: tuple[Span, ...] = ()
    extension: Duration | None = None
    called: str = ""
    rests_extend: bool = False

    @property
    def day(self) -> str:
        """The name of the first day."""
        return self.called or self.event.day

    @property
    def before(self) -> bool:
        """True if the countdown is counted backwards from an event."""
        return self.event is Start.BEFORE_EVENT

    @property
    def lengthened(self) -> bool:
        """True if long rests lengthen this countdown."""
        if self.before or self.length.unit is not Unit.CALENDAR_DAY:
            return False
        return self.rests_extend or self.binds is Bound.TAXPAYER

    def stopped(self, day: datetime.date) -> bool:
        """Return True if a day is in one of the stops."""
        return any(day in stop for stop in self.stops)

    @property
    def first(self) -> datetime.date:
        """The first day that can count: the day after the start; the start itself for a limit of the same day.

        For a countdown counted backwards it is the start.
        """
        if self.before:
            return self.start
        unit, amount = self.length.unit, self.length.amount
        whole_days = amount // 24 if unit is Unit.HOUR else 0 if unit is Unit.ON_THE_SPOT else amount
        return self.start + _DAY if whole_days else self.start


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule: its code in RULES, the values of its sentence, and the days it skipped."""

    code: str
    values: Mapping[str, str]
    skipped: tuple[Span, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the step as plain data."""
        rule = RULES[self.code]
        return {
            "code": self.code,
            "rule": rule.title,
            "basis": rule.basis,
            "text": rule.sentence.format_map(self.values),
            "skipped": [
                {"first": str(span.first), "last": str(span.last), "days": span.days, "why": span.why}
                for span in self.skipped
            ],
        }


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a countdown, whether it is certain, and the steps that lead to it."""

    date: datetime.date
    certain: bool
    steps: tuple[Step, ...]

    def plain(self) -> dict[str, Any]:
        """Return the result as plain data: date, certainty ("certain" or "provisional"), steps."""
        return {
            "date": str(self.date),
            "certainty": "certain" if self.certain else "provisional",
            "steps": [step.plain() for step in self.steps],
        }


_Leg = tuple[datetime.date, Step]
"""An intermediate result: the day, and the step that leads to it."""


def due(calendar: WorkingDays, countdown: Countdown) -> Due:
    """Return the last day of a countdown by the rules of this module.

    Raises OverflowError or ValueError if it is after the year 9999.
    """
    legs = list(_legs_before(calendar, countdown) if countdown.before else _legs(calendar, countdown))
    end = legs[-1][0]
    unsettled = _unsettled(calendar, countdown, legs)
    steps = (
        *_beginning(countdown),
        *(
            Step("stop", {"first": day_text(stop.first), "last": day_text(stop.last)})
            for stop in countdown.stops
            if stop.first <= end and stop.last >= countdown.first
        ),
        *(step for _, step in legs),
        *((Step("provisional", {"year": str(unsettled)}),) if unsettled else ()),
    )
    return Due(end, unsettled is None, steps)


def day_text(day: datetime.date | None) -> str:
    """Return a day as Chinese text: 2026年12月28日; empty without one."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _beginning(countdown: Countdown) -> Iterator[Step]:
    """Yield the step that excludes the first day, for periods counted in days."""
    if countdown.length.unit is not Unit.HOUR and countdown.first > countdown.start:
        yield Step(
            "first_day",
            {"start": day_text(countdown.start), "event": countdown.day, "next": day_text(countdown.start + _DAY)},
        )


def _legs(calendar: WorkingDays, countdown: Countdown) -> Iterator[_Leg]:
    """Yield the legs of a forward countdown: length, long rests, extension, and the move from a last day off."""
    end, step = _run(calendar, countdown, countdown.start, countdown.length)
    yield end, step
    unit = countdown.length.unit
    if countdown.lengthened:
        if rested := _rested(calendar, countdown, end):
            end = rested[0]
            yield rested
    if countdown.extension and countdown.extension.amount:
        unit = countdown.extension.unit
        end, step = _run(calendar, countdown, end, countdown.extension)
        yield end, Step("extension", step.values, step.skipped)
    if unit not in (Unit.HOUR, Unit.ON_THE_SPOT):
        yield from _moved(calendar, countdown, end)


def _legs_before(calendar: WorkingDays, countdown: Countdown) -> Iterator[_Leg]:
    """Yield the legs of a backward countdown: the length, at least one day, and the move from a day off."""
    start, length = countdown.start, countdown.length
    days = math.ceil(length.amount)
    match length.unit:
        case _ if not days:
            end = start - _DAY
        case Unit.WORKING_DAY:
            end = start
            while days:
                end -= _DAY
                days -= calendar.is_working(end)
        case Unit.MONTH | Unit.YEAR:
            end = _months_on(start, -days * (12 if length.unit is Unit.YEAR else 1))
        case Unit.HOUR:
            end = start - _DAY * math.ceil(days / 24)
        case _:
            end = start - _DAY * days
    words = {"start": day_text(start), "event": countdown.day, "length": str(length), "end": day_text(end)}
    counted = length.unit is Unit.WORKING_DAY and length.amount
    skipped = _spans(calendar, countdown, end, start - _DAY) if counted else ()
    yield end, Step("before" if length.amount else "day_before", words, skipped)
    earlier = end
    while not calendar.is_working(earlier):
        earlier -= _DAY
    if earlier < end:
        words = {"start": day_text(end), "end": day_text(earlier)}
        yield earlier, Step("moves_back", words, (_named(calendar, countdown, Span(earlier + _DAY, end)),))


def _run(calendar: WorkingDays, countdown: Countdown, start: datetime.date, length: Duration) -> _Leg:
    """Return the end of a length from `start`, without stops, before a last day off moves."""
    code = _BY_UNIT[length.unit] if length.amount or length.unit is Unit.ON_THE_SPOT else "same_day"
    skipped: tuple[Span, ...] = ()
    if length.unit is Unit.WORKING_DAY and length.amount:
        end = _nth_working_day(calendar, countdown, start, math.ceil(length.amount))
        skipped = _spans(calendar, countdown, start + _DAY, end)
    else:
        end = _past_stops(countdown, start, corresponding(start, length))
    words = {
        "start": day_text(start),
        "event": countdown.day,
        "length": str(length),
        "end": day_text(end) + (NOON if length.amount % 1 and length.unit is not Unit.HOUR else ""),
        "clock": LATE_START if length.amount % 24 else SAME_TIME,
    }
    return end, Step(code, words, skipped)


def corresponding(start: datetime.date, length: Duration) -> datetime.date:
    """Return the end of a length in calendar days, hours, months or years from `start`."""
    match length.unit:
        case Unit.MONTH | Unit.YEAR:
            return _months_on(start, int(length.amount) * (12 if length.unit is Unit.YEAR else 1))
        case Unit.HOUR:
            return start + _DAY * (length.amount // 24)
        case Unit.CALENDAR_DAY:
            return start + _DAY * math.ceil(length.amount)
        case _:
            return start


def _months_on(start: datetime.date, count: int) -> datetime.date:
    """Return the day `count` months after `start`; the last of the month if that has no such day."""
    months = start.month - 1 + count
    year, month = start.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))


def _nth_working_day(calendar: WorkingDays, countdown: Countdown, day: datetime.date, count: int) -> datetime.date:
    """Return the `count`-th working day after `day` that is not in a stop."""
    while count:
        day += _DAY
        count -= calendar.is_working(day) and not countdown.stopped(day)
    return day


def _past_stops(countdown: Countdown, start: datetime.date, end: datetime.date) -> datetime.date:
    """Return `end` postponed by the number of stopped days after `start`; the result is not in a stop."""
    if not countdown.stops:
        return end
    owed = sum(countdown.stopped(start + _DAY * index) for index in range(1, (end - start).days + 1))
    while owed or countdown.stopped(end):
        end += _DAY
        owed -= not countdown.stopped(end) and owed > 0
    return end


def _rested(calendar: WorkingDays, countdown: Countdown, end: datetime.date) -> _Leg | None:
    """Return the extension of a taxpayer's countdown by its long rests (第一百零九条); None if it has none."""
    rests = [Span(first, last) for first, last in calendar.long_rests(countdown.first, end)]
    if not rests:
        return None
    days = sum(rest.days for rest in rests)
    later = _nth_working_day(calendar, countdown, end, days)
    words = {"days": str(days), "start": day_text(end), "end": day_text(later)}
    return later, Step("long_rests", words, tuple(_named(calendar, countdown, rest) for rest in rests))


def _moved(calendar: WorkingDays, countdown: Countdown, end: datetime.date) -> Iterator[_Leg]:
    """Yield the move to the next working day if `end` is a day off."""
    later = end
    while not calendar.is_working(later) or countdown.stopped(later):
        later += _DAY
    if later > end:
        code = "tax_moves_on" if countdown.binds is Bound.TAXPAYER or countdown.lengthened else "moves_on"
        words = {"start": day_text(end), "end": day_text(later)}
        yield later, Step(code, words, (_named(calendar, countdown, Span(end, later - _DAY)),))


def _spans(calendar: WorkingDays, countdown: Countdown, first: datetime.date, last: datetime.date) -> tuple[Span, ...]:
    """Return the runs of days that are not counted as working days, each with its reason."""
    runs: list[Span] = []
    for index in range((last - first).days + 1):
        day = first + _DAY * index
        if calendar.is_working(day) and not countdown.stopped(day):
            continue
        if runs and runs[-1].last == day - _DAY:
            runs[-1] = Span(runs[-1].first, day)
        else:
            runs.append(Span(day, day))
    return tuple(_named(calendar, countdown, run) for run in runs)


def _named(calendar: WorkingDays, countdown: Countdown, span: Span) -> Span:
    """Return a span with the reasons why its days do not count, without repetitions."""
    days = [span.first + _DAY * index for index in range(span.days)]
    reasons = [STOPPED if countdown.stopped(day) else calendar.holiday(day) or WEEKEND for day in days]
    return Span(span.first, span.last, "、".join(dict.fromkeys(reasons)))


def _unsettled(calendar: WorkingDays, countdown: Countdown, legs: list[_Leg]) -> int | None:
    """Return the year whose missing notice makes the end provisional, or None.

    Working days and long rests depend on every day of the countdown; a length in calendar days only on its last day.
    """
    units = {countdown.length.unit, countdown.extension.unit if countdown.extension else countdown.length.unit}
    if units <= {Unit.HOUR, Unit.ON_THE_SPOT}:
        return None
    every = (
        Unit.WORKING_DAY in units
        or countdown.lengthened
        or (countdown.binds is Bound.TAXPAYER and Unit.CALENDAR_DAY in units)
    )
    end, moved = legs[-1]
    first = (
        countdown.first if every else legs[-2][0] if moved.code in ("moves_on", "tax_moves_on", "moves_back") else end
    )
    first, end = min(first, end), max(first, end)
    for index in range((end - first).days + 1):
        day = first + _DAY * index
        if not calendar.certain(day):
            return day.year if not calendar.known(day.year) else day.year + 1
    return None
