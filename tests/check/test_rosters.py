"""Rosters against the calendar: make-up days, changes far ahead, halls of others."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import check_project, own_findings
from tests.helpers.files import edit

Write = Callable[[str, str], Path]
FILE = "data/rosters/banshui-fuwuting.yml"
HEAD = "name: 值班表\norgan: banshui-fuwuting\nweek:\n"
WEEK = (
    HEAD
    + "  - {role: first_contact, post: daoshui-zixun, days: [workday]}\n"
    + "  - {role: lead, post: zonghe-chuangkou, days: [mon, tue, wed, thu, fri]}\n"
)


def found(project: Path, day: str) -> dict[str, str]:
    """The findings about rosters as of a day: code -> message."""
    findings = check_project(project, datetime.date.fromisoformat(day)).findings
    return {item.code: item.message for item in findings if item.code.startswith("D62")}


@pytest.mark.parametrize(
    ("day", "codes"),
    [("2026-10-11", set()), ("2026-10-10", {"D622"}), ("2026-09-06", {"D622"}), ("2026-09-05", {"D622"})],
)
def test_make_up_days_need_someone_in_charge(project: Path, write: Write, day: str, codes: set[str]) -> None:
    """10 October 2026 is a Saturday that is worked: named weekdays do not reach it, working days do."""
    write(FILE, WEEK)
    assert found(project, day).keys() == codes


def test_the_first_day_and_the_number_of_others_are_told(project: Path, write: Write) -> None:
    write(FILE, HEAD + "  - {role: lead, post: zonghe-chuangkou, days: [workday]}\n")
    message = found(project, "2026-11-28")["D621"]
    assert "2026-11-30（星期一）上午" in message
    assert "还有 47 个半天" in message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("{on: 2027-03-01, role: first_contact, reason: 停办}", "D621"),
        ("{on: 2027-03-01, role: lead, half: afternoon, reason: 开会}", "D622"),
        ("{on: 2027-03-07, role: lead, post: daoshui-zixun, reason: 换班}", "D624"),
    ],
)
def test_changes_are_looked_at_however_far_ahead(project: Path, write: Write, change: str, code: str) -> None:
    write(FILE, f"{WEEK}changes:\n  - {change}\n")
    assert found(project, "2026-11-22").keys() == {code}
    assert found(project, "2027-03-08") == {}, "what is over is no longer judged"


def test_a_roster_not_in_force_is_not_judged(project: Path, write: Write) -> None:
    write(FILE, HEAD + "  - {role: lead, post: zonghe-chuangkou, days: [sun]}\neffective_to: 2026-10-31\n")
    assert found(project, "2026-11-22") == {}


@pytest.mark.parametrize(
    ("right", "wrong", "codes"),
    [
        ("09:00-12:00", "9:00-12:00", {"F223"}),
        ("[workday]", "[workdy]", {"M204"}),
        ("zonghe: {name:", "zonghe: {nam:", {"M202"}),
    ],
)
def test_what_is_wrong_in_a_hall_is_told_there_alone(project: Path, right: str, wrong: str, codes: set[str]) -> None:
    hall = project / "data/organs/banshui-fuwuting.yml"
    text = hall.read_text("utf-8")
    assert right in text
    hall.write_text(text.replace(right, wrong), "utf-8")
    assert {finding.code for finding in own_findings(check_project(project))} == codes


def test_what_is_wrong_elsewhere_in_a_hall_hides_nothing(project: Path, write: Write) -> None:
    hall = project / "data/organs/banshui-fuwuting.yml"
    edit(hall, "0600-5551001", "5551001")
    write(FILE, f"{WEEK}  - {{window: zongh, post: zonghe-chuangkou, days: [sun]}}\n")
    assert found(project, "2026-11-22").keys() == {"D624", "D625"}


def test_a_hall_with_posts_needs_a_roster_once_another_has_one(project: Path, write: Write) -> None:
    hall = (project / "data/organs/banshui-fuwuting.yml").read_text("utf-8")
    write("data/organs/dong-ting.yml", hall.replace("name: 办税服务厅", "name: 东厅"))
    assert found(project, "2026-11-22") == {}, "no post belongs to it"
    write("data/posts/dong-gang.yml", "name: 东岗\norgan: dong-ting\nsummary: 受理\n")
    assert found(project, "2026-11-22") == {"D626": "东厅没有值班表"}
    (project / FILE).unlink()
    assert found(project, "2026-11-22") == {}, "nobody keeps rosters here"
