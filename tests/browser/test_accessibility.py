"""axe finds nothing on any kind of page, in light and dark, on phone and desktop."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.axe import complaints
from tests.browser.conftest import NARROW

SHORTEN = """(before) => {
    const STAYS = "main, header, footer, h1, h2, h3, h4, section, article, nav, form, fieldset, table, label, "
        + ":has(label, main, h1, h2)";
    const told = ({name, value}) => (["class", "role", "type"].includes(name) ? `${name}=${value}` : name);
    const kind = (node, above) => {
        const texts = [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE);
        const length = texts.map((text) => text.data).join("").trim().length;
        return digest(`${above}>${node.tagName} ${[...node.attributes].map(told).join(" ")} ${Math.min(2, length)}`);
    };
    const digest = (text) => {
        let [one, other] = [0, 0];
        for (let place = 0; place < text.length; place++) {
            one = Math.imul(one ^ text.charCodeAt(place), 2654435761);
            other = Math.imul(other ^ text.charCodeAt(place), 1597334677);
        }
        return `${one}${other}`;
    };
    const seen = new Set(before);
    const known = (node, own) => seen.has(own) && [...node.children].every((child) => known(child, kind(child, own)));
    const shorten = (node, above) => {
        const long = node.matches("ul, ol, dl, dd, tbody, div, section, article");
        for (const child of [...node.children]) {
            const own = kind(child, above);
            if (long && known(child, own) && !child.matches(STAYS)) child.remove();
            else shorten(child, own);
            seen.add(own);
        }
    };
    for (const part of document.querySelectorAll("#main, header, footer")) shorten(part, part.tagName);
    return [...seen];
}"""
"""Leaves out of a page what brings no kind of element that was not there before: axe looks at each, and at length.

A kind is what an element and those above it are, with their classes, and whether it has text: none, a character (of
which axe measures no colour), or more. What gives a page its order stays. Takes the kinds of the pages before, which
axe has looked at, and returns them with this page's.
"""

KINDS = (
    "./",
    "procedures/",
    "procedures/fapiao-piaozhong-heding/",
    "procedures/fapiao-piaozhong-heding/notice/",
    "procedures/fapiao-ling-yong/notice/?tool=device&way=counter",
    "themes/",
    "themes/invoice/",
    "audiences/",
    "guide/",
    "guide/one-visit/",
    "news/",
    "about/",
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
    "tasks/",
    "tasks/ershoufang-yichuang-lianban/",
    "rounds/",
    "rounds/2026-q3/",
    "rounds/shuangxiang-pingyi-2026-h1/",
    "rectifications/",
    "rectifications/gaozhi-didian-2026/",
    "suggestions/",
    "requests/",
    "outcomes/",
    "appraisals/",
    "appraisals/2026-q3/",
    "goals/",
    "goals/shangmen-fudao/",
    "plan/",
    "areas/",
    "explanations/",
    "consultations/",
    "consultations/zhongwu-buduan-gang/",
    "consultations/yanshi-fuwu-2027/",
    "results/",
    "results/tousu-xianshi-dafu/",
    "results/ge-shixiang-anqi-banjie/",
    "performance/",
    "performance/2026-q2/",
    "english/",
    "meetings/",
    "credit-grades/",
    "organs/xiaoneng-geming-lingdao-xiaozu/",
    "life-events/",
    "life-events/maimai-ershoufang/",
    "life-events/kai-gongsi/notice/",
    "lists/",
    "ask/",
    "attachments/",
    "remedies/",
    "lists/charges/",
    "campaigns/",
    "records/",
    "records/shuiyuan-fenxi/",
    "campaigns/sanbai-guanai-2026/",
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
    "local-standards/",
    "catalogue/",
    "enforcement/",
    "enforcement/2025/",
    "inspections/",
    "penalties/",
    "announcements/",
    "ratings/",
    "questions/",
    "rights/",
    "annual-report/",
    "annual-report/2025/",
    "reliefs/",
    "reliefs/liushui-liangfei-jianban/",
    "coverage/",
    "burden/",
    "quiz/",
    "disclosure/",
    "disclosure/catalogue/",
    "disclosure/guide/",
    "site-map/",
    "search/",
    "a-z/",
    "a-z/f/",
    "404.html",
)


@pytest.fixture(scope="module")
def seen(shared: tuple[Page, list[str]]) -> list[str]:
    """The kinds of elements of the pages before. Every page of this file has axe from its beginning."""
    shared[0].context.add_init_script(AXE_SCRIPT)
    return []


@pytest.mark.parametrize("address", KINDS)
def test_no_violations(page: Page, address: str, seen: list[str]) -> None:
    response = page.goto(address)
    assert response and response.ok
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], "scrolls sideways"
    seen[:] = page.evaluate(SHORTEN, seen)
    assert complaints(page) == []
