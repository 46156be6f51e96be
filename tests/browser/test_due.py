"""The calculator: the same answers as `zwgk due`, on the pages that show limits, with and without scripts."""

from __future__ import annotations

import datetime
import json
from typing import Any

from playwright.sync_api import Browser, Page, expect

from generator.calendar.days import working_days
from generator.calendar.published import published
from tests.browser.conftest import phone
from tests.calendar.test_vectors import ALL, reckon

PROCEDURE = "procedures/yanqi-jiaona-shuikuan-hezhun/"
RECKON = """([data, questions]) => {
  const calendar = zwgkDue.calendarOf(data);
  return questions.map((question) => zwgkDue.reckon(calendar, question));
}"""

OPEN = "document.querySelectorAll('.zwgk-fold').forEach((fold) => { fold.open = true; })"
"""Opens what is folded: calculators are."""


def question(vector: dict[str, Any]) -> dict[str, Any]:
    """Return a vector as the script takes it."""
    return {
        "start": vector["start"],
        "length": [vector["count"] or 0, vector["unit"]],
        "starts": vector["starts"],
        "called": vector.get("called", ""),
        "rests": vector.get("rests_extend", False),
        "binds": vector["binds"],
        "stops": [[stop["first"], stop["last"]] for stop in vector["stops"]],
        "extension": [vector["extend"], vector["unit"]] if vector["extend"] else None,
    }


def test_every_vector_is_answered_as_in_python_with_the_same_explanation(page: Page) -> None:
    page.goto(PROCEDURE)
    data = published(working_days(), range(2008, 2051))
    answers = page.evaluate(RECKON, [json.loads(json.dumps(data)), [question(vector) for vector in ALL]])
    assert len(answers) >= 500
    wrong = [
        (vector, answer, reckon(vector).plain())
        for vector, answer in zip(ALL, answers, strict=True)
        if answer != reckon(vector).plain() or answer["date"] != vector["date"]
    ]
    assert wrong == []


def calculator(page: Page, address: str = PROCEDURE) -> Any:
    """Open a page and return its first calculator."""
    page.goto(address)
    page.evaluate(OPEN)
    box = page.locator("[data-zwgk-due]").first
    expect(box.get_by_role("status")).to_contain_text("最迟")
    return box


def test_across_new_year_the_date_is_provisional(page: Page) -> None:
    box = calculator(page)
    box.get_by_label("如果收到之日是").fill("2026-12-28")
    expect(box.get_by_role("status")).to_contain_text("最迟2027年1月11日（星期一）办结")
    expect(box.get_by_role("status")).to_contain_text("暂定：2027年放假安排还没有公布")
    expect(box.get_by_role("status")).to_contain_text("法律规定最迟2027年1月18日（星期一）（暂定）")
    box.get_by_label("如果收到之日是").fill("2026-12-14")
    expect(box.get_by_role("status")).to_contain_text("最迟2026年12月25日（星期五）办结")
    expect(box.get_by_text("暂定：")).to_have_count(0)
    expect(box.get_by_role("status")).to_contain_text("法律规定最迟2027年1月4日（星期一）（暂定）")
    box.get_by_label("如果收到之日是").fill("2026-11-23")
    expect(box.get_by_role("status").get_by_text("暂定")).to_have_count(0)


def test_across_spring_festival_the_skipped_days_are_told(page: Page) -> None:
    box = calculator(page)
    box.get_by_label("如果收到之日是").fill("2026-02-11")
    expect(box.get_by_role("status")).to_contain_text("最迟2026年3月2日（星期一）办结")
    box.get_by_text("怎么算出来的").click()
    expect(box.get_by_role("listitem").filter(has_text="数9个工作日")).to_contain_text(
        "不算：2月15日至2月23日（春节）、3月1日（周末）"
    )
    expect(box.get_by_role("listitem").filter(has_text="数9个工作日")).to_contain_text("《行政许可法》第八十二条")


def test_time_that_does_not_count(page: Page) -> None:
    box = calculator(page)
    box.get_by_label("如果收到之日是").fill("2026-11-23")
    expect(box.get_by_label("从", exact=True)).to_be_hidden()
    box.get_by_label("中间有不算的时间").check()
    box.get_by_label("从", exact=True).fill("2026-11-25")
    box.get_by_label("到", exact=True).fill("2026-11-27")
    expect(box.get_by_role("status")).to_contain_text("最迟2026年12月9日")
    box.get_by_label("到", exact=True).fill("")
    expect(box.get_by_role("status")).to_have_text("请填不算的时间从哪天到哪天。")
    box.get_by_label("到", exact=True).fill("2026-11-20")
    expect(box.get_by_role("status")).to_have_text("不算的时间前后颠倒了。")
    box.get_by_label("中间有不算的时间").uncheck()
    expect(box.get_by_role("status")).to_contain_text("最迟2026年12月4日")
    box.get_by_label("如果收到之日是").fill("")
    expect(box.get_by_role("status")).to_have_text("请填日期。")


def test_days_that_no_calendar_reaches_get_no_date(page: Page) -> None:
    box = calculator(page)
    box.get_by_label("如果收到之日是").fill("2012-01-20")
    expect(box.get_by_role("status")).to_have_text("只能算2021年到2031年的日期。")
    expect(box.get_by_text("怎么算出来的")).to_be_hidden()
    box.get_by_label("如果收到之日是").fill("2021-02-10")
    expect(box.get_by_role("status")).to_contain_text("最迟2021年3月1日（星期一）办结")
    page.goto("time-limits/")
    page.get_by_label("如果从这天算起").fill("2012-01-20")
    expect(page.locator(".zwgk-due__row", has_text="最迟")).to_have_count(0)


def test_on_paper_the_answer_says_from_which_day(page: Page) -> None:
    box = calculator(page)
    box.get_by_label("如果收到之日是").fill("2026-11-23")
    box.get_by_label("中间有不算的时间").check()
    box.get_by_label("从", exact=True).fill("2026-11-25")
    box.get_by_label("到", exact=True).fill("2026-11-27")
    given = box.locator(".zwgk-due__given")
    expect(given).to_be_hidden()
    page.emulate_media(media="print")
    expect(given).to_have_text("收到之日是2026年11月23日，2026年11月25日至2026年11月27日不算：")
    expect(given).to_be_visible()
    expect(box.get_by_label("如果收到之日是")).to_be_hidden()
    expect(box.get_by_text("例：")).to_be_hidden()


def test_a_year_from_29_february(page: Page) -> None:
    box = calculator(page, "oversight/guojia-peichang/").page.locator('[data-length="2 year"]')
    box.get_by_label("如果知道或者应当知道权利受到侵害之日是").fill("2024-02-29")
    expect(box.get_by_role("status")).to_contain_text("最迟2026年2月28日（星期六）办")  # worked in exchange
    box.get_by_text("怎么算出来的").click()
    expect(box.get_by_role("listitem").filter(has_text="满2年")).to_contain_text("没有对应日的到月末")


def test_extension(page: Page) -> None:
    box = calculator(page, "oversight/fuwu-tousu/").page.locator('[data-extension="10 working_day"]').first
    box.get_by_label("如果受理之日是").fill("2026-11-02")
    before = box.get_by_role("status").inner_text()
    box.get_by_label("经批准延长10个工作日").check()
    expect(box.get_by_role("status")).not_to_contain_text(before.splitlines()[0])


def test_a_regime_s_own_limit(page: Page) -> None:
    """A branch that asks is answered within seven days, reckoned and shown as for procedures."""
    box = calculator(page, "regimes/qingshi-dafu/")
    expect(box).to_contain_text("例：收到之日是2027年1月4日，最迟2027年1月11日办结")
    box.get_by_label("如果收到之日是").fill("2026-09-30")
    expect(box.get_by_role("status")).to_contain_text("最迟2026年10月8日（星期四）办结")


def test_all_limits_from_one_day_and_the_filter(page: Page) -> None:
    page.goto("time-limits/")
    page.get_by_label("如果从这天算起").fill("2026-12-28")
    row = page.locator("#yanqi-jiaona-shuikuan-hezhun")
    expect(row).to_contain_text("最迟2027年1月11日（暂定）")
    assert page.locator(".zwgk-due__row").count() > 100
    page.get_by_label("只看").fill("延期 缴纳")
    expect(page.locator(".zwgk-pager")).to_have_count(0)  # everything is here now
    total = page.locator("tbody tr").count()
    shown = page.locator("tbody tr:visible")
    assert 0 < shown.count() < total
    expect(page.get_by_role("status")).to_have_text(f"{shown.count()} 项")
    expect(row).to_be_visible()
    page.get_by_label("只看").fill("")
    expect(page.get_by_role("status")).to_have_text(f"{total} 项")


def test_the_filter_finds_what_stands_on_further_pages(page: Page) -> None:
    page.goto("time-limits/")
    name = "申报缴纳消费税的期限"
    assert page.locator("tbody tr", has_text=name).count() == 0
    total = page.locator("tbody tr").count()
    page.get_by_label("只看").fill(name)
    expect(page.locator("tbody tr:visible").first).to_contain_text(name)
    expect(page.locator(".zwgk-pager")).to_have_count(0)
    assert page.locator("tbody tr").count() > total
    page.get_by_label("只看").fill("申请行政复议")
    own = page.get_by_role("region", name="纳税人的时限")
    expect(own.locator("tbody tr:visible .zwgk-due__row").first).to_contain_text("最迟")
    links = page.locator("tbody tr:visible a").evaluate_all("links => links.map(link => link.href)")
    assert links and all(page.request.get(link).ok for link in links)


def test_the_address_of_a_limit_leads_to_the_page_it_stands_on(page: Page) -> None:
    page.goto("time-limits/page/2/")
    last = page.locator("tbody tr[id]").last.get_attribute("id")
    page.goto(f"time-limits/#{last}")
    page.wait_for_url(f"**/time-limits/page/2/#{last}")
    expect(page.locator(f"#{last}")).to_be_in_viewport()


def test_works_without_a_network_after_load(page: Page) -> None:
    box = calculator(page)
    page.context.set_offline(True)
    box.get_by_label("如果收到之日是").fill("2026-12-14")
    expect(box.get_by_role("status")).to_contain_text("最迟2026年12月25日")


def test_without_scripts_the_rule_and_an_example_stand(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    for address in (PROCEDURE, "time-limits/", "regimes/qingshi-dafu/"):
        page.goto(address)
        box = page.locator(".zwgk-due").first
        expect(box).to_contain_text("当日不算")
        expect(box).to_contain_text("2027年1月4日")
        assert box.locator("input").count() == 0
    context.close()


def test_nothing_to_reckon_brings_no_script(page: Page) -> None:
    page.goto("procedures/banshui-renyuan-shiming-xinxi-caiji/")
    assert page.locator("[data-zwgk-due], script[src*='assets/due']").count() == 0
    expect(page.locator("main").get_by_text("当场办结").first).to_be_visible()


def test_today_is_beijings_wherever_one_is(browser: Browser, served: str) -> None:
    """Late on 26 November in Los Angeles it is the 27th in Beijing."""
    with phone(browser, served, timezone_id="America/Los_Angeles") as (page, wrong):
        page.clock.set_fixed_time(datetime.datetime.fromisoformat("2026-11-27T09:10:00+08:00"))
        page.goto("time-limits/")
        expect(page.get_by_label("如果从这天算起")).to_have_value("2026-11-27")
        page.goto(PROCEDURE)
        expect(page.get_by_label("如果收到之日是").first).to_have_value("2026-11-27")
        page.goto(f"{PROCEDURE}notice/")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("[data-zwgk-today]")).to_have_text("2026年11月27日")
    assert wrong == []


def test_a_date_that_is_over_says_so_and_what_to_do(alone: Page) -> None:
    alone.clock.set_fixed_time(datetime.datetime.fromisoformat("2026-11-30T09:00:00+08:00"))
    box = calculator(alone)
    box.get_by_label("如果收到之日是").fill("2026-09-21")
    answer = box.get_by_role("status")
    expect(answer).to_contain_text("最迟2026年10月10日")
    expect(answer).to_contain_text("已超 51 天，先打 0600-5553002 问办到哪一步")
    answer.get_by_role("link", name="过了期限怎么办").click()
    expect(alone.locator("#overdue")).to_be_in_viewport()
    box.get_by_label("如果收到之日是").fill("2026-11-30")
    expect(answer).not_to_contain_text("已超")
