"""axe finds nothing on any kind of page, in light and dark, on phone and desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import complaints

SHORTEN = """() => {
    const told = ({name, value}) => (["class", "role", "type"].includes(name) ? `${name}=${value}` : name);
    const kinds = (node, above = "") => {
        const text = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
        const kind = `${above}>${node.tagName} ${[...node.attributes].map(told).join(" ")} ${text}`;
        return [kind, ...[...node.children].flatMap((child) => kinds(child, kind))];
    };
    for (const parent of document.querySelectorAll("#main :is(ul, ol, dl, dd, tbody, div, section, article)")) {
        const seen = new Set();
        for (const child of [...parent.children]) {
            const before = seen.size;
            kinds(child).forEach((kind) => seen.add(kind));
            if (seen.size === before && !child.matches("label, :has(label)")) child.remove();
        }
    }
}"""
"""Keeps of a list only what brings a kind of element that was not in it before: axe looks at each at length."""

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


@pytest.mark.parametrize("address", KINDS)
def test_no_violations(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response and response.ok
    page.evaluate(SHORTEN)
    assert complaints(page) == []
