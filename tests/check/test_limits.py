"""Comparing time limits of different units: a promise may never end after what the law allows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.limits import longer
from generator.model.types import Duration, Unit

UNITS = {
    "即时": Unit.ON_THE_SPOT,
    "小时": Unit.HOUR,
    "工作日": Unit.WORKING_DAY,
    "日": Unit.CALENDAR_DAY,
    "月": Unit.MONTH,
    "年": Unit.YEAR,
}


def duration(text: str) -> Duration:
    """Return the duration of a text like 5 工作日."""
    count, _, unit = text.rpartition(" ")
    return Duration(count=int(count) if count else None, unit=UNITS[unit])


TABLE = [
    # promised, statutory, is the promise longer?
    ("即时", "1 工作日", False),
    ("即时", "0 工作日", False),
    ("即时", "1 小时", False),
    ("1 小时", "即时", True),
    ("1 工作日", "即时", True),
    ("0 日", "即时", False),
    ("3 工作日", "5 工作日", False),
    ("5 工作日", "5 工作日", False),
    ("6 工作日", "5 工作日", True),
    ("0 工作日", "1 日", False),
    ("1 工作日", "1 日", True),  # from a Friday: Monday
    ("1 工作日", "3 日", False),
    ("2 工作日", "3 日", True),  # from a Thursday: Monday, 4 days
    ("2 工作日", "4 日", False),
    ("5 工作日", "6 日", True),
    ("5 工作日", "7 日", False),
    ("6 工作日", "9 日", True),
    ("6 工作日", "10 日", False),
    ("10 工作日", "13 日", True),
    ("10 工作日", "14 日", False),
    ("10 工作日", "20 日", False),
    ("15 工作日", "20 日", True),
    ("20 工作日", "20 日", True),
    ("20 工作日", "30 日", False),
    ("7 日", "5 工作日", True),  # from a Monday the law ends on Monday, 7 days; from a Sunday on Friday, 5
    ("5 日", "5 工作日", False),
    ("6 日", "5 工作日", True),
    ("1 日", "1 工作日", False),
    ("4 小时", "1 工作日", False),
    ("24 小时", "1 日", False),
    ("25 小时", "1 日", True),
    ("48 小时", "2 工作日", False),
    ("1 工作日", "8 小时", True),
    ("1 月", "30 日", True),
    ("1 月", "31 日", False),
    ("28 日", "1 月", False),
    ("31 日", "1 月", True),
    ("20 工作日", "1 月", False),
    ("21 工作日", "1 月", True),
    ("1 月", "20 工作日", True),
    ("1 月", "1 月", False),
    ("2 月", "1 月", True),
    ("11 月", "1 年", False),
    ("13 月", "1 年", True),
    ("1 年", "365 日", True),
    ("365 日", "1 年", False),
]


@pytest.mark.parametrize(("promised", "statutory", "expected"), TABLE)
def test_longer(promised: str, statutory: str, expected: bool) -> None:
    assert longer(duration(promised), duration(statutory)) is expected


@pytest.mark.parametrize(
    ("promised", "statutory"), [("12 月", "1 年"), ("1 年", "12 月"), ("24 月", "2 年"), ("1 年", "13 月")]
)
def test_a_year_is_twelve_months(promised: str, statutory: str) -> None:
    assert not longer(duration(promised), duration(statutory))


COUNT = st.integers(0, 400)
COUNTED = st.sampled_from([unit for unit in Unit if unit is not Unit.ON_THE_SPOT])
FAST: Any = settings(max_examples=60, deadline=None)


@FAST
@given(COUNTED, COUNT, COUNT)
def test_same_unit_compares_counts(unit: Unit, promised: int, statutory: int) -> None:
    assert longer(Duration(count=promised, unit=unit), Duration(count=statutory, unit=unit)) is (promised > statutory)


@FAST
@given(st.integers(6, 400))
def test_working_days_are_longer_than_as_many_days(count: int) -> None:
    assert longer(Duration(count=count, unit=Unit.WORKING_DAY), Duration(count=count, unit=Unit.CALENDAR_DAY))


@FAST
@given(COUNTED, COUNT, COUNTED, COUNT)
def test_more_is_never_shorter(unit: Unit, count: int, other: Unit, allowed: int) -> None:
    promised, statutory = Duration(count=count, unit=unit), Duration(count=allowed, unit=other)
    if longer(promised, statutory):
        assert longer(Duration(count=count + 1, unit=unit), statutory)
    else:
        assert not longer(promised, Duration(count=allowed + 1, unit=other))


@FAST
@given(COUNTED, COUNT)
def test_on_the_spot_is_never_longer(unit: Unit, count: int) -> None:
    assert not longer(Duration(unit=Unit.ON_THE_SPOT), Duration(count=count, unit=unit))
