"""`zwgk migrate`: from the format of 0.1 to the current one by editing text; a newer format is rejected."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from generator.migrate import STEPS, MigrateError, NewerFormatError, Step, plan, write
from generator.model.site import FORMAT
from generator.source.yaml_reader import read
from tests.conftest import AS_OF, ROOT, STARTER, check_project, own_findings

OLD = ROOT / "tests" / "migrate" / "0.1" / "site.yml"
DIFF = (
    "--- a/site.yml\n+++ b/site.yml\n@@ -1,3 +1,4 @@\n+format: 2\n # 某某县税务局：网站设置\n # 改名称要先报办公室\n \n"
)

Capture = pytest.CaptureFixture[str]
Write = Callable[[str, str], Path]


@pytest.fixture
def old(project: Path) -> Path:
    """The starter with the site.yml of zwgk 0.1."""
    shutil.copy(OLD, project / "site.yml")
    return project


def test_steps_lead_from_the_first_format_to_the_current_one() -> None:
    assert [(step.old, step.new) for step in STEPS] == [(number, number + 1) for number in range(1, FORMAT)]


@pytest.mark.parametrize("folder", [ROOT, STARTER])
def test_our_own_projects_are_current(folder: Path) -> None:
    assert plan(folder).changes == ()


def test_an_old_project_is_read_without_migration(old: Path) -> None:
    checked = check_project(old)
    assert {item.code for item in own_findings(checked)} <= {"S807"}
    assert checked.registry and checked.registry.site.format == 1


def test_the_change_is_shown_and_nothing_written(old: Path, capsys: Capture) -> None:
    assert main(["migrate", "--project", str(old)]) == 0
    out, err = capsys.readouterr()
    assert out == DIFF
    assert "格式 1 → 2" in err and "--write" in err
    assert (old / "site.yml").read_bytes() == OLD.read_bytes()


def test_write_adds_a_line_and_keeps_all_others(old: Path, capsys: Capture) -> None:
    (old / "site.yml").chmod(0o640)
    assert main(["migrate", "--project", str(old), "--write"]) == 0
    assert (old / "site.yml").read_bytes() == b"format: 2\n" + OLD.read_bytes()
    assert (old / "site.yml").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in old.iterdir()) == sorted(path.name for path in STARTER.iterdir())
    checked = check_project(old)
    assert {item.code for item in own_findings(checked)} <= {"S807"}
    assert checked.registry and checked.registry.site.format == FORMAT
    capsys.readouterr()
    assert main(["migrate", "--project", str(old), "--write"]) == 0
    assert capsys.readouterr() == ("", "已经是现在的格式，不用改\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("format: 1  # 旧\nname: a\n", "format: 2  # 旧\nname: a\n"),
        ("name: a\nformat:   1\n", "name: a\nformat:   2\n"),
        ("\ufeffname: a\r\n", "\ufeffformat: 2\r\nname: a\r\n"),
        ("# 说明\n---\nname: a\n", "# 说明\n---\nformat: 2\nname: a\n"),
        ("name: |\n  ---\n  a\n", "format: 2\nname: |\n  ---\n  a\n"),
        ("name: a", "format: 2\nname: a"),
    ],
)
def test_ways_to_write_a_site(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "site.yml").write_text(before, encoding="utf-8", newline="")
    write(tmp_path, plan(tmp_path).changes)
    assert (tmp_path / "site.yml").read_bytes().decode() == after


@pytest.mark.parametrize(
    "text", ["{name: a}\n", "format: 一\n", "- a\n", "name: [\n", "name: a\nname: b\n", '"format": 1\n']
)
def test_what_cannot_be_edited_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "site.yml").write_text(text, encoding="utf-8")
    with pytest.raises(MigrateError, match=r"site\.yml"):
        plan(tmp_path)


def test_a_pipe_is_not_waited_for(project: Path, capsys: Capture) -> None:
    (project / "site.yml").unlink()
    os.mkfifo(project / "site.yml")
    assert main(["migrate", "--project", str(project)]) == 2
    assert "不是普通文件" in capsys.readouterr().err


def test_no_project(tmp_path: Path, capsys: Capture) -> None:
    assert main(["migrate", "--project", str(tmp_path)]) == 2
    assert "不是项目文件夹" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "build", "migrate"])
def test_a_newer_format_is_refused(project: Path, write: Write, command: str, capsys: Capture) -> None:
    site = (project / "site.yml").read_text(encoding="utf-8")
    write("site.yml", site.replace(f"format: {FORMAT}", f"format: {FORMAT + 1}") + "seals: [sm2]\n")
    assert plan_fails(project)
    day = [] if command == "migrate" else ["--as-of", AS_OF.isoformat()]
    assert main([command, "--project", str(project), *day]) == 2
    out = capsys.readouterr().out
    assert out.startswith("site.yml:1:9: 错误 M210 ") and "升级 zwgk" in out
    assert out.count("\n") == 2, "what follows from the newer format is not told"


def plan_fails(project: Path) -> bool:
    """Return True if migrating is rejected because the format is newer."""
    try:
        plan(project)
    except NewerFormatError:
        return True
    return False


def test_steps_over_entries_are_taken_in_order(project: Path) -> None:
    steps = (
        *STEPS,
        Step(2, 3, "岗位", "data/posts/*.yml", lambda text: text + "# 一\n"),
        Step(3, 4, "岗位和网站", "**/*o*.yml", lambda text: text + "# 二\n"),
    )
    taken, changes = plan(project, steps)
    assert [step.new for step in taken] == [3, 4]
    texts = {change.file: change.new for change in changes}
    assert texts["data/posts/zonghe-chuangkou.yml"].endswith("# 一\n# 二\n")
    assert changes[-1].file == "site.yml" and read(changes[-1].new).value["format"] == "4"
