"""Working days against a second session, against the law, and against their own definition."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar.days import DayKind, Holiday, Notice, WorkingDays, working_days
from generator.calendar.festivals import FORESEEN, festivals

D = datetime.date
DAY = datetime.timedelta(1)
CALENDAR = working_days()
days = st.dates(D(2008, 1, 1), D(2049, 12, 31))


def every_day(first: int, last: int) -> list[datetime.date]:
    return [D(first, 1, 1) + DAY * index for index in range((D(last, 12, 31) - D(first, 1, 1)).days + 1)]


def test_each_day_of_2016_to_2026_is_what_a_second_library_says() -> None:
    from holidays.countries.china import China

    other = China(years=range(2016, 2027))
    compared = every_day(2016, 2026)
    assert len(compared) == 4018
    assert [day for day in compared if CALENDAR.is_working(day) != other.is_working_day(day)] == []


def test_estimates_are_what_a_second_library_computes_from_the_law() -> None:
    from holidays.countries.china import China

    for year in sorted(FORESEEN - {2039}):  # 中秋 falls on 2 October: no rule says whether a day is added
        assert set(festivals(year)) == set(China(years=year)), year


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (D(2026, 1, 4), DayKind.MAKEUP),
        (D(2026, 2, 14), DayKind.MAKEUP),
        (D(2026, 2, 15), DayKind.HOLIDAY),  # a Sunday inside the announced holiday
        (D(2026, 2, 16), DayKind.HOLIDAY),
        (D(2026, 2, 24), DayKind.WORKDAY),
        (D(2026, 3, 1), DayKind.WEEKEND),
        (D(2018, 12, 31), DayKind.HOLIDAY),  # announced by the notice for 2019
        (D(2018, 12, 29), DayKind.MAKEUP),
    ],
)
def test_kinds(day: datetime.date, kind: DayKind) -> None:
    assert CALENDAR.kind(day) is kind
    assert CALENDAR.is_working(day) is (kind in {DayKind.WORKDAY, DayKind.MAKEUP})


def test_a_year_without_notice_is_provisional() -> None:
    assert CALENDAR.known(2026)
    assert not CALENDAR.known(2027)
    assert CALENDAR.certain(D(2026, 12, 31))  # 2027 begins on a Friday: nothing to move
    assert not CALENDAR.certain(D(2027, 1, 1))
    assert CALENDAR.holiday(D(2027, 2, 6)) == "春节"
    assert CALENDAR.year(2027).source == ""


def test_a_notice_settles_its_year_and_the_december_before() -> None:
    notice = Notice(
        2030, "国办发明电〔2029〕1号", (Holiday("元旦", D(2029, 12, 30), D(2030, 1, 1)),), (D(2029, 12, 29),)
    )
    before, after = working_days(), working_days([notice, Notice(2029, "甲", (), ())])
    assert before.is_working(D(2029, 12, 31))
    assert not after.is_working(D(2029, 12, 31))
    assert after.is_working(D(2029, 12, 29))
    assert after.is_working(D(2030, 2, 4))  # what the notice does not name is not off
    assert after.certain(D(2029, 12, 31))
    assert not working_days([Notice(2029, "甲", (), ())]).certain(D(2029, 12, 31))


def test_a_notice_replaces_the_library_s_year() -> None:
    calendar = working_days([Notice(2026, "甲", (Holiday("春节", D(2026, 2, 16), D(2026, 2, 20)),), ())])
    assert not calendar.is_working(D(2026, 2, 14))
    assert calendar.is_working(D(2026, 2, 23))
    assert calendar.year(2026) == Notice(2026, "甲", (Holiday("春节", D(2026, 2, 16), D(2026, 2, 20)),), ())
    assert calendar.year(2025) == CALENDAR.year(2025)


def test_a_second_notice_changes_the_days_that_it_names_alone() -> None:
    more = Notice(2026, "乙", (Holiday("延长假期", D(2026, 12, 24), D(2026, 12, 26)),), (D(2026, 12, 27),), amends=True)
    calendar = working_days([more])
    assert not calendar.is_working(D(2026, 12, 24))
    assert calendar.is_working(D(2026, 12, 27))
    others = [D(2026, 1, 1) + DAY * number for number in range(357)]
    assert [day for day in others if calendar.kind(day) is not CALENDAR.kind(day)] == []
    assert calendar.sources[2026] == f"{CALENDAR.sources[2026]}、乙"


def test_a_change_alone_does_not_settle_a_year_without_notice() -> None:
    more = Notice(2027, "乙", (Holiday("延长假期", D(2027, 3, 1), D(2027, 3, 1)),), (), amends=True)
    calendar = working_days([more])
    assert not calendar.is_working(D(2027, 3, 1))
    assert not calendar.known(2027)


def test_a_year_reads_as_its_notice() -> None:
    year = CALENDAR.year(2026)
    assert year.holidays[1] == Holiday("春节", D(2026, 2, 15), D(2026, 2, 23))
    assert [str(day) for day in year.workdays] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"
    ]  # fmt: skip
    assert CALENDAR.rest(D(2026, 2, 20)) == (D(2026, 2, 15), D(2026, 2, 23))


@given(days, st.integers(0, 300))
def test_the_nth_working_day_has_n_working_days_up_to_it(day: datetime.date, count: int) -> None:
    end = CALENDAR.add(day, count)
    assert count == 0 or CALENDAR.is_working(end)
    assert CALENDAR.count(day + DAY, end) == count


@given(days, st.integers(0, 200), st.integers(0, 5))
def test_adding_is_monotonic_in_both(day: datetime.date, count: int, more: int) -> None:
    assert CALENDAR.add(day, count) <= CALENDAR.add(day, count + more)
    assert CALENDAR.add(day, count) <= CALENDAR.add(day + DAY * more, count)


@given(days)
def test_a_rest_is_bounded_by_working_days(day: datetime.date) -> None:
    rest = CALENDAR.rest(day)
    if rest is None:
        assert CALENDAR.on_or_after(day) == day
    else:
        assert CALENDAR.count(*rest) == 0
        assert CALENDAR.is_working(rest[0] - DAY)
        assert CALENDAR.on_or_after(day) == rest[1] + DAY


def test_the_empty_calendar_is_the_week() -> None:
    week = WorkingDays({}, frozenset(), {})
    assert [week.is_working(D(2026, 2, day)) for day in range(16, 23)] == [True] * 5 + [False] * 2
