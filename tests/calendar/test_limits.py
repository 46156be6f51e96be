"""What holds of every due date: stops and extensions never shorten, more is never earlier, the last day is worked."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar.days import Holiday, Notice, working_days
from generator.calendar.limits import Countdown, Span, due
from generator.calendar.rules import RULES
from generator.model.time_limits import Bound, Start
from generator.model.types import Duration, Unit

D = datetime.date
DAY = datetime.timedelta(1)
CALENDAR = working_days()
IN_DAYS = [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR]
MOST = {Unit.WORKING_DAY: 120, Unit.CALENDAR_DAY: 200, Unit.MONTH: 24, Unit.YEAR: 3, Unit.HOUR: 200}


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(st.dates(D(2015, 12, 1), D(2031, 1, 1)))
    return Span(first, first + DAY * draw(st.integers(0, 20)))


@st.composite
def periods(draw: st.DrawFn, units: list[Unit] = IN_DAYS) -> Countdown:
    unit = draw(st.sampled_from(units))
    extension = draw(st.none() | st.integers(0, 20 if unit is not Unit.YEAR else 1))
    start = draw(st.dates(D(2016, 1, 1), D(2030, 12, 31)))
    near = [Span(start + DAY * first, start + DAY * (first + more)) for first, more in ((3, 4), (10, 1))]
    return Countdown(
        start,
        Duration(count=draw(st.integers(0, MOST[unit])), unit=unit),
        draw(st.sampled_from([start for start in Start if start is not Start.BEFORE_EVENT])),
        draw(st.sampled_from(Bound)),
        tuple(draw(st.lists(spans() | st.sampled_from(near), max_size=3))),
        None if extension is None else Duration(count=extension, unit=unit),
    )


@given(periods())
def test_a_period_in_days_ends_on_a_working_day_outside_stops(countdown: Countdown) -> None:
    end = due(CALENDAR, countdown).date
    assert end >= countdown.start
    assert CALENDAR.is_working(end)
    assert not countdown.stopped(end)


@given(periods(), spans())
def test_a_stop_never_shortens(countdown: Countdown, stop: Span) -> None:
    longer = replace(countdown, stops=(*countdown.stops, stop))
    assert due(CALENDAR, longer).date >= due(CALENDAR, countdown).date


@given(periods(), st.integers(1, 20))
def test_an_extension_never_shortens(countdown: Countdown, more: int) -> None:
    plain = replace(countdown, extension=None)
    longer = replace(countdown, extension=Duration(count=more, unit=countdown.length.unit))
    assert due(CALENDAR, longer).date >= due(CALENDAR, plain).date


@given(periods(), st.integers(1, 30))
def test_more_is_never_earlier(countdown: Countdown, more: int) -> None:
    longer = replace(countdown, length=replace(countdown.length, count=countdown.length.amount + more))
    assert due(CALENDAR, longer).date >= due(CALENDAR, countdown).date


@given(periods(), st.integers(1, 30))
def test_a_later_start_never_ends_earlier(countdown: Countdown, later: int) -> None:
    """Without stops, whose place in the countdown decides, and with the general rules, which do not jump."""
    plain = replace(countdown, stops=(), extension=None, binds=Bound.BUREAU)
    moved = replace(plain, start=plain.start + DAY * later)
    assert due(CALENDAR, moved).date >= due(CALENDAR, plain).date


@given(periods([*IN_DAYS, Unit.HOUR]))
def test_taxpayers_never_have_less_time(countdown: Countdown) -> None:
    bureau, taxpayer = (replace(countdown, binds=bound, extension=None) for bound in Bound)
    assert due(CALENDAR, taxpayer).date >= due(CALENDAR, bureau).date


@given(periods([Unit.WORKING_DAY]))
def test_every_working_day_is_counted_or_skipped(countdown: Countdown) -> None:
    plain = replace(countdown, extension=None)
    result = due(CALENDAR, plain)
    if plain.length.amount:
        skipped = sum(span.days for step in result.steps for span in step.skipped)
        assert (result.date - plain.start).days == plain.length.amount + skipped


@given(periods([*IN_DAYS, Unit.HOUR]))
def test_what_ends_before_2027_is_certain_and_the_rest_says_why(countdown: Countdown) -> None:
    result = due(CALENDAR, countdown)
    if result.date < D(2027, 1, 1):
        assert result.certain
    elif countdown.length.unit is not Unit.HOUR:
        assert not result.certain
    assert result.certain is (result.steps[-1].code != "provisional")


@given(periods(), st.integers(1, 10))
def test_before_an_event_more_is_never_later(countdown: Countdown, more: int) -> None:
    before = replace(countdown, event=Start.BEFORE_EVENT, stops=(), extension=None)
    earlier = replace(before, length=replace(before.length, count=before.length.amount + more))
    end = due(CALENDAR, before).date
    assert due(CALENDAR, earlier).date <= end < before.start
    assert CALENDAR.is_working(end)


@given(periods([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR]))
def test_half_a_day_less_is_no_later_and_no_more_than_a_day_earlier(countdown: Countdown) -> None:
    whole = replace(countdown, length=replace(countdown.length, count=countdown.length.amount + 1))
    half = replace(countdown, length=replace(countdown.length, count=countdown.length.amount + 0.5))
    assert due(CALENDAR, countdown).date <= due(CALENDAR, half).date <= due(CALENDAR, whole).date


@given(periods([Unit.CALENDAR_DAY]))
def test_a_limit_that_the_law_lengthens_ends_as_a_taxpayers(countdown: Countdown) -> None:
    taxpayers = replace(countdown, binds=Bound.TAXPAYER)
    assert due(CALENDAR, replace(countdown, binds=Bound.BUREAU, rests_extend=True)) == due(CALENDAR, taxpayers)


def test_a_notice_makes_the_date_certain() -> None:
    question = Countdown(D(2026, 12, 28), Duration(count=10, unit=Unit.WORKING_DAY))
    notice = Notice(2027, "甲", (Holiday("元旦", D(2027, 1, 1), D(2027, 1, 3)),), (D(2027, 1, 9),))
    before, after = due(CALENDAR, question), due(working_days([notice]), question)
    assert (str(before.date), before.certain) == ("2027-01-12", False)
    assert (str(after.date), after.certain) == ("2027-01-11", True)
    assert due(working_days([notice]), replace(question, length=Duration(count=300, unit=Unit.WORKING_DAY))).steps[
        -1
    ].values == {"year": "2028"}


def test_the_explanation_in_full() -> None:
    question = Countdown(D(2026, 2, 11), Duration(count=5, unit=Unit.WORKING_DAY))
    assert due(CALENDAR, question).plain() == {
        "date": "2026-02-25",
        "certainty": "certain",
        "steps": [
            {
                "code": "first_day",
                "rule": "开始的当日不算",
                "basis": "《民法典》第二百零一条第一款",
                "text": "2026年2月11日是受理之日，当日不算，从2026年2月12日起算。",
                "skipped": [],
            },
            {
                "code": "working_days",
                "rule": "按工作日计算，周末和法定节假日不算",
                "basis": "《行政许可法》第八十二条",
                "text": "数5个工作日，到2026年2月25日。",
                "skipped": [{"first": "2026-02-15", "last": "2026-02-23", "days": 9, "why": "春节"}],
            },
        ],
    }


@pytest.mark.parametrize(
    ("hours", "words"), [(72, "到2026年10月4日的同一时刻。"), (36, "到2026年10月2日，开始得晚的到第二天。")]
)
def test_hours_that_are_no_whole_days_may_end_a_day_later(hours: int, words: str) -> None:
    countdown = Countdown(datetime.date(2026, 10, 1), Duration(count=hours, unit=Unit.HOUR))
    assert due(working_days(), countdown).plain()["steps"][-1]["text"].endswith(words)


def test_every_rule_has_words_and_a_basis() -> None:
    assert all(rule.title and rule.sentence.endswith("。") for rule in RULES.values())
    assert [code for code, rule in RULES.items() if not rule.basis.startswith("《")] == ["moves_back"]


def test_beyond_the_calendar_of_python_is_an_error() -> None:
    with pytest.raises((OverflowError, ValueError)):
        due(CALENDAR, Countdown(D(9999, 1, 1), Duration(count=2, unit=Unit.YEAR)))
