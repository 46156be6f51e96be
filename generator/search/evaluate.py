"""How well the search finds what people look for: recall and mean reciprocal rank over written queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.search.rank import Ranking
from generator.search.shipped import Index

CUTS = (1, 5, 10)


class Query(NamedTuple):
    """A query, what kind it is, the paths of which any is a good answer, which half it is in, what it asks about."""

    text: str
    kind: str
    wanted: tuple[str, ...]
    part: str
    answer: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the first good answer stood, from 1 (0: nowhere), and what stood first."""

    query: Query
    place: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a set of queries came to: recall at each of CUTS, and the mean reciprocal rank."""

    queries: int
    recall: tuple[float, ...]
    reciprocal: float


def read_queries(path: Path, part: str = "all") -> list[Query]:
    """Return the queries of a file, or those of one half."""
    items: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = (
        Query(str(item["q"]), item["kind"], tuple(item["want"]), item["set"], item.get("answer", "")) for item in items
    )
    return [query for query in found if part in ("all", query.part)]


def run(index: Index, queries: Iterable[Query]) -> list[Outcome]:
    """Return what became of each query."""
    outcomes = []
    ranking = Ranking(index)
    for query in queries:
        paths = [found.path for found in ranking.rank(query.text)]
        place = next((at for at, path in enumerate(paths, 1) if path in query.wanted), 0)
        outcomes.append(Outcome(query, place, tuple(paths[: CUTS[-1]])))
    return outcomes


def score(outcomes: Sequence[Outcome]) -> Score:
    """Return the score of queries."""
    count = len(outcomes) or 1
    recall = tuple(sum(0 < item.place <= cut for item in outcomes) / count for cut in CUTS)
    return Score(len(outcomes), recall, sum(1 / item.place for item in outcomes if item.place) / count)


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Return the score of each kind of query, by name, and of all together as "all"."""
    kinds = sorted({item.query.kind for item in outcomes})
    found = {kind: score([item for item in outcomes if item.query.kind == kind]) for kind in kinds}
    return {**found, "all": score(outcomes)}
