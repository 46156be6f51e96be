"""Open now: the vectors in the browser, what a visitor reads in any time zone, and today's row of the roster."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import phone
from tests.conftest import ROOT

HALL = "organs/hekou-banshuiting/"
VECTORS = json.loads((ROOT / "tests/vectors/hours.json").read_text("utf-8"))


def test_vectors(page: Page) -> None:
    page.goto(HALL)
    found = page.evaluate(
        "({organs, calendar, cases}) => cases.map((item) => zwgkOpening(organs[item.organ], calendar, item.at))",
        VECTORS,
    )
    wanted = [{name: case[name] for name in ("now", "next", "certain", "next_certain")} for case in VECTORS["cases"]]
    assert len(found) >= 60
    assert [
        (case["organ"], case["at"])
        for case, one, other in zip(VECTORS["cases"], found, wanted, strict=True)
        if one != other
    ] == []


@pytest.fixture(scope="module", params=["America/New_York", "Pacific/Auckland"])
def abroad(browser: Browser, served: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone far from Beijing; each test sets its clock."""
    with phone(browser, served, timezone_id=request.param) as (page, wrong):
        yield page
    assert wrong == []


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2026-11-23T09:00", "现在正在办公，到12:00；接着是延时服务，到13:00。"),
        ("2026-11-23T13:30", "现在不办公；今天 14:00开门。"),
        ("2026-11-23T20:00", "现在不办公；明天 08:30开门。"),
        ("2026-11-27T20:00", "现在不办公；11月30日，星期一 08:30开门。"),
        ("2026-11-28T10:00", "现在只接待预约的人，到11:30；11月30日，星期一 08:30开门。"),
        ("2026-12-31T19:00", "现在不办公；1月4日，星期一 08:30开门。（放假安排还没有公布，以公告为准）"),
        ("2027-05-03T09:00", "现在不办公；5月5日，星期三 08:30开门。（放假安排还没有公布，以公告为准）"),
    ],
)
def test_in_beijing_time_wherever_one_is(abroad: Page, at: str, text: str) -> None:
    moment = datetime.datetime.fromisoformat(f"{at}:00+08:00")
    abroad.clock.set_fixed_time(moment)
    abroad.goto(HALL)
    assert abroad.locator(".zwgk-open").inner_text() == text


def test_it_follows_the_clock(alone: Page) -> None:
    alone.clock.install(time=datetime.datetime.fromisoformat("2026-11-23T11:59:00+08:00"))
    alone.goto(HALL)
    assert alone.locator(".zwgk-open").inner_text().startswith("现在正在办公")
    alone.clock.run_for(90_000)
    assert alone.locator(".zwgk-open").inner_text().startswith("现在是延时服务时间")


@pytest.mark.parametrize("address", ["./", "organs/"])
def test_lists_tell_it_for_each_hall(alone: Page, address: str) -> None:
    alone.clock.set_fixed_time(datetime.datetime.fromisoformat("2026-11-28T09:30:00+08:00"))
    alone.goto(address)
    told = alone.locator(".zwgk-open").all_inner_texts()
    assert sorted(text.split("；")[0] for text in told) == [
        "现在只接待预约的人，到11:30",
        "现在只接待预约的人，到12:00",
    ]


def test_today_is_marked_in_the_roster(alone: Page) -> None:
    alone.clock.set_fixed_time(datetime.datetime.fromisoformat("2026-12-03T00:30:00+08:00"))
    alone.goto(HALL)
    marked = alone.locator("tr[aria-current=date]")
    assert marked.count() == 1
    assert "12月3日" in marked.inner_text()
    assert "柳林分局长岗" in marked.inner_text(), "the change of that day"


def test_without_scripts_the_hours_stay(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto(HALL)
    assert page.locator(".zwgk-open").is_hidden()
    assert "08:30—12:00" in page.locator("section:has(> h2#hours)").inner_text()
    assert page.locator("tr[data-zwgk-day]").count() == 14
    page.goto("organs/")
    assert page.locator(".zwgk-open:visible").count() == 0
    assert "08:30—12:00" in page.locator(".zwgk-contact", has_text="河口办税服务厅").inner_text()
    context.close()


def test_home_says_which_day_is_today_and_the_next_deadline(alone: Page) -> None:
    alone.clock.set_fixed_time(datetime.datetime.fromisoformat("2026-12-31T17:00:00Z"))  # the next day in Beijing
    alone.goto("./")
    card = alone.locator(".zwgk-today")
    expect(card.get_by_role("heading")).to_contain_text("1月1日，星期五")
    expect(card.locator("[data-date]:visible")).to_have_text(
        re.compile(r"下一个申报截止日 2027年1月20日，星期三 .*还有19天")
    )
