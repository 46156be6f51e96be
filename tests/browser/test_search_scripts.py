"""The tests of the search's modules (tests/scripts/) in a browser, where the modules are loaded as they are written."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT

FOLDERS = ("tests/scripts", "tests/search", "theme/assets/search")


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a page that loads every file of tests."""
    for folder in FOLDERS:
        (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / folder).symlink_to(ROOT / folder, target_is_directory=True)
    names = {
        "node:test": "./tests/scripts/browser/test.mjs",
        "node:assert/strict": "./tests/scripts/browser/assert.mjs",
    }
    files = sorted(path.name for path in (ROOT / "tests/scripts").glob("*.test.mjs"))
    tests = "".join(f'<script type="module" src="tests/scripts/{name}"></script>' for name in files)
    imports = f'<script type="importmap">{json.dumps({"imports": names})}</script>'
    (tmp_path / "index.html").write_text(f'<!doctype html><meta charset="utf-8">{imports}{tests}', encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_their_own_tests_pass_in_a_browser(browser: Browser, address: str) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    found = page.evaluate("async () => (await import('node:test')).run()")
    page.close()
    assert wrong == []
    assert len(found) > 25
    assert [(name, said) for name, said in found if said] == []
