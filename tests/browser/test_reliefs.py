"""Which reliefs fit, in a browser: every pair of answers against the registry, the address, no scripts."""

from __future__ import annotations

import itertools

from playwright.sync_api import Browser, Page, expect

from generator.model.reliefs import Occasion, Relief
from generator.project import Project
from tests.browser.conftest import phone

WHO = ("enterprise", "individual_business", "natural_person")
SHOWN = "[...document.querySelectorAll('[data-case]')].filter((row) => row.checkVisibility()).map((row) => row.querySelector('a').textContent)"  # noqa: E501


def fitting(example: Project, who: str, doing: Occasion) -> list[str]:
    """What the registry says, without the script's form of it."""
    return sorted(
        relief.name
        for relief in example.session.current(Relief)
        if (not relief.audience or who in relief.audience) and doing in relief.occasions
    )


def test_what_is_shown_fits_every_pair_of_answers(page: Page, example: Project) -> None:
    page.goto("reliefs/")
    everything = len(page.evaluate(SHOWN))
    assert everything == len(example.session.current(Relief))
    found = 0
    for who, doing in itertools.product(WHO, Occasion):
        page.goto(f"reliefs/#who={who}&doing={doing.value}")
        expect(page.locator(f"input[name=doing][value={doing.value}]")).to_be_checked()
        shown = page.evaluate(SHOWN)
        assert sorted(shown) == fitting(example, who, doing), (who, doing)
        found += bool(shown)
        assert len(shown) < everything
    assert found > 10


def test_answers_are_in_the_address(page: Page) -> None:
    page.goto("reliefs/")
    page.get_by_role("radio", name="自然人").check()
    page.get_by_role("radio", name="买房").check()
    assert page.url.endswith("#who=natural_person&doing=buy_home")
    expect(page.get_by_role("status").first).to_contain_text("可能适合您的有")
    expect(page.get_by_role("button", name="复制这一页的网址")).to_be_visible()
    page.reload()
    expect(page.locator("input[value=buy_home]")).to_be_checked()


def test_without_scripts_it_is_a_list(browser: Browser, served: str, example: Project) -> None:
    with phone(browser, served, java_script_enabled=False) as (page, wrong):
        page.goto("reliefs/")
        assert page.locator("[data-case]:visible").count() == len(example.session.current(Relief))
        assert page.locator("[data-zwgk-questions]:visible").count() == 0
        assert not wrong
