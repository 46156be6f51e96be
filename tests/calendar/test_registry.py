"""The calendar and countdowns as the registries state them."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from generator.calendar.registry import calendar_of, countdown, is_year
from generator.model.calendar import DaysOff, YearCalendar
from generator.model.time_limits import Bound, LimitOf, Start, Statutory, TimeLimit
from generator.model.types import Duration, Unit, Withdrawn

D = datetime.date
MAY = DaysOff(name="加放", first=D(2027, 5, 10), last=D(2027, 5, 11))
BACKWARDS = DaysOff(name="写反了", first=D(2027, 6, 3), last=D(2027, 6, 2))
ENTRY = YearCalendar(
    id="2027", name="2027年放假安排", number="甲", holidays=(MAY, BACKWARDS), workdays=(D(2027, 5, 15),)
)


def test_a_notice_counts_unless_it_is_withdrawn_or_of_no_year() -> None:
    calendar = calendar_of([ENTRY])
    assert [calendar.is_working(D(2027, 5, day)) for day in (10, 11, 15)] == [False, False, True]
    assert [calendar.is_working(D(2027, 6, day)) for day in (2, 3)] == [True, True]
    withdrawn = replace(ENTRY, withdrawn=Withdrawn(on=D(2026, 11, 1), reason="录错了"))
    for other in (withdrawn, replace(ENTRY, id="mingnian")):
        assert calendar_of([other]).is_working(D(2027, 5, 10))


@pytest.mark.parametrize(
    ("id", "year"), [("2008", True), ("2100", True), ("2007", False), ("2101", False), ("20x8", False), ("208", False)]
)
def test_years_are_those_that_notices_exist_for(id: str, year: bool) -> None:
    assert is_year(id) is year


@pytest.mark.parametrize(
    ("of", "binds"),
    [
        (LimitOf(procedure="p"), Bound.TAXPAYER),
        (LimitOf(regime="r"), Bound.BUREAU),
        (LimitOf(oversight="o"), Bound.BUREAU),
    ],
)
def test_a_limit_binds_taxpayers_in_a_procedure_alone(of: LimitOf, binds: Bound) -> None:
    """And its event has its own name only if it states one."""
    legal = Statutory(count=20, unit=Unit.CALENDAR_DAY, rests_extend=True)
    limit = TimeLimit(id="a", name="甲", of=of, starts=Start.EVENT, binds=Bound.TAXPAYER, statutory=legal)
    found = countdown(limit, legal, D(2026, 3, 2))
    assert (found.binds, found.called, found.rests_extend) == (binds, "", True)
    promised = countdown(replace(limit, event="收到材料"), Duration(count=3, unit=Unit.CALENDAR_DAY), D(2026, 3, 2))
    assert (promised.called, promised.rests_extend) == ("收到材料", False)
