"""The calculators in a browser: the vectors that Python computes too, and a visitor's sums."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.conftest import ROOT

VECTORS = json.loads((ROOT / "tests/vectors/standards.json").read_text("utf-8"))


def test_vectors(page: Page) -> None:
    page.goto("local-standards/")
    found = page.evaluate("(cases) => cases.map(({question}) => zwgkStandards.calculate(question))", VECTORS)
    assert len(found) >= 30
    assert [item["case"] for item, one in zip(VECTORS, found, strict=True) if one != item["answer"]] == []


def test_a_new_energy_car(page: Page) -> None:
    page.goto("local-standards/#cheliang-gouzhishui-shuilv")
    form = page.get_by_role("form", name="车辆购置税税率计算")
    form.get_by_role("textbox").fill("452000")
    form.get_by_role("checkbox").check()
    expect(form.locator("output")).to_have_text(
        "要缴 40000.00 元（不含增值税 400000.00 元，按 10% 算出 40000.00 元）。"
    )
    form.get_by_role("combobox", name="减征").select_option("列入目录的新能源乘用车减半")
    expect(form.locator("output")).to_contain_text("要缴 25000.00 元")
    form.get_by_role("textbox").fill("四十万")
    expect(form.locator("output")).to_have_text("请填一个数，如 200000。")


def test_land_by_the_month(page: Page) -> None:
    page.goto("local-standards/")
    form = page.get_by_role("form", name="城镇土地使用税等级税额计算")
    form.get_by_role("textbox").fill("1,000")
    expect(form.locator("output")).to_contain_text("要缴 7000.00 元")
    form.get_by_role("combobox", name="用几个月").select_option("5")
    expect(form.locator("output")).to_contain_text("要缴 2916.67 元")
