"""What a device keeps and does: large text, reading aloud, pages without a network, paper with a QR code."""

from __future__ import annotations

import re
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, _Quiet

GUIDE = "procedures/fapiao-piaozhong-heding/"
_SMALLEST = """() => {
  const sizes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    if (element.closest("option, script")) continue;
    sizes.push(parseFloat(getComputedStyle(element).fontSize));
  }
  return Math.min(...sizes);
}"""
_TARGETS = """() => [...document.querySelectorAll("main :is(button, select, summary), header button, .zwgk-chips a")]
  .filter(element => element.checkVisibility())
  .map(element => Math.min(element.offsetWidth, element.offsetHeight))"""
_UNTIL = """async () => {
  for (let left = 400; left && !(DONE); left--) await new Promise(later => setTimeout(later, 50));
}"""
_VOICE = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "zh-CN"}], cancel: () => { window.cancelled = true; },
  speak: line => { window.said.push(line.text); if (window.said.length < 3) setTimeout(() => line.onend()); },
}});"""


def test_large_text_stays_on_the_device(page: Page) -> None:
    page.goto("./")
    page.get_by_role("button", name="大字版").click()
    for address in (GUIDE, f"{GUIDE}notice/", "organs/hekou-banshuiting/", "results/"):
        page.goto(address)
        assert page.evaluate(_SMALLEST) >= 18
        assert min(page.evaluate(_TARGETS)) >= 44
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("button", name="标准版").click()
    page.goto("./")
    expect(page.get_by_role("button", name="大字版")).to_be_visible()


def test_a_page_is_read_aloud(alone: Page) -> None:
    alone.add_init_script(_VOICE)
    alone.goto(GUIDE)
    expect(alone.get_by_role("button", name="念给我听")).to_be_hidden()
    alone.get_by_role("button", name="大字版").click()
    alone.get_by_role("button", name="念给我听").click()
    alone.evaluate(_UNTIL.replace("DONE", "window.said.length === 3"))
    title = alone.get_by_role("heading", level=1).inner_text().split("\n")[0].strip()
    assert alone.evaluate("window.said[0]") == title and "核定发票" in title
    alone.get_by_role("button", name="不念了").click()
    assert alone.evaluate("window.cancelled")


class _Fresh(_Quiet):
    """Has browsers ask each time, so that nothing comes from their own store of answers."""

    def end_headers(self) -> None:
        """Send the header that says so."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def test_without_a_network_what_was_seen_is_there_with_its_day(browser: Browser, site: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").symlink_to(site, target_is_directory=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Fresh, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport=PHONE, base_url=f"http://127.0.0.1:{server.server_port}/sub/")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(GUIDE)
    page.evaluate(_UNTIL.replace("DONE", "await caches.match(location.href)"))
    page.goto(f"{GUIDE}notice/")
    page.evaluate(_UNTIL.replace("DONE", "await caches.match(location.href)"))
    expect(page.locator(".zwgk-offline")).to_have_count(0)
    server.shutdown()
    server.server_close()
    for address, title in (
        (GUIDE, "核定发票"),
        (f"{GUIDE}notice/", "一次性告知书"),
        ("organs/hekou-banshuiting/", "河口办税服务厅"),
        ("./", "先在这里查清楚"),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(page.locator(".zwgk-offline")).to_have_text(re.compile(r"现在没有网络。下面是 20\d\d年\d+月\d+日存下的"))
        assert page.locator("body").evaluate("body => getComputedStyle(body).display") == "flex"  # with its styles
    page.goto("laws/")
    expect(page.locator(".zwgk-offline")).to_contain_text("那一页没有存在这台设备上")
    assert wrong == []
    context.close()


def test_every_page_says_where_to_tell_mistakes_and_prints_its_address(page: Page) -> None:
    page.goto("materials/jingbanren-shenfenzhengjian/")
    mail = page.get_by_role("link", name="这一页哪里写错了？告诉我们").get_attribute("href") or ""
    assert (
        mail.startswith("mailto:zwgk@example.gov.cn?subject=%E7%BD%91")
        and "materials/jingbanren-shenfenzhengjian/" in mail
    )
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.get_by_role("button", name="打印这一页").click()
    page.emulate_media(media="print")
    paper = page.locator(".zwgk-tools__paper")
    expect(paper.get_by_role("img", name="这一页的二维码")).to_be_visible()
    expect(paper).to_contain_text("网址：https://zwgk.example.gov.cn/sub/materials/jingbanren-shenfenzhengjian/")
    expect(paper).to_contain_text(re.compile(r"\d+年\d+月\d+日打印"))
