"""Tests of the English page: its words for hours and lengths of time, and what it takes from the entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.model.organs import Hours, HoursChange, Weekday
from generator.model.types import Duration, Unit
from generator.project import Project
from generator.session import Session
from generator.views.english import change_text, duration_text, hours_text, pages
from tests.conftest import AS_OF


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Hours(days=(Weekday.WORKDAY,), times=("08:30-12:00",)), "Working days 08:30-12:00"),
        (
            Hours(days=(Weekday.SAT,), weeks=(1,), times=("09:00-11:00",), start="05-01", end="09-30"),
            "Saturday (week 1 of the month) 09:00-11:00 (1 May to 30 September)",
        ),
    ],
)
def test_hours(line: Hours, text: str) -> None:
    assert hours_text(line) == text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (HoursChange(on=date(2026, 12, 14), reason="系统升级"), "14 December 2026: closed"),
        (
            HoursChange(on=date(2026, 12, 31), until=date(2027, 1, 1), times=("09:00-12:00",), reason="系统升级"),
            "31 December 2026 to 1 January 2027: 09:00-12:00",
        ),
    ],
)
def test_changes(change: HoursChange, text: str) -> None:
    assert change_text(change) == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (Duration(unit=Unit.ON_THE_SPOT), "on the spot"),
        (Duration(unit=Unit.WORKING_DAY, count=1), "within 1 working day"),
        (Duration(unit=Unit.WORKING_DAY, count=0.5), "within 0.5 working days"),
        (Duration(unit=Unit.CALENDAR_DAY, count=0), "the same day"),
    ],
)
def test_lengths(length: Duration, text: str) -> None:
    assert duration_text(length) == text


def test_the_page_takes_telephones_and_times_from_the_entries(example: Project) -> None:
    (page,) = pages(example.session)
    view: Any = page.view
    assert [hall["phone"] for hall in view["halls"]] == ["0600-5553000", "0600-5553050"]
    hours = {item["kind"]: item["lines"] for item in view["halls"][1]["hours"]}
    assert hours["Extended hours"][0] == "Working days 12:00-13:00, 18:00-18:30 (1 May to 30 September)"
    assert hours["By appointment"] == ["Saturday 09:00-11:30"] and len(hours["Hours"]) == 2
    assert not any(hall["changes"] for hall in view["halls"])
    times = {item["own"]["name"]: item["time"] for item in view["matters"]}
    assert times["中国税收居民身份证明开具"] == "within 7 working days"
    assert times["服务贸易等项目对外支付税务备案"] == "on the spot, at most 15 working days, depending on the case"
    assert len(view["matters"]) == 10 and all(times.values())


def test_no_page_without_it(example: Project) -> None:
    registry = replace(example.registry, site=replace(example.registry.site, english=None))
    assert not list(pages(Session(registry, AS_OF)))
