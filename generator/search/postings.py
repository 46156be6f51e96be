"""Builds the files of postings: for each gram the documents whose text holds it, and the synonyms that begin with it.

After a change of a few documents only the postings of their grams are made again, from those of the last run.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import sub
from typing import NamedTuple

import msgspec

from generator.cache import Table, digest
from generator.search.text import grams, normal, opening
from generator.search.weights import LEVELS

_SHARD = 400
"""Target size of a file of postings, in characters; a query reads up to twenty files."""
MOST_FILES = 4096
_FEW = 16
"""Most changed documents whose postings are exchanged one by one."""


class Posted(NamedTuple):
    """What the postings need of a document: the key of its cached text, its names, and its grams by level."""

    key: bytes
    names: list[str]
    levels: list[str]


class _Postings(NamedTuple):
    """The postings of a run: what they were made of (key and names of each document), their size, and the files."""

    signature: bytes
    documents: list[tuple[bytes, list[str]]]
    size: int
    files: list[str]


_LAST = digest(b"postings")
"""Cache key of the postings of the last run."""
_TO_BYTES = msgspec.msgpack.Encoder()
_FROM_BYTES = msgspec.msgpack.Decoder(_Postings)


def postings(documents: Sequence[Posted], words: Mapping[str, str], version: str, table: Table) -> list[str]:
    """Return the files of postings: one line per gram, with its places in documents whose names do not contain it.

    A place is document number * number of levels + level. The lines of synonyms are in the file of their first gram.
    `table` holds the documents' texts and the postings of the last run.
    """
    signature = digest(version.encode(), *(f"{word}\t{line}".encode() for word, line in words.items()))
    last = _last(table, signature)
    made = (last and _exchanged(last, documents, version, table)) or _made(documents, words, version, signature)
    table.put(_LAST, _TO_BYTES.encode(made))
    return made.files


def _last(table: Table, signature: bytes) -> _Postings | None:
    """Return the postings of the last run if they have the same version and synonyms."""
    data = table.get(_LAST)
    try:
        last = _FROM_BYTES.decode(data) if data else None
    except (msgspec.DecodeError, ValueError):
        return None
    return last if last and last.signature == signature else None


def _made(documents: Sequence[Posted], words: Mapping[str, str], version: str, signature: bytes) -> _Postings:
    """Return the postings, made from all documents."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(documents):
        for gram, place in _places(number, item.names, item.levels).items():
            places[gram].append(place)
    lines = {gram: f"{gram}\t{_deltas(own)}" for gram, own in places.items()}
    size = sum(map(len, lines.values()))
    shards: list[list[str]] = [[] for _ in range(_count(size))]
    for gram, line in lines.items():
        shards[shard_of(gram, len(shards))].append(line)
    for word, line in words.items():
        shards[shard_of(opening(word, 0), len(shards))].append(f"={word}\t{line}")
    files = ["\n".join([version, *sorted(shard)]) for shard in shards]
    return _Postings(signature, [(item.key, item.names) for item in documents], size, files)


def _exchanged(last: _Postings, documents: Sequence[Posted], version: str, table: Table) -> _Postings | None:
    """Return the last run's postings with the changed documents' places exchanged; None if all must be made again."""
    if len(documents) != len(last.documents):
        return None
    pairs = enumerate(zip(last.documents, documents, strict=True))
    changed = [(number, old, new) for number, (old, new) in pairs if old != (new.key, new.names)]
    if len(changed) > _FEW:
        return None
    gone: defaultdict[str, set[int]] = defaultdict(set)
    come: defaultdict[str, set[int]] = defaultdict(set)
    for number, (key, names), new in changed:
        text = table.get(key)
        if text is None:
            return None
        for moved, places in (
            (gone, _places(number, names, json.loads(text)["levels"])),
            (come, _places(number, new.names, new.levels)),
        ):
            for gram, place in places.items():
                moved[gram].add(place)
    files, size = list(last.files), last.size
    by_file: defaultdict[int, list[str]] = defaultdict(list)
    for gram in gone.keys() | come.keys():
        if gone[gram] != come[gram]:
            by_file[shard_of(gram, len(files))].append(gram)
    for file, own in by_file.items():
        lines = dict(line.split("\t", 1) for line in files[file].split("\n")[1:])
        size -= _size(lines, own)
        for gram in own:
            left = (set(_numbers(lines.pop(gram, ""))) - gone[gram]) | come[gram]
            if left:
                lines[gram] = _deltas(sorted(left))
        size += _size(lines, own)
        files[file] = "\n".join([version, *sorted(f"{gram}\t{line}" for gram, line in lines.items())])
    if _count(size) != len(files):
        return None
    return _Postings(last.signature, [(item.key, item.names) for item in documents], size, files)


def _size(lines: Mapping[str, str], own: Iterable[str]) -> int:
    """Return the size of the lines of these grams, in characters."""
    return sum(len(gram) + 1 + len(lines[gram]) for gram in own if gram in lines)


def _count(size: int) -> int:
    """Return the number of files for postings of a size: with five significant bits, so that it seldom changes."""
    files = max(1, min(MOST_FILES, size // _SHARD))
    spare = max(0, files.bit_length() - 5)
    return files >> spare << spare


def _places(number: int, names: Iterable[str], levels: Iterable[str]) -> dict[str, int]:
    """Return the place of each gram of a document; grams of its names have none."""
    named = {gram for text in names for gram in grams(normal(text))}
    return {
        gram: place
        for place, text in enumerate(levels, number * len(LEVELS))
        for gram in text.split()
        if gram not in named
    }


def shard_of(gram: str, count: int) -> int:
    """Return the number of the file with a gram's postings."""
    value = 0
    for char in gram:
        value = (value * 31 + ord(char)) % 0x7FFFFFFF
    return value % count


def _deltas(numbers: Sequence[int]) -> str:
    """Return ascending numbers delta-encoded as text: each step in base 32, its last digit marked."""
    if len(numbers) == 1:  # the most frequent case
        return _digits(numbers[0] + 1)
    steps = map(sub, numbers, (-1, *numbers))
    return "".join([_SHORT[step] if step < len(_SHORT) else _digits(step) for step in steps])


def _numbers(deltas: str) -> list[int]:
    """Return the numbers that `_deltas` encoded."""
    numbers: list[int] = []
    number, step, weight = -1, 0, 1
    for code in map(ord, deltas):
        if code >= _MORE:
            step, weight = step + (code - _MORE) * weight, weight * 32
        else:
            number += step + (code - _FINAL) * weight + 1
            numbers.append(number)
            step, weight = 0, 1
    return numbers


_FINAL, _MORE = 48, 80
"""Codes of the digit 0: as the last digit of a step, and before it."""


@lru_cache(maxsize=65536)
def _digits(step: int) -> str:
    """Return a step (at least 1) in base 32, its last digit marked."""
    step -= 1
    out = ""
    while step >= 32:
        out += chr(_MORE + step % 32)
        step //= 32
    return out + chr(_FINAL + step)


_SHORT = ["", *map(_digits, range(1, 1025))]
"""Precomputed digits of short steps, the most frequent ones."""
