"""Duty: the line of the day on which one reads, and no past fortnight as if it were this one."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect


def at(page: Page, day: str) -> None:
    """Read the pages at nine in the morning of a day, Beijing time."""
    page.clock.set_fixed_time(datetime.datetime.fromisoformat(f"{day}T09:00:00+08:00"))


@pytest.mark.parametrize("address", ["ask/", "./"])
def test_todays_line_alone(alone: Page, address: str) -> None:
    alone.goto(address)
    built = alone.locator("[data-zwgk-duty]").first.get_attribute("data-zwgk-duty")
    assert built
    later = str(datetime.date.fromisoformat(built) + datetime.timedelta(3))
    at(alone, later)
    alone.goto(address)
    shown = alone.locator("[data-zwgk-duty]:visible")
    assert {line.get_attribute("data-zwgk-duty") for line in shown.all()} == {later}
    expect(alone.get_by_text("值班表已经过期").first).to_be_hidden()
    at(alone, "2028-01-04")
    alone.goto(address)
    expect(alone.locator("[data-zwgk-duty]:visible")).to_have_count(0)
    expect(alone.get_by_text("值班表已经过期").first).to_be_visible()


def test_a_past_roster_is_not_this_weeks(alone: Page) -> None:
    at(alone, "2028-01-04")
    alone.goto("rosters/")
    expect(alone.get_by_text("值班表已经过期").first).to_be_visible()
    expect(alone.locator(".zwgk-roster:visible")).to_have_count(0)


def test_whom_to_ask_is_found_by_the_matter(page: Page) -> None:
    page.goto("ask/")
    page.get_by_role("searchbox", name="事项或岗位").fill("契税")
    row = page.locator("[data-row]:visible").first
    expect(row).to_contain_text("契税")
    expect(row.locator("a[href^='tel:']").first).to_have_attribute("href", re.compile(r"tel:0\d{3}-\d+"))
