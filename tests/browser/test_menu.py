"""The menu: by keyboard and by accessibility tree, on a phone, on a wide screen, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE


def menu(page: Page) -> Locator:
    """Return the button that opens the menu on a phone."""
    return page.get_by_role("button", name="菜单")


def navigation(page: Page) -> Locator:
    """Return the menu itself, as the accessibility tree names it."""
    return page.get_by_role("navigation", name="网站导航")


def focused(page: Page) -> str:
    """Return the text of the element in focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def spoken(page: Page, role: str) -> list[str]:
    """Return the names of the elements of a role in the tree that the browser gives to screen readers."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [
        str(node.get("name", {}).get("value", ""))
        for node in tree["nodes"]
        if not node["ignored"] and node.get("role", {}).get("value") == role
    ]


def tabs(page: Page, most: int = 60) -> list[str]:
    """Press Tab until the focus enters the text of the page, and return the texts passed."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('main') !== null"):
            return passed
        passed.append(focused(page))
    raise AssertionError(f"no way into the text after {passed}")


def test_a_phone_opens_and_closes_it_by_keyboard(page: Page) -> None:
    page.goto("procedures/fapiao-piaozhong-heding/")
    menu(page).focus()
    expect(menu(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(menu(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    assert focused(page) == "首页"
    page.keyboard.press("Tab")
    assert focused(page) == "办事指南"
    page.keyboard.press("Escape")
    expect(menu(page)).to_have_attribute("aria-expanded", "false")
    expect(menu(page)).to_be_focused()
    expect(navigation(page)).to_be_hidden()


def test_the_closed_menu_is_in_nobodys_way(page: Page) -> None:
    """Neither Tab nor a screen reader meets a link that is not seen."""
    page.goto("procedures/fapiao-piaozhong-heding/")
    assert [text for text in tabs(page) if text in ("办事指南", "服务承诺", "网站地图")] == []
    assert spoken(page, "button")[:2] == ["大字版", "菜单"]
    assert "网站导航" not in spoken(page, "navigation")
    assert not {"岗位与首问", "法律法规"} & set(spoken(page, "link"))
    menu(page).click()
    assert "网站导航" in spoken(page, "navigation")
    assert {"岗位与首问", "法律法规"} < set(spoken(page, "link"))
    assert page.locator("main [aria-label=网站导航]").count() == 0


def test_an_open_menu_holds_the_focus_until_it_is_left(page: Page) -> None:
    page.goto("procedures/fapiao-piaozhong-heding/")
    menu(page).click()
    assert spoken(page, "main") == spoken(page, "heading") == []  # what the menu covers is not read out
    links = navigation(page).get_by_role("link")
    links.last.focus()
    for _ in range(3):  # past the switch of colours, out, and in again from the start
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main, .zwgk-footer') === null")
    expect(menu(page)).to_have_attribute("aria-expanded", "false")
    assert "核定发票 发票票种核定" in spoken(page, "heading")


def test_a_phone_goes_to_a_section_and_its_siblings(page: Page) -> None:
    page.goto("./")
    menu(page).click()
    navigation(page).get_by_role("link", name="服务承诺").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("服务承诺")
    siblings = page.get_by_role("navigation", name="承诺与监督栏目")
    expect(siblings.get_by_role("link", name="服务承诺")).to_have_attribute("aria-current", "page")
    siblings.get_by_role("link", name="监督投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("监督投诉")


def test_a_wide_screen_has_a_second_level(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("./")
    expect(menu(page)).to_be_hidden()
    tab = navigation(page).get_by_role("button", name="职责与制度")
    tab.focus()
    page.keyboard.press("Enter")
    expect(tab).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    assert focused(page) == "权责事项"
    page.keyboard.press("Escape")
    expect(tab).to_be_focused()
    expect(tab).to_have_attribute("aria-expanded", "false")
    expect(navigation(page).get_by_role("link", name="法律法规")).to_have_count(0)
    tab.click()
    other = navigation(page).get_by_role("button", name="承诺与监督")
    other.click()
    expect(tab).to_have_attribute("aria-expanded", "false")
    navigation(page).get_by_role("link", name="监督投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("监督投诉")


def test_leaving_a_list_closes_it(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("./")
    tab = navigation(page).get_by_role("button", name="机构与大厅")
    tab.focus()
    page.keyboard.press("Enter")
    for _ in range(navigation(page).get_by_role("list", name="机构与大厅").get_by_role("link").count() + 1):
        page.keyboard.press("Tab")
    expect(tab).to_have_attribute("aria-expanded", "false")
    tab.click()
    page.mouse.click(1100, 700)
    expect(tab).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(
    ("address", "section"),
    [("laws/", "职责与制度"), ("laws/shuishou-zhengshou-guanlifa/", "职责与制度"), ("coverage/", "政府信息公开")],
)
def test_every_page_of_a_section_links_its_siblings(page: Page, address: str, section: str) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(address)
    here = page.get_by_role("navigation", name=f"{section}栏目")
    hidden = page.locator(f"#menu li:has(> p:text-is('{section}')) a")
    assert here.get_by_role("link").all_inner_texts() == [text.strip() for text in hidden.all_text_contents()]
    assert here.get_by_role("link").count() > 2
    expect(here.locator("[aria-current]")).to_have_count(1)


@pytest.mark.parametrize(
    ("address", "title", "inside"),
    [
        ("themes/", "按主题找", "发票办理"),
        ("audiences/", "按身份找", "自然人"),
        ("guide/", "办税说明", "一次办好怎么准备"),
        ("news/", "公告与解读", None),
        ("about/", "关于本站", None),
    ],
)
def test_cut_addresses_lead_to_an_index(page: Page, address: str, title: str, inside: str | None) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    links = page.locator("main .zwgk-rows > li > a")
    assert links.count() > 1
    link = page.get_by_role("link", name=inside, exact=True) if inside else links.first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_without_scripts_every_section_is_reached(browser: Browser, served: str, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size, base_url=served, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("procedures/")
    if size == PHONE:
        expect(navigation(page)).to_be_hidden()
        page.get_by_role("link", name="菜单", exact=True).click()
    else:
        navigation(page).get_by_role("button", name="职责与制度").hover()
    navigation(page).get_by_role("link", name="制度", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("制度")
    context.close()


def test_without_scripts_the_device_chooses_the_colours(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto("./")
    colour = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", colour)[:3]) < 60
    context.close()


def test_the_colours_can_be_changed_and_stay(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("./")
    page.get_by_role("button", name="换成深色").click()
    page.goto("procedures/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("button", name="换成浅色").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
