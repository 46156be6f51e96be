"""The peers' pages show what ours show: every text of our page stands in theirs too."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import markdown
from markupsafe import escape

from generator.bench import markdown as pages_in_markdown
from generator.bench import peers
from generator.bench.content import Guide, guide
from generator.bench.equal import filler
from generator.project import Project
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.views.procedures import pages_of
from tests.conftest import ROOT

LAYOUTS = Path(peers.__file__).parent / "layouts"
NODE = shutil.which("node")


class Texts(HTMLParser):
    """Collects the texts of a page, without the blank space and punctuation around them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        text = squeezed(data).strip("：，。；、（）《》/·")
        if text:
            self.found.append(text)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def texts(html: str) -> list[str]:
    parser = Texts()
    parser.feed(html)
    return parser.found


def shown(html: str) -> str:
    """All a page says, in one row."""
    return (
        "".join(squeezed(text) for text in re.sub(r"<[^>]*>", "", html).split())
        .replace("&amp;", "&")
        .replace("&#34;", '"')
    )


# What peers are not given: the reckoning of due dates, what need not be brought, ways within the site, folds,
# what registries tell that came later: results, rates, reliefs,
# penalties, set forms; the foot to print and to tell mistakes.
OURS_ALONE = re.compile(
    r'<div class="zwgk-due".*?</div>|<p>不用带：.*?</p>|<p class="zwgk-callout" id="overdue" data-zwgk-overdue>.*?</p>'
    r'|<a class="zwgk-tag" href="[^"]*">原文</a>|<span class="zwgk-muted">（摘要，非原文）</span>'
    r'|(?<=open)><summary>(?!<h2).*?</summary>|<p class="zwgk-(?:flow|limit__lead)">.*?</p>'
    r'|<span>没有写情况的都要。</span>|<details class="zwgk-fold zwgk-actual".*?</details>'
    r'|<section><details[^>]*><summary><h2 id="(?:rates|reliefs|penalties)">.*?</section>'
    r'|<p><a href="[^"]*oversight/">什么情况走哪条路</a></p>| <a href="[^"]*">等 \d+ 个岗位</a>'
    r'|<details class="zwgk-jump">.*?</details>|<p><a href="[^"]*notice/">.*?</p>'
    r'|<a class="zwgk-tag" href="[^"]*" aria-label="[^"]*的表样">表样</a>'
    r'|<div class="zwgk-tools">.*?<span data-zwgk-printed></span></p></div>\s*</div>',
    re.DOTALL,
)


@dataclass
class Pair:
    """A procedure as the peers get it, and our own page's content."""

    guide: Guide
    ours: str


@pytest.fixture(scope="module")
def pairs(example: Project) -> list[Pair]:
    session = example.session
    renderer = Renderer(session.site, Theme.of(ROOT))
    pages = (page for procedure in session.procedures for page in pages_of(session, procedure))
    return [Pair(guide(page), OURS_ALONE.sub("", renderer.holes(page)["content"])) for page in pages]


def missing(pair: Pair, theirs: str) -> Iterator[str]:
    """What our page says and theirs does not, whatever they call the sections."""
    said = shown(theirs)
    elsewhere = ("首页", "办事指南", "打印一次性告知书", "按我的情况出一份告知书")
    yield from (text for text in texts(pair.ours) if text not in said and text not in elsewhere)


def test_markdown_shows_what_our_page_shows(pairs: list[Pair]) -> None:
    assert len(pairs) > 100
    for pair in pairs:
        body = pages_in_markdown.page(pair.guide).split("---\n", 2)[2]
        html = markdown(body, extensions=["tables"])
        assert list(missing(pair, html.replace("&lt;", "<").replace("&gt;", ">"))) == [], pair.guide["id"]
        assert html.count("<table>") == bool(pair.guide.get("materials"))


@pytest.fixture(scope="module")
def eleventys(pairs: list[Pair], tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The head, the contents and the body that Eleventy's templates make of each guide."""
    if NODE is None:
        pytest.skip("needs node")
    folder = tmp_path_factory.mktemp("eleventy")
    (folder / "guides.json").write_text(json.dumps([pair.guide for pair in pairs]), encoding="utf-8")
    script = (
        f"const {{ content, head, toc }} = require({json.dumps(str(LAYOUTS / 'eleventy/body.cjs'))});"
        "const guides = JSON.parse(require('fs').readFileSync('guides.json', 'utf8'));"
        "console.log(JSON.stringify(guides.map((guide) => [head, toc, content].map((part) => part(guide)))));"
    )
    done = subprocess.run([NODE, "-e", script], cwd=folder, capture_output=True, check=True, text=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_eleventys_template_shows_what_our_page_shows(pairs: list[Pair], eleventys: list[list[str]]) -> None:
    for pair, (_, _, theirs) in zip(pairs, eleventys, strict=True):
        assert list(missing(pair, theirs)) == [], pair.guide["id"]
        assert 0.75 < len(theirs) / len(pair.ours) < 1.2  # ours has icons and folds, too


def test_our_renderer_makes_eleventys_bytes(pairs: list[Pair], eleventys: list[list[str]]) -> None:
    fill = filler(["", "head", "|", "toc", "|", "content", ""])
    for pair, theirs in zip(pairs, eleventys, strict=True):
        assert fill({**pair.guide, "canonical": ""}).decode() == "|".join(theirs), pair.guide["id"]


def test_our_renderer_writes_a_page_a_guide(pairs: list[Pair], tmp_path: Path) -> None:
    some = {pair.guide["id"]: pair.guide for pair in pairs[:5]}
    peers.EQUAL.write(tmp_path, some.values(), lambda holes: "|".join(holes.values()))
    command = peers.EQUAL.command(tmp_path)
    assert command
    subprocess.run(command, cwd=tmp_path, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    pages = {
        path.parent.name: path.read_text("utf-8") for path in (tmp_path / "public/procedures").glob("*/index.html")
    }
    assert pages.keys() == some.keys()
    assert all(page.startswith(f"{escape(some[id]['title'])}|") for id, page in pages.items())
    assert (tmp_path / "public/index.html").is_file()


def names(value: object) -> Iterator[str]:
    """Every key within a guide."""
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from names(item)
    elif isinstance(value, list):
        for item in value:
            yield from names(item)


def test_hugos_layout_uses_every_field(pairs: list[Pair]) -> None:
    layout = "".join(
        (LAYOUTS / "hugo" / f"{name}.html").read_text("utf-8") for name in ("head", "toc", "content", "basis")
    )
    own = {"id", "title", "description"}  # Hugo's own names for these
    fields = {name for pair in pairs for name in names(pair.guide)} - own
    assert len(fields) > 40
    assert {name for name in fields if not re.search(rf"\.{name}\b", layout)} == set()


def test_text_is_text_in_markdown() -> None:
    plain = {
        "title": "a*b*[c](d)<b>|`#_",
        "description": "",
        "kinds": [],
        "facts": [],
        "no_materials": "",
        "reach": "",
        "fee": "",
        "record": "",
    }
    body = pages_in_markdown.page(plain).split("---\n", 2)[2]
    heading = markdown(body, extensions=["tables"]).split("</h1>")[0]
    assert heading == "<h1>a*b*[c](d)&lt;b&gt;|`#_"


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.key)
def test_a_peers_project_holds_every_guide(pairs: list[Pair], tmp_path: Path, peer: peers.Peer) -> None:
    some = [pair.guide for pair in pairs[:3]]
    peer.write(tmp_path, some, lambda holes: "<html>" + "|".join(holes.values()))
    files = {path.stem for path in tmp_path.rglob("*") if path.is_file()}
    assert {item["id"] for item in some} <= files


def test_eleventys_chrome_has_a_hole_for_each_part(tmp_path: Path) -> None:
    peers.write_eleventy(tmp_path, [], lambda holes: f"<title>{holes['title']}</title>{holes['content']}")
    assert json.loads((tmp_path / "lib/chrome.json").read_text("utf-8")) == [
        "<title>",
        "title",
        "</title>",
        "content",
        "",
    ]


@pytest.mark.parametrize("peer", peers.PEERS[1:], ids=lambda peer: peer.key)
def test_a_peer_that_is_not_installed_has_no_command(tmp_path: Path, peer: peers.Peer) -> None:
    assert peer.command(tmp_path) is None
    assert peer.version(tmp_path) == ""
