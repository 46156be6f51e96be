"""What taxpayers do: find a matter, read what to bring, follow its basis, find where to complain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE


def test_find_by_theme_from_home(page: Page) -> None:
    page.goto("./")
    page.get_by_role("link", name=re.compile("^发票办理")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("发票办理")
    page.get_by_role("link", name="发票票种核定", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核定发票 发票票种核定")
    for question in ("要带什么", "多久办好", "去哪里办", "先问谁", "不满意找谁"):
        expect(page.locator(".zwgk-fact dt", has_text=question)).to_be_in_viewport()


def test_find_by_own_words_from_home(page: Page) -> None:
    page.goto("./")
    page.get_by_label("想办什么事").fill("买新车")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.get_by_role("status")).to_contain_text("找到")
    page.get_by_role("link", name="车辆购置税申报", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("买新车交税 车辆购置税申报")


def test_filters_narrow_and_keep_the_address(page: Page) -> None:
    page.goto("procedures/")
    total = page.locator("[data-zwgk-item]:visible").count()
    assert total >= 167
    page.get_by_label("我是").select_option(label="自然人")
    persons = page.locator("[data-zwgk-item]:visible").count()
    page.get_by_label("当场办结").check()
    both = page.locator("[data-zwgk-item]:visible").count()
    assert total > persons > both > 0
    expect(page).to_have_url(re.compile("audience=natural_person.*immediate=1"))
    page.reload()
    assert page.locator("[data-zwgk-item]:visible").count() == both
    page.get_by_role("button", name="清除").click()
    expect(page.get_by_role("status")).to_have_text(f"共 {total} 项")


def test_from_a_promise_to_last_month_its_miss_and_where_to_complain(page: Page) -> None:
    """Three clicks on a phone: the figures, the miss with its reason, remedy and post, the way to complain."""
    page.goto("./")
    main = page.locator("#main")
    main.get_by_role("link", name="看每一项的数字和原因").click()
    main.get_by_role("link", name="预约15分钟内叫号", exact=True).first.click()
    expect(main.get_by_text(re.compile("^2026年10月：")).first).to_contain_text("没达到目标")
    for told in ("没做到的原因：", "补救：", "目标", "问谁"):
        expect(main.get_by_text(told).first).to_be_visible()
    expect(main.locator(".zwgk-fact", has_text="问谁").get_by_role("link").first).to_have_text("导税咨询岗")
    expect(main.locator(".zwgk-fact__phone")).to_have_attribute("href", re.compile("^tel:0600-"))
    main.locator("section:has(#remedy)").get_by_role("link", name=re.compile("投诉")).first.click()
    expect(page.get_by_role("heading", level=2, name="怎么提")).to_be_visible()
    expect(main.locator("a[href^='tel:']").first).to_be_visible()


@pytest.mark.parametrize("typed", ["發票領用", "fapiaolingyong"])
def test_filters_hear_what_the_search_hears(page: Page, typed: str) -> None:
    """Traditional characters and pinyin, on both lists that have a box."""
    for address, label in (("procedures/", "事项名称或俗称"), ("time-limits/", "只看")):
        shown = []
        for words in ("发票领用", typed):
            page.goto(address)
            page.get_by_label(label).fill(words)
            expect(page.locator("main").get_by_role("status").first).to_have_text(re.compile("[1-9][0-9]* 项"))
            rows = page.locator("[data-zwgk-item]:visible, tbody tr:visible")
            shown.append(rows.all_inner_texts())
        assert shown[0] == shown[1]
        assert 0 < len(shown[0]) < 10


def test_nothing_found_leads_on(page: Page) -> None:
    page.goto("procedures/?q=没有这回事没有这回事")
    expect(page.get_by_text("没有找到。")).to_be_visible()
    expect(page.get_by_role("link", name="12366").first).to_have_attribute("href", "tel:12366")


def test_composition_does_not_filter_until_it_ends(page: Page) -> None:
    page.goto("procedures/")
    total = page.locator("[data-zwgk-item]:visible").count()
    field = page.get_by_label("事项名称或俗称")
    field.evaluate(
        """field => { field.value = "fapiao";
        field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true})); }"""
    )
    assert page.locator("[data-zwgk-item]:visible").count() == total
    field.evaluate(
        """field => { field.value = "发票";
        field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true})); }"""
    )
    assert 0 < page.locator("[data-zwgk-item]:visible").count() < total


def test_materials_are_cards_on_a_phone(page: Page) -> None:
    page.goto("procedures/fapiao-piaozhong-heding/#materials")
    table = page.locator("#main table").first
    assert table.evaluate("element => element.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    expect(table.get_by_role("columnheader")).to_have_count(5)
    row = table.get_by_role("row").nth(1)
    stated = row.locator("td:not(.zwgk-none, .zwgk-always)").count()  # what is not stated leaves no hole
    assert stated >= 1
    expect(row.get_by_role("cell")).to_have_count(stated)


def test_text_can_be_doubled_without_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("procedures/fapiao-piaozhong-heding/")
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_follow_a_legal_basis_there_and_back(page: Page) -> None:
    page.goto("procedures/fapiao-piaozhong-heding/#basis")
    page.locator("section:has(#basis) a").first.click()
    expect(page.get_by_role("heading", level=2, name="依据它的办事事项")).to_be_visible()
    page.get_by_role("link", name="发票票种核定", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核定发票 发票票种核定")


def test_find_where_to_complain_and_what_follows(page: Page) -> None:
    page.goto("procedures/fapiao-piaozhong-heding/")
    page.get_by_role("link", name="投诉与救济").click()
    page.locator("section:has(#oversight)").get_by_role("link", name="纳税服务投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("纳税服务投诉")
    expect(page.locator(".zwgk-ladder > li")).to_have_count(3)
    for consequence in ("换岗", "待岗", "辞退"):
        expect(page.locator(".zwgk-ladder")).to_contain_text(consequence)


def test_a_phone_jumps_to_a_section_and_a_wide_screen_has_its_list_beside(page: Page) -> None:
    page.goto("procedures/geti-gongshanghu-zhuxiao/")
    page.locator(".zwgk-jump summary").click()
    page.locator(".zwgk-jump").get_by_role("link", name="监督办法").click()
    expect(page.get_by_role("heading", level=2, name="监督办法")).to_be_in_viewport()
    page.set_viewport_size(DESKTOP)
    expect(page.locator(".zwgk-jump")).to_be_hidden()
    expect(page.get_by_role("navigation", name="本页内容")).to_be_visible()


def test_overdue_matters_say_whom_to_call(page: Page) -> None:
    page.goto("procedures/geti-gongshanghu-zhuxiao/")
    calls = page.locator("[data-zwgk-overdue] a[href^='tel:']")
    expect(calls).to_have_text(["0600-5553010", "0600-5553019"])
    page.goto("procedures/cunliangfang-jiaoyi-zengzhishui-shenbao/")  # done on the spot, and still it may take longer
    expect(page.locator("[data-zwgk-overdue]")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "./",
        "procedures/",
        "procedures/geti-gongshanghu-zhuxiao/",
        "procedures/geti-gongshanghu-zhuxiao/notice/",
        "organs/zhengwu-zhongxin-banshuiting/",
        "oversight/fuwu-tousu/",
        "time-limits/",
    ],
)
def test_a_phone_with_large_text_does_not_scroll_sideways(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_coverage_table_fits_on_paper(page: Page) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 without its margins
    page.emulate_media(media="print")
    page.goto("coverage/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # opens what is folded
    heads = page.get_by_role("columnheader", name="核验日期")
    expect(heads.last).to_be_visible()
    assert max(heads.evaluate_all("heads => heads.map(head => head.getBoundingClientRect().right)")) <= 718


def test_keyboard_alone_reaches_a_matter(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("procedures/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class(re.compile("md-skip"))
    page.get_by_label("事项名称或俗称").focus()
    page.keyboard.type("领发票")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-zwgk-item]') !== null"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="监督办法")).to_be_attached()


def test_time_limits_can_be_sorted(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("time-limits/")
    head = page.get_by_role("columnheader", name="承诺时限")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    values = "rows => rows.map(row => Number(row.cells[1].dataset.value))"
    rows = page.locator("#main table").first.locator("tbody tr")
    ascending = rows.evaluate_all(values)
    assert ascending == sorted(ascending) and ascending[0] < ascending[-1]
    head.get_by_role("button").click()
    assert rows.evaluate_all(values) == ascending[::-1] or rows.evaluate_all(values)[0] == max(ascending)


def test_every_page_says_that_the_bureau_is_fictional(page: Page) -> None:
    for address in ("./", "procedures/fapiao-piaozhong-heding/", "disclosure/guide/", "404.html"):
        page.goto(address)
        expect(page.get_by_text("本网站为虚构的示例").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("本网站为虚构的示例").first).to_be_visible()


def test_without_scripts_themes_lead_to_a_matter(browser: Browser, served: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=served, java_script_enabled=False)
    page = context.new_page()
    page.goto("./")
    page.get_by_role("link", name=re.compile("^买车用车")).click()
    page.get_by_role("link", name="车辆购置税申报", exact=True).click()
    expect(page.get_by_role("heading", level=2, name="要带什么")).to_be_visible()
    page.goto("procedures/")
    expect(page.locator("[data-zwgk-filter]")).to_be_hidden()
    assert page.locator("[data-zwgk-item]:visible").count() >= 167
    page.get_by_role("link", name="菜单", exact=True).click()
    page.get_by_label("网站导航").get_by_role("link", name="监督投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("监督投诉")
    context.close()


def test_opened_from_a_disk(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name=re.compile("^发票办理")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("发票办理")
    context.close()
