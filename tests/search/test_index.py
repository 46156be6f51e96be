"""The files of the index: the same from the same documents, in any order; small; each with its compressed copy."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from generator.cache import Table
from generator.registries import descriptors, documents, search_files, search_kinds
from generator.render.pages import File
from generator.render.theme import Theme
from generator.search.documents import Document
from generator.search.files import notions
from generator.search.index import assemble, extract
from generator.search.postings import _deltas, shard_of
from generator.search.projections import Kind
from generator.search.runtime import SCRIPT, Engine
from generator.session import Session
from tests.conftest import ROOT
from tests.search.vectors import VECTORS


@pytest.mark.parametrize("vector", VECTORS["numbers"], ids=lambda vector: vector["parts"])
def test_numbers(vector: dict[str, Any]) -> None:
    assert _deltas(vector["numbers"]) == vector["steps"]


@pytest.mark.parametrize("vector", VECTORS["texts"], ids=lambda vector: vector["text"])
def test_shards(vector: dict[str, Any]) -> None:
    assert shard_of(vector["text"], 97) == vector["shard"]


def test_the_engine_reads_every_id_and_name(session: Session, engine: Engine) -> None:
    engine.rank(["退税"])  # loads the names that names.json leaves out
    every = [(document.path, document.name) for document in documents(session)]
    (ids,) = engine.call("names.ids.slice", [[]])
    about = engine.call("names.about", [[number] for number in range(len(ids))])
    assert {(item["id"], item["name"]) for item in about} == set(every) and len(every) > 800
    kinds = {item["kind"]: item["url"] for item in about}
    assert kinds["commitments"].startswith("commitments/#") and kinds["laws"].endswith("/")


def test_index_does_not_depend_on_the_run(session: Session, made: list[File]) -> None:
    table = Table()
    again = assemble(
        [extract(document, table) for document in documents(session)], notions(session), search_kinds(session), table
    )
    assert list(again) == made


def test_suggestions_and_their_script_are_small(made: list[File]) -> None:
    names = next(file.data for file in made if file.path == "search/names.json")
    assert sum(len(gzip.compress(data)) for data in (names, Theme.of(ROOT).scripts()[SCRIPT])) <= 38_000


def test_sayings_are_not_in_what_loads_first(session: Session, made: list[File]) -> None:
    data = {file.path: file.data.decode() for file in made if file.path.endswith((".json", ".txt"))}
    first = [data["search/names.json"]]
    sayings = [saying for entry in session.procedures for saying in entry.sayings]
    assert len(sayings) > 1500
    assert not any(saying in text for saying in sayings for text in first)


@pytest.mark.parametrize("name", ["领\n票", "领\t票"])
def test_no_index_is_written_whose_lines_would_not_match(name: str) -> None:
    document = Document("fapiao-lingyong", "procedures", name, "")
    table = Table()
    with pytest.raises(ValueError, match="search index"):
        list(assemble([extract(document, table)], [], {"procedures": Kind("办事事项", "procedures/*/", 1.0)}, table))


@pytest.mark.parametrize("query", ["𫭟", "𫭟办税服务厅", "daou", "大𫭟"])
def test_names_beyond_the_first_plane_are_found(query: str) -> None:
    table = Table()
    halls = [Document(id, "organs", name, "") for id, name in (("daou", "大𫭟办税服务厅"), ("hekou", "河口办税服务厅"))]
    extracts = [extract(hall, table) for hall in halls]
    files = assemble(extracts, [], {"organs": Kind("机构", "organs/*/", 1.0)}, table)
    with Engine.of(files, ROOT) as engine:
        assert engine.rank([query])[0].paths[0] == "organs/daou"
        assert engine.suggest([query])[0][0][0] == "organs/daou"


def test_every_entry_is_a_document(session: Session, made: list[File]) -> None:
    head = json.loads(next(file.data for file in made if file.path == "search/names.json"))
    counts = {kind["name"]: kind["count"] for kind in head["kinds"]}
    assert counts["procedures"] == len(session.procedures) > 100
    searched = {item.record.FOLDER for item in descriptors(session) if item.projection}
    assert {"procedures", "laws", "results", "tasks"} <= searched
    assert {*searched, "pages"} <= set(counts)


def test_a_kept_index_is_the_same(session: Session, made: list[File], tmp_path: Path) -> None:
    for _ in range(2):
        table = Table(tmp_path / "search")
        assert list(search_files(session, table)) == made
        table.save()
    assert (tmp_path / "search").stat().st_size > 1_000_000
