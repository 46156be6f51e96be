"""The filing calendar in the browser: the next deadlines by the visitor's day, tables, pictures, calendars."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import phone

INDEX = "filing-calendar/"


@pytest.fixture(scope="module")
def later(browser: Browser, served: str) -> Iterator[Page]:
    """A phone on another day; each test sets its clock."""
    with phone(browser, served) as (page, wrong):
        yield page
    assert wrong == []


@pytest.mark.parametrize("address", ["./", INDEX])
@pytest.mark.parametrize(
    ("moment", "first", "left"),
    [
        ("2026-11-22T12:00:00", "12月15日，星期二", "还有23天"),
        ("2026-12-15T23:59:00", "12月15日，星期二", "今天截止"),
        ("2026-12-16T00:00:00", "2027年1月20日，星期三", "还有35天"),
        ("2027-04-30T08:00:00", "2027年5月20日，星期四", "还有20天"),
    ],
)
def test_next_deadline_follows_the_visitors_day(later: Page, address: str, moment: str, first: str, left: str) -> None:
    later.clock.set_fixed_time(datetime.datetime.fromisoformat(f"{moment}+08:00"))
    later.goto(address)
    shown = later.locator("[data-zwgk-next] > li:visible")
    assert shown.count() == (2 if address == "./" else 3)
    assert shown.first.locator("time").inner_text() == first
    assert shown.first.locator("[data-zwgk-left]").inner_text() == left


def test_without_scripts_the_list_of_the_build_stays(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto(INDEX)
    shown = page.locator("[data-zwgk-next] > li:visible")
    assert shown.count() == 3
    assert shown.first.locator("time").get_attribute("datetime") == "2026-12-15"
    context.close()


def test_year_page_shows_each_month_as_table_and_picture(page: Page) -> None:
    page.goto(f"{INDEX}2026/")
    rows = page.locator("tbody tr")
    assert rows.count() == 12
    days = [item.get_attribute("datetime") for item in page.locator("tbody time").all()]
    assert days[0] == "2026-01-20" and days[9] == "2026-10-26"
    pictures = page.get_by_role("img", name="截止")
    assert pictures.count() == 12
    label = pictures.nth(9).get_attribute("aria-label")
    assert label == "2026年10月，26日截止；1、2、3、4、5、6、7日放假；10日上班"
    marked = page.locator(".zwgk-month__grid .zwgk-month__deadline").all_inner_texts()
    assert [text.split()[0] for text in marked] == [day[-2:].lstrip("0") for day in days if day]


@pytest.mark.parametrize("address", ["calendar/", INDEX, f"{INDEX}2026/"])
def test_days_of_a_month_stand_apart(page: Page, address: str) -> None:
    page.goto(address)
    boxes = [cell.bounding_box() for cell in page.locator(".zwgk-month__grid").first.locator("b").all()]
    widths = {round(box["width"]) for box in boxes if box}
    assert len(boxes) >= 28
    assert len(widths) == 1 and min(widths) >= 30, "seven columns of the same width, wide enough for two digits"


def test_estimated_year_says_so(page: Page) -> None:
    page.goto(f"{INDEX}2027/")
    assert "按规则推算" in page.locator("h1").inner_text()
    assert page.locator("tbody tr", has_text="暂定").count() == 12


@pytest.mark.parametrize("address", [INDEX, f"{INDEX}2027/", "taxes/", "rosters/", "organs/hekou-banshuiting/"])
def test_nothing_is_wider_than_the_phone(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_calendars_can_be_fetched(page: Page, served: str) -> None:
    page.goto(INDEX)
    links = [item.get_attribute("href") or "" for item in page.locator("#subscribe ~ * a[href^='webcal:']").all()]
    assert len(links) >= 11
    for link in links:
        answer = page.request.get(link.replace("webcal://zwgk.example.gov.cn/sub/", served))
        assert answer.ok
        assert answer.text().startswith("BEGIN:VCALENDAR\r\n")
