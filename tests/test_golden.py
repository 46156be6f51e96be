"""The starter's site equals tests/golden, which holds each page without its chrome.

Accept new output with ZWGK_ACCEPT=1 pytest tests/test_golden.py
"""

from __future__ import annotations

import os
import re
import shutil

from generator.build import files
from tests.conftest import ROOT, STARTER, check_project

GOLDEN = ROOT / "tests" / "golden"
MAIN = re.compile(r'<div id="main".*</div>(?=\s*(?:<script [^>]*></script>\s*)*</article>)', re.DOTALL)
HEAD = re.compile(r'<title>.*?</title>|<meta name="(?!viewport|generator)[^>]*>')


def made() -> dict[str, str]:
    """The starter's site: head facts and main part of pages, other text files unchanged, without the search index."""
    found: dict[str, str] = {}
    for file in files(STARTER, check_project(STARTER).session):
        if file.path.startswith(("assets/", "search/")) and not file.path.endswith(".html"):
            continue
        text = file.data.decode("utf-8")
        if file.path.endswith(".html"):
            main = MAIN.search(text)
            assert main, f"{file.path} has no main part"
            text = "\n".join([*HEAD.findall(text), main.group()]) + "\n"
        found[file.path] = text
    return found


def test_starter_site_is_as_it_should_be() -> None:
    site = made()
    if os.environ.get("ZWGK_ACCEPT"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name, text in site.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(text.encode())
    golden = {
        path.relative_to(GOLDEN).as_posix(): path.read_bytes().decode() for path in GOLDEN.rglob("*") if path.is_file()
    }
    message = "accept with ZWGK_ACCEPT=1 pytest tests/test_golden.py"
    assert sorted(site) == sorted(golden), message
    for name, text in site.items():
        assert text == golden[name], f"{name}: {message}"
