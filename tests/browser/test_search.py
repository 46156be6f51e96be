"""Search as people use it: input methods, keyboard, screen readers, phones, shared addresses, no scripts or network."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import complaints
from tests.browser.conftest import DESKTOP, PHONE
from tests.conftest import AS_OF


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def box(page: Page) -> Locator:
    """The large search box of the home page and of the search page."""
    return page.get_by_label("想办什么事？")


def hits(page: Page) -> Locator:
    return page.locator("[data-zwgk=results] [data-zwgk=result]")


def names(page: Page) -> list[str]:
    expect(hits(page).first).to_be_visible()
    return list(hits(page).evaluate_all("hits => hits.map(hit => hit.dataset.name)"))


def suggested(page: Page, text: str) -> None:
    """Wait for the suggestions for all that was typed: each character brings others."""
    expect(options(page).last).to_have_text(f"搜“{text}”的全部结果")


def compose(page: Page, text: str) -> None:
    """Put letters into an input method that have not become characters yet."""
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def test_suggestions_from_the_first_character(page: Page) -> None:
    page.goto("./")
    box(page).press_sequentially("注")
    expect(options(page).first).to_be_visible()
    assert options(page).count() >= 3
    assert all("注" in text or "搜“注”" in text for text in options(page).all_inner_texts())
    expect(options(page).locator("mark").first).to_have_text("注")
    expect(options(page).last).to_have_text("搜“注”的全部结果")


def test_nothing_is_loaded_before_the_box_is_entered(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("./", wait_until="networkidle")
    ours = re.compile(r"/assets/search\.\w+\.js|/search/")
    assert asked and not [url for url in asked if ours.search(url)]
    with page.expect_request(ours):
        box(page).focus()


def test_combobox_says_what_it_does(page: Page) -> None:
    page.goto("./")
    field = box(page)
    expect(field).to_have_role("combobox")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("注销")
    suggested(page, "注销")
    expect(field).to_have_attribute("aria-expanded", "true")
    lists = page.locator(f"[id='{field.get_attribute('aria-controls')}']")
    expect(lists).to_have_role("listbox")
    expect(lists).to_have_accessible_name("搜索建议")
    assert lists.get_by_role("option").count() == page.locator("[role=option][aria-selected=false]").count() > 1
    said = page.locator(".zwgk-hero [aria-live=polite]")
    expect(said).to_have_text(f"{options(page).count()} 条，按上下键选择")
    field.press("ArrowDown")
    chosen = page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']")
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert page.locator("[role=option][aria-selected=true]").count() == 1


def test_keyboard_alone(page: Page) -> None:
    page.goto("./")
    field = box(page)
    field.press_sequentially("注销")
    suggested(page, "注销")
    count = options(page).count()
    active = "field => Number(field.getAttribute('aria-activedescendant')?.split('-').pop() ?? -1)"
    for key, place in [
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("End", count - 1),
        ("ArrowDown", -1),
        ("ArrowUp", count - 1),
        ("Home", 0),
        ("ArrowUp", -1),
    ]:
        field.press(key)
        assert field.evaluate(active) == place, key
    field.press("Home")
    assert field.evaluate("field => field.selectionStart") == 0, "with nothing chosen, Home moves the caret"
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("注销")
    field.press("ArrowDown")
    suggested(page, "注销")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/procedures/[a-z-]+/$"))


def test_enter_without_a_choice_searches(page: Page) -> None:
    page.goto("./")
    box(page).press_sequentially("注销")
    box(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/sub/search/\?q="))
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^找到(最相关的)? ?\d+ 条"))
    expect(hits(page).first).to_contain_text("注销")


def test_input_method_fires_nothing_before_it_ends(page: Page) -> None:
    page.goto("./")
    box(page).focus()
    compose(page, "zhu xiao")
    expect(box(page)).to_have_value("zhu xiao")
    page.wait_for_timeout(200)
    expect(page.get_by_role("listbox")).to_be_hidden()
    compose(page, "注销")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "注销"})
    expect(box(page)).to_have_value("注销")
    suggested(page, "注销")
    assert all("注销" in text for text in options(page).all_inner_texts())


def test_enter_of_an_input_method_never_leaves_the_page(page: Page) -> None:
    """Safari ends the composition before it tells of the key: only its code 229 says what it was."""
    page.goto("./")
    field = box(page)
    field.press_sequentially("注")
    suggested(page, "注")
    field.press("ArrowDown")
    here = page.url
    for event in ("{key: 'Enter', isComposing: true}", "{key: 'Enter', keyCode: 229}"):
        field.evaluate(
            f"""field => {{
                field.dispatchEvent(new KeyboardEvent("keydown", {{bubbles: true, cancelable: true, ...{event}}}));
                field.form.requestSubmit(); }}"""
        )
    field.evaluate(
        """field => {
            field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
            field.dispatchEvent(new KeyboardEvent("keydown", {bubbles: true, cancelable: true, key: "Enter"}));
            field.form.requestSubmit(); }"""
    )
    page.wait_for_timeout(200)
    assert page.url == here
    field.evaluate("field => field.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}))")
    field.press("Enter")
    expect(page).not_to_have_url(here)


def test_one_tap_opens_the_box_on_a_phone(page: Page) -> None:
    page.goto("procedures/fapiao-piaozhong-heding/")
    header = page.get_by_role("search", name="全站搜索")
    expect(header).to_be_hidden()
    name = page.locator(".zwgk-brand")
    assert name.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), "name is cut off"
    page.get_by_role("link", name="搜索", exact=True).click()
    field = header.get_by_role("combobox")
    expect(field).to_be_focused()
    field.press_sequentially("发票")
    suggested(page, "发票")
    expect(options(page).first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_be_focused()
    field.press("Escape")
    expect(header).to_be_hidden()
    expect(page.locator("[data-zwgk-opener]")).to_be_focused()


def test_box_stands_in_the_header_of_a_desktop(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    for start in ("laws/", "procedures/fapiao-piaozhong-heding/", "404.html"):
        page.goto(start)
        field = page.get_by_role("search", name="全站搜索").get_by_role("combobox")
        field.fill("注销")
        options(page).filter(has_text="全部结果").click()
        expect(page).to_have_url(re.compile(r"/sub/search/\?q="))
        expect(box(page)).to_have_value("注销")


def test_results_carry_what_other_programs_look_for(page: Page) -> None:
    page.goto("search/?q=发票")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^找到(最相关的)? ?\d+ 条"))
    for hit in hits(page).all():
        first = hit.locator("> *").first
        assert first.evaluate("node => node.tagName") == "A"
        expect(first).to_have_text(str(hit.get_attribute("data-name")))
        kind, id = hit.get_attribute("data-kind"), hit.get_attribute("data-id")
        assert f"/{str(kind).replace('_', '-')}/" in str(first.get_attribute("href"))
        assert str(id) in str(first.get_attribute("href"))
    expect(hits(page).locator("mark").first).to_have_text("发票")
    shown = page.locator("[data-zwgk=results] h2").all_inner_texts()
    assert shown[0] == "最相关" and len(shown) > 1


def test_the_answer_stands_in_the_result(page: Page) -> None:
    page.goto("search/?q=发票票种核定要多久")
    answer = hits(page).first.locator("[data-zwgk=answer]")
    expect(answer).to_contain_text("多久办好")
    answer.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"procedures/fapiao-piaozhong-heding/#"))


def test_filters_narrow_and_stay_in_the_address(page: Page) -> None:
    page.goto("search/?q=发票")
    everything = names(page)
    page.get_by_text("筛选", exact=False).first.click()
    page.get_by_label("类别").select_option(label="法律法规")
    expect(page).to_have_url(re.compile("kind=laws"))
    expect(page.locator("[data-zwgk=result]:not([data-kind=laws])")).to_have_count(0)
    laws = names(page)
    assert laws and laws != everything
    page.reload()
    assert names(page) == laws
    page.get_by_role("button", name="清除筛选").click()
    expect(page).not_to_have_url(re.compile("kind="))
    expect(page.locator("[data-zwgk=result][data-kind=procedures]").first).to_be_visible()
    page.get_by_label("我是").select_option(label="自然人")
    page.get_by_label("能网上办").check()
    expect(page).to_have_url(re.compile("audience=natural_person.*online=1"))
    expect(page.locator("[data-zwgk-chosen]")).to_have_text("2")
    expect(page.locator("[data-zwgk=result]:not([data-kind=procedures])")).to_have_count(0)
    other = page.context.new_page()
    other.goto(page.url)
    persons = names(other)
    expect(other.get_by_label("我是")).to_have_value("natural_person")
    expect(other.get_by_label("能网上办")).to_be_checked()
    expect(hits(page).locator("> a")).to_have_text(persons)


def test_questions_about_now_are_answered_in_the_result(page: Page) -> None:
    """Beijing's today and the visitor's clock: who is on duty, the next deadline, open or closed."""
    page.clock.set_fixed_time(datetime.datetime.fromisoformat(f"{AS_OF}T09:30:00+08:00"))
    page.goto(f"search/?q={quote('今天谁值班')}")
    answers = hits(page).first.locator("[data-zwgk=now]")
    expect(answers).to_have_count(2)
    expect(answers.last).to_contain_text(re.compile("^今天，政务服务中心办税服务厅：值班负责 .+岗，首问 导税咨询岗$"))
    page.goto(f"search/?q={quote('几号要报税')}")
    expect(hits(page).first.locator("[data-zwgk=now]")).to_contain_text(
        re.compile(r"^下一次申报截止到12月15日.*，还有\d+天$")
    )
    page.goto(f"search/?q={quote('现在开门吗')}")
    expect(hits(page).first.locator("[data-zwgk-open]")).to_contain_text(re.compile("^现在正在办公，到"))


def test_back_returns_to_the_place_in_the_results(page: Page) -> None:
    page.goto(f"search/?q={quote('发票')}")
    page.get_by_role("button", name="显示更多").click()
    expect(hits(page).nth(20)).to_be_attached()
    hits(page).nth(20).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 500
    hits(page).nth(20).get_by_role("link").first.click()
    expect(page.locator("[data-zwgk=results]")).to_have_count(0)
    page.go_back()
    expect(hits(page).nth(20)).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - before) < 5


def test_back_shows_what_was_there(page: Page) -> None:
    page.goto("./")
    box(page).fill("注销")
    box(page).press("Enter")
    first = names(page)
    box(page).fill("契税")
    box(page).press("Enter")
    expect(page).to_have_title(re.compile("^契税 - 搜索"))
    expect(hits(page).first).to_contain_text("契税")
    second = names(page)
    assert second != first
    hits(page).first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(second[0])
    page.go_back()
    assert names(page) == second
    page.go_back()
    expect(box(page)).to_have_value("注销")
    expect(hits(page).first).to_have_attribute("data-name", first[0])
    assert names(page) == first
    page.go_back()
    expect(page).to_have_url(re.compile(r"/sub/$"))


def test_a_shared_address_shows_the_same(page: Page) -> None:
    page.goto("search/?q=注销&audience=enterprise")
    shown = names(page)
    other = page.context.new_page()
    other.goto(page.url)
    assert names(other) == shown
    expect(other.locator("meta[name=robots]")).to_have_attribute("content", "noindex")


def test_nothing_found_leads_on_and_sends_nothing(alone: Page) -> None:
    asked: list[str] = []
    query = "龘靐齉<>&"
    alone.goto(f"search/?q={quote(query)}")
    expect(alone.get_by_role("status")).to_have_text(f"没有找到“{query}”")
    alone.on("request", lambda request: asked.append(request.url))
    rest = alone.locator("[data-zwgk-nothing]")
    expect(rest.get_by_role("link", name="12366", exact=True)).to_have_attribute("href", "tel:12366")
    expect(alone.get_by_role("link", name=re.compile("^发票办理"))).to_be_visible()
    rest.get_by_text("告诉我们您没搜到什么").click()
    message = rest.get_by_label("可以复制的话").input_value()
    assert query in message and alone.evaluate("decodeURI(location.href)") in message
    mail = unquote(str(rest.get_by_role("link", name=re.compile("用邮件发给")).get_attribute("href")))
    assert mail.startswith("mailto:zwgk@example.gov.cn?subject=") and message in mail
    alone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rest.get_by_role("button", name="复制").click()
    expect(rest.get_by_role("button", name="已复制")).to_be_visible()
    assert alone.evaluate("navigator.clipboard.readText()") == message
    assert asked == []


def test_recent_searches_stay_on_the_device(page: Page) -> None:
    page.goto("search/?q=")
    for query in ("注销", "契税"):
        box(page).fill(query)
        box(page).press("Enter")
        expect(hits(page).first).to_be_visible()
    page.goto("./")
    assert page.context.cookies() == []
    box(page).focus()
    expect(options(page)).to_have_text([re.compile("^契税"), re.compile("^注销")])
    options(page).nth(1).click()
    expect(page).to_have_url(re.compile(r"search/\?q="))
    expect(box(page)).to_have_value("注销")
    page.goto("./")
    box(page).focus()
    page.get_by_role("button", name=re.compile("清除最近")).click()
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.reload()
    box(page).focus()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_blocked_storage_is_no_hindrance(alone: Page) -> None:
    alone.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    alone.goto("./")
    box(alone).press_sequentially("注销")
    expect(options(alone).first).to_be_visible()
    box(alone).press("Enter")
    expect(hits(alone).first).to_be_visible()
    alone.get_by_role("button", name="菜单").click()
    expect(alone.get_by_label("网站导航").get_by_role("link", name="服务承诺")).to_be_visible()


def test_what_is_loaded_works_without_a_network(page: Page) -> None:
    page.goto("search/?q=注销")
    before = names(page)
    page.context.set_offline(True)
    box(page).fill("")
    box(page).press_sequentially("注销")
    suggested(page, "注销")
    box(page).press("Enter")
    assert names(page) == before


def test_an_engine_that_does_not_arrive_is_said_and_tried_again(page: Page) -> None:
    page.route("**/assets/search.*.js", lambda route: route.abort())
    page.goto("search/?q=注销")
    expect(page.get_by_role("status")).to_have_text("搜索没能装载，可能是网络断了")
    expect(page.get_by_role("link", name=re.compile("^发票办理"))).to_be_visible()
    page.unroute("**/assets/search.*.js")
    box(page).press("Enter")
    expect(hits(page).first).to_be_visible()


def test_what_scripts_add_is_accessible(page: Page) -> None:
    """Open suggestions, results with an answer, and nothing found: axe has no complaint."""
    page.goto("./")
    box(page).press_sequentially("注销")
    suggested(page, "注销")
    box(page).press("ArrowDown")
    assert complaints(page) == []
    expect(options(page).first).to_be_visible()
    page.goto("search/?q=发票票种核定要多久")
    expect(hits(page).first.locator("[data-zwgk=answer]")).to_be_visible()
    page.locator("[data-zwgk-filters] summary").click()
    assert complaints(page) == []
    page.goto("search/?q=龘靐齉")
    page.locator("[data-zwgk-nothing] summary").click()
    assert complaints(page) == []


@pytest.fixture
def plain(browser: Browser, served: str) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    context = browser.new_context(viewport=PHONE, base_url=served, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_three_steps_lead_to_a_name(plain: Page) -> None:
    plain.goto("laws/")
    plain.get_by_role("link", name="搜索", exact=True).click()
    expect(plain.get_by_text("您的浏览器没有运行脚本")).to_be_visible()
    expect(plain.get_by_label("类别")).to_be_hidden()
    plain.get_by_role("link", name="Q", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("按拼音找：Q")
    plain.get_by_role("link", name="契税申报", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("买房交契税 契税申报")


def test_without_scripts_the_form_arrives_at_the_search_page(plain: Page) -> None:
    plain.goto("./")
    box(plain).fill("注销")
    plain.get_by_role("button", name="搜索").click()
    expect(plain).to_have_url(re.compile(r"/sub/search/\?q="))
    plain.get_by_role("link", name=re.compile("^税务注销")).first.click()
    expect(plain.locator("[data-zwgk-item]").first).to_be_visible()


@pytest.mark.parametrize(
    ("chosen", "prefers", "scheme"),
    [(None, "dark", "slate"), ("slate", "light", "slate"), ("default", "dark", "default")],
)
def test_colours_are_set_before_anything_else_runs(
    browser: Browser, served: str, chosen: str | None, prefers: str, scheme: str
) -> None:
    """Only the first script arrives here: what is painted first is what was chosen, or preferred."""
    context = browser.new_context(base_url=served, color_scheme=prefers)  # type: ignore[arg-type]
    kept = json.dumps({"index": 0, "color": {"scheme": chosen, "primary": "custom", "accent": "custom"}})
    if chosen:
        context.add_init_script(f"localStorage.setItem('/sub/.__palette', {json.dumps(kept)})")
    context.route("**/zwgk.*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto("./")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    context.close()


def test_the_policy_is_in_force(browser: Browser, served: str) -> None:
    """The tests would be worth nothing if the browser let everything pass."""
    page = browser.new_page(base_url=served)
    page.goto("./")
    ran = page.evaluate(
        """() => { const script = document.createElement("script");
        script.textContent = "window.ran = true"; document.body.append(script); return Boolean(window.ran); }"""
    )
    page.close()
    assert ran is False


def test_the_official_words_are_told_and_not_what_was_typed(page: Page) -> None:
    page.goto("search/?q=店不开了咋弄")
    told = page.locator("[data-zwgk-terms]")
    expect(told).to_contain_text("注销")
    expect(told).not_to_contain_text("咋弄")
