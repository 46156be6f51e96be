"""Reminders that are accepted for a time do not count for --strict; errors cannot be accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.findings import Severity
from generator.project import Project
from tests.conftest import AS_OF, check_project
from tests.helpers.files import edit

PROCEDURE = "data/procedures/fapiao-lingyong.yml"


@pytest.fixture
def unverified(project: Path) -> Path:
    """A project with one reminder, V902."""
    path = project / PROCEDURE
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("verified_on")), "utf-8")
    return project


def accept(project: Path, code: str = "V902", file: str = PROCEDURE, until: str = "2027-03-01") -> Project:
    """Accept a reminder and check."""
    with (project / "site.yml").open("a", encoding="utf-8") as site:
        site.write(f"accepted:\n  - {{code: {code}, file: {file}, until: {until}, who: 政策法规岗, why: 等新文件}}\n")
    return check_project(project)


def counted(checked: Project) -> list[str]:
    return [finding.code for finding in checked.findings if not finding.excused]


def strict(project: Path) -> int:
    return main(["check", "--project", str(project), "--as-of", AS_OF.isoformat(), "--strict"])


def test_strict_can_be_met(unverified: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert strict(unverified) == 1
    checked = accept(unverified)
    assert counted(checked) == []
    assert {finding.code for finding in checked.findings} == {"T526", "V902"}
    capsys.readouterr()
    assert strict(unverified) == 0
    printed = capsys.readouterr()
    assert "V902" not in printed.out and "已接受、或者还早的提醒 1 处" in printed.out
    assert "其中 2 个不算" in printed.err
    assert main(["check", "--project", str(unverified), "--as-of", AS_OF.isoformat(), "--all"]) == 0
    assert "政策法规岗接受到 2027-03-01：等新文件" in capsys.readouterr().out


def test_a_folder_can_be_accepted(unverified: Path) -> None:
    assert counted(accept(unverified, file="data/procedures/")) == []


@pytest.mark.parametrize(
    ("code", "file", "until", "found"),
    [
        ("V902", PROCEDURE, "2026-11-30", ["V902", "V906"]),
        ("V902", PROCEDURE, "2026-12-01", []),  # today is the last day
        ("V902", PROCEDURE, "2027-12-02", []),  # 366 days
        ("V902", PROCEDURE, "2027-12-03", ["V906"]),
        ("V902", "data/procedures/other.yml", "2027-03-01", ["V902", "V906"]),
        ("V902", PROCEDURE, "2099-01-01", ["V906"]),
        ("X999", PROCEDURE, "2027-03-01", ["V902", "V906"]),
        ("R301", PROCEDURE, "2027-03-01", ["V902", "V907"]),
    ],
)
def test_what_is_accepted_has_a_match_and_an_end(
    unverified: Path, code: str, file: str, until: str, found: list[str]
) -> None:
    checked = accept(unverified, code, file, until)
    assert sorted(counted(checked)) == found
    assert all(item.location.line > 1 for item in checked.findings if item.code in {"V906", "V907"})


NUMBER = "notes: [登记编号 110101199003070011 的]\n"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("text: …0011", []),
        ("text: …0012", ["S801", "V906"]),
        ("", ["S801", "V906"]),
    ],
)
def test_a_number_that_is_none_of_a_person_is_accepted_one_by_one(project: Path, more: str, found: list[str]) -> None:
    path = project / PROCEDURE
    path.write_text(path.read_text("utf-8") + NUMBER, "utf-8")
    with (project / "site.yml").open("a", encoding="utf-8") as site:
        words = f"code: S801, file: {PROCEDURE}, until: 2027-03-01, who: 法制岗, why: 是登记编号"
        site.write(f"accepted: [{{{', '.join(filter(None, (words, more)))}}}]\n")
    checked = check_project(project)
    assert counted(checked) == found
    assert checked.count(Severity.ERROR) == len(found) // 2


@pytest.mark.parametrize("written", ["扣缴义物人", "ＡＢ酒", "ab酒"])
def test_refused_words_are_found_everywhere_with_their_place(project: Path, written: str) -> None:
    with (project / "site.yml").open("a", encoding="utf-8") as site:
        site.write("refused: [{word: 扣缴义物人, instead: 扣缴义务人}, {word: AB酒, why: 没有这种酒}]\n")
    (project / "content/about/site.md").write_text(
        f"---\ntitle: 关于\ndescription: 说明一下\ncolumn: about\ndate: 2026-11-01\n---\n\n第一行\n第二行{written}\n",
        "utf-8",
    )
    path = project / PROCEDURE
    path.write_text(path.read_text("utf-8") + f"notes: [说{written}的]\n", "utf-8")
    places = [item.location for item in check_project(project).findings if item.code == "S812"]
    assert (places[0].file, places[0].line) == ("content/about/site.md", 9)
    assert {place.file for place in places} == {"content/about/site.md", PROCEDURE}


def test_an_error_stays_an_error(unverified: Path) -> None:
    path = unverified / PROCEDURE
    edit(path, "[fuwu-tousu]", "[meiyou]")
    assert accept(unverified, "R301").count(Severity.ERROR) >= 2


def test_a_notice_that_is_not_out_does_not_count(project: Path) -> None:
    """T526 speaks of the next year in November; of a year that has begun it counts."""
    assert strict(project) == 0
    assert main(["check", "--project", str(project), "--as-of", "2035-02-01", "--strict"]) == 1
