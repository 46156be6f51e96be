"""A superior with bureaus below it in a browser: choosing one's bureau, a page of another's, the joint search."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build import Settings
from generator.province import Province
from tests.browser.axe import complaints
from tests.browser.conftest import NARROW, PHONE, _Quiet, phone
from tests.conftest import STARTER, check_project
from tests.helpers.provinces import add_bureau

LIMIT = "data/time_limits/fapiao-lingyong.yml"
MATTER = "procedures/fapiao-lingyong/"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a superior's site with two bureaus, of which one is quicker."""
    root = tmp_path_factory.mktemp("province")
    project = Path(shutil.copytree(STARTER, root / "project"))
    text = (project / LIMIT).read_text("utf-8")
    (project / LIMIT).write_text(text.replace("{unit: on_the_spot}", "{count: 3, unit: working_day}"), "utf-8")
    county = add_bureau(project)
    add_bureau(project, "shili-qu", "示例区税务局")
    (county / LIMIT).parent.mkdir()
    (county / LIMIT).write_text("promised: {count: 2, unit: working_day}\n", "utf-8")
    _, published = Province.of(check_project(project)).build(root / "www/sub", Settings())
    assert published
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root / "www")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sub/"
    server.shutdown()


@pytest.fixture
def visitor(browser: Browser, portal: str) -> Iterator[Page]:
    """A phone that has chosen nothing."""
    with phone(browser, portal) as (page, wrong):
        yield page
        assert wrong == []


def choose(page: Page, name: str = "示例县税务局") -> None:
    page.goto("bureaus/")
    page.get_by_role("button", name=f"这是我的税务局：{name}").click()
    expect(page.locator(".zwgk-whose__own")).to_contain_text(f"您选的是{name}")


def test_a_bureau_is_found_by_name_place_and_pinyin(visitor: Page) -> None:
    visitor.goto("bureaus/")
    box = visitor.get_by_label("局名、地名，或拼音首字母")
    names = visitor.locator("[data-bureau]:visible h2")
    for typed in ("示例县", "slx", "shilixian", "示例县税务局办税服务厅"):
        box.fill(typed)
        expect(names).to_have_text(["示例县税务局"])
    box.fill("没有的局")
    expect(visitor.get_by_text("没有叫这个名字的")).to_be_visible()
    box.fill("")
    expect(names).to_have_count(2)


def test_the_choice_stays_on_the_device(visitor: Page) -> None:
    choose(visitor)
    visitor.goto(MATTER)
    own = visitor.locator(".zwgk-whose__own")
    own.get_by_role("link", name="到示例县税务局看").click()
    expect(visitor).to_have_url(re.compile(f"/shili-xian/{MATTER}$"))
    expect(own).to_contain_text("这是您选的税务局")
    own.get_by_role("button", name="不再记住").click()
    expect(own).to_be_hidden()
    visitor.reload()
    expect(own).to_be_hidden()


def test_another_bureaus_page_says_so(visitor: Page) -> None:
    """A visitor of the county who comes to the district's page from a search engine."""
    visitor.goto(f"shili-qu/{MATTER}")
    expect(visitor.locator("[data-zwgk-whose]")).to_contain_text("这是示例区税务局的网站")
    choose(visitor)
    visitor.goto(f"shili-qu/{MATTER}")
    bar = visitor.locator("[data-zwgk-whose]")
    expect(bar).to_contain_text("不是您选的示例县税务局")
    box = bar.bounding_box()
    assert box and box["y"] + box["height"] < PHONE["height"] / 2, "seen without scrolling"
    bar.get_by_role("link", name="到示例县税务局看").click()
    expect(visitor.locator("h1")).to_contain_text("发票领用")
    assert f"/shili-xian/{MATTER}" in visitor.url


def test_the_joint_search(visitor: Page) -> None:
    visitor.goto("search/?q=领发票")
    hit = visitor.locator("[data-id=fapiao-lingyong]")
    expect(hit).to_have_count(1)
    expect(hit.locator("[data-zwgk=where] a")).to_have_text(["示例区税务局", "示例县税务局"])
    choose(visitor)
    visitor.goto("search/?q=领发票")
    expect(hit.locator("[data-zwgk=where] a").first).to_have_text("示例县税务局")
    assert "/shili-xian/procedures/" in (hit.locator("a").first.get_attribute("href") or "")
    visitor.goto("search/?q=示例区税务局")
    expect(visitor.locator("[data-kind=bureaus] a").first).to_have_text("示例区税务局")


@pytest.mark.parametrize(
    "address", ["bureaus/", f"bureaus/{MATTER.split('/')[1]}/", f"shili-qu/{MATTER}", "search/?q=领发票"]
)
def test_axe(visitor: Page, address: str) -> None:
    choose(visitor)
    visitor.goto(address)
    if "search" in address:
        expect(visitor.locator("[data-zwgk=where]").first).to_be_visible()
    visitor.set_viewport_size(NARROW)
    assert visitor.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], "scrolls sideways"
    assert complaints(visitor) == []


def test_without_scripts(browser: Browser, portal: str) -> None:
    with phone(browser, portal, java_script_enabled=False) as (page, _):
        page.goto("bureaus/")
        expect(page.get_by_role("link", name="示例区税务局")).to_be_visible()
        for hidden in (page.get_by_role("button", name="这是我的税务局"), page.get_by_role("searchbox", name="局名")):
            expect(hidden).to_have_count(0)
