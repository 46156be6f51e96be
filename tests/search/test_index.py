"""The files of the index: the same from the same documents, in any order; small; each with its compressed copy."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache import Table
from generator.render.pages import File
from generator.search import LABELS, files, notions
from generator.search.documents import Document, documents
from generator.search.index import _deltas, assemble, extract
from generator.search.shipped import _numbers
from generator.session import Session
from tests.conftest import ROOT


@given(st.sets(st.integers(0, 200_000)))
def test_numbers_come_back(numbers: set[int]) -> None:
    assert _numbers(_deltas(sorted(numbers))) == sorted(numbers)


def test_index_does_not_depend_on_the_run(session: Session, made: list[File]) -> None:
    table = Table()
    again = assemble([extract(document, table) for document in documents(session)], LABELS, notions(session), table)
    assert list(again) == made


def test_each_file_has_its_compressed_copy(made: list[File]) -> None:
    data = {file.path: file.data for file in made}
    plain = [path for path in data if not path.endswith(".gz")]
    assert len(plain) * 2 == len(data) > 600
    assert all(gzip.decompress(data[f"{path}.gz"]) == data[path] for path in plain)


def test_suggestions_and_their_script_are_small(made: list[File]) -> None:
    names = next(len(file.data) for file in made if file.path == "search/names.json.gz")
    script = gzip.compress((ROOT / "theme/assets/search.js").read_bytes(), 9)
    assert names + len(script) <= 42_500


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
        list(assemble([extract(document, table)], LABELS, [], table))


def test_every_entry_is_a_document(session: Session, made: list[File]) -> None:
    head = json.loads(next(file.data for file in made if file.path == "search/names.json"))
    assert dict(head["kinds"])["procedures"] == len(session.procedures) > 100
    assert {kind for kind, _ in head["kinds"]} == {
        "procedures", "oversight", "organs", "regimes", "materials", "laws", "commitments", "duties", "posts", "pages",
    }  # fmt: skip


def test_a_kept_index_is_the_same(session: Session, made: list[File], tmp_path: Path) -> None:
    for _ in range(2):
        table = Table(tmp_path / "search")
        assert list(files(session, table)) == made
        table.save()
    assert (tmp_path / "search").stat().st_size > 1_000_000
