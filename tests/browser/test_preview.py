"""An editor's loop: a file is saved, the page reloads; a mistake shows in the page, with its place and what to do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """The address of `zwgk serve` on a copy of the starter."""
    command = [sys.executable, "-m", "generator", "serve", "--project", str(project), "--port", "0"]
    command += ["--as-of", "2026-10-01"]  # before the warning that next year's days off are missing
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = re.search(r"http://\S+/", process.stdout.readline())
        assert found
        yield found.group()
        process.terminate()


def test_editing_with_the_page_open(browser: Browser, project: Path, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}procedures/fapiao-lingyong/")
    panel = page.locator("#zwgk-live")
    expect(panel).to_be_hidden()
    file = project / "data/procedures/fapiao-lingyong.yml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("first_contact: zonghe-chuangkou", "first_contact: zonghe-chuangko"), "utf-8")
    expect(panel).to_contain_text("data/procedures/fapiao-lingyong.yml:23:16 R301")
    expect(panel).to_contain_text("是不是 zonghe-chuangkou")
    file.write_text(good.replace("summary: 领取空白纸质发票。", "summary: 领取新的空白纸质发票。"), "utf-8")
    expect(page.locator(".zwgk-lead")).to_have_text("领取新的空白纸质发票。")
    expect(panel).to_be_hidden()
    file.write_text(good.replace("verified_on: 2026-01-01\n", ""), "utf-8")
    expect(panel).to_have_text(re.compile("^0 个错误，1 个提醒"))
    expect(panel.get_by_text("没有核验日期")).to_be_hidden()  # reminders do not cover the page
    panel.locator("summary").click()
    expect(panel.get_by_text("没有核验日期")).to_be_visible()
    page.close()
