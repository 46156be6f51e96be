"""The days that pages show, compared with the commits of their files."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from generator.commits import Changed, NoHistoryError, commits, doubts
from tests.conftest import AS_OF, check_project
from tests.helpers.commands import run
from tests.helpers.files import edit

_PAGE = "---\ntitle: {title}\ndescription: 说一件事\ncolumn: news\ndate: {day}\n---\n\n正文\n"
_WHO = ("-c", "user.name=x", "-c", "user.email=x@example.gov.cn")


def commit(project: Path, day: str) -> None:
    """Commit all that is there, at seven in the evening in Beijing."""
    told = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T11:00:00Z", "GIT_AUTHOR_DATE": f"{day}T11:00:00Z"}
    for command in (("add", "-A"), (*_WHO, "commit", "-q", "-m", "x")):
        subprocess.run(["git", "-C", str(project), *command], check=True, env=told)


def write(project: Path, name: str, day: str) -> Path:
    """Write a content page with this day of publication."""
    path = project / f"content/news/{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(_PAGE.format(title=f"公告{name}", day=day), "utf-8")
    return path


@pytest.fixture
def kept(project: Path) -> Path:
    """A project in git since the first of October."""
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    write(project, "old", "2020-01-01")
    commit(project, "2026-10-01")
    return project


def test_days_that_do_not_fit(kept: Path) -> None:
    write(kept, "backdated", "2026-10-02")
    write(kept, "friday", "2026-10-06")
    matter = kept / "data/procedures/fapiao-lingyong.yml"
    edit(matter, "verified_on: 2026-01-01", "verified_on: 2026-10-08")
    commit(kept, "2026-10-09")
    edit(matter, "领取空白纸质发票", "领取空白的纸质发票")
    commit(kept, "2026-10-20")
    matter = kept / "data/materials/yingyezhizhao.yml"
    text = matter.read_text("utf-8").replace("verified_on: 2026-01-01", "verified_on: 2026-10-20")
    assert "2026-10-20" in text
    matter.write_text(text, "utf-8")
    commit(kept, "2026-10-20")  # on the day of the verification
    known = commits(kept)
    assert known.files["content/news/friday.md"] == Changed(date(2026, 10, 9), date(2026, 10, 9))
    assert [(item.file, item.what, item.is_fault) for item in doubts(check_project(kept).session, known)] == [
        ("content/news/backdated.md", "写的是 2026-10-02 发布，2026-10-09 才第一次提交", True),
        ("data/procedures/fapiao-lingyong.yml", "2026-10-08 核验，2026-10-20 又改过", False),
    ]


def test_a_renamed_file_keeps_its_first_day(kept: Path) -> None:
    page = write(kept, "one", "2026-10-03")
    commit(kept, "2026-10-03")
    page.rename(page.with_name("two.md"))
    commit(kept, "2026-10-30")
    known = commits(kept)
    assert known.files["content/news/two.md"] == Changed(date(2026, 10, 3), date(2026, 10, 30))
    write(kept, "one", "2026-11-02")  # a new file of the former name
    commit(kept, "2026-11-02")
    known = commits(kept)
    assert known.files["content/news/one.md"].first == date(2026, 11, 2)
    assert known.files["content/news/two.md"].first == date(2026, 10, 3)


def test_the_command_says_it(kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("inspect", "--project", kept, "--as-of", AS_OF.isoformat(), "--format")
    monkeypatch.setattr("generator.inspection.Report.tripped", [])
    assert run(*asked, "json") == 0
    assert json.loads(capsys.readouterr().out)["dates"] == {"doubts": []}
    write(kept, "backdated", "2026-10-02")
    commit(kept, "2026-10-09")
    assert run(*asked, "text") == 1
    said = capsys.readouterr().out
    assert "日期和提交：发布日期对不上的 1 处，核验、审定以后又改过的 0 处\n  content/news/backdated.md：写的是" in said
    run(*asked, "csv")
    assert "日期和提交,content/news/backdated.md,,,有问题,写的是 2026-10-02 发布" in capsys.readouterr().out


def test_without_a_history(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shallow = tmp_path / "shallow"
    commit(write(kept, "two", "2026-10-03").parents[2], "2026-10-03")
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{kept}", str(shallow)], check=True)
    with pytest.raises(NoHistoryError, match="unshallow"):
        commits(shallow)
    plain = tmp_path / "plain"
    plain.mkdir()
    with pytest.raises(NoHistoryError, match="不在 git 里"):
        commits(plain)
    run("inspect", "--project", shallow, "--as-of", AS_OF.isoformat())
    assert "日期和提交：git 里只取了最近的提交" in capsys.readouterr().out
