"""`zwgk calendar` and `zwgk due`: in a folder without a project, in a project with a notice, in text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.model.time_limits import Bound, Start
from generator.model.types import Unit
from tests.conftest import check_project
from tests.helpers.commands import run

Capture = pytest.CaptureFixture[str]
NOTICE = (
    "name: 2027年放假安排\nnumber: 国办发明电〔2026〕1号\nholidays:\n"
    "  - {name: 元旦, first: 2027-01-01, last: 2027-01-03}\n  - {name: 春节, first: 2027-02-05, last: 2027-02-11}\n"
    "  - {name: 清明节, first: 2027-04-03, last: 2027-04-05}\n  - {name: 劳动节, first: 2027-05-01, last: 2027-05-05}\n"
    "  - {name: 端午节, first: 2027-06-09, last: 2027-06-09}\n  - {name: 中秋节, first: 2027-09-15, last: 2027-09-15}\n"
    "  - {name: 国庆节, first: 2027-10-01, last: 2027-10-07}\nworkdays: [2027-01-09, 2027-02-20]\n"
)


def asked(capsys: Capture, *arguments: object) -> Any:
    assert run(*arguments, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


def test_due_in_any_folder(tmp_path: Path, capsys: Capture) -> None:
    options = ["--stop", "2026-12-30..2027-01-04", "--extend", "5", "--project", tmp_path]
    found = asked(capsys, "due", "--start", "2026-12-28", "--count", 10, "--unit", "working_day", *options)
    assert (found["date"], found["certainty"]) == ("2027-01-22", "provisional")
    assert [step["code"] for step in found["steps"]] == [
        "first_day", "stop", "working_days", "extension", "provisional"
    ]  # fmt: skip
    assert all(step["rule"] and step["basis"] for step in found["steps"])
    assert found["stops"] == [{"first": "2026-12-30", "last": "2027-01-04"}]


def test_due_in_words(tmp_path: Path, capsys: Capture) -> None:
    assert run("due", "--start", "2026-02-11", "--count", 5, "--project", tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "最迟：2026年2月25日（星期三）"
    assert "   不算：2026-02-15至2026-02-23，9天（春节）" in lines


def test_a_project_s_notice_counts(project: Path, write: Callable[[str, str], Path], capsys: Capture) -> None:
    write("data/calendar/2027.yml", NOTICE)
    assert check_project(project).findings == ()
    question = ["due", "--start", "2026-12-28", "--count", 10, "--project", project]
    assert asked(capsys, *question)["date"] == "2027-01-11"
    year = asked(capsys, "calendar", 2027, "--project", project)
    assert (year["certainty"], year["source"], len(year["days"])) == ("certain", "国办发明电〔2026〕1号", 365)
    write("data/calendar/2027.yml", NOTICE.replace("2027-01-09", "一月九日"))
    assert asked(capsys, *question)["certainty"] == "provisional"


def test_calendar_of_a_year(tmp_path: Path, capsys: Capture) -> None:
    year = asked(capsys, "calendar", 2026, "--project", tmp_path)
    days = {day["date"]: day for day in year["days"]}
    assert len(days) == 365
    assert year["certainty"] == "certain"
    assert year["working_days"] == sum(day["working"] for day in days.values()) == 248
    assert days["2026-02-16"] == {
        "date": "2026-02-16", "working": False, "kind": "holiday", "name": "春节", "certainty": "certain"
    }  # fmt: skip
    assert days["2026-02-14"]["kind"] == "makeup"
    assert year["holidays"][1] == {"name": "春节", "first": "2026-02-15", "last": "2026-02-23", "days": 9}
    together = asked(capsys, "calendar", 2025, "--project", tmp_path)["holidays"][-1]
    assert together == {"name": "国庆节、中秋节", "first": "2025-10-01", "last": "2025-10-08", "days": 8}


def test_calendar_in_words(tmp_path: Path, capsys: Capture) -> None:
    assert run("calendar", 2027, "--project", tmp_path) == 0
    out = capsys.readouterr().out
    assert "暂定" in out
    assert "放假　春节：2月5日至2月10日，6天" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["due", "--start", "2026-01-01"], "缺少：--count"),
        (["due", "--count", "3"], "缺少"),
        (["due", "--start", "2026-02-30", "--count", "3"], "日期要写成"),
        (["due", "--start", "2026-01-01", "--count", "-3"], "0 到 10000"),
        (["due", "--start", "2026-01-01", "--count", "3", "--extend", "-1"], "--extend"),
        (["due", "--start", "2026-01-01", "--count", "3", "--unit", "week"], "working_day"),
        (["due", "--start", "2026-01-01", "--count", "3", "--unit", "on_the_spot"], "去掉 --count"),
        (["due", "--start", "2026-01-01", "--count", "3", "--starts", "now"], "acceptance"),
        (["due", "--start", "2026-01-01", "--count", "3", "--stop", "2026-01-05"], "2026-12-30..2027-01-04"),
        (["due", "--start", "2026-01-01", "--count", "3", "--stop", "2026-01-05..2026-01-02"], "前后颠倒"),
        (["due", "--start", "2026-01-01", "--count", "9000", "--unit", "year"], "太远"),
        (["due", "--start", "2007-12-28", "--count", "3"], "2008年到2050年"),
        (["due", "--start", "2050-12-30", "--count", "3"], "算不了2051年"),
        (["due", "--start", "2026-01-01", "--count", "3", "--project", "没有的文件夹"], "没有的文件夹"),
        (["calendar", "2007"], "2008年到2050年"),
        (["calendar", "2026", "--project", "没有的文件夹"], "没有的文件夹"),
        (["calendar"], "缺少"),
        (["calendar", "一九"], "年份要写成"),
        (["calendar", "0"], "年份要写成"),
    ],
)
def test_wrong_questions_are_explained(arguments: list[str], words: str, capsys: Capture) -> None:
    assert run(*arguments) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.out == ""


def test_help_names_every_word(capsys: Capture) -> None:
    assert run("due", "--help") == 0
    out = capsys.readouterr().out
    assert [word.value for words in (Unit, Start, Bound) for word in words if word.value not in out] == []
