"""Long lists are narrowed by words, and to what has gaps."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_a_list_is_narrowed_by_words(page: Page) -> None:
    page.goto("materials/")
    rows = page.locator("[data-row]:visible")
    total = page.locator("[data-row]").count()
    often = page.get_by_role("heading", name="用得最多的")
    expect(often).to_be_visible()
    assert rows.count() == 0  # folded by kind
    page.get_by_role("searchbox", name="材料名称").fill("没有 这种")
    expect(page.get_by_role("status").first).to_have_text("没有对得上的，换个说法试试")
    page.get_by_role("searchbox", name="材料名称").fill("合同")
    assert 0 < rows.count() < total
    assert all("合同" in text for text in rows.all_inner_texts())
    expect(often).to_be_hidden()
    page.get_by_role("searchbox", name="材料名称").fill("")
    expect(often).to_be_visible()
    assert rows.count() == 0


def test_only_gaps_are_shown_and_folds_open_for_words(page: Page) -> None:
    page.goto("coverage/")
    page.get_by_label("只看有缺口的").check()
    shown = page.locator("[data-row]:visible")
    assert shown.count() == page.locator("[data-row][data-gap]").count() > 0
    page.get_by_label("只看有缺口的").uncheck()
    expect(page.get_by_role("link", name="契税申报")).to_be_hidden()
    page.get_by_role("searchbox", name="事项或名录").fill("契税")
    expect(
        page.get_by_role("link", name="契税申报").or_(page.get_by_role("link", name="买房交契税")).first
    ).to_be_visible()
