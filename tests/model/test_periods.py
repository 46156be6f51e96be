"""Periods: their days, their neighbours, and what they are called."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.periods import (
    Every,
    every,
    first_day,
    following,
    label,
    last_day,
    meant_period,
    period_of,
    preceding,
    short,
)

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2990, 12, 31))
LENGTHS = st.sampled_from(list(Every))


@given(DAYS, LENGTHS)
def test_a_day_lies_in_its_period(day: datetime.date, length: Every) -> None:
    period = period_of(day, length)
    assert every(period) is length
    assert first_day(period) <= day <= last_day(period)
    assert {period_of(first_day(period), length), period_of(last_day(period), length)} == {period}


@given(DAYS, LENGTHS)
def test_periods_adjoin_and_sort_as_texts(day: datetime.date, length: Every) -> None:
    period = period_of(day, length)
    assert first_day(following(period)) == last_day(period) + datetime.timedelta(1)
    assert preceding(following(period)) == period
    assert period < following(period)


@pytest.mark.parametrize(
    ("period", "last", "name", "on_axis"),
    [
        ("2024-02", "2024-02-29", "2024年2月", "2月"),
        ("2026-01", "2026-01-31", "2026年1月", "26年1月"),
        ("2026-12", "2026-12-31", "2026年12月", "12月"),
        ("2026-Q3", "2026-09-30", "2026年第3季度", "26年3季"),
        ("2026-H1", "2026-06-30", "2026年上半年", "26年上"),
        ("2026-H2", "2026-12-31", "2026年下半年", "26年下"),
        ("2026", "2026-12-31", "2026年", "2026"),
    ],
)
def test_names_and_ends(period: str, last: str, name: str, on_axis: str) -> None:
    assert (str(last_day(period)), label(period), short(period)) == (last, name, on_axis)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("46235", "2026-08"), ("36526", "2000-01"), ("36525", ""), ("202608", "")),
        *(("2026/8/1", "2026-08"), ("2026-8", "2026-08"), ("2026.08", "2026-08"), ("2026年8月", "2026-08")),
        *(("2026年8月份", "2026-08"), ("2026年13月", ""), ("Aug-26", "2026-08"), ("Foo-26", "")),
        *(("2026年第3季度", "2026-Q3"), ("2026年三季度", "2026-Q3"), ("2026q3", "2026-Q3"), ("合计", ""), ("上月", "")),
    ],
)
def test_what_a_spreadsheet_makes_of_a_period_is_understood(text: str, meant: str) -> None:
    assert meant_period(text) == meant
