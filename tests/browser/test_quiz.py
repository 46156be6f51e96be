"""The self-test in a browser: an answer is told at once and counted; without scripts the answers can be opened."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_answers_are_told_and_counted(page: Page) -> None:
    page.goto("quiz/")
    fields = page.locator("[data-zwgk-quiz] fieldset")
    total = fields.count()
    assert total == 18
    score = page.get_by_role("status")
    right = 0
    for number in range(total):
        field = fields.nth(number)
        letter = field.get_attribute("data-right")
        chosen = letter if number % 3 else next(one for one in "ABCD" if one != letter)
        right += chosen == letter
        field.locator(f"input[value={chosen}]").check()
        expect(field.locator("details")).to_have_attribute("open", "")
        expect(field.locator("details strong")).to_have_text("对。" if chosen == letter else f"不对，应当选 {letter}。")
        expect(field.locator("input").first).to_be_disabled()
        if number + 1 < total:
            expect(score).to_have_text(f"答了 {number + 1} 题，对 {right} 题，还有 {total - number - 1} 题")
    expect(score).to_have_text(f"答完了，{total} 题对 {right} 题")
    page.reload()
    expect(fields.first.locator("input").first).to_be_enabled()
    expect(fields.first.locator("input:checked")).to_have_count(0)


def test_the_proof_leads_to_the_entry(page: Page) -> None:
    page.goto("quiz/")
    link = page.locator("[data-zwgk-quiz] fieldset details a").first
    name = link.text_content()
    page.locator("[data-zwgk-quiz] fieldset summary").first.click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name or "?")
