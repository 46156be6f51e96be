"""axe finds nothing on any kind of page, in light and dark, on phone and desktop."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import DESKTOP, PHONE

SHORTEN = """document.querySelectorAll("#main :is(ul, ol, tbody)").forEach(
    list => [...list.children].slice(12).forEach(child => child.remove()))"""
"""Keeps the first items of long lists: the others are alike, and axe looks at each."""

KINDS = (
    "./",
    "procedures/",
    "procedures/fapiao-piaozhong-heding/",
    "procedures/fapiao-piaozhong-heding/notice/",
    "procedures/fapiao-ling-yong/notice/?tool=device&way=counter",
    "themes/invoice/",
    "materials/",
    "materials/daili-weituoshu/",
    "time-limits/",
    "calendar/",
    "procedures/yanqi-jiaona-shuikuan-hezhun/",
    "duties/",
    "duties/fapiao-heding-lingyong/",
    "posts/",
    "posts/zonghe-chuangkou/",
    "regimes/",
    "regimes/shouwen-zeren-zhi/",
    "laws/",
    "laws/shuishou-zhengshou-guanlifa/",
    "commitments/",
    "synonyms/",
    "oversight/",
    "oversight/fuwu-tousu/",
    "organs/",
    "organs/zhengwu-zhongxin-banshuiting/",
    "filing-calendar/",
    "filing-calendar/2026/",
    "filing-calendar/2027/",
    "taxes/",
    "rosters/",
    "coverage/",
    "burden/",
    "disclosure/",
    "disclosure/catalogue/",
    "disclosure/guide/",
    "site-map/",
    "search/",
    "a-z/",
    "a-z/f/",
    "404.html",
)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violations(browser: Browser, served: str, scheme: str, size: dict[str, int]) -> None:
    """In the dark only what depends on colours is looked at: the rest is the same page."""
    options = {} if scheme == "light" else {"runOnly": ["color-contrast", "link-in-text-block"]}
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=served)  # type: ignore[arg-type]
    page = context.new_page()
    found: list[str] = []
    for address in KINDS:
        response = page.goto(address)
        assert response and response.ok, address
        page.evaluate(SHORTEN)
        for violation in Axe().run(page, options=options).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            found.append(f"{address} {violation['id']}: {violation['help']} | {nodes}")
    context.close()
    assert found == []
