"""Two ordinary questions on a phone: which reliefs fit a small shop, and what to do about a fine. Five taps each."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import phone


def test_which_reliefs_fit_a_small_shop(browser: Browser, served: str) -> None:
    with phone(browser, served) as (page, wrong):
        page.goto("./")
        page.get_by_role("button", name="菜单").click()
        page.get_by_role("link", name="我能享受什么优惠").first.click()
        page.locator("[data-question=who] label", has_text="个体工商户").click()
        page.locator("[data-question=doing] label", has_text="日常经营").click()
        page.locator("[data-question=size] label").first.click()
        expect(page.locator("[data-case]:visible", has_text="个体工商户经营所得减半")).to_be_visible()
        expect(page).to_have_url(re.compile("#who=individual_business&doing=run&size=small$"))
        assert wrong == []


def test_i_disagree_with_a_fine(browser: Browser, served: str) -> None:
    with phone(browser, served) as (page, wrong):
        page.goto("./")
        page.get_by_role("button", name="菜单").click()
        page.get_by_role("link", name="我不同意怎么办").first.click()
        page.locator("[data-question=act] label", has_text="罚款等处罚").click()
        page.locator("[data-question=stage] label", has_text="收到了正式决定").click()
        case = page.locator("[data-case]:visible")
        expect(case).to_have_count(1)
        case.get_by_text("算一算最迟哪天").first.click()
        case.get_by_label("如果收到通知之日是").first.fill("2026-12-01")
        expect(case.get_by_role("status").first).to_contain_text("最迟2027年2月1日")
        expect(case).to_contain_text("行政诉讼")
        shared = page.url
        page.goto("about:blank")
        page.goto(shared)
        expect(page.locator("[data-case]:visible")).to_have_count(1)
        assert wrong == []
