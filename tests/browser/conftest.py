"""The example bureau's site, served on this machine, and a browser to visit it with."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

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
NARROW: ViewportSize = {"width": 320, "height": 640}  # no scrolling sideways here: WCAG 2.2, 1.4.10
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


@contextmanager
def phone(browser: Browser, served: str, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """A phone, and a list of what no page may do: leave the site, raise script errors, breach the policy.

    Service workers are blocked, because requests that they answer are invisible here; test_device.py has them.
    """
    context = browser.new_context(viewport=PHONE, base_url=served, service_workers="block", **options)
    wrong: list[str] = []
    context.on("request", lambda request: None if request.url.startswith(served) else wrong.append(request.url))
    context.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    context.on("weberror", lambda error: wrong.append(f"script error: {error.error}"))
    yield context.new_page(), wrong
    context.close()


@pytest.fixture(scope="module")
def shared(browser: Browser, served: str) -> Iterator[tuple[Page, list[str]]]:
    """One phone for the tests of a file: a new one costs more than all that most tests do with it."""
    with phone(browser, served) as made:
        yield made


@pytest.fixture
def page(shared: tuple[Page, list[str]], served: str) -> Iterator[Page]:
    """A phone that has nothing left of other tests. What cannot be taken back (clock, scripts) is for `alone`."""
    page, wrong = shared
    yield page
    for other in page.context.pages[1:]:
        other.close()
    page.context.set_offline(False)
    page.unroute_all()
    if page.url.startswith(served):
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    page.set_viewport_size(PHONE)
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    found = wrong.copy()
    wrong.clear()
    assert found == []


@pytest.fixture
def alone(browser: Browser, served: str) -> Iterator[Page]:
    """A phone that no other test has had or will have."""
    with phone(browser, served) as (page, wrong):
        yield page
    assert wrong == []
