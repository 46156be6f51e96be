"""Broken projects, one folder each: the complete list of findings is compared.

A case is the starter project with the files of `project/` laid over it, after the steps in its `case.yml`:
`delete` (paths), `fill` (a file made of a text repeated), `link` (symbolic links).
Bureaus below it are checked too. Accept new findings with ZWGK_ACCEPT=1 pytest tests/test_cases.py
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import yaml

from generator.check import RULES
from generator.cli import main
from generator.report import render
from tests.conftest import ROOT
from tests.helpers.projects import all_findings

CASES = sorted(path for path in (ROOT / "tests/cases").iterdir() if path.is_dir())


def lay_out(case: Path, project: Path) -> None:
    """Create the case's project from the starter."""
    plan = yaml.safe_load((case / "case.yml").read_text("utf-8")) if (case / "case.yml").is_file() else {}
    for name in plan.get("delete", []):
        path = project / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if (case / "project").is_dir():
        shutil.copytree(case / "project", project, dirs_exist_ok=True)
    for name, made in plan.get("fill", {}).items():
        (project / name).write_text(
            made.get("before", "") + made["text"] * made["times"] + made.get("after", ""), "utf-8"
        )
    for name, target in plan.get("link", {}).items():
        (project / name).symlink_to(target)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_findings(case: Path, project: Path) -> None:
    lay_out(case, project)
    found = render(all_findings(project), "text", {rule.code: rule.title for rule in RULES}) + "\n"
    expected = case / "findings.txt"
    if os.environ.get("ZWGK_ACCEPT"):
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8"), "accept with ZWGK_ACCEPT=1 pytest tests/test_cases.py"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_published_is_touched(case: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each case makes `zwgk build` fail with a Chinese message, and the existing site stays unchanged."""
    published = project / "public"
    published.mkdir()
    (published / "manifest.json").write_text("{}", "utf-8")
    lay_out(case, project)
    code = 2 if case.name == "newer-format" else 1
    assert main(["build", "--project", str(project), "--as-of", "2026-11-22"]) == code
    assert [path.name for path in published.iterdir()] == ["manifest.json"]
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert "→ " in printed.out and "没有生成" in printed.err
