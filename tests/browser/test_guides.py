"""Guides on a phone: the first screen answers, what is folded opens by its anchor, on paper and without scripts."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.project import Project
from tests.browser.conftest import PHONE

GUIDE = "procedures/qingshui-zhuxiao/"
FOLDED = ("办事标准", "职责权限", "办事依据", "监督办法")
MOST_SCREENS = 4.5


def test_the_first_screen_answers(page: Page) -> None:
    page.goto(GUIDE)
    expect(page.get_by_role("heading", level=1)).to_have_text("注销公司 一照一码户清税申报")
    facts = page.locator(".zwgk-facts")
    for answer in ("2 到 5 种", "清税申报表", "政务服务中心办税服务厅", "注销业务岗", "0600-5553010", "0600-5553019"):
        expect(facts).to_contain_text(answer)
    bottom = facts.evaluate("facts => facts.getBoundingClientRect().bottom")
    assert bottom <= PHONE["height"]


def test_who_verifies_and_by_when_stands_at_the_top(page: Page, example: Project) -> None:
    unverified = next(item for item in example.session.procedures if not item.verified_on)
    page.goto(f"procedures/{unverified.id}/")
    said = page.locator(".zwgk-unverified")
    expect(said).to_contain_text("尚未核验")
    expect(said).to_contain_text("法制股2027年3月31日前对照规定核完")
    expect(said).to_be_in_viewport()
    expect(page.locator("main")).not_to_contain_text("窗口答复为准")


def test_an_anchor_opens_what_is_folded(page: Page) -> None:
    page.goto(GUIDE)
    law = page.locator("section:has(#basis) a").first
    expect(law).to_be_hidden()
    page.get_by_role("link", name="投诉与救济").click()
    expect(page.locator("section:has(#oversight) a").first).to_be_in_viewport()
    page.goto(f"{GUIDE}?again#basis")
    expect(law).to_be_visible()
    expect(page.locator("#basis")).to_be_in_viewport()


def test_paper_shows_everything_and_the_screen_folds_again(page: Page) -> None:
    page.goto(GUIDE, wait_until="networkidle")  # due.js adds folds once it has the calendar
    law = page.locator("section:has(#basis) a").first
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(law).to_be_visible()
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(law).to_be_hidden()


def test_without_scripts_nothing_is_folded(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=served, java_script_enabled=False)
    page = context.new_page()
    page.goto(GUIDE)
    for title in FOLDED:
        heading = page.get_by_role("heading", level=2, name=title)
        expect(heading).to_be_visible()
        expect(page.locator("section").filter(has=heading).locator("details > :not(summary)").first).to_be_visible()
    seasons = page.locator("section:has(#where) [data-zwgk-season]")
    assert seasons.count() >= 2
    assert all(line.is_visible() for line in seasons.all())
    context.close()


@pytest.mark.parametrize(("day", "season"), [("2026-07-01", "夏季"), ("2026-11-30", "冬季"), ("2026-04-30", "冬季")])
def test_only_the_season_of_today_is_shown(alone: Page, day: str, season: str) -> None:
    alone.clock.set_fixed_time(f"{day}T09:00:00+08:00")
    alone.goto(GUIDE)
    card = alone.locator(".zwgk-contact").first
    assert [text for text in card.locator("dt:visible").all_inner_texts() if text.endswith("季")] == [season]


def test_answers_are_understood_without_their_questions(page: Page, example: Project) -> None:
    page.goto(GUIDE)
    said = page.locator("section:has(#materials) td, .zwgk-steps .zwgk-muted").all_text_contents()
    assert any("有没开完的纸质发票或税控设备" in text for text in said)
    assert [
        text for text in said if text.strip().removeprefix("只有这种情况：") in ("有", "没有", "是", "都不是")
    ] == []


def test_guides_are_short(page: Page, example: Project) -> None:
    """On average over every fourth guide, which is within a hundredth of the average over all."""
    ids = [procedure.id for procedure in example.session.procedures][::4]
    assert len(ids) > 40
    heights = []
    for id in ids:
        page.goto(f"procedures/{id}/")
        heights.append(page.evaluate("document.documentElement.scrollHeight") / PHONE["height"])
    assert statistics.mean(heights) <= MOST_SCREENS
