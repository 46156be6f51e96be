"""Postings made from those of the last run are the same as postings made anew."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from generator.cache import Table, digest
from generator.search import postings as module
from generator.search.postings import Posted, _count, _deltas, _numbers, postings
from generator.search.weights import LEVELS

GRAMS = st.sampled_from(["发票", "票领", "领用", "税务", "务局", "申报", "a1", "2026"])
LEVEL_TEXTS = st.lists(GRAMS, unique=True, max_size=8).flatmap(
    lambda found: st.lists(st.integers(0, len(LEVELS) - 1), min_size=len(found), max_size=len(found)).map(
        lambda levels: [" ".join(g for g, at in zip(found, levels, strict=True) if at == n) for n in range(len(LEVELS))]
    )
)
DOCUMENT = st.tuples(st.lists(st.sampled_from(["发票领用", "税务局", "申报"]), min_size=1, max_size=2), LEVEL_TEXTS)
WORDS = {"买票": "\t90\t发票\t0", "报税": "\t80\t申报\t"}


def posted(documents: list[tuple[list[str], list[str]]], table: Table) -> list[Posted]:
    """Return documents as the index passes them on, their texts in the table."""
    found = []
    for names, levels in documents:
        text = json.dumps({"levels": levels}).encode()
        table.put(digest(text), text)
        found.append(Posted(digest(text), names, levels))
    return found


@given(st.lists(DOCUMENT, min_size=1, max_size=6), st.data())
def test_after_a_change_they_are_those_of_a_new_run(
    documents: list[tuple[list[str], list[str]]], data: st.DataObject
) -> None:
    table = Table()
    for _ in range(3):
        assert postings(posted(documents, table), WORDS, "v", table) == postings(
            posted(documents, Table()), WORDS, "v", Table()
        )
        documents = list(documents)
        documents[data.draw(st.integers(0, len(documents) - 1))] = data.draw(DOCUMENT)
    words = {**WORDS, "交税": "\t70\t申报\t0"}
    assert postings(posted(documents, table), words, "v", table) == postings(
        posted(documents, Table()), words, "v", Table()
    )


def test_a_change_is_exchanged() -> None:
    table = Table()
    one = (["发票领用"], ["税务 申报", *[""] * (len(LEVELS) - 1)])
    other = (["发票领用"], ["税务", "申报", *[""] * (len(LEVELS) - 2)])
    postings(posted([one, one], table), WORDS, "v", table)
    last = module._last(table, module._FROM_BYTES.decode(table.get(module._LAST, b"")).signature)
    assert last
    exchanged = module._exchanged(last, posted([one, other], table), "v", table)
    assert exchanged and exchanged.files != last.files
    assert exchanged.files == postings(posted([one, other], Table()), WORDS, "v", Table())


def test_damaged_or_foreign_postings_are_made_again() -> None:
    table = Table()
    documents = posted([(["申报"], ["税务", *[""] * (len(LEVELS) - 1)])], table)
    made = postings(documents, WORDS, "v", table)
    table.put(module._LAST, b"\xc1")
    assert postings(documents, WORDS, "v", table) == made
    assert postings(documents, WORDS, "w", table) == [made[0].replace("v", "w", 1)]


@given(st.lists(st.integers(0, 10**6), unique=True, min_size=1, max_size=30))
def test_deltas_are_read_as_they_were_written(numbers: list[int]) -> None:
    assert _numbers(_deltas(sorted(numbers))) == sorted(numbers)


def test_the_number_of_files_seldom_changes() -> None:
    assert [_count(size) for size in (0, 400, 12_800, 25_000, 400_000, 412_000)] == [1, 1, 32, 62, 992, 1024]
    assert len({_count(size) for size in range(400_000, 800_000, 400)}) <= 17
