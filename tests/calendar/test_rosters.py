"""Who is on duty: the week, its changes, halves of days, and days on which the hall is closed."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar.days import working_days
from generator.calendar.rosters import on_duty, open_halves
from generator.model.organs import Hours, HoursChange, HoursKind, Organ, OrganKind, Weekday
from generator.model.rosters import Half, Role, Roster, RosterChange, Shift

DAYS = working_days()
HALL = Organ(
    id="ting",
    name="厅",
    kind=OrganKind.HALL,
    summary="办税",
    hours=(
        Hours(days=(Weekday.WORKDAY,), times=("08:30-12:00", "14:00-17:30")),
        Hours(kind=HoursKind.EXTENDED, days=(Weekday.WORKDAY,), times=("12:00-13:00",)),
        Hours(kind=HoursKind.APPOINTMENT, days=(Weekday.SAT,), times=("09:00-11:30",)),
    ),
)
MONDAY, SATURDAY, SUNDAY = (datetime.date(2026, 11, day) for day in (23, 28, 29))
HOLIDAY, MAKEUP = datetime.date(2026, 10, 5), datetime.date(2026, 10, 10)  # a Monday off, a Saturday worked


def roster(*week: Shift, changes: tuple[RosterChange, ...] = ()) -> Roster:
    return Roster(id="a", name="值班表", organ="ting", week=week, changes=changes)


def shift(post: str, *days: Weekday, **more: Any) -> Shift:
    return Shift(post=post, days=days, **{"role": Role.LEAD, **more})


def change(post: str | None, **more: Any) -> RosterChange:
    return RosterChange(post=post, on=MONDAY, reason="换班", **{"role": Role.LEAD, **more})


def said(roster: Roster, day: datetime.date) -> list[str]:
    return [f"{duty.half.label}{duty.post}" for duty in on_duty(roster, HALL, DAYS, day)]


@pytest.mark.parametrize(
    ("day", "halves"),
    [
        (MONDAY, [Half.MORNING, Half.AFTERNOON]),
        (SATURDAY, [Half.MORNING]),
        (SUNDAY, []),
        (HOLIDAY, []),
        (MAKEUP, [Half.MORNING, Half.AFTERNOON]),
    ],
)
def test_halves_in_which_the_hall_is_open(day: datetime.date, halves: list[Half]) -> None:
    assert open_halves(HALL, DAYS, day) == halves


def test_a_change_of_hours_takes_the_place_of_the_week() -> None:
    changes = (
        HoursChange(on=MONDAY, times=("09:00-11:00",), reason="系统升级"),
        HoursChange(on=SATURDAY, until=SUNDAY, reason="检修"),
    )
    hall = replace(HALL, hours_changes=changes)
    assert open_halves(hall, DAYS, MONDAY) == [Half.MORNING]
    assert open_halves(hall, DAYS, SATURDAY) == open_halves(hall, DAYS, SUNDAY) == []


@pytest.mark.parametrize(
    ("days", "day", "who"),
    [
        ((Weekday.WORKDAY,), MONDAY, ["上午甲", "下午甲"]),
        ((Weekday.WORKDAY,), SATURDAY, []),
        ((Weekday.WORKDAY,), MAKEUP, ["上午甲", "下午甲"]),
        ((Weekday.WORKDAY, Weekday.SAT), SATURDAY, ["上午甲"]),
        ((Weekday.MON,), HOLIDAY, []),
        ((Weekday.SAT,), MAKEUP, ["上午甲", "下午甲"]),
        ((Weekday.FRI,), MAKEUP, []),
        ((Weekday.ALL,), SUNDAY, []),
    ],
)
def test_week(days: tuple[Weekday, ...], day: datetime.date, who: list[str]) -> None:
    assert said(roster(shift("甲", *days)), day) == who


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ((change("乙"),), ["上午乙", "下午乙"]),
        ((change("乙", half=Half.AFTERNOON),), ["上午甲", "下午乙"]),
        ((change(None, half=Half.MORNING),), ["下午甲"]),
        ((change("乙", role=Role.FIRST_CONTACT),), ["上午甲", "上午乙", "下午甲", "下午乙"]),
        ((change("乙", role=Role.WINDOW, window="w"), change("丙")), ["上午丙", "上午乙", "下午丙", "下午乙"]),
    ],
)
def test_changes_replace_what_they_are_about(changes: tuple[RosterChange, ...], who: list[str]) -> None:
    week = roster(shift("甲", Weekday.WORKDAY), changes=changes)
    assert said(week, MONDAY) == who
    assert said(week, MONDAY + datetime.timedelta(1)) == ["上午甲", "下午甲"], "one day only"


def test_windows_are_changed_one_by_one() -> None:
    windows = [shift(name, Weekday.MON, role=Role.WINDOW, window=name) for name in ("w1", "w2")]
    changed = roster(*windows, changes=(change("乙", role=Role.WINDOW, window="w2"),))
    assert said(changed, MONDAY) == ["上午w1", "上午乙", "下午w1", "下午乙"]
    assert [duty.reason for duty in on_duty(changed, HALL, DAYS, MONDAY)] == ["", "换班", "", "换班"]


@given(st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)), st.lists(st.sampled_from(Weekday), min_size=1))
def test_nobody_is_on_duty_while_the_hall_is_closed(day: datetime.date, named: list[Weekday]) -> None:
    found = on_duty(roster(shift("甲", *named)), HALL, DAYS, day)
    assert {duty.half for duty in found} <= set(open_halves(HALL, DAYS, day))
    assert len(found) == len({(duty.half, duty.post) for duty in found})
