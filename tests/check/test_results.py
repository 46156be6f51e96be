"""P101-P117: each rule on figures finds what is wrong, at its cell, and leaves alone what is right."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.helpers.projects import check_project
from tests.helpers.results import MEASURES, promise, table

DAY = datetime.date(2026, 9, 30)
ONE = "  - {key: dangchang, name: 当场办结的比例, kind: share, target: 99.5, every: month, published_by: 10}\n"


def found(project: Path, code: str, day: datetime.date = DAY) -> list[tuple[str, int, str]]:
    """Return (file, line, cell) of a rule's findings."""
    places = [item.location for item in check_project(project, day).findings if item.code == code]
    return [(Path(place.file).stem, place.line, place.cell) for place in places]


# code, measure, rows that are wrong, (line, cell) of the finding, rows that are right
RULES = [
    ("P101", "dangchang", ["2026-07,,,5,4"], (6, "D6"), ["2026-07,,,4,4"]),
    ("P101", "paidui", ["2026-07,,,,4,5"], (6, "F6"), ["2026-07,,,,200,5"]),
    ("P102", "dangchang", ["2026-07,,,4,4", "2026-07,,,3,4"], (7, "A7"), ["2026-07,,,4,4", "2026-08,,,4,4"]),
    (
        "P102",
        "dangchang",
        ["2026-07,banshui-fuwuting,,4,4", "2026-07,banshui-fuwuting,,4,4"],
        (7, "A7"),
        ["2026-07,,,4,4", "2026-07,banshui-fuwuting,,4,4", "2026-07,,,4,5,,,,,一件漏登"],
    ),
    ("P103", "dangchang", ["2026-09,,,4,4"], (6, "A6"), ["2026-08,,,4,4"]),
    ("P103", "wangfan", ["2026-Q3,,,,,0"], (6, "A6"), ["2026-Q2,,,,,0"]),
    ("P104", "dangchang", ["2026-07,,,,4"], (6, "A6"), ["2026-07,,,0,0"]),
    ("P104", "paidui", ["2026-07,,,,,3"], (6, "A6"), ["2026-07,,,,9,0"]),
    ("P104", "dengdai", ["2026-07"], (6, "A6"), ["2026-07,,,,,9.5", "2026-08,,,,0"]),
    ("P104", "dangchang", ["2026-07,,,4,4,,系统更换"], (6, "A6"), ["2026-07,,,,,,系统更换"]),
    ("P106", "dangchang", ["2026-06,,,4,4", "2026-08,,,4,4"], (7, "A7"), ["2026-07,,,4,4", "2026-08,,,4,4"]),
    ("P106", "dangchang", ["2026-08,,,4,4", "2026-07,,,4,4"], (7, "A7"), ["2026-07,,,4,4", "2026-07,,,3,4,,,a,b,漏登"]),
    ("P107", "dangchang", ["2026-07,,,198,200"], (6, "A6"), ["2026-07,,,199,200"]),
    ("P107", "dangchang", ["2026-07,,,1,2,,,停电"], (6, "A6"), ["2026-07,,,1,2,,,停电,当天补办"]),
    ("P107", "paidui", ["2026-07,,,,100,4"], (6, "A6"), ["2026-07,,,,100,3"]),
    ("P107", "wangfan", ["2026-Q2,,,,,1"], (6, "A6"), ["2026-Q2,,,,,0"]),
    ("P107", "dengdai", ["2026-07,,,,,15.1"], (6, "A6"), ["2026-07,,,,,15"]),
    ("P108", "dangchang", ["2026-07,,,4,4"], (6, "A6"), ["2026-07,,,4,4", "2026-08,,,4,4"]),
    ("P110", "meiyou", ["2026-08,,,4,4"], (3, "A3"), None),
    ("P111", "dangchang", ["2026-07,,,4,4,3"], (6, "F6"), ["2026-07,,,4,4"]),
    ("P111", "paidui", ["2026-07,,,4,4,3"], (6, "D6"), ["2026-07,,,,400,3"]),
    ("P112", "dangchang", ["2026-Q2,,,4,4"], (6, "A6"), ["2026-06,,,4,4"]),
    ("P112", "wangfan", ["2026-06,,,,,0"], (6, "A6"), ["2026-Q2,,,,,0"]),
    (
        "P114",
        "dangchang",
        ["2026-07,,,9,9", "2026-07,banshui-fuwuting,,10,10"],
        (6, "E6"),
        ["2026-07,,,9,9", "2026-07,banshui-fuwuting,,9,9"],
    ),
    (
        "P116",
        "dangchang",
        [f"2026-0{month},,,398,399" for month in (5, 6, 7, 8)],
        (9, "A9"),
        [f"2026-0{month},,,398,399" for month in (6, 7, 8)],
    ),
    ("P116", "wangfan", [f"{q},,,,,2" for q in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")], (9, "A9"), None),
    ("P117", "dangchang", ["2026-07,,,4,4,,,,,漏登"], (6, "J6"), ["2026-07,,,4,5", "2026-07,,,4,4,,,,,多登了一件"]),
]


@pytest.mark.parametrize(("code", "measure", "wrong", "place", "right"), RULES)
def test_rule(
    project: Path, code: str, measure: str, wrong: list[str], place: tuple[int, str], right: list[str] | None
) -> None:
    promise(project)
    table(project, *wrong, measure=measure)
    assert found(project, code) == [("dangchang", *place)]
    if right is not None:
        table(project, *right, measure=measure)
        assert found(project, code) == []


def test_figures_that_are_never_the_same_by_chance_may_be_equal(project: Path) -> None:
    """All of a fixed sample, and nothing at all, are believable four times in a row."""
    promise(project)
    table(project, *[f"2026-0{month},,,50,50" for month in (4, 5, 6, 7, 8)])
    table(project, *[f"{q},,,,,0" for q in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")], measure="wangfan", file="b")
    assert found(project, "P116") == []


@pytest.mark.parametrize(("day", "late"), [("2026-10-20", 0), ("2026-10-21", 1)])
def test_figures_are_late_after_the_tenth_working_day(project: Path, day: str, late: int) -> None:
    """The first seven days of October 2026 are off, and Saturday 10 October is a working day."""
    promise(project)
    table(project, "2026-08,,,4,4")
    assert len(found(project, "P108", datetime.date.fromisoformat(day))) == late


def test_a_measure_without_figures_is_found(project: Path) -> None:
    promise(project)
    for number, key in enumerate(("dangchang", "paidui", "wangfan", "dengdai")):
        table(project, "2026-Q2,,,,,0" if key == "wangfan" else "2026-08,,,4,4", measure=key, file=f"t{number}")
    assert [place[0] for place in found(project, "P109")] == ["dangchang-banjie"]  # manyi


def test_two_tables_of_one_measure_are_found(project: Path) -> None:
    promise(project)
    table(project, "2026-08,,,4,4", file="a")
    table(project, "2026-08,,,4,4", file="b")
    assert [place[0] for place in found(project, "P110")] == ["b"]


@pytest.mark.parametrize(
    ("target", "wrong"), [("不低于99.5%", 0), ("不低于99%", 1), ("不低于九成", 1), ("99.5% 以上", 0)]
)
def test_the_two_targets_agree(project: Path, target: str, wrong: int) -> None:
    promise(project, f"measures:\n{ONE}", target)
    assert len(found(project, "P113")) == wrong


def test_a_target_of_nothing_agrees_with_the_word(project: Path) -> None:
    promise(project, MEASURES.replace("target: 99.5", "target: 0"), "为零，3，15")
    assert found(project, "P113") == []


@pytest.mark.parametrize(("since", "early"), [("2026-07-31", 0), ("2026-08-01", 1)])
def test_no_figures_before_the_promise(project: Path, since: str, early: int) -> None:
    promise(project, more=f"effective_from: {since}\n")
    table(project, "2026-07,,,4,4", "2026-08,,,4,4")
    assert len(found(project, "P115")) == early
