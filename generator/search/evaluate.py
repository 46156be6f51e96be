"""`zwgk search-eval`: measures the search with prepared queries.

A file of queries is a list of mappings: `q` (the query), `kind` (its kind), `want` (paths of the good answers, e.g.
"procedures/fapiao-ling-yong"), `set` (dev or eval), and optionally `answer` (the intent).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.render.pages import File
from generator.search.runtime import Engine
from generator.source.regular import QUERIES_BYTES, read_regular

CUTS = (1, 5, 10)

HALVES = {"dev": "调整用的一半", "eval": "只作评估的一半"}
"""The halves of a file of queries: nobody tunes on eval."""


class QueriesError(Exception):
    """The file of queries cannot be used; the message is Chinese and gives the reason."""


class Query(NamedTuple):
    """A query: text, kind, paths of the good answers, half (dev or eval), and intent ("" for none)."""

    text: str
    kind: str
    wanted: tuple[str, ...]
    part: str
    answer: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rank of the first good answer from 1 (0: not found), the first result, whether the intent was recognised."""

    query: Query
    place: int
    first: tuple[str, ...]
    understood: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a set of queries: recall at each of CUTS, and mean reciprocal rank."""

    queries: int
    recall: tuple[float, ...]
    reciprocal: float


def read_queries(path: Path, part: str = "all") -> list[Query]:
    """Return the queries of a file, all or one half. Raises QueriesError if the file has another form."""
    try:
        items: list[dict[str, Any]] = yaml.load(read_regular(path, QUERIES_BYTES), Loader=yaml.CSafeLoader)
        found = [
            Query(str(item["q"]), item["kind"], tuple(item["want"]), item["set"], item.get("answer", ""))
            for item in items
        ]
    except FileNotFoundError as error:
        raise QueriesError(f"没有问法文件 {path}，用 --queries 指定一个") from error
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise QueriesError(f"{path} 不是问法列表：每条要有 q、kind、want、set") from error
    return [query for query in found if part in ("all", query.part)]


def run(engine: Engine, queries: Sequence[Query]) -> list[Outcome]:
    """Run the queries; return the outcome of each."""
    outcomes = []
    for query, ranked in zip(queries, engine.rank(query.text for query in queries), strict=True):
        paths = ranked.paths
        place = next((at for at, path in enumerate(paths, 1) if path in query.wanted), 0)
        understood = not query.answer or ranked.intent == query.answer
        outcomes.append(Outcome(query, place, tuple(paths[:5]), understood))
    return outcomes


def score(outcomes: Sequence[Outcome]) -> Score:
    """Return the score of queries."""
    count = len(outcomes) or 1
    recall = tuple(sum(0 < item.place <= cut for item in outcomes) / count for cut in CUTS)
    return Score(len(outcomes), recall, sum(1 / item.place for item in outcomes if item.place) / count)


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Return the score of each kind of query, by name, and of all together as "all"."""
    kinds = sorted({item.query.kind for item in outcomes})
    scores = {kind: score([item for item in outcomes if item.query.kind == kind]) for kind in kinds}
    return {**scores, "all": score(outcomes)}


def evaluate(index: Iterable[File], project: Path, files: Sequence[Path], part: str, format: str) -> str:
    """Evaluate a project's search, given the files of its index, with files of queries; return text or JSON.

    Each half of each file is reported by itself. Raises QueriesError if a file is not a list of queries, EngineError if
    the search script fails.
    """
    asked = {path.name: read_queries(path, part) for path in files}
    with Engine.of(index, project) as engine:
        outcomes = {name: run(engine, queries) for name, queries in asked.items()}
    halves = {
        (name, half): own
        for name, every in outcomes.items()
        for half in HALVES
        if (own := [item for item in every if item.query.part == half])
    }
    if format == "json":
        return json.dumps({f"{name} {half}": as_data(own) for (name, half), own in halves.items()}, ensure_ascii=False)
    return "\n\n".join(f"{name} {half}（{HALVES[half]}）\n{as_text(own)}" for (name, half), own in halves.items())


def as_text(outcomes: Sequence[Outcome]) -> str:
    """Return scores and misses as a table and lines."""
    lines = [f"{'':14}{'条数':>4}" + "".join(f"{f'前{cut}':>6}" for cut in CUTS) + f"{'MRR':>8}"]
    for kind, value in by_kind(outcomes).items():
        recall = "".join(f"{share:8.3f}" for share in value.recall)
        lines.append(f"{kind:14}{value.queries:6}{recall}{value.reciprocal:8.3f}")
    asked = [item for item in outcomes if item.query.answer]
    if asked:
        lines.append(f"问什么答什么：{sum(item.understood for item in asked)}/{len(asked)}")
    misses = [item for item in outcomes if not 0 < item.place <= CUTS[1]]
    lines.append(f"前 {CUTS[1]} 条里没有的 {len(misses)} 条：" if misses else "没有一条落在前 5 之外。")
    for item in misses:
        place = f"第 {item.place} 条" if item.place else "没找到"
        lines.append(f"  [{item.query.kind}] {item.query.text}：{place}，要 {'、'.join(item.query.wanted)}")
        lines.append(f"      前面是 {'、'.join(item.first) or '（没有结果）'}")
    return "\n".join(lines)


def as_data(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return scores and misses as plain data: {"kinds": {kind: {…}}, "misses": […]}."""
    misses = [item for item in outcomes if not 0 < item.place <= CUTS[1]]
    return {
        "kinds": {kind: _plain(value) for kind, value in by_kind(outcomes).items()},
        "misses": [
            {"q": item.query.text, "kind": item.query.kind, "place": item.place, "first": list(item.first)}
            for item in misses
        ],
    }


def _plain(value: Score) -> Mapping[str, float]:
    """Return a score as plain data, rounded to 0.001."""
    recall = {f"recall@{cut}": round(share, 3) for cut, share in zip(CUTS, value.recall, strict=True)}
    return {"queries": value.queries, **recall, "mrr": round(value.reciprocal, 3)}
