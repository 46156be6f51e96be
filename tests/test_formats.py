"""Formats of code hosts, and the check of what is staged in git."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.findings import Finding, Location, Severity
from generator.report import render
from tests.conftest import AS_OF
from tests.helpers.commands import run

DAY = ("--as-of", AS_OF.isoformat())
Capture = pytest.CaptureFixture[str]


def finding(line: int = 1, severity: Severity = Severity.ERROR, message: str = "不<&>对", excused: str = "") -> Finding:
    return Finding("M201", severity, Location("data/posts/a.yml", line, 3), message, "改", excused)


def test_gitlab_knows_a_finding_again_that_has_moved() -> None:
    first, moved = (json.loads(render([finding(line)], "gitlab", {})) for line in (1, 9))
    assert first[0]["fingerprint"] == moved[0]["fingerprint"]
    assert (first[0]["location"]["path"], moved[0]["location"]["lines"]["begin"]) == ("data/posts/a.yml", 9)
    twice = json.loads(render([finding(1), finding(2)], "gitlab", {}))
    assert len({item["fingerprint"] for item in twice}) == 2, "GitLab shows only the first of equal fingerprints"


def test_gitlab_severities() -> None:
    found = [finding(), finding(severity=Severity.WARNING), finding(severity=Severity.WARNING, excused="法制岗接受")]
    assert [item["severity"] for item in json.loads(render(found, "gitlab", {}))] == ["major", "minor", "info"]


def test_junit_fails_for_errors_only() -> None:
    found = [finding(), finding(severity=Severity.WARNING, message="有\x0b\ud800\ufffe字")]
    suite = ElementTree.fromstring(render(found, "junit", {"M201": "没有这个字段"}))[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("2", "1", "1")
    assert suite[0][0].get("message") == "不<&>对" and suite[1][0].get("message") == "有字"
    assert "data/posts/a.yml:1:3" in (suite[0].get("name") or "")
    empty = ElementTree.fromstring(render([], "junit", {}))[0]
    assert (empty.get("tests"), len(empty)) == ("1", 1), "GitLab says that a report without cases is broken"


def test_rdjson_has_the_place() -> None:
    found = json.loads(render([finding(4)], "rdjson", {}))["diagnostics"][0]
    assert found["location"] == {"path": "data/posts/a.yml", "range": {"start": {"line": 4, "column": 3}}}
    assert (found["severity"], found["code"]) == ("ERROR", {"value": "M201"})


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(project: Path) -> Path:
    """The starter in a folder of a repository, committed."""
    top = project.parent / "repository"
    top.mkdir()
    project.rename(top / "site")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "x")
    return top


POST, OTHER = "data/posts/a.yml", "data/materials/b.yml"


def test_staged_looks_at_what_will_be_committed(repository: Path, capsys: Capture) -> None:
    project = repository / "site"
    (project / POST).write_text("name: [\n", "utf-8")
    assert run("check", "--project", project, *DAY) == 1
    assert run("check", "--project", project, "--staged", *DAY) == 0, "the wrong file is not staged"
    git(repository, "add", "-A")
    (project / POST).unlink()
    capsys.readouterr()
    assert run("check", "--project", project, "--staged", *DAY) == 1, "the wrong file is gone, but staged"
    assert capsys.readouterr().out.startswith(f"{POST}:2:1: ")


def test_staged_leaves_out_warnings_elsewhere(repository: Path, capsys: Capture) -> None:
    project = repository / "site"
    text = "name: 材料\nkind: form\norigin: other\nverified_on: 2020-01-01\n"
    (project / OTHER).write_text(text, "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "x")
    assert run("check", "--project", project, "--staged", "--strict", *DAY) == 0
    (project / OTHER).write_text(text.replace("材料", "另一份"), "utf-8")
    git(repository, "add", "-A")
    capsys.readouterr()
    assert run("check", "--project", project, "--staged", "--strict", *DAY) == 1
    assert "V901" in capsys.readouterr().out


def test_staged_in_a_hook(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A hook runs with git's variables, whose paths are relative to the repository."""
    project = repository / "site"
    (project / POST).write_text("name: [\n", "utf-8")
    git(repository, "add", "-A")
    monkeypatch.chdir(repository)
    monkeypatch.setitem(os.environ, "GIT_INDEX_FILE", ".git/index")
    monkeypatch.setitem(os.environ, "GIT_DIR", ".git")
    monkeypatch.setitem(os.environ, "GIT_PREFIX", "")
    assert run("check", "--project", "site", "--staged", *DAY) == 1
    assert POST in capsys.readouterr().out


def test_staged_without_a_repository(project: Path, capsys: Capture) -> None:
    assert run("check", "--project", project, "--staged", *DAY) == 2
    assert "git 仓库" in capsys.readouterr().err
