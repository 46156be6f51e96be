"""The one-time notice in a browser: every case against the registry, the address that is kept, paper, and its code."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from generator.model.materials import Material
from generator.model.procedures import Necessity, Procedure
from generator.model.time_limits import Bound, TimeLimit
from generator.project import Project
from tests.browser.conftest import DESKTOP

PUBLIC = "https://zwgk.example.gov.cn/sub/"
THREE = ("fapiao-ling-yong", "qingshui-zhuxiao", "fangchanshui-shenbao")
Case = Mapping[str, str]
SHOWN = """() => {
    const visible = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility());
    const texts = (selector) => visible(selector).map((node) => node.innerText.trim());
    return {
        materials: texts("[data-zwgk-notice] tbody th > a:first-child"),
        steps: texts("[data-zwgk-notice] .zwgk-notice__steps strong"),
        limits: texts("[data-zwgk-notice] section:has(#time-limit)").join(),
        said: texts("[role=status]")[0],
        questions: texts("fieldset legend"),
        code: visible("[data-zwgk-qr] svg path:last-child")[0].getAttribute("d"),
    };
}"""
"""What a visitor sees of a notice; of the code its dark squares."""


def address(id: str, case: Case) -> str:
    return f"procedures/{id}/notice/" + (f"?{urlencode(case)}" if case else "")


def cases(procedure: Procedure) -> Iterator[Case]:
    """Every combination of answers."""
    keys = list(procedure.situations)
    for answer in itertools.product(*(procedure.situations[key].options for key in keys)):
        yield dict(zip(keys, answer, strict=True))


def holds(when: Mapping[str, tuple[str, ...]] | None, case: Case) -> bool:
    """What a condition means, said once more and independently of the script."""
    return all(case[key] in options for key, options in (when or {}).items())


def decoded(picture: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def drawn(squares: str) -> Image.Image:
    """A code as a picture, out of the squares of its path."""
    dark = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", squares)]
    side = max(max(square) for square in dark) + 9
    picture = Image.new("L", (side, side), 255)
    for x, y in dark:
        picture.putpixel((x + 4, y + 4), 0)
    return picture.resize((4 * side, 4 * side), Image.Resampling.NEAREST)


def shown(page: Page, selector: str) -> list[str]:
    found = page.locator(f"[data-zwgk-notice] {selector}")
    return [text.strip() for text in found.filter(visible=True).all_inner_texts()]


def matters(procedure: Procedure, limits: list[TimeLimit], case: Case, key: str) -> bool:
    """Whether another answer to one question would change what is shown."""
    parts: list[Any] = [*procedure.materials, *procedure.steps, *limits]
    seen = {
        tuple(holds(part.when, {**case, key: option}) for part in parts) for option in procedure.situations[key].options
    }
    return len(seen) > 1


@pytest.mark.parametrize("id", THREE)
def test_every_case_is_what_the_registry_says(page: Page, example: Project, id: str) -> None:
    registry = example.registry
    procedure = registry.all(Procedure)[id]
    limits = [limit for limit in registry.all(TimeLimit).values() if limit.of.procedure == id]
    seen = set()
    for case in cases(procedure):
        page.goto(address(id, case))
        found = page.evaluate(SHOWN)
        uses = [use for use in procedure.materials if holds(use.when, case)]
        assert sorted(found["materials"]) == sorted(registry.all(Material)[use.material].name for use in uses), case
        assert found["steps"] == [x.name for x in procedure.steps if holds(x.when, case)]
        promised = {str(x.promised) for x in limits if x.binds is Bound.BUREAU and holds(x.when, case)}
        assert all(word in found["limits"] for word in promised), case
        asked = sum(use.necessity is not Necessity.OPTIONAL for use in uses)
        assert found["said"] == (f"您要带 {asked} 种材料，都在下面。" if asked else "您不用带材料。"), case
        for key, situation in procedure.situations.items():
            assert situation.ask in found["questions"] or not matters(procedure, limits, case, key), (case, key)
        kept = {key: case[key] for key in case if procedure.situations[key].ask in found["questions"]}
        assert decoded(drawn(found["code"])) == PUBLIC + address(id, kept)
        seen.add((tuple(found["materials"]), tuple(sorted(promised))))
    for scheme in ("default", "slate"):
        page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        code = page.locator("[data-zwgk-qr] svg").screenshot(scale="css")
        assert decoded(Image.open(io.BytesIO(code))) == PUBLIC + address(id, kept), scheme
    assert len(seen) > 2, "the cases must differ, or the test says nothing"


def test_answers_can_be_changed_and_stay_in_the_address(page: Page) -> None:
    page.goto(address("fapiao-ling-yong", {}))
    everything = shown(page, "tbody tr")
    status = page.get_by_role("status").first
    expect(status).to_contain_text("还有 2 个问题没选")
    page.get_by_label("手工填写或者定额发票").check()
    page.get_by_label("邮寄到经营地").check()
    expect(status).to_have_text("您要带 1 种材料，都在下面。")
    expect(page).to_have_url(re.compile(r"/notice/\?tool=manual&way=mail$"))
    assert shown(page, "[data-zwgk-case] dd") == ["手工填写或者定额发票；邮寄到经营地"]
    page.reload()
    expect(status).to_have_text("您要带 1 种材料，都在下面。")
    page.get_by_role("group", name="怎么拿票？").get_by_label("还没定").check()
    page.get_by_role("group", name="这种纸质发票怎么开？").get_by_label("还没定").check()
    assert shown(page, "tbody tr") == everything
    expect(page).to_have_url(re.compile("/notice/$"))


def test_keyboard_answers(page: Page) -> None:
    page.goto(address("fapiao-ling-yong", {}))
    page.get_by_label("还没定").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("手工填写或者定额发票")).to_be_checked()
    expect(page).to_have_url(re.compile(r"\?tool=manual$"))


def test_foreign_answers_are_ignored(page: Page) -> None:
    page.goto("procedures/fapiao-ling-yong/notice/?tool=<b>&way=constructor&__proto__=x&other=1")
    expect(page.get_by_role("status").first).to_contain_text("还有 2 个问题没选")
    assert page.get_by_label("还没定").nth(1).is_checked()


def test_complete_table_without_scripts(browser: Browser, served: str, example: Project) -> None:
    procedure = example.registry.all(Procedure)["qingshui-zhuxiao"]
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto(address(procedure.id, {}))
    assert len(shown(page, "tbody tr")) == len(procedure.materials)
    expect(page.get_by_text("要带什么看您的情况")).to_be_visible()
    expect(page.locator("[data-zwgk-questions]")).to_be_hidden()
    for use in procedure.materials:
        if use.when:
            key, (answer, *_) = next(iter(use.when.items()))
            said = procedure.situations[key].options[answer]
            expect(page.locator("tbody").get_by_text(said).first).to_be_visible()
    context.close()


def plain(text: str) -> str:
    """Without spaces, and with the usual characters in place of those that fonts share glyphs with (⼀ for 一)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def paper(page: Page, path: Path) -> tuple[int, str]:
    """Print a page as the browser does; return how many sheets, and the text on them without spaces."""
    page.pdf(path=path, prefer_css_page_size=True)
    reader = PdfReader(path)
    width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox.upper_right)
    assert (width, height) == (210, 297)
    return len(reader.pages), plain("".join(sheet.extract_text() for sheet in reader.pages))


@pytest.mark.parametrize(
    "case", [{"tool": "device", "way": "counter"}, {"tool": "manual", "way": "mail"}], ids=["counter", "mail"]
)
def test_a_case_prints_on_one_sheet(page: Page, example: Project, tmp_path: Path, case: Case) -> None:
    procedure = example.registry.all(Procedure)["fapiao-ling-yong"]
    page.goto(address(procedure.id, case))
    sheets, text = paper(page, tmp_path / "notice.pdf")
    assert sheets == 1
    for wanted in (
        "一次性告知书",
        procedure.name,
        "示例市税务局",
        "告知人",
        "签收人",
        "日期：20",
        "综合服务岗",
        "0600-5553000",
    ):
        assert plain(wanted) in text
    for use in procedure.materials:
        assert (plain(example.registry.all(Material)[use.material].name) in text) is holds(use.when, case)
    for hidden in ("还没定", "网站地图", "复制网址", "什么情况要"):
        assert hidden not in text
    picture = PdfDocument(tmp_path / "notice.pdf")[0].render(scale=3).to_pil()
    assert decoded(picture) == PUBLIC + address(procedure.id, case)


def test_the_longest_print_on_two_sheets(page: Page, site: Path, tmp_path: Path) -> None:
    page.set_viewport_size(DESKTOP)
    notices = sorted(site.glob("procedures/*/notice/index.html"), key=lambda path: -path.stat().st_size)
    assert len(notices) >= 167
    sheets = {}
    for path in notices[:4]:
        page.goto(path.parent.relative_to(site).as_posix() + "/")
        sheets[path.parent.parent.name], _ = paper(page, tmp_path / "notice.pdf")
    assert {id: count for id, count in sheets.items() if count > 2} == {}
