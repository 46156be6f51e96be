"""Comparing time limits of different units: a promise may never end after what the law allows, whenever it begins."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.calendar.days import working_days
from generator.calendar.ends import Ends
from generator.calendar.limits import Countdown, due
from generator.model.time_limits import Statutory
from generator.model.types import Duration, Unit
from tests.conftest import check_project

CALENDAR = working_days()
ENDS = Ends(CALENDAR, range(2026, 2028))
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
    return Duration(count=float(count) if count else None, unit=UNITS[unit])


TABLE = [
    # promised, statutory, the first start of 2026 and 2027 from which the promise is longer
    ("即时", "1 工作日", None),
    ("即时", "0 工作日", None),
    ("即时", "1 小时", None),
    ("1 小时", "即时", "2026-01-01"),
    ("1 工作日", "即时", "2026-01-01"),
    ("0 日", "即时", "2026-01-01"),  # later on the same day
    ("3 工作日", "5 工作日", None),
    ("5 工作日", "5 工作日", None),
    ("6 工作日", "5 工作日", "2026-01-01"),
    ("0 工作日", "1 日", None),
    ("1 工作日", "1 日", None),  # a last day off moves to the same day
    ("2 工作日", "3 日", "2026-01-01"),  # a Thursday and holiday: Monday, but Sunday 4 January is worked
    ("2 工作日", "4 日", "2026-02-14"),  # a worked Saturday before Spring Festival
    ("5 工作日", "6 日", "2026-01-01"),
    ("5 工作日", "7 日", "2026-02-11"),  # an ordinary week, but not before Spring Festival
    ("10 工作日", "14 日", "2026-02-04"),
    ("10 工作日", "20 日", "2026-02-04"),  # 25 February; the law ends on the 24th
    ("9 工作日", "20 日", None),
    ("7.5 工作日", "7 工作日", "2026-01-01"),
    ("7.5 工作日", "8 工作日", None),
    ("7.5 工作日", "11 日", "2026-01-01"),
    ("2.5 日", "2 工作日", "2026-01-03"),  # into Tuesday noon; Sunday is worked
    ("15 工作日", "20 日", "2026-01-01"),
    ("16 工作日", "30 日", None),
    ("17 工作日", "30 日", "2026-02-14"),
    ("7 日", "5 工作日", "2026-01-02"),
    ("6 日", "5 工作日", "2026-01-03"),
    ("5 日", "5 工作日", None),
    ("1 日", "1 工作日", None),
    ("4 小时", "1 工作日", None),
    ("24 小时", "1 日", None),
    ("25 小时", "1 日", "2026-01-03"),  # from that Saturday evening into Monday; Sunday is worked
    ("48 小时", "2 工作日", None),
    ("1 工作日", "8 小时", "2026-01-01"),
    ("1 月", "30 日", "2026-01-03"),
    ("1 月", "31 日", None),
    ("28 日", "1 月", None),
    ("31 日", "1 月", "2026-01-29"),
    ("1 月", "20 工作日", "2026-01-01"),
    ("1 月", "1 月", None),
    ("2 月", "1 月", "2026-01-01"),
    ("11 月", "1 年", None),
    ("12 月", "1 年", None),
    ("1 年", "12 月", None),
    ("13 月", "1 年", "2026-01-01"),
    ("1 年", "365 日", "2027-03-01"),  # across 29 February 2028
    ("365 日", "1 年", None),
]


@pytest.mark.parametrize(("promised", "statutory", "expected"), TABLE)
def test_first_longer(promised: str, statutory: str, expected: str | None) -> None:
    found = ENDS.first_longer(duration(promised), duration(statutory))
    assert (str(found) if found else None) == expected


def test_a_limit_that_long_rests_lengthen_allows_what_the_official_pair_promises() -> None:
    """20日，期限内有连续3日以上休假日的按休假日天数顺延: then 10 working days are never later."""
    plain, lengthened = (Statutory(count=20, unit=Unit.CALENDAR_DAY, rests_extend=rests) for rests in (None, True))
    assert str(ENDS.first_longer(duration("10 工作日"), plain)) == "2026-02-04"
    assert ENDS.first_longer(duration("10 工作日"), lengthened) is None
    assert ENDS.first_longer(duration("20 工作日"), lengthened) is not None


COUNT = st.integers(0, 400)
COUNTED = st.sampled_from([unit for unit in Unit if unit is not Unit.ON_THE_SPOT])
DAYS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR])
FAST = settings(max_examples=60, deadline=None)


@FAST
@given(DAYS, st.integers(0, 120), DAYS, st.integers(0, 120))
def test_as_the_reckoning_says(unit: Unit, count: int, other: Unit, allowed: int) -> None:
    """The quick comparison finds the first day that the full reckoning finds."""
    promised, statutory = Duration(count=count, unit=unit), Duration(count=allowed, unit=other)
    if unit is other:
        return
    slow = (
        start
        for start in ENDS.starts[::7]
        if due(CALENDAR, Countdown(start, promised)).date > due(CALENDAR, Countdown(start, statutory)).date
    )
    first, found = next(slow, None), ENDS.first_longer(promised, statutory)
    assert first is None or (found is not None and found <= first)
    if found:
        assert due(CALENDAR, Countdown(found, promised)).date > due(CALENDAR, Countdown(found, statutory)).date


@FAST
@given(DAYS, st.integers(0, 700), st.integers(0, len(ENDS.starts) - 1))
def test_the_tables_hold_what_the_full_reckoning_gives(unit: Unit, count: int, at: int) -> None:
    """Also for ends beyond the tables, which are computed one by one."""
    length = Duration(count=count if unit is not Unit.YEAR else count % 9, unit=unit)
    last = due(CALENDAR, Countdown(ENDS.starts[at], length)).date
    assert ENDS._of(length)[at] == (last.toordinal() + 1) * 24


@FAST
@given(COUNTED, COUNT, COUNT)
def test_same_unit_compares_counts(unit: Unit, promised: int, statutory: int) -> None:
    longer = ENDS.first_longer(Duration(count=promised, unit=unit), Duration(count=statutory, unit=unit))
    assert (longer is not None) is (promised > statutory)


@FAST
@given(COUNTED, COUNT, COUNTED, COUNT)
def test_more_is_never_shorter(unit: Unit, count: int, other: Unit, allowed: int) -> None:
    promised, statutory = Duration(count=count, unit=unit), Duration(count=allowed, unit=other)
    if ENDS.first_longer(promised, statutory):
        assert ENDS.first_longer(Duration(count=count + 1, unit=unit), statutory)
    else:
        assert not ENDS.first_longer(promised, Duration(count=allowed + 1, unit=other))


@FAST
@given(COUNTED, COUNT)
def test_on_the_spot_is_never_longer(unit: Unit, count: int) -> None:
    assert not ENDS.first_longer(Duration(unit=Unit.ON_THE_SPOT), Duration(count=count, unit=unit))


@pytest.mark.parametrize(
    ("days", "as_of", "words"),
    [
        (10, "2026-11-22", "2026-02-04起算，承诺最迟到2026-02-25，法定最迟到2026-02-24"),
        (15, "2028-03-01", "2028-01-01起算，承诺最迟到2028-01-24，法定最迟到2028-01-21（放假安排未公布，按推算）"),
    ],
)
def test_the_finding_names_the_first_day_that_fails(
    project: Path, write: Callable[[str, str], Path], days: int, as_of: str, words: str
) -> None:
    text = (project / "data/time_limits/fapiao-lingyong.yml").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("promised", "statutory"))]
    lines = (
        "statutory: {count: 20, unit: calendar_day, basis: {law: fapiao-guanli-banfa}}",
        f"promised: {{count: {days}, unit: working_day}}",
    )
    write("data/time_limits/fapiao-lingyong.yml", "\n".join([*kept, *lines]) + "\n")
    checked = check_project(project, datetime.date.fromisoformat(as_of))
    [found] = [item.message for item in checked.findings if item.code == "T501"]
    assert found.endswith(words)
