"""Opening hours: the vectors that the browser runs too, and a scan minute by minute that knows no sessions."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.calendar.days import WorkingDays, working_days
from generator.calendar.hours import Session, first_missed, opening
from generator.model.organs import Hours, HoursChange, HoursKind, Weekday
from tests.conftest import ROOT

VECTORS: dict[str, Any] = json.loads((ROOT / "tests/vectors/hours.json").read_text("utf-8"))
DAY, MINUTE = datetime.timedelta(1), datetime.timedelta(minutes=1)
WEEK = tuple(Weekday)[2:]


def hours_of(lines: list[dict[str, Any]]) -> tuple[Hours, ...]:
    return tuple(
        Hours(
            kind=HoursKind(line["kind"]),  # type: ignore[call-arg]
            start=line["start"],
            end=line["end"],
            days=tuple(Weekday(day) for day in line["days"]),  # type: ignore[call-arg]
            weeks=tuple(line.get("weeks", ())),
            times=tuple(line["times"]),
        )
        for line in lines
        if "on" not in line
    )


def changes_of(lines: list[dict[str, Any]]) -> tuple[HoursChange, ...]:
    on = datetime.date.fromisoformat
    return tuple(
        HoursChange(on=on(line["on"]), until=on(line["until"]), times=tuple(line["times"]), reason="系统升级")
        for line in lines
        if "on" in line
    )


def calendar_of_vectors() -> WorkingDays:
    """The calendar as the vectors state it: its days off and on, known to the end of a year."""
    given = VECTORS["calendar"]
    off = {}
    for first, last in given["off"]:
        day = datetime.date.fromisoformat(first)
        while str(day) <= last:
            off[day] = "假"
            day += DAY
    on = frozenset(datetime.date.fromisoformat(day) for day in given["on"])
    return WorkingDays(off, on, {int(given["until"][:4]): "国办发明电"})


def plain(session: Session | None) -> dict[str, str] | None:
    if session is None:
        return None
    start, end = (moment.isoformat(timespec="minutes") for moment in (session.start, session.end))
    return {"kind": session.kind.value, "start": start, "end": end}


def test_there_are_vectors_of_every_sort() -> None:
    cases = VECTORS["cases"]
    assert len(cases) >= 60
    assert {case["now"]["kind"] if case["now"] else "closed" for case in cases} == {
        "regular",
        "extended",
        "appointment",
        "closed",
    }
    assert {(case["certain"], case["next_certain"]) for case in cases} == {(True, True), (True, False), (False, False)}
    assert {case["organ"] for case in cases} == set(VECTORS["organs"])


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['organ']}-{case['at']}")
def test_vectors(case: dict[str, Any]) -> None:
    moment = datetime.datetime.fromisoformat(case["at"])
    given = VECTORS["organs"][case["organ"]]
    found = opening(hours_of(given), calendar_of_vectors(), moment, changes_of(given))
    assert plain(found.now) == case["now"]
    assert plain(found.next) == case["next"]
    assert (found.certain, found.next_certain) == (case["certain"], case["next_certain"])


def test_the_vectors_calendar_is_the_real_one() -> None:
    real, given = working_days(), calendar_of_vectors()
    first = datetime.date(2026, 1, 1)
    days = [first + DAY * number for number in range((datetime.date(2028, 12, 31) - first).days + 1)]
    assert [day for day in days if real.kind(day) is not given.kind(day)] == []
    assert [day for day in days if real.certain(day) is not (str(day) <= VECTORS["calendar"]["until"])] == []


def open_at(hours: tuple[Hours, ...], days: WorkingDays, moment: datetime.datetime) -> set[HoursKind]:
    """Return in which ways an organ is open at a moment, line by line."""
    day, clock = moment.date(), f"{moment:%H:%M}"
    found = set()
    for item in hours:
        named = item.days
        today = (
            Weekday.ALL in named
            or (Weekday.WORKDAY in named and days.is_working(day))
            or (WEEK[day.weekday()] in named and days.holiday(day) is None)
        )
        if today and any(span[:5] <= clock < span[6:] for span in item.times):
            found.add(item.kind)
    return found


spans = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda span: span[0] < span[1])
lines = st.builds(
    Hours,
    kind=st.sampled_from(HoursKind),
    days=st.lists(st.sampled_from(Weekday), min_size=1, max_size=3).map(tuple),
    times=spans.map(lambda span: (f"{span[0]:02}:00-{span[1]:02}:00",)),
)
moments = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2026, 12, 20)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(lines, max_size=3).map(tuple), moments)
def test_it_is_open_when_a_line_says_so(hours: tuple[Hours, ...], moment: datetime.datetime) -> None:
    days = working_days()
    found = opening(hours, days, moment)
    kinds = open_at(hours, days, moment)
    assert (found.now.kind if found.now else None) == next((kind for kind in HoursKind if kind in kinds), None)
    if found.now:
        assert found.now.start <= moment < found.now.end
        assert found.now.kind not in open_at(hours, days, found.now.end) or found.now.end.hour == 0
    if found.next:
        assert found.next.start > moment
        assert found.next.kind in open_at(hours, days, found.next.start)
        step = moment + MINUTE
        while step < min(found.next.start, moment + 2 * DAY):
            opened = open_at(hours, days, step) - open_at(hours, days, step - MINUTE)
            assert opened <= {HoursKind.APPOINTMENT}, "nothing opens before"
            step += MINUTE


def test_hours_missed_are_those_that_no_line_holds() -> None:
    """The first date on which an hour of the promised ones is not held, hour by hour."""
    days = working_days()
    year = [datetime.date(2026, 1, 1) + DAY * number for number in range(365)]

    @settings(max_examples=40, deadline=None)
    @given(st.lists(lines, max_size=2).map(tuple), st.lists(lines, max_size=3).map(tuple))
    def compare(promised: tuple[Hours, ...], own: tuple[Hours, ...]) -> None:
        def hours_of_day(hours: tuple[Hours, ...], day: datetime.date) -> set[int]:
            midnight = datetime.datetime.combine(day, datetime.time())
            every = range(24)
            walk_in = {HoursKind.REGULAR, HoursKind.EXTENDED}
            return {hour for hour in every if open_at(hours, days, midnight + hour * 60 * MINUTE) & walk_in}

        missed = (day for day in year[:120] if not hours_of_day(promised, day) <= hours_of_day(own, day))
        assert first_missed(promised, own, days, year[:120]) == next(missed, None)

    compare()


@pytest.mark.parametrize(
    ("promised", "own", "missed"),
    [
        (("08:30-12:00", "14:00-17:30"), ("08:30-17:30",), False),
        (("08:30-17:30",), ("08:30-12:00", "12:00-17:30"), False),
        (("08:30-17:30",), ("08:30-12:00", "12:01-17:30"), True),
        (("22:00-02:00",), ("20:00-03:00",), False),
        (("22:00-02:00",), ("00:00-24:00",), False),
        (("22:00-02:00",), ("08:00-24:00",), True),
    ],
)
def test_times_that_touch_are_one(promised: tuple[str, ...], own: tuple[str, ...], missed: bool) -> None:
    dates = [datetime.date(2026, 3, 2), datetime.date(2026, 3, 3)]
    every = (Weekday.ALL,)
    found = first_missed([Hours(days=every, times=promised)], [Hours(days=every, times=own)], working_days(), dates)
    assert found == (dates[0] if missed else None)
