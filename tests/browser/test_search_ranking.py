"""The browser finds and ranks as `zwgk search-eval` does: the same script and files, here over the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from generator.render.pages import File
from generator.search.evaluate import read_queries
from generator.search.index import FOLDER
from generator.search.runtime import Engine
from tests.conftest import ROOT

QUERIES = [query.text for query in read_queries(ROOT / "tests/search/queries.yml")]
FILTERS: tuple[dict[str, Any], ...] = (
    {"audience": "natural_person"},
    {"theme": "invoice", "online": True},
    {"organ": "hekou-banshuiting"},
)
ODD = (
    "",
    " ",
    "，。",
    "税",
    "a",
    "的",
    "12",
    "ｋａｉｐｉａｏ",
    "zzszyfp",
    "fapiaozenmeling",
    "發票",
    "𠮷",
    "\\",
    "<b>",
    "开piao",
)
EACH = (
    "async (all) => {{ const found = []; for (const one of all) found.push(await engine.{}(...one)); return found; }}"
)


@pytest.fixture(scope="module")
def engine(site: Path) -> Iterator[Engine]:
    """The engine outside the browser, with the files that the browser fetches."""
    paths = (path for path in (site / FOLDER).rglob("*") if path.suffix in (".json", ".txt"))
    files = [File(path.relative_to(site).as_posix(), path.read_bytes()) for path in paths]
    with Engine.of(files, ROOT) as engine:
        yield engine


@pytest.fixture
def opened(page: Page, site: Path, served: str) -> Page:
    """A page with the search engine opened."""
    page.goto(served + "procedures/")
    script = next((site / "assets").glob("search.*.js"))
    page.add_script_tag(url=f"{served}assets/{script.name}")
    page.evaluate("() => { window.engine = zwgkSearch.open('../'); return engine.ready; }")
    return page


def test_both_rank_alike(opened: Page, engine: Engine) -> None:
    asked: list[list[Any]] = [[text, {}] for text in (*QUERIES[::3], *ODD)]
    asked += [[text, wanted] for text in QUERIES[:20] for wanted in FILTERS]
    found = opened.evaluate(EACH.format("rank"), asked)
    assert sum(len(item["found"]) for item in found) > 10 * len(QUERIES[::3])
    assert found == engine.call("rank", asked)


def test_both_suggest_alike(opened: Page, engine: Engine) -> None:
    texts = sorted({text[:length] for text in QUERIES[::9] for length in (1, 2, 3, len(text))})
    opened.evaluate(EACH.format("learn"), [[text] for text in texts])
    found = opened.evaluate(EACH.format("suggest"), [[text] for text in texts])
    assert [[(item["id"], item["score"]) for item in items] for items in found] == engine.suggest(texts)
