"""`zwgk filing-deadline`: from the published table, by the rule, without a project, and with a broken table."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main

Write = Callable[[str, str], Path]
Capture = pytest.CaptureFixture[str]


def ask(*arguments: object) -> int:
    return main(["filing-deadline", *(str(argument) for argument in arguments)])


def answered(capsys: Capture) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("options", "source", "steps"), [([], "published", 1), (["--rule-only"], "rule", 2)])
def test_published_and_by_rule(project: Path, options: list[str], source: str, steps: int, capsys: Capture) -> None:
    assert ask("2026-10", "--project", project, "--format", "json", *options) == 0
    found = answered(capsys)
    assert (found["month"], found["date"], found["certainty"]) == ("2026-10", "2026-10-26", "certain")
    assert (found["source"], len(found["steps"])) == (source, steps)
    assert all(step["rule"] and step["basis"] and step["text"] and step["date"] for step in found["steps"])


def test_skipped_days_are_named(tmp_path: Path, capsys: Capture) -> None:
    ask("2026-10", "--project", tmp_path, "--format", "json")
    assert answered(capsys)["steps"][-1]["skipped"] == [{"first": "2026-10-01", "last": "2026-10-07", "why": "国庆节"}]


def test_year_without_notice_is_provisional_until_there_is_one(project: Path, write: Write, capsys: Capture) -> None:
    ask("2027-05", "--project", project, "--format", "json")
    assert answered(capsys)["certainty"] == "provisional"
    days = "holidays: [{name: 劳动节, first: 2027-05-01, last: 2027-05-05}]\n"
    write("data/calendar/2027.yml", f"name: 放假\nnumber: 国办发明电〔2026〕1号\n{days}workdays: [2027-05-08]\n")
    ask("2027-05", "--project", project, "--format", "json")
    found = answered(capsys)
    assert (found["certainty"], found["date"]) == ("certain", "2027-05-21")


def test_text_says_what_it_is_worth(tmp_path: Path, capsys: Capture) -> None:
    assert ask("2027-05", "--project", tmp_path) == 0
    out = capsys.readouterr().out
    assert out.startswith("2027-05-20（5月20日，星期四）暂定")
    assert "第一百零九条" in out


@pytest.mark.parametrize(
    "text", ["months: [\n", "name: x\nmonths: [{month: 13, day: 15}]\n", "months: [{month: 1, day: 20}]\n"]
)
def test_broken_table_is_told(project: Path, write: Write, text: str, capsys: Capture) -> None:
    write("data/filing_calendar/2026.yml", text)
    assert ask("2026-10", "--project", project) == 1
    assert "data/filing_calendar/2026.yml" in capsys.readouterr().err


@pytest.mark.parametrize("month", ["1999-01", "2051-01"])
def test_years_out_of_reach(month: str, capsys: Capture) -> None:
    assert ask(month) == 2
    assert "2008" in capsys.readouterr().err


def test_folder_that_does_not_exist(capsys: Capture) -> None:
    assert ask("2026-10", "--project", "没有的文件夹") == 2
    assert "没有的文件夹" in capsys.readouterr().err


@pytest.mark.parametrize("month", ["2026-13", "2026", "十月"])
def test_months_are_written_as_such(month: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit:
        ask(month)
    assert exit.value.code == 2
    assert "月份要写成 2027-05" in capsys.readouterr().err
