"""The scripts of the search: they know no registry, old browsers can read them, and their own tests pass in Node."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.model.records import RECORDS
from tests.conftest import ROOT

SCRIPTS = sorted(
    [*(ROOT / "theme/assets/search").glob("*.mjs"), *(ROOT / f"theme/assets/{name}.js" for name in ("find", "results"))]
)
TOO_NEW = re.compile(
    r"\(\?<[=!]|\bstructuredClone\b|\.at\(|\bhasOwn\(|\.findLast|\.toSorted\(|\.toReversed\(|\.replaceAll\("
    r"|\?\?=|\|\|=|\bstatic \{|/[a-z]*[dv][a-z]*\.exec|\bawait import\b"
)
"""What Safari 15.0 does not know, or would not read without an error."""


FOLDERS = [
    record.FOLDER for record in RECORDS if record.FOLDER not in ("results", "suggestions")
]  # words of any search


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) == 8


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_registry_is_known_by_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"""["'`.](\w+)\b""", text)
    assert not {*FOLDERS, *(folder.replace("_", "-") for folder in FOLDERS), "pages"} & set(named)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_old_browsers_can_read_it(path: Path) -> None:
    code = re.sub(r"/\*.*?\*/|//.*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert TOO_NEW.findall(code) == []


@pytest.mark.skipif(not shutil.which("node"), reason="no Node: tests/browser/test_search_scripts.py runs them as well")
def test_their_own_tests_pass_in_node() -> None:
    files = sorted(str(path) for path in (ROOT / "tests/scripts").glob("*.test.mjs"))
    assert len(files) >= 5
    done = subprocess.run(["node", "--test", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
