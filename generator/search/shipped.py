"""Reads the files of an index, as the browser does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import sqrt
from typing import Any, NamedTuple

from generator.render.pages import File
from generator.search.families import PLACES
from generator.search.index import FOLDER, shard_of
from generator.search.pinyin import expand
from generator.search.question import Meaning, Reader, homophones
from generator.search.short_ids import lengthen
from generator.search.text import distinct, grams, is_han, normal, opening
from generator.search.weights import LEVELS


class Posting(NamedTuple):
    """The documents that have a gram: how many, and by number what the nearest of its places is worth."""

    frequency: int
    worth: Mapping[int, float]


class Copy(NamedTuple):
    """Copies of a document: templates of id and organs, where * stands for the id of one of the marks."""

    id: str
    organs: tuple[str, ...]
    marks: frozenset[int]


@dataclass(frozen=True)
class Index:
    """An index as it was shipped. `file` gives the text of a file by its name below search/."""

    file: Callable[[str], str]

    @classmethod
    def of(cls, files: Iterable[File]) -> Index:
        """Return the index that these files are."""
        kept = {file.path.removeprefix(f"{FOLDER}/"): file.data for file in files}
        return cls(lambda name: kept[name].decode())

    @cached_property
    def head(self) -> Mapping[str, Any]:
        """The contents of names.json."""
        found: Mapping[str, Any] = json.loads(self.file("names.json"))
        return found

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The numbers of the ranking."""
        found: Mapping[str, float] = self.head["weights"]
        return found

    @cached_property
    def table(self) -> Mapping[int, str]:
        """Traditional characters to simplified ones."""
        pairs = self.head["simple"] + self.file("simple.txt").split("\n")[1]
        return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}

    @cached_property
    def kinds(self) -> list[str]:
        """Each document's kind."""
        return [kind for kind, count in self.head["kinds"] for _ in range(count)]

    @cached_property
    def paths(self) -> list[str]:
        """Each document's path."""
        codes = self.head["ids"].split("\n")
        names = (line.partition("\t")[0] for line in self.head["names"].split("\n"))
        return [
            f"{kind}/{lengthen(code, normal(name, self.table), self.sounds)}"
            for kind, code, name in zip(self.kinds, codes, names, strict=True)
        ]

    @cached_property
    def entries(self) -> list[tuple[int, str]]:
        """Names and aliases, normalised, each with the number of its document; a name comes before its aliases."""
        return [
            (number, normal(text, self.table))
            for number, line in enumerate(self.head["names"].split("\n"))
            for text in line.split("\t")
        ]

    @cached_property
    def firsts(self) -> set[int]:
        """The numbers of the entries that are names."""
        seen: set[int] = set()
        return {at for at, (number, _) in enumerate(self.entries) if not (number in seen or seen.add(number))}  # type: ignore[func-returns-value]

    @cached_property
    def by_gram(self) -> Mapping[str, list[int]]:
        """The entries that have a gram."""
        return _inverted(distinct(grams(text)) for _, text in self.entries)

    @cached_property
    def by_char(self) -> Mapping[str, list[int]]:
        """The entries that have a Chinese character."""
        return _inverted(distinct(char for char in text if is_han(char)) for _, text in self.entries)

    def rarity(self, gram: str) -> float:
        """Return what having a gram says of a name: the fewer names have it, the more."""
        return rarity(len(self.entries), len(self.by_gram.get(gram, ())))

    @cached_property
    def lengths(self) -> list[float]:
        """The sum of what each entry's grams are worth."""
        rare = {gram: rarity(len(self.entries), len(found)) for gram, found in self.by_gram.items()}
        sums = []
        for _, text in self.entries:
            total = 0.0
            for gram in distinct(grams(text)):
                total += rare[gram]
            sums.append(total)
        return sums

    @cached_property
    def sounds(self) -> Mapping[str, list[str]]:
        """How characters are read."""
        return expand(self.head["common"], self.head["more"])

    @cached_property
    def alike(self) -> Mapping[str, list[str]]:
        """The grams of names by how they are read."""
        return homophones(list(self.by_gram), self.sounds)

    @cached_property
    def reader(self) -> Reader:
        """What reads queries."""
        return Reader(
            frozenset(self.head["fillers"].split(" ")),
            {phrase: intent for intent, phrases in self.head["intents"].items() for phrase in phrases.split(" ")},
            self.meaning,
            distinct([*(text for _, text in self.entries), *self.head["fillers"].split(" ")]),
            self.heard,
            self.sounds,
            self.by_gram,
            self.weights,
        )

    @cached_property
    def marks(self) -> Mapping[str, list[int]]:
        """The numbers of the marks by the name that a query may hold: 青山县, and 青山."""
        found: dict[str, list[int]] = {}
        for number, (name, _) in enumerate(self.mark_list):
            found.setdefault(name, []).append(number)
            if len(name) > 2 and name[-1] in PLACES:
                found.setdefault(name[:-1], []).append(number)
        return found

    @cached_property
    def mark_list(self) -> list[tuple[str, str]]:
        """The marks of copies: name (normalised) and id."""
        pairs = (line.split("\t") for line in filter(None, self.head["marks"].split("\n")))
        return [(normal(name, self.table), id) for name, id in pairs]

    @cached_property
    def copies(self) -> Mapping[int, list[Copy]]:
        """The copies of each document that has some."""
        found: dict[int, list[Copy]] = {}
        for number, _, id, organs, marks in self.head["copies"]:
            found.setdefault(number, []).append(Copy(id, tuple(organs), frozenset(_ranges(marks))))
        return found

    def facet(self, key: str) -> list[frozenset[str]]:
        """Return the values of a facet that each matter has."""
        values, lists = self.head["facets"][key]
        names = [value if isinstance(value, str) else value[0] for value in values]
        return [frozenset(names[int(at)] for at in own.split(",") if at) for own in lists.split(" ")]

    @cache  # noqa: B019 - an index lives as long as the command that reads it
    def shard(self, number: int) -> Mapping[str, str]:
        """Return the lines of a file of postings by gram."""
        lines = self.file(f"g/{number}.txt").split("\n")[1:]
        return {line.split("\t", 1)[0]: line for line in lines}

    @cache  # noqa: B019
    def meaning(self, word: str) -> Meaning | None:
        """Return what a synonym means."""
        line = self.shard(shard_of(opening(word, 0), self.head["shards"])).get(f"={word}")
        return meaning(line, self.weights["next"]) if line else None

    @cache  # noqa: B019
    def heard(self, letter: str) -> Sequence[str]:
        """Return the synonyms that may begin with a letter when they are typed in pinyin."""
        return self.file(f"h/{letter}.txt").split("\n")[1:] if letter in self.head["heard"] else ()

    @cache  # noqa: B019
    def named(self, gram: str) -> Mapping[int, float]:
        """Return the documents that have a gram in their names, and what that is worth."""
        worth: dict[int, float] = {}
        for at in self.by_gram.get(gram, ()):
            number = self.entries[at][0]
            value = self.weights["in_name"] if at in self.firsts else self.weights["in_alias"]
            worth[number] = max(worth.get(number, 0), value)
        return worth

    @cache  # noqa: B019
    def posting(self, gram: str) -> Posting:
        """Return the documents that have a gram in their names or texts."""
        worth = dict(self.named(gram))
        line = self.shard(shard_of(gram, self.head["shards"])).get(gram)
        if line is None:
            return Posting(len(worth), worth)
        for place in _numbers(line.partition("\t")[2]):
            number, level = divmod(place, len(LEVELS))
            worth.setdefault(number, self.weights[LEVELS[level]])
        return Posting(len(worth), worth)


def rarity(count: int, frequency: int) -> float:
    """Return what a gram is worth that `frequency` of `count` have: like a logarithm, but the same on every machine."""
    return sqrt(sqrt(sqrt(count / (frequency or 1))))


def _inverted(lists: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Return the numbers of the lists that an item is in, by item."""
    found: dict[str, list[int]] = {}
    for at, items in enumerate(lists):
        for item in items:
            found.setdefault(item, []).append(at)
    return found


def meaning(line: str, step: float) -> Meaning:
    """Return what a word means by its line of `index._words`; each further term is worth `step` of the last.

    A word that several notions claim is worth the same share of each.
    """
    _, plain, *parts = line.split("\t")
    terms: list[tuple[str, float]] = []
    targets: list[tuple[int, float]] = []
    for weight, own, numbers in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        worth = int(weight) / 100 / (len(parts) // 3)
        terms += zip(filter(None, own.split(",")), _falling(worth, step), strict=False)
        targets += zip(map(int, filter(None, numbers.split(","))), _falling(worth, step), strict=False)
    return Meaning(tuple(terms), tuple(targets), plain)


def _falling(worth: float, step: float) -> Iterator[float]:
    """Yield what the first is worth, the second, and so on."""
    while True:
        yield worth
        worth *= step


def _numbers(text: str) -> list[int]:
    """Return the numbers that `index._deltas` wrote."""
    found: list[int] = []
    last, step, scale = -1, 0, 1
    for char in text:
        digit = ord(char) - 48
        step += (digit % 32) * scale
        if digit >= 32:
            scale *= 32
            continue
        last += step + 1
        found.append(last)
        step, scale = 0, 1
    return found


def _ranges(text: str) -> list[int]:
    """Return the numbers that `families.ranges` wrote."""
    parts = [part.partition("-") for part in text.split(",")]
    return [number for first, _, last in parts for number in range(int(first), int(last or first) + 1)]
