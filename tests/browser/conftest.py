"""The example bureau's site, served on this machine, and a browser to visit it with."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.browser.setup_browser import find
from tests.conftest import ROOT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}

expect.set_options(timeout=20_000)  # a busy machine is no fault of the site


def policy() -> str:
    """Return the security policy that the handbook tells bureaus to send with every page."""
    found = re.search(r'Content-Security-Policy "([^"]+)"', (ROOT / "docs/handbook/serving.md").read_text("utf-8"))
    assert found
    return found[1]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word, under the policy of the handbook."""

    POLICY = policy()

    def end_headers(self) -> None:
        """Send the policy with every file."""
        self.send_header("Content-Security-Policy", self.POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the site is served on this machine."""
    root = tmp_path_factory.mktemp("www")
    (root / "sub").symlink_to(site, target_is_directory=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sub/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium. A missing one is a failure."""
    path = find()
    assert path, "no Chromium: run `make test`, which installs one, or name one with CHROMIUM=PATH"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    """A fresh phone; any request that leaves the site, script error or breach of the policy fails the test."""
    context = browser.new_context(viewport=PHONE, base_url=served)
    foreign: list[str] = []
    context.on("request", lambda request: None if request.url.startswith(served) else foreign.append(request.url))
    context.on("console", lambda said: foreign.append(said.text) if "Content Security Policy" in said.text else None)
    context.on("weberror", lambda error: foreign.append(f"script error: {error.error}"))
    yield context
    context.close()
    assert foreign == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of the phone."""
    return context.new_page()
