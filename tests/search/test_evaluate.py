"""Recall over the written queries does not fall; the tool says what it was given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from generator.cli import main
from generator.registries import documents
from generator.search.evaluate import Outcome, QueriesError, Query, as_data, as_text, by_kind, read_queries, run, score
from generator.search.runtime import Engine
from generator.session import Session
from tests.conftest import ROOT, STARTER

QUERIES = ROOT / "tests/search/queries.yml"
HEADS = ROOT / "tests/search/heads.yml"
BASELINE = ROOT / "tests/search/baseline.json"
"""Recall among the first five, by half. Write it anew when it has risen: zwgk search-eval --set dev (eval)."""


@pytest.mark.parametrize("file", [QUERIES, HEADS], ids=lambda path: path.name)
def test_recall_does_not_fall(engine: Engine, file: Path) -> None:
    outcomes = run(engine, read_queries(file))
    for part, before in json.loads(BASELINE.read_text("utf-8"))[file.name].items():
        now = score([item for item in outcomes if item.query.part == part]).recall[1]
        assert now >= before - 0.01, (
            f"{part}: {now:.3f}, was {before:.3f}; zwgk search-eval --set {part} lists the misses"
        )


def test_queries_want_what_there_is(session: Session) -> None:
    known = {document.path for document in documents(session)}
    queries = [*read_queries(QUERIES), *read_queries(HEADS)]
    assert len(queries) >= 450 and len({query.kind for query in queries}) >= 13
    assert [query.text for query in queries if not set(query.wanted) & known] == []
    halves = [{query.text for query in queries if query.part == part} for part in ("dev", "eval")]
    assert not halves[0] & halves[1] and min(map(len, halves)) > 150


def outcome(place: int, kind: str = "exact", understood: bool = True) -> Outcome:
    return Outcome(Query("契税", kind, ("procedures/a",), "dev", "time"), place, ("procedures/b",), understood)


def test_scores() -> None:
    outcomes = [outcome(1), outcome(2), outcome(6), outcome(0, "typo", False)]
    assert score(outcomes).recall == (0.25, 0.5, 0.75)
    assert score(outcomes).reciprocal == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)
    assert list(by_kind(outcomes)) == ["exact", "typo", "all"]
    text = as_text(outcomes)
    assert "3/4" in text and "第 6 条" in text and "没找到" in text
    assert [item["place"] for item in cast(list[dict[str, int]], as_data(outcomes)["misses"])] == [6, 0]


def test_command_reads_the_queries_it_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "queries.yml"
    path.write_text("- {q: 发票领用, kind: exact, want: [procedures/fapiao-lingyong], set: dev}\n", "utf-8")
    given = [
        "search-eval",
        "--project",
        str(STARTER),
        "--queries",
        str(path),
        "--format",
        "json",
        "--as-of",
        "2026-11-22",
    ]
    assert main(given) == 0
    assert json.loads(capsys.readouterr().out)["queries.yml dev"]["kinds"]["all"] == {
        "queries": 1, "recall@1": 1.0, "recall@5": 1.0, "recall@10": 1.0, "mrr": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["- {q: 契税}", "a: b", "- [", "just text"])
def test_no_list_of_queries(tmp_path: Path, text: str) -> None:
    (tmp_path / "queries.yml").write_text(text, "utf-8")
    with pytest.raises(QueriesError):
        read_queries(tmp_path / "queries.yml")
