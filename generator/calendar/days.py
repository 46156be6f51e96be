"""The calendar of working days (工作日), from the State Council's yearly notices.

The notices of past years come from the package chinesecalendar; later ones are entered by editors (`Notice`,
data/calendar/) and take precedence. A year without a notice is *provisional*: its weekends and statutory days off are
known, the make-up weekends (调休) are not. `certain(day)` returns True if a day is settled by a notice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from generator.calendar.festivals import FORESEEN, festivals

FIRST_YEAR = 2008
"""The first year with today's seven festivals. Earlier years of the library are not used."""

YEARS = range(FIRST_YEAR, max(FORESEEN) + 1)
"""The years whose holidays are known or estimated."""

_DAY = datetime.timedelta(1)
_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
_LIBRARY = "《国务院办公厅关于{}年部分节假日安排的通知》"


class DayKind(Enum):
    """Kind of a day."""

    WORKDAY = "workday"
    MAKEUP = "makeup"  # a Saturday or Sunday that is a working day (调休上班)
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # within an announced holiday, weekends included


@dataclass(frozen=True, slots=True)
class Holiday:
    """Consecutive days off of one festival, from `first` to `last`, both included."""

    name: str
    first: datetime.date
    last: datetime.date

    def days(self) -> list[datetime.date]:
        """Return the days, in order."""
        return [self.first + _DAY * index for index in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Notice:
    """A year's arrangement: its source (文号), the holidays, and the make-up working days.

    It may include the last days of the December before. A notice that `amends` changes only the days that it names.
    """

    year: int
    source: str
    holidays: tuple[Holiday, ...]
    workdays: tuple[datetime.date, ...]
    amends: bool = False

    def breaks(self) -> list[Holiday]:
        """Return the holidays, with adjacent ones merged under both names (国庆节、中秋节)."""
        merged: list[Holiday] = []
        for item in self.holidays:
            if merged and merged[-1].last + _DAY == item.first:
                names = dict.fromkeys([*merged[-1].name.split("、"), item.name])
                merged[-1] = Holiday("、".join(names), merged[-1].first, item.last)
            else:
                merged.append(item)
        return merged


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A calendar of working days. On days not in `off` or `on`, Monday to Friday are working days."""

    off: Mapping[datetime.date, str]  # day off -> name of the festival
    on: frozenset[datetime.date]  # make-up working days
    sources: Mapping[int, str]  # year with a notice -> the source of its arrangement

    def is_working(self, day: datetime.date) -> bool:
        """Return True if the day is a working day."""
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def kind(self, day: datetime.date) -> DayKind:
        """Return the kind of a day."""
        if day in self.on:
            return DayKind.MAKEUP
        if day in self.off:
            return DayKind.HOLIDAY
        return DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND

    def holiday(self, day: datetime.date) -> str | None:
        """Return the festival that a day off belongs to, or None."""
        return self.off.get(day)

    def known(self, year: int) -> bool:
        """Return True if the notice of a year is known."""
        return year in self.sources

    def certain(self, day: datetime.date) -> bool:
        """Return True if a notice settles the kind of a day.

        A year's notice can also change the last days of the December before, unless 1 January adjoins a weekend.
        """
        if day.month == 12 and day.day >= 29 and not self.known(day.year + 1):
            return self.known(day.year) and datetime.date(day.year + 1, 1, 1).weekday() in (0, 4, 5)
        return self.known(day.year)

    def add(self, day: datetime.date, count: int) -> datetime.date:
        """Return the `count`-th working day after `day` (excluded); `day` itself if `count` is 0."""
        while count > 0:
            day += _DAY
            count -= self.is_working(day)
        return day

    def on_or_after(self, day: datetime.date) -> datetime.date:
        """Return the first working day on or after `day`."""
        while not self.is_working(day):
            day += _DAY
        return day

    def count(self, first: datetime.date, last: datetime.date) -> int:
        """Return the number of working days from `first` to `last`, both included."""
        return sum(self.is_working(first + _DAY * index) for index in range((last - first).days + 1))

    def rest(self, day: datetime.date) -> tuple[datetime.date, datetime.date] | None:
        """Return the first and last of the consecutive days off around `day`; None if `day` is a working day."""
        if self.is_working(day):
            return None
        first = last = day
        while not self.is_working(first - _DAY):
            first -= _DAY
        while not self.is_working(last + _DAY):
            last += _DAY
        return first, last

    def long_rests(self, first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
        """Return the runs of three or more consecutive days off, clipped to `first` and `last` (第一百零九条)."""
        found, day = [], first
        while day <= last:
            rest = self.rest(day)
            if rest is None:
                day += _DAY
                continue
            end = min(rest[1], last)
            if (end - day).days >= 2:
                found.append((day, end))
            day = end + _DAY
        return found

    def year(self, year: int) -> Notice:
        """Return a year's arrangement as a notice; its source is "" if the year is provisional."""
        days = {day: name for day, name in self.off.items() if day.year == year}
        workdays = tuple(sorted(day for day in self.on if day.year == year))
        return Notice(year, self.sources.get(year, ""), _runs(days), workdays)


def working_days(notices: Iterable[Notice] = ()) -> WorkingDays:
    """Return the calendar of the library's years and of these notices, which replace or amend those of the library."""
    given = {notice.year: notice for notice in notices}
    off, on, sources = _library()
    off, on = dict(off), set(on)
    for year in sorted(year for year, notice in given.items() if not notice.amends):
        off = {day: name for day, name in off.items() if day.year != year}
        on = {day for day in on if day.year != year}
    for notice in given.values():
        moved = {day: holiday.name for holiday in notice.holidays for day in holiday.days()}
        off = {day: name for day, name in off.items() if day not in notice.workdays} | moved
        on = (on - moved.keys()) | set(notice.workdays)
    words = {notice.year: source for notice in given.values() if (source := _source(notice, sources))}
    return WorkingDays(dict(sorted(off.items())), frozenset(on), {**sources, **words})


def _source(notice: Notice, known: Mapping[int, str]) -> str:
    """Return the source of a year's arrangement: for an amending notice both; "" if the amended one is unknown."""
    if not notice.amends:
        return notice.source
    return f"{known[notice.year]}、{notice.source}" if notice.year in known else ""


@cache
def _library() -> tuple[dict[datetime.date, str], set[datetime.date], dict[int, str]]:
    """Return the days off, make-up days and known years of the library, with estimates for the years it lacks."""
    from chinese_calendar.constants import Holiday as Named
    from chinese_calendar.constants import holidays, workdays

    names = {item.value: _NAMES.get(item.chinese, item.chinese) for item in Named}
    off = {day: names[name] for day, name in holidays.items() if day.year >= FIRST_YEAR}
    years = sorted({day.year for day in off if day.month == 10})  # every notice includes National Day
    for year in sorted(FORESEEN.difference(years)):
        off |= festivals(year)
    on = {day for day in workdays if day.year >= FIRST_YEAR}
    return off, on, {year: _LIBRARY.format(year) for year in years}


def _runs(days: Mapping[datetime.date, str]) -> tuple[Holiday, ...]:
    """Return days off as holidays: consecutive days of the same name, in order."""
    runs: list[Holiday] = []
    for day, name in sorted(days.items()):
        if runs and runs[-1].name == name and runs[-1].last == day - _DAY:
            runs[-1] = Holiday(name, runs[-1].first, day)
        else:
            runs.append(Holiday(name, day, day))
    return tuple(runs)
