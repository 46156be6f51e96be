"""Periods as texts: their words, first and last days, and the ones that ended."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.terms import ended_terms, first_day, following, last_day, length_of, term_of, term_text

DAY = datetime.date


@pytest.mark.parametrize(
    ("term", "words", "first", "last", "after"),
    [
        ("2026", "2026年", DAY(2026, 1, 1), DAY(2026, 12, 31), "2027"),
        ("2026-H1", "2026年上半年", DAY(2026, 1, 1), DAY(2026, 6, 30), "2026-H2"),
        ("2026-H2", "2026年下半年", DAY(2026, 7, 1), DAY(2026, 12, 31), "2027-H1"),
        ("2026-Q3", "2026年第三季度", DAY(2026, 7, 1), DAY(2026, 9, 30), "2026-Q4"),
        ("2026-Q4", "2026年第四季度", DAY(2026, 10, 1), DAY(2026, 12, 31), "2027-Q1"),
        ("2028-02", "2028年2月", DAY(2028, 2, 1), DAY(2028, 2, 29), "2028-03"),
        ("2026-12", "2026年12月", DAY(2026, 12, 1), DAY(2026, 12, 31), "2027-01"),
    ],
)
def test_a_period(term: str, words: str, first: datetime.date, last: datetime.date, after: str) -> None:
    assert term_text(term) == words
    assert (first_day(term), last_day(term), following(term)) == (first, last, after)


def test_only_periods_that_ended() -> None:
    assert list(ended_terms("2026-Q1", DAY(2026, 9, 30))) == ["2026-Q1", "2026-Q2"]
    assert list(ended_terms("2026-Q1", DAY(2026, 10, 1))) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert list(ended_terms("2027", DAY(2026, 10, 1))) == []


@given(st.dates(DAY(1950, 1, 1), DAY(2150, 12, 31)), st.sampled_from("YHQM"))
def test_a_day_is_in_its_period_and_periods_leave_no_gap(day: datetime.date, length: str) -> None:
    term = term_of(day, length)
    assert length_of(term) == length
    assert first_day(term) <= day <= last_day(term)
    assert first_day(following(term)) == last_day(term) + datetime.timedelta(1)
