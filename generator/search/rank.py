"""Finds and ranks documents in the files of an index, as theme/assets/search.js does: same order, same scores.

A score is made of how alike a name is to the query, how prominently the query's grams stand in the document, and how
much of the query it covers at all. Both sides add in the same order, so that even rounding is the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import floor, sqrt
from typing import Any, NamedTuple

from generator.render.pages import File
from generator.search.index import FOLDER, shard_of
from generator.search.pinyin import expand
from generator.search.question import Meaning, Question, Reader, homophones, said
from generator.search.text import distinct, grams, is_han, normal, runs

_SCALE = 1_000_000


class Filter(NamedTuple):
    """What results must have, where it is given."""

    audience: str = ""
    theme: str = ""
    organ: str = ""
    immediate: bool = False
    online: bool = False
    kind: str = ""


class Found(NamedTuple):
    """One result: the path of its document, and its score."""

    path: str
    score: float


class Posting(NamedTuple):
    """The documents that have a gram: how many, and by number what the nearest of its places is worth."""

    frequency: int
    worth: Mapping[int, float]


class _Slot(NamedTuple):
    """A gram of a query: what finding it is worth, and where it is found."""

    weight: float
    worth: Mapping[int, float]


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
        pairs = self.head["simple"]
        return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}

    @cached_property
    def kinds(self) -> list[str]:
        """Each document's kind."""
        return [kind for kind, count in self.head["kinds"] for _ in range(count)]

    @cached_property
    def paths(self) -> list[str]:
        """Each document's path."""
        return [f"{kind}/{id}" for kind, id in zip(self.kinds, self.head["ids"].split("\n"), strict=True)]

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
        meanings = dict(map(_meaning, filter(None, json.loads(self.file("words.json"))["words"].split("\n"))))
        return Reader(
            frozenset(self.head["fillers"].split(" ")),
            {phrase: intent for intent, phrases in self.head["intents"].items() for phrase in phrases.split(" ")},
            meanings,
            distinct([*(text for _, text in self.entries), *meanings, *self.head["fillers"].split(" ")]),
            self.sounds,
            self.by_gram,
            self.weights,
        )

    @cache  # noqa: B019 - an index lives as long as the command that reads it
    def shard(self, number: int) -> Mapping[str, str]:
        """Return the lines of a file of postings by gram."""
        lines = self.file(f"g/{number}.txt").split("\n")[1:]
        return {line.split("\t", 1)[0]: line for line in lines}

    @cache  # noqa: B019
    def posting(self, gram: str) -> Posting:
        """Return the documents that have a gram in their names or texts."""
        worth: dict[int, float] = {}
        for at in self.by_gram.get(gram, ()):
            number = self.entries[at][0]
            value = self.weights["in_name"] if at in self.firsts else self.weights["in_alias"]
            worth[number] = max(worth.get(number, 0), value)
        line = self.shard(shard_of(gram, self.head["shards"])).get(gram)
        if line is None:
            return Posting(len(worth), worth)
        _, count, *levels = line.split("\t")
        for level, key in zip(levels, ("in_near", "in_inner", "in_far"), strict=True):
            for number in _numbers(level):
                worth.setdefault(number, self.weights[key])
        return Posting(int(count), worth)

    def rank(self, text: str, wanted: Filter | None = None) -> list[Found]:
        """Return what is found, the best first; equals in the order of the documents."""
        scores = self.scores(self.reader.read(normal(text, self.table)))
        kept = [(score, number) for number, score in scores.items()]
        kept.sort(key=lambda item: (-item[0], item[1]))
        least = kept[0][0] * self.weights["floor"] if kept else 0
        return [Found(self.paths[number], score) for score, number in kept if score >= least]

    def scores(self, question: Question) -> dict[int, float]:
        """Return the score of every document that has anything to do with a question."""
        best: dict[int, float] = {}
        for variant in question.variants:
            for number, score in self.matches(variant.text).items():
                best[number] = max(best.get(number, 0), score * variant.factor)
        for number, share in question.targets.items():
            best[number] = best.get(number, 0) + self.weights["target"] * share
        return {number: floor(score * self.weights[self.kinds[number]] * _SCALE) for number, score in best.items()}

    def matches(self, text: str) -> dict[int, float]:
        """Return how well each document matches one way to put a query: 0 to about 1.2."""
        wanted = distinct(grams(text))
        slots = [self.slot(gram) for gram in wanted]
        names = self.likeness(text, wanted)
        total = 0.0
        weighed: dict[int, float] = {}
        covered: dict[int, float] = {}
        for slot in slots:
            total += slot.weight
            for number, worth in slot.worth.items():
                weighed[number] = weighed.get(number, 0) + slot.weight * worth
                covered[number] = covered.get(number, 0) + slot.weight
        found: dict[int, float] = {}
        for number in {**weighed, **names}:
            cover = covered.get(number, 0) / total
            found[number] = (
                self.weights["name"] * names.get(number, 0)
                + self.weights["text"] * (weighed.get(number, 0) / total)
                + self.weights["cover"] * cover * cover
            )
        return found

    def slot(self, gram: str) -> _Slot:
        """Return where a gram is found; one that stands nowhere is taken for what sounds the same in names."""
        posting = self.posting(gram)
        if posting.frequency or len(gram) != 2 or not is_han(gram):
            return _Slot(rarity(len(self.kinds), posting.frequency), posting.worth)
        worth: dict[int, float] = {}
        frequency = 0
        for other in self.mended(gram):
            found = self.posting(other)
            frequency += found.frequency
            for number, value in found.worth.items():
                worth[number] = max(worth.get(number, 0), value * self.weights["sound"])
        return _Slot(rarity(len(self.kinds), frequency), worth)

    def mended(self, gram: str) -> list[str]:
        """Return the grams of names that sound like one that stands nowhere."""
        return distinct(other for sound in said(gram, self.sounds) for other in self.alike.get(sound, ()))

    def likeness(self, text: str, wanted: Sequence[str]) -> dict[int, float]:
        """Return how alike each document's best name or alias is to a text: 0 to about 1.2."""
        total, hits = self._entry_hits([self._entry_slot(gram) for gram in wanted])
        chars = distinct(char for char in text if is_han(char))
        slots = [
            (rarity(len(self.entries), len(self.by_char.get(char, ()))), dict.fromkeys(self.by_char.get(char, ()), 1.0))
            for char in chars
        ]
        char_total, char_hits = self._entry_hits(slots)
        part = self.weights["chars"] if chars else 0.0
        joined = "".join(runs(text))
        best: dict[int, float] = {}
        for at in {**hits, **char_hits}:
            hit = hits.get(at, 0)
            by_char = char_hits.get(at, 0) / char_total if char_total else 0.0
            cover = (1 - part) * (hit / total) + part * by_char
            fit = min(1.0, hit / self.lengths[at]) if self.lengths[at] else 0.0
            value = cover * cover * (1 - self.weights["fit"] + self.weights["fit"] * fit)
            number, name = self.entries[at]
            own = "".join(runs(name))
            if own == joined:
                value += self.weights["exact"]
            elif len(own) > 1 and len(joined) > 1 and (own in joined or joined in own):
                value += self.weights["holds"]
            best[number] = max(best.get(number, 0), value)
        return best

    def _entry_slot(self, gram: str) -> tuple[float, Mapping[int, float]]:
        """Return what a gram is worth in names, and the entries that have it or what sounds the same."""
        if gram in self.by_gram or len(gram) != 2 or not is_han(gram) or self.posting(gram).frequency:
            return self.rarity(gram), dict.fromkeys(self.by_gram.get(gram, ()), 1.0)
        found: dict[int, float] = {}
        for other in self.mended(gram):
            for at in self.by_gram[other]:
                found[at] = self.weights["sound"]
        return rarity(len(self.entries), len(found)), found

    def _entry_hits(self, slots: Iterable[tuple[float, Mapping[int, float]]]) -> tuple[float, dict[int, float]]:
        """Return the sum of what all slots are worth, and of those that each entry has."""
        total = 0.0
        hits: dict[int, float] = {}
        for weight, entries in slots:
            total += weight
            for at, factor in entries.items():
                hits[at] = hits.get(at, 0) + weight * factor
        return total or 1.0, hits


def rarity(count: int, frequency: int) -> float:
    """Return what a gram is worth that `frequency` of `count` have: like a logarithm, but the same on every machine."""
    return sqrt(sqrt(count / (frequency or 1)))


def _inverted(lists: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Return the numbers of the lists that an item is in, by item."""
    found: dict[str, list[int]] = {}
    for at, items in enumerate(lists):
        for item in items:
            found.setdefault(item, []).append(at)
    return found


def _meaning(line: str) -> tuple[str, Meaning]:
    """Return a word and its meaning from a line of words.json."""
    word, *parts = line.split("\t")
    pairs = [(text, int(weight) / 100) for text, _, weight in (part.rpartition(":") for part in parts)]
    terms = tuple(pair for pair in pairs if not pair[0].startswith("#"))
    targets = tuple((int(text[1:]), weight) for text, weight in pairs if text.startswith("#"))
    return word, Meaning(terms, targets)


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
