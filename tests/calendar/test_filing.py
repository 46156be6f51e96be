"""Filing deadlines: the rule against every published one, the readings that fail, and what always holds."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar.days import YEARS, Holiday, Notice, WorkingDays, working_days
from generator.calendar.dues import covered, dues, tables_of
from generator.calendar.filing import computed, deadline, moved
from generator.model.filing_calendar import FilingYear, MonthDeadline
from generator.model.taxes import Covered, Filing, Rhythm, Span, Tax
from generator.model.types import Basis
from generator.project import Project

DAYS = working_days()
MONTHS = [(year, month) for year in YEARS for month in range(1, 13)]
BASIS = (Basis(law="zengzhishui-fa"),)
DAY = datetime.timedelta(1)


def published(example: Project) -> Iterator[datetime.date]:
    """Yield the deadlines of the example's tables."""
    for year, table in tables_of(example.registry.all(FilingYear).values()).items():
        for month in range(1, 13):
            date = table.deadline(month)
            assert date, (year, month)
            yield date


def literal(first: datetime.date) -> datetime.date:
    """The article to the letter: as many calendar days as there are days off in long rests, then to a working day."""
    last = first.replace(day=15)
    count = sum((end - start).days + 1 for start, end in DAYS.long_rests(first, last))
    return DAYS.on_or_after(last + DAY * count)


def whole_run(first: datetime.date) -> datetime.date:
    """Every day of a long rest that touches the period, also those outside."""
    last = first.replace(day=15)
    runs = {run for day in range(1, 16) if (run := DAYS.rest(first.replace(day=day)))}
    count = sum((end - start).days + 1 for start, end in runs if (end - start).days >= 2)
    return DAYS.add(last, count) if count else DAYS.on_or_after(last)


def last_day_only(first: datetime.date) -> datetime.date:
    """Only a last day off moves the deadline."""
    return DAYS.on_or_after(first.replace(day=15))


def by_rule(first: datetime.date) -> datetime.date:
    return computed(DAYS, first.year, first.month).date


READINGS = {by_rule: 36, literal: 26, whole_run: 30, last_day_only: 23}


@pytest.mark.parametrize(("reading", "right"), READINGS.items(), ids=[reading.__name__ for reading in READINGS])
def test_readings_of_the_rule(example: Project, reading: Callable[[datetime.date], datetime.date], right: int) -> None:
    """Of the 36 published deadlines of 2024-2026 the rule that is used gives all, the other readings do not."""
    dates = list(published(example))
    assert len(dates) == 36
    assert sum(reading(date.replace(day=1)) == date for date in dates) == right


def test_rule_is_certain_about_the_years_with_a_notice(example: Project) -> None:
    assert all(computed(DAYS, date.year, date.month).certain for date in published(example))


@given(st.sampled_from(MONTHS))
def test_deadlines_are_working_days_from_the_15th(when: tuple[int, int]) -> None:
    found = computed(DAYS, *when)
    assert DAYS.is_working(found.date)
    assert datetime.date(*when, 15) <= found.date < datetime.date(*when, 15) + 20 * DAY
    assert [step.date for step in found.steps] == sorted(step.date for step in found.steps)
    assert found.steps[-1].date == found.date
    assert all(DAYS.count(span.first, span.last) == 0 for step in found.steps for span in step.skipped)


@given(st.sampled_from([when for when in MONTHS if when[0] == 2027]), st.integers(1, 12))
def test_more_days_off_never_bring_a_deadline_forward(when: tuple[int, int], length: int) -> None:
    year, month = when
    rest = Holiday("加放", datetime.date(year, month, 1), datetime.date(year, month, length))
    longer = working_days([Notice(year, "试", (*DAYS.year(year).holidays, rest), ())])
    assert computed(longer, year, month).date >= computed(DAYS, year, month).date


@pytest.mark.parametrize(
    ("month", "date", "steps"),
    [
        ((2026, 6), "2026-06-15", ["申报期15日"]),
        ((2026, 8), "2026-08-17", ["申报期15日", "最后一天休息"]),
        ((2026, 2), "2026-02-24", ["申报期15日", "最后一天休息"]),
        ((2024, 2), "2024-02-23", ["申报期15日", "连续休假三天以上"]),
        ((2025, 6), "2025-06-16", ["申报期15日", "最后一天休息"]),  # two days of a rest of three lie in the period
    ],
)
def test_steps_explain_the_date(month: tuple[int, int], date: str, steps: list[str]) -> None:
    found = computed(DAYS, *month)
    assert (str(found.date), [step.rule for step in found.steps]) == (date, steps)
    assert [step.basis.endswith("第一百零九条") for step in found.steps] == [False, True][: len(steps)]


def test_long_rests_are_told_with_their_days_and_festivals() -> None:
    assert computed(DAYS, 2024, 2).steps[-1].text == (
        "期内10日至15日（春节）连续休假，共6天，从15日往后数6个工作日，到2月23日，星期五"
    )


def test_a_deadline_that_moves_into_a_year_without_notice_is_provisional() -> None:
    """31 December 2028 is a Sunday that no notice can move; 1 January is off, and the days after it are not settled."""
    found = moved(working_days([Notice(2028, "试", (), ())]), datetime.date(2028, 12, 31))
    assert (str(found.date), found.certain) == ("2029-01-02", False)


def test_year_without_notice_is_provisional() -> None:
    assert not computed(DAYS, 2027, 5).certain
    notice = Notice(2027, "国办发明电〔2026〕1号", DAYS.year(2027).holidays, ())
    assert computed(working_days([notice]), 2027, 5).certain


def table(*months: MonthDeadline) -> dict[int, FilingYear]:
    entry = FilingYear(id="2027", name="2027年度", months=months)
    return tables_of([entry, FilingYear(id="mingnian", name="x", months=())])


def test_published_table_goes_before_the_rule() -> None:
    tables = table(MonthDeadline(month=5, day=24, because="劳动节"), MonthDeadline(month=6, day=31))
    found = deadline(DAYS, tables, 2027, 5)
    assert (found.date, found.certain, found.published) == (datetime.date(2027, 5, 24), True, True)
    assert "劳动节" in found.steps[0].text
    assert not deadline(DAYS, tables, 2027, 6).published, "31 June does not exist"
    assert not deadline(DAYS, tables, 2027, 7).published


@pytest.mark.parametrize(
    ("last", "date", "certain"),
    [
        ("2026-05-31", "2026-06-01", True),
        ("2025-05-31", "2025-06-03", True),
        ("2026-06-30", "2026-06-30", True),
        ("2027-05-31", "2027-05-31", False),
    ],
)
def test_yearly_settlement_moves_only_from_a_last_day_off(last: str, date: str, certain: bool) -> None:
    found = moved(DAYS, datetime.date.fromisoformat(last))
    assert (str(found.date), found.certain) == (date, certain)


@pytest.mark.parametrize(
    ("every", "month", "covers"),
    [
        (Rhythm.MONTH, 1, "2025年12月"),
        (Rhythm.MONTH, 5, "2026年4月"),
        (Rhythm.QUARTER, 1, "2025年第四季度"),
        (Rhythm.QUARTER, 10, "2026年第三季度"),
        (Rhythm.YEAR, 1, "2025年度"),
    ],
)
def test_period_covered(every: Rhythm, month: int, covers: str) -> None:
    assert covered(every, 2026, month) == covers


def test_dues_of_a_year() -> None:
    filings = (
        Filing(name="按月", every=Rhythm.MONTH, basis=BASIS),
        Filing(name="按季", every=Rhythm.QUARTER, basis=BASIS),
        Filing(name="汇算", every=Rhythm.YEAR, span=Span(opens="03-01", until="05-31"), basis=BASIS),
        Filing(name="写错的", every=Rhythm.YEAR, span=Span(opens="03-01", until="02-30"), basis=BASIS),
    )
    found = dues(DAYS, {}, [Tax(id="a", name="甲税", filings=filings)], 2026)
    assert [due.deadline.date for due in found] == sorted(due.deadline.date for due in found)
    names = [due.filing.name for due in found]
    assert {name: names.count(name) for name in names} == {"按月": 12, "按季": 4, "汇算": 1}
    assert {due.opens.day for due in found} == {1}
    (yearly,) = [due for due in found if due.span]
    assert (yearly.covers, str(yearly.opens), str(yearly.deadline.date)) == ("2025年度", "2026-03-01", "2026-06-01")


def test_calendar_is_not_asked_for_where_a_table_answers() -> None:
    nothing = WorkingDays({}, frozenset(), {})
    assert deadline(nothing, table(MonthDeadline(month=1, day=20)), 2027, 1).certain


def test_a_time_over_new_year_ends_in_the_year_after_and_says_which_year_it_is_for() -> None:
    """居民医保: from September to the end of February, for the year that begins in between."""
    span = Span(opens="09-01", until="02-29", covers=Covered.NEXT_YEAR)
    tax = Tax(id="yibao", name="医保", filings=(Filing(name="集中缴费", every=Rhythm.YEAR, span=span, basis=BASIS),))
    for year, last in ((2027, "2027-03-01"), (2028, "2028-02-29")):  # 28 February 2027 is a Sunday
        (due,) = dues(DAYS, {}, [tax], year)
        assert (str(due.opens), due.covers, str(due.deadline.date)) == (f"{year - 1}-09-01", f"{year}年度", last)


@pytest.mark.parametrize(
    ("covers", "year"), [(None, "2025年度"), (Covered.LAST_YEAR, "2025年度"), (Covered.THIS_YEAR, "2026年度")]
)
def test_which_year_is_filed(covers: Covered | None, year: str) -> None:
    span = Span(opens="03-01", until="05-31", covers=covers)
    tax = Tax(id="a", name="甲", filings=(Filing(name="乙", every=Rhythm.YEAR, span=span, basis=BASIS),))
    assert [due.covers for due in dues(DAYS, {}, [tax], 2026)] == [year]
