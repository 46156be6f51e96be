"""Rules on sayings beyond their own examples: two entries that say the same, and entries that are left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import check_project

Write = Callable[[str, str], Path]
REGIME = (
    "name: 限时办结制\narea: service\ndefinition: 到期就有结果。\nbinds: [全体工作人员]\n"
    "rules: [{name: 限时, text: 到期给结果。}]\norgan: shili-shuiwuju\nverified_on: 2026-01-01\n"
)


def found(project: Path) -> list[tuple[str, str, int, str]]:
    """Return the findings: code, file name, line, message."""
    findings = check_project(project).findings
    return [
        (f.code, Path(f.location.file).name, f.location.line, f.message)
        for f in findings
        if f.location.file.startswith("data/")
    ]


def say(project: Path, file: str, *sayings: str) -> None:
    """Add sayings to an entry."""
    path = project / "data" / file
    lines = [*path.read_text(encoding="utf-8").splitlines(), "sayings:", *(f"  - {saying}" for saying in sayings)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_two_entries_that_say_the_same_are_found_at_the_second(project: Path, write: Write) -> None:
    write("data/regimes/xianshi.yml", REGIME)
    say(project, "procedures/fapiao-lingyong.yml", "催了好几回都没动静")
    say(project, "regimes/xianshi.yml", "等得太久了", "催了好几回，都没动静")
    ((code, file, line, message),) = found(project)
    assert (code, file, line) == ("W912", "xianshi.yml", 10)
    assert "催了好几回，都没动静" in message and "fapiao-lingyong.yml" in message


def test_copies_of_a_guide_for_another_branch_say_the_same(project: Path, write: Write) -> None:
    say(project, "procedures/fapiao-lingyong.yml", "催了好几回都没动静", "票本快用完了")
    guide = (project / "data/procedures/fapiao-lingyong.yml").read_text(encoding="utf-8")
    write("data/procedures/fapiao-lingyong-2.yml", guide.replace("name: 发票领用", "name: 发票领用（二厅）"))
    assert [item for item in found(project) if item[0].startswith("W91")] == []
    say(project, "oversight/fuwu-tousu.yml", "催了好几回都没动静")
    assert [item[:2] for item in found(project) if item[0] == "W912"] == [("W912", "fuwu-tousu.yml")]


def test_the_name_of_another_entry_is_no_saying(project: Path) -> None:
    say(project, "oversight/fuwu-tousu.yml", "票本快用完了", "首问责任制")
    ((code, file, _, message),) = found(project)
    assert (code, file) == ("W911", "fuwu-tousu.yml")
    assert "首问责任制" in message


def test_withdrawn_entries_are_left_alone(project: Path, write: Write) -> None:
    write("data/regimes/xianshi.yml", REGIME + "withdrawn: {on: 2026-01-01, reason: 并入别的制度}\n")
    say(project, "procedures/fapiao-lingyong.yml", "催了好几回都没动静")
    say(project, "regimes/xianshi.yml", "催了好几回都没动静")
    assert found(project) == []


@pytest.mark.parametrize(("saying", "code"), [("买票 本！", "W913"), ("票" * 41, "M206")])
def test_too_short_and_too_long_are_refused(project: Path, saying: str, code: str) -> None:
    say(project, "procedures/fapiao-lingyong.yml", saying)
    assert [code for code, *_ in found(project)] == [code]


def test_words_of_sayings_are_no_terms(project: Path, write: Write) -> None:
    say(project, "procedures/fapiao-lingyong.yml", "票本快用完了")
    write("data/synonyms/a.yml", "name: 票\nwords: [票子]\nmeans: [票本快用完]\n")
    assert [(code, file) for code, file, *_ in found(project)] == [("W908", "a.yml")]
