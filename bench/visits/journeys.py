"""Walks 22 journeys of visitors on a slow phone: `python bench/visits/journeys.py SITE`.

A phone is Chromium 390 px wide with 1.6 Mbit/s, 150 ms to the server and back, and a processor four times slower. Each
journey begins with nothing kept. Prints a Markdown table: taps and words typed, and the seconds from the first request
to the answer, without the time that a person reads. Exits with 1 if a journey does not reach its answer.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.search.served import served
from tests.browser.conftest import FLAGS, PHONE
from tests.browser.setup_browser import find

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
SLOWER = 4
PATIENCE = 20_000
"""Milliseconds to wait for one step."""


class Journey(NamedTuple):
    """Who wants what, the steps from the home page, and a text that the answer shows.

    A step "box: words" types words into a box; "Enter", "Tab" and so on press a key; "+name" opens what is folded
    under a name; any other taps the first visible link or button with that name.
    """

    who: str
    wants: str
    steps: tuple[str, ...]
    answer: str


SEARCH = "想办什么事？: "
JOURNEYS = (
    Journey(
        "taxpayer",
        "lost an invoice: what to bring",
        (SEARCH + "发票丢了", "Enter", "发票遗失、损毁报告"),
        "要带什么",
    ),
    Journey(
        "taxpayer",
        "closes a small shop: a notice for this case",
        (SEARCH + "店不开了", "Enter", "两证整合个体工商户清税申报", "按我的情况出一份告知书"),
        "要带的",
    ),
    Journey("taxpayer", "is the hall open now", (), "现在|今天|下次"),
    Journey("taxpayer", "the hall's address and telephone", ("大厅和分局", "政务服务中心办税服务厅"), "0600-555"),
    Journey("taxpayer", "who is on duty today", (SEARCH + "今天谁值班", "Enter"), "今天，"),
    Journey(
        "taxpayer",
        "deed tax on a flat of a million",
        ("菜单", "税费标准和计算"),
        "算一算",
    ),
    Journey("taxpayer", "does not know whom to ask", ("先问谁",), "0600-"),
    Journey("taxpayer", "until when taxes are to be filed", ("下一个申报截止日",), "征期"),
    Journey("taxpayer", "opens a shop: all in one go", ("开小店",), "一次办"),
    Journey("elderly", "needs larger text", ("大字版", "买房卖房租房"), "契税"),
    Journey("taxpayer", "complains about a clerk", ("投诉、提意见", "纳税服务投诉"), "0600-"),
    Journey("taxpayer", "does not agree with a fine", (SEARCH + "对罚款不服", "Enter", "行政复议"), "60日"),
    Journey(
        "accountant",
        "last day for a deferral that was accepted",
        (SEARCH + "缓缴税款", "Enter", "对纳税人延期缴纳税款的核准", "+算一算最迟哪天"),
        "最迟",
    ),
    Journey("accountant", "is a first late return fined", (SEARCH + "首违不罚", "Enter"), "首违不罚"),
    Journey("accountant", "which reliefs apply", (SEARCH + "我能享受什么优惠", "Enter", "税费优惠"), "优惠"),
    Journey(
        "accountant",
        "a form, blank and filled",
        ("要用的材料", "材料名称: 发票票种核定", "纳税人领用发票票种核定表"),
        "表样",
    ),
    Journey(
        "accountant",
        "an article by its number",
        (SEARCH + "2019年第48号", "Enter", "国家税务总局关于税收征管若干事项的公告"),
        "第",
    ),
    Journey(
        "blind reader",
        "by keyboard: search and the guide's headings",
        ("Tab", "Enter", SEARCH + "领发票", "Enter", "发票领用"),
        "监督办法",
    ),
    Journey(
        "supervisor",
        "which promises were kept last month",
        (SEARCH + "上个月承诺做到没有", "Enter", "承诺兑现"),
        "做到",
    ),
    Journey("supervisor", "what is late, and why", (SEARCH + "谁没按时办", "Enter", "效能总览"), "逾期|超期|按时"),
    Journey("supervisor", "what is not public yet", (SEARCH + "公开覆盖表", "Enter", "公开覆盖表"), "核验"),
    Journey("journalist", "how many complaints, and what became of them", ("菜单", "责任追究结果"), "投诉|追究"),
)


def main() -> int:
    """Walk all journeys on a built site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--only", default="", help="numbers of journeys, with commas between")
    given = parser.parse_args()
    chosen = [int(number) for number in given.only.split(",") if number] or range(1, len(JOURNEYS) + 1)
    print("| | who | wants | steps | seconds |\n|---|---|---|---|---|")
    failed = 0
    with served(given.site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for number in chosen:
            journey = JOURNEYS[number - 1]
            try:
                seconds = f"{_walk(browser, server.address, journey):.1f}"
            except (BrowserError, AssertionError) as error:
                failed += 1
                seconds = f"lost: {str(error).splitlines()[0]}"
            print(f"| {number} | {journey.who} | {journey.wants} | {_taps(journey)} | {seconds} |", flush=True)
        browser.close()
    print(f"\nload {os.getloadavg()[0]:.1f}")
    return 1 if failed else 0


def _taps(journey: Journey) -> int:
    """Return the number of steps of a journey; typing and Enter are one."""
    return sum(step != "Enter" for step in journey.steps)


def _walk(browser: Browser, address: str, journey: Journey) -> float:
    """Take a journey's steps on a new phone; return its seconds."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, base_url=address)
    try:
        return _taken(context.new_page(), journey)
    finally:
        context.close()  # a slowed phone that stays open slows the next one


def _taken(page: Page, journey: Journey) -> float:
    """Take a journey's steps; return the seconds until its answer is visible."""
    page.set_default_timeout(PATIENCE)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    started = time.perf_counter()
    page.goto("./", wait_until="domcontentloaded")
    for step in journey.steps:
        _take(page, step)
    expect(page.locator("main").get_by_text(re.compile(journey.answer)).locator("visible=true").first).to_be_visible(
        timeout=PATIENCE
    )
    return time.perf_counter() - started


def _take(page: Page, step: str) -> None:
    """Take one step."""
    box, typed, words = step.partition(": ")
    if typed:
        page.get_by_label(box).locator("visible=true").first.fill(words)
    elif step.isascii():
        page.keyboard.press(step)
    elif step.startswith("+"):
        page.locator("summary", has_text=step[1:]).first.click()
    else:
        named = page.get_by_role("link", name=step).or_(page.get_by_role("button", name=step))
        named.locator("visible=true").first.click()


if __name__ == "__main__":
    sys.exit(main())
