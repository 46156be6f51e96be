"""Pages do not jump while their scripts start: what scripts fill has its room before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route

_WATCH = """window.moved = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved += entry.value; })
  .observe({type: "layout-shift", buffered: true});"""
_GOOD = 0.05
"""Half of what counts as good by the Web Vitals (0.1)."""


def _slowly(route: Route) -> None:
    """Let a script wait until the page has been painted."""
    route.request.frame.wait_for_timeout(150)
    route.continue_()


@pytest.mark.parametrize(
    "address",
    [
        "./",
        "procedures/",
        "procedures/qingshui-zhuxiao/notice/",
        "organs/hekou-banshuiting/",
        "reliefs/",
        "time-limits/",
        "materials/",
        "search/?q=注销",
    ],
)
def test_nothing_moves_while_a_page_loads(alone: Page, address: str) -> None:
    alone.add_init_script(_WATCH)
    later = re.compile(r"/(?!first)[\w.]+\.js$")  # painted before all but first.js run
    alone.route(later, _slowly)
    alone.goto(address)
    alone.wait_for_timeout(200)
    assert alone.evaluate("window.moved") <= _GOOD
