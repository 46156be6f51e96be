"""核对本站: what release.json says is shown, and a list of files that is another one is noticed."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from generator.publish.manifest import MANIFEST, Listed
from generator.publish.record import Record

DAY = datetime.date(2026, 11, 30)


def record(data: bytes) -> bytes:
    """Return the record of a release whose list of files is `data`."""
    return Record(2026113001, DAY, datetime.date(2026, 12, 30), DAY, "c0ffee", None, 9, Listed.of(data)).encoded()


@pytest.mark.parametrize("same", [True, False])
def test_the_release_is_shown_and_compared(page: Page, served: str, site: Path, same: bool) -> None:
    data = (site / MANIFEST).read_bytes() if same else b"another"

    def answer(route: Route) -> None:
        route.fulfill(body=record(data), content_type="application/json")

    page.route("**/release.json", answer, times=1)
    page.goto(f"{served}disclosure/release/")
    facts = page.locator("[data-zwgk-facts]")
    expect(facts).to_contain_text("2026113001，2026-11-30 发布，有效到 2026-12-30")
    assert hashlib.sha256(data).hexdigest() in facts.inner_text().replace(" ", "")
    expect(facts).to_contain_text("文件清单和发布单一致" if same else "文件清单和发布单不一致")


def test_a_preview_says_that_it_is_none(page: Page, served: str) -> None:
    page.goto(f"{served}disclosure/release/")
    expect(page.get_by_role("status")).to_contain_text("没有发布单")
