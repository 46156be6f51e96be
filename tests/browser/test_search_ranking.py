"""The browser finds and ranks as Python does: the same documents, the same scores, on every query that we have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from generator.search.evaluate import read_queries
from generator.search.rank import Filter, Ranking
from generator.search.shipped import Index
from tests.conftest import ROOT

QUERIES = [query.text for query in read_queries(ROOT / "tests/search/queries.yml")]
FILTERS = (Filter(audience="natural_person"), Filter(theme="invoice", online=True), Filter(organ="hekou-banshuiting"))
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
def ranking(site: Path) -> Ranking:
    """The ranking in Python, of the files that the browser fetches."""
    return Ranking(Index(lambda name: (site / "search" / name).read_text(encoding="utf-8")))


@pytest.fixture
def opened(page: Page, site: Path, served: str) -> Page:
    """A page with the search engine opened."""
    page.goto(served + "procedures/")
    script = next((site / "assets").glob("search.*.js"))
    page.add_script_tag(url=f"{served}assets/{script.name}")
    page.evaluate("() => { window.engine = zwgkSearch.open('../'); return engine.ready; }")
    return page


def _options(wanted: Filter) -> dict[str, Any]:
    return {key: value for key, value in wanted._asdict().items() if value}


def test_both_rank_alike(opened: Page, ranking: Ranking) -> None:
    asked: list[tuple[str, Filter]] = [(text, Filter()) for text in (*QUERIES, *ODD)]
    asked += [(text, wanted) for text in QUERIES[:40] for wanted in FILTERS]
    browser = opened.evaluate(EACH.format("rank"), [[text, _options(wanted)] for text, wanted in asked])
    assert sum(map(len, browser)) > 10 * len(QUERIES)
    for (text, wanted), found in zip(asked, browser, strict=True):
        assert [tuple(item) for item in found] == [tuple(item) for item in ranking.rank(text, wanted)], (text, wanted)


def test_both_suggest_alike(opened: Page, ranking: Ranking) -> None:
    texts = sorted({text[:length] for text in QUERIES[::3] for length in (1, 2, 3, len(text))})
    opened.evaluate(EACH.format("learn"), [[text] for text in texts])
    browser = opened.evaluate(EACH.format("suggest"), [[text] for text in texts])
    for text, found in zip(texts, browser, strict=True):
        assert [(item["id"], item["score"]) for item in found] == ranking.suggest(text), text
