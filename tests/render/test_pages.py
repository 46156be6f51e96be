"""Pages as files: everything escaped, every hole filled, the chrome equal to what Material itself renders."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest

from generator.model.content import Column, PageMeta
from generator.model.procedures import Procedure, Question
from generator.model.registry import ContentPage, Registry
from generator.model.routes import menu
from generator.model.site import Site
from generator.registries import site_pages
from generator.render.pages import File, Renderer, indexes
from generator.render.shell import HOLES
from generator.render.theme import Theme
from generator.session import Session
from generator.views.common import Page
from tests.conftest import STARTER, check_project

EVIL = "\"'><script>alert(1)</script>{{ 7*191 }}<img src=x onerror=y>"
PROCEDURE = "procedures/fapiao-lingyong/"


@pytest.fixture(scope="module")
def session() -> Session:
    checked = check_project(STARTER)
    return checked.session


@pytest.fixture(scope="module")
def renderer(session: Session) -> Renderer:
    return Renderer(session.site, Theme.of(STARTER))


@pytest.fixture(scope="module")
def pages(session: Session) -> dict[str, Page]:
    return {page.url: page for page in site_pages(session)}


@pytest.fixture(scope="module")
def files(renderer: Renderer, pages: dict[str, Page]) -> dict[str, str]:
    """Return the HTML of every page by its address."""
    return {url: renderer.page(page).data.decode() for url, page in pages.items()}


class Parsed(HTMLParser):
    """Gathers title, metadata, links, text, scripts and event attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.text: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._open.append(tag)
        self.handlers += [name for name in values if name.startswith("on")]
        if tag == "meta" and values.get("name"):
            self.meta[values["name"] or ""] = values.get("content") or ""
        self.links += [value for name in ("href", "src") if (value := values.get(name)) is not None]

    def handle_data(self, data: str) -> None:
        tag = self._open[-1] if self._open else ""
        self.text[tag] = self.text.get(tag, "") + data


def evil_source(session: Session) -> Session:
    """Return a source whose procedure and content page hold markup everywhere; no check would let it pass."""
    registry = session.registry
    known = registry.all(Procedure)["fapiao-lingyong"]
    evil: Procedure = replace(
        known,
        name=EVIL,
        summary=EVIL,
        aliases=(EVIL,),
        conditions=(EVIL,),
        standards=(EVIL,),
        notes=(EVIL,),
        questions=(Question(q=EVIL, a=EVIL),),
        code=EVIL,
        source=EVIL,
        situations={key: replace(item, ask=EVIL) for key, item in known.situations.items()},
        steps=tuple(replace(step, name=EVIL, what=EVIL) for step in known.steps),
    )
    entries = {**registry.entries, "procedures": {evil.id: evil}}
    day = datetime.date(2026, 1, 1)
    meta = PageMeta(title=EVIL, description=EVIL, column=Column.NEWS, date=day, source=EVIL[:100])
    page = ContentPage("content/news/evil.md", meta, f"# {EVIL}\n\n## {EVIL}\n\n{EVIL}\n", 1)
    return Session(Registry.of(registry.site, registry.kinds, entries, registry.files, pages=(page,)), session.as_of)


@pytest.fixture(scope="module")
def evil(session: Session, renderer: Renderer) -> dict[str, str]:
    return {page.url: renderer.page(page).data.decode() for page in site_pages(evil_source(session))}


def test_texts_appear_escaped(evil: dict[str, str]) -> None:
    assert "&lt;script&gt;" in evil[PROCEDURE]
    assert "&lt;script&gt;" in evil["news/evil/"]
    for url, html in evil.items():
        parsed = Parsed(html)
        assert "<script>alert" not in html, url
        assert "<img src=x" not in html, url
        assert str(7 * 191) not in html, url
        assert parsed.handlers == [], url


@pytest.mark.parametrize("url", [PROCEDURE, "news/evil/"])
def test_escaped_texts_read_as_written(evil: dict[str, str], url: str) -> None:
    parsed = Parsed(evil[url])
    assert parsed.text["title"].startswith(EVIL)
    assert parsed.meta["description"] == EVIL
    assert parsed.meta["ArticleTitle"] == EVIL
    assert EVIL in parsed.text["h1"]


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("name"),
        "notice",
        "organiser",
        "contact",
        "icp",
        "description",
        "site_code",
    ],
)
def test_site_texts_appear_escaped(session: Session, field: str) -> None:
    site = replace(session.site, **{field: EVIL})  # type: ignore[arg-type]
    evil = replace(session, registry=replace(session.registry, site=site))
    renderer = Renderer(site, Theme.of(STARTER))
    page = next(iter(site_pages(evil)))
    assert "<script>alert" not in renderer.page(page).data.decode()


def test_every_hole_is_filled(files: dict[str, str]) -> None:
    assert [url for url, html in files.items() if "ZWGK-HOLE" in html] == []
    assert all(html.count("<h1") == 1 for url, html in files.items()), files.keys()


def test_no_template_syntax_is_left(files: dict[str, str]) -> None:
    assert [url for url, html in files.items() if "{{" in html or "{%" in html or "Undefined" in html] == []


def test_titles(files: dict[str, str], pages: dict[str, Page], session: Session) -> None:
    for url, html in files.items():
        title = Parsed(html).text["title"]
        assert session.site.name in title, url
        assert pages[url].title in title or not url, url


def normal(html: str, url: str) -> str:
    """Return HTML without line ends between tags, relative addresses written from the site's root."""

    def absolute(match: re.Match[str]) -> str:
        return f'{match[1]}="{urljoin(f"https://site/{url}", match[2])}"'

    html = re.sub(r"(?<=>)\s*\n\s*(?=<)|\s*(\n)\s*", r"\1", html)
    return re.sub(r'\b(href|src|action|data-engine)="([^"]*)"', absolute, html).strip()


@pytest.mark.parametrize(
    "url", ["", "procedures/", "disclosure/catalogue/", PROCEDURE, "about/site/", "search/", "404.html"]
)
def test_poured_page_is_what_material_renders(
    renderer: Renderer, pages: dict[str, Page], files: dict[str, str], url: str
) -> None:
    page = pages[url]
    ordinary = renderer.chrome_of(None).render(url, page.section, renderer.holes(page))
    assert normal(files[url], url) == normal(ordinary, url)


@pytest.mark.parametrize(
    "words",
    [
        {
            "organiser": "甲局",
            "name": "甲局公开",
            "maintainer": f"乙{EVIL}",
            "icp": "京ICP备1号",
            "police_record": "京公网",
        },
        {"organiser": f"甲局{EVIL}", "name": f"甲局{EVIL}", "notice": f"示例{EVIL}", "site_code": "1234567890"},
        {
            "organiser": "甲局",
            "name": f"乙{EVIL}",
            "notice": None,
            "contact": f"丙&路{EVIL}",
            "hotline": "0600-1234567",
        },
        {"base_url": "https://host.example/a/b/", "english": object()},
    ],
)
@pytest.mark.parametrize("url", ["", PROCEDURE, "404.html"])
def test_bureaus_share_a_chrome_that_says_their_own_words(
    renderer: Renderer, pages: dict[str, Page], url: str, words: dict[str, Any]
) -> None:
    """Marks stand for the words while Material renders; what comes out is as if it had had the words."""
    own = replace(renderer, site=replace(renderer.site, **words))
    ordinary = own.chrome_of(None).render(url, pages[url].section, own.holes(pages[url]))
    assert normal(own.page(pages[url]).data.decode(), url) == normal(ordinary, url)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("", "./"),
        ("procedures/", "../"),
        (PROCEDURE, "../../"),
        ("a/b/c/", "../../../"),
        ("404.html", "/"),
    ],
)
def test_base(renderer: Renderer, pages: dict[str, Page], url: str, base: str) -> None:
    assert renderer.base(replace(pages[""], url=url)) == base


@pytest.mark.parametrize("url", ["", "procedures/", "disclosure/catalogue/", PROCEDURE])
def test_links_of_a_page_lead_to_files(renderer: Renderer, files: dict[str, str], url: str) -> None:
    """Links are relative, so that the site works at any address: each leads from the page to a file."""
    known = set(files) | {file.path for file in renderer.assets()}
    for link in Parsed(files[url]).links:
        address = re.split(r"[?#]", link)[0]
        if re.match(r"[a-z]+:", link) or not address:
            continue
        parts = [part for part in url.split("/") if part]
        for step in address.split("/"):
            if step == "..":
                assert parts, f"{link} leaves the site"
                parts.pop()
            elif step not in ("", "."):
                parts.append(step)
        there = "/".join(parts)
        assert {there, f"{there}/"} & known or not there, link


def site_at(session: Session, base_url: str) -> Site:
    return replace(session.site, base_url=base_url)


@pytest.mark.parametrize(
    ("base_url", "base"),
    [
        ("https://a.cn/", "/"),
        ("https://a.cn", "/"),
        ("https://a.cn/zwgk/", "/zwgk/"),
        pytest.param("https://a.cn/zwgk", "/zwgk/"),
    ],
)
def test_404_page_has_absolute_links(session: Session, pages: dict[str, Page], base_url: str, base: str) -> None:
    renderer = Renderer(site_at(session, base_url), Theme.of(STARTER))
    assert renderer.base(pages["404.html"]) == base


def test_404_page_links_from_the_root(files: dict[str, str]) -> None:
    links = Parsed(files["404.html"]).links
    assert [link for link in links if not re.match(r"/|#|[a-z]+:", link)] == []


def test_paths_of_files(renderer: Renderer, pages: dict[str, Page]) -> None:
    assert renderer.page(pages[PROCEDURE]).path == f"{PROCEDURE}index.html"
    assert renderer.page(pages[""]).path == "index.html"
    assert renderer.page(pages["404.html"]).path == "404.html"


def test_moved_page_leads_on(session: Session, renderer: Renderer) -> None:
    registry = session.registry
    moved = replace(registry.all(Procedure)["fapiao-lingyong"], former_ids=("alt",))
    other = replace(
        session,
        registry=Registry.of(
            registry.site, registry.kinds, {**registry.entries, "procedures": {moved.id: moved}}, registry.files
        ),
    )
    page = next(page for page in site_pages(other) if page.url == "procedures/alt/")
    html = renderer.page(page).data.decode()
    assert f'http-equiv="refresh" content="0; url=../../{PROCEDURE}"' in html
    assert 'name="robots" content="noindex"' in html


def test_assets_have_digests_in_their_names(renderer: Renderer) -> None:
    paths = [file.path for file in renderer.assets()]
    assert len(paths) == len(set(paths)) > 2
    own = [file.path for file in renderer.own_assets.values()]
    assert {"zwgk.css", "zwgk.js"} < set(renderer.own_assets)
    assert [path for path in own if not re.fullmatch(r"assets/[a-z-]+\.[0-9a-f]{8}\.(css|js|svg|png)", path)] == []
    assert set(own) == set(paths)


def test_stylesheet_holds_every_component(renderer: Renderer) -> None:
    style = renderer.theme.stylesheet().decode()
    assert ".zwgk-facts" in style
    assert ".zwgk-steps" in style


def test_indexes(session: Session, pages: dict[str, Page]) -> None:
    made: dict[str, File] = {
        file.path: file for file in indexes(session.site, [page.stub() for page in pages.values()])
    }
    sitemap, robots = made["sitemap.xml"].data.decode(), made["robots.txt"].data.decode()
    root = session.site.base_url
    assert f"<loc>{root}{PROCEDURE}</loc><lastmod>2026-01-01</lastmod>" in sitemap
    assert sitemap.count("<loc>") == sum(
        page.kind in ("list", "detail") and not page.noindex for page in pages.values()
    )
    assert "search/" not in sitemap
    assert "404" not in sitemap
    assert f"Sitemap: {root}sitemap.xml" in robots


@pytest.mark.parametrize(
    "name", ["ZWGK-HOLE-content-Z", "zwgk-content-Z", "zwgk-00000000000000000000000000000000-content-Z"]
)
def test_no_text_of_a_project_makes_a_hole(session: Session, name: str) -> None:
    usual, shell = (
        Renderer(replace(session.site, name=text), Theme.of(STARTER), menu(session.registry.kinds)).shells.get(
            ("x/", "")
        )
        for text in ("甲", name)
    )
    assert set(usual.parts[1::2]) == set(HOLES)
    assert shell.parts[1::2] == usual.parts[1::2]
    assert name in "".join(shell.parts[::2])
