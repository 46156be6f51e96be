"""Ranks the documents of an index, as theme/assets/search.js does: same order, same scores.

A score is made of how alike a name is to the query, how prominently the query's grams stand in the document, and how
much of the query it covers at all. Both sides add in the same order, so that even rounding is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import floor
from typing import NamedTuple

from generator.search.question import Question, Variant, said
from generator.search.shipped import Index, rarity
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
    score: int


class _Slot(NamedTuple):
    """A gram of a query: what finding it is worth, and where it is found."""

    weight: float
    worth: Mapping[int, float]


class _Likeness(NamedTuple):
    """How alike a name or an alias is to a query, and its number."""

    value: float
    entry: int


@dataclass(frozen=True)
class Ranking:
    """Ranks the documents of one index."""

    index: Index

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The numbers of the ranking."""
        return self.index.weights

    def rank(self, text: str, wanted: Filter | None = None) -> list[Found]:
        """Return what is found, the best first; equals in the order of the documents."""
        rest, marks = self.without_mark(normal(text, self.index.table))
        scores = self.scores(self.index.reader.read(rest)) if rest.strip() else self.marked(marks)
        kept: list[tuple[int, int, str]] = []
        for number, score in scores.items():
            path, factor = self.choose(number, marks, wanted or Filter())
            if path:
                kept.append((-floor(score * factor), number, path))
        kept.sort()
        least = -kept[0][0] * self.weights["floor"] if kept else 0
        return [Found(path, -score) for score, _, path in kept if -score >= least]

    def asked(self, text: str) -> str:
        """Return what a query asks about: an intent, or nothing."""
        rest, _ = self.without_mark(normal(text, self.index.table))
        return self.index.reader.read(rest).intent

    def suggest(self, text: str, limit: int = 8) -> list[tuple[str, int]]:
        """Return the documents whose names or aliases are likest a text, by names.json and words.json alone."""
        best: dict[int, float] = {}
        for variant in self.index.reader.read(normal(text, self.index.table)).variants:
            for number, likeness in self.likeness(variant, False).items():
                value = likeness.value * variant.factor * self.weights[self.index.kinds[number]]
                best[number] = max(best.get(number, 0), value)
        kept = sorted((-floor(value * _SCALE), number) for number, value in best.items())
        return [(self.index.paths[number], -score) for score, number in kept[:limit]]

    def without_mark(self, text: str) -> tuple[str, list[int]]:
        """Return a query without the longest name of a mark that it holds, and the marks of that name."""
        known = self.index.marks
        longest = max(map(len, known), default=0)
        for length in range(min(longest, len(text)), 1, -1):
            for at in range(len(text) - length + 1):
                if found := known.get(text[at : at + length]):
                    return f"{text[:at]} {text[at + length :]}", found
        return text, []

    def marked(self, marks: Sequence[int]) -> dict[int, int]:
        """Return scores of what there is under a mark, where a query names nothing else: organs first."""
        found = {}
        for number, copies in self.index.copies.items():
            if any(mark in copy.marks for copy in copies for mark in marks):
                value = 1.0 if self.index.kinds[number] == "organs" else self.weights["elsewhere"]
                found[number] = floor(value * _SCALE)
        return found

    def choose(self, number: int, marks: Sequence[int], wanted: Filter) -> tuple[str, float]:
        """Return the path of the document or of the copy that is meant ("": none passes), and a factor of its score."""
        if not self.passes(number, wanted):
            return "", 0.0
        index = self.index
        for mark in marks:
            for copy in index.copies.get(number, ()):
                id = index.mark_list[mark][1]
                if mark in copy.marks and (not wanted.organ or wanted.organ in _filled(copy.organs, id)):
                    return f"{index.kinds[number]}/{copy.id.replace('*', id)}", 1.0
        if wanted.organ and wanted.organ not in self.facets["organs"][number]:
            for copy in index.copies.get(number, ()):
                for mark in sorted(copy.marks):
                    id = index.mark_list[mark][1]
                    if wanted.organ in _filled(copy.organs, id):
                        return f"{index.kinds[number]}/{copy.id.replace('*', id)}", 1.0
            return "", 0.0
        return index.paths[number], self.weights["elsewhere"] if marks else 1.0

    def passes(self, number: int, wanted: Filter) -> bool:
        """Tell whether a document has what is wanted, but for the organ."""
        if wanted.kind and self.index.kinds[number] != wanted.kind:
            return False
        if not any(wanted[:5]):
            return True
        if self.index.kinds[number] != "procedures":
            return False
        return (
            (not wanted.audience or wanted.audience in self.facets["audience"][number])
            and (not wanted.theme or wanted.theme in self.facets["themes"][number])
            and (not wanted.immediate or self.index.head["facets"]["immediate"][number] == "1")
            and (not wanted.online or self.index.head["facets"]["online"][number] == "1")
        )

    @cached_property
    def facets(self) -> Mapping[str, list[frozenset[str]]]:
        """The values of each facet that each matter has."""
        return {key: self.index.facet(key) for key in ("audience", "themes", "organs")}

    def scores(self, question: Question) -> dict[int, int]:
        """Return the score of every document that has anything to do with a question."""
        best: dict[int, float] = {}
        for variant in question.variants:
            for number, score in self.matches(variant).items():
                best[number] = max(best.get(number, 0), score * variant.factor)
        for number, share in question.targets.items():
            best[number] = best.get(number, 0) + self.weights["target"] * share
        factors = {kind: self.factor(kind, question.intent) for kind, _ in self.index.head["kinds"]}
        kinds = self.index.kinds
        return {number: floor(score * factors[kinds[number]] * _SCALE) for number, score in best.items()}

    def factor(self, kind: str, intent: str) -> float:
        """Return what a document of a kind is worth where the query asks about something: more if it can answer."""
        answers = intent in self.index.head["answers"].get(kind, ())
        return self.weights[kind] * (self.weights["answers"] if answers else 1)

    def matches(self, variant: Variant) -> dict[int, float]:
        """Return how well each document matches one way to put a query: 0 to about 1.2."""
        names = self.likeness(variant, True)
        total = 0.0
        weighed: dict[int, float] = {}
        covered: dict[int, float] = {}
        for gram, share in self.shares(variant).items():
            slot = self.slot(gram)
            weight = slot.weight * share
            total += weight
            for number, worth in slot.worth.items():
                weighed[number] = weighed.get(number, 0) + weight * worth
                covered[number] = covered.get(number, 0) + weight
        found: dict[int, float] = {}
        for number in {**weighed, **names}:
            cover = covered.get(number, 0) / total
            found[number] = (
                self.weights["name"] * (names[number].value if number in names else 0)
                + self.weights["text"] * (weighed.get(number, 0) / total)
                + self.weights["cover"] * cover * cover
            )
        return found

    def shares(self, variant: Variant) -> dict[str, float]:
        """Return the grams of a variant, each with the share of its weight that counts."""
        found = dict.fromkeys(grams(variant.text), 1.0)
        for term, share in variant.terms:
            for gram in grams(term):
                found[gram] = share
        return found

    def slot(self, gram: str) -> _Slot:
        """Return where a gram is found; one that stands nowhere is taken for what sounds the same in names."""
        posting = self.index.posting(gram)
        count = len(self.index.kinds)
        if posting.frequency or len(gram) != 2 or not is_han(gram):
            return _Slot(rarity(count, posting.frequency), posting.worth)
        worth: dict[int, float] = {}
        frequency = 0
        for other in self.mended(gram):
            found = self.index.posting(other)
            frequency += found.frequency
            for number, value in found.worth.items():
                worth[number] = max(worth.get(number, 0), value * self.weights["sound"])
        return _Slot(rarity(count, frequency), worth)

    def mended(self, gram: str) -> list[str]:
        """Return the grams of names that sound like one that stands nowhere."""
        sounds = said(gram, self.index.sounds)
        return distinct(other for sound in sounds for other in self.index.alike.get(sound, ()))

    def likeness(self, variant: Variant, texts: bool) -> dict[int, _Likeness]:
        """Return how alike each document's best name or alias is to a text: 0 to about 1.2.

        A gram that no name has is mended by its sound, unless, with `texts`, a text has it.
        """
        plain = "".join(runs(variant.text))
        total, hits = _sums(
            [
                (weight * share, entries)
                for gram, share in self.shares(variant).items()
                for weight, entries in [self.entry_slot(gram, texts)]
            ]
        )
        char_total, char_hits = _sums([self.char_slot(char) for char in distinct(filter(is_han, plain))])
        part = self.weights["chars"] if char_hits else 0.0
        lengths = self.index.lengths
        best: dict[int, _Likeness] = {}
        for at in {**hits, **char_hits}:
            hit = hits.get(at, 0)
            cover = (1 - part) * (hit / total) + part * (char_hits.get(at, 0) / char_total)
            fit = min(1.0, hit / lengths[at]) if lengths[at] else 0.0
            value = cover * (1 - self.weights["fit"] + self.weights["fit"] * fit) + self.kinship(plain, at)
            number = self.index.entries[at][0]
            if number not in best or value > best[number].value:
                best[number] = _Likeness(value, at)
        return best

    def kinship(self, plain: str, at: int) -> float:
        """Return what it adds that a query is a name, begins it, holds it or stands in it."""
        own = self.plain[at]
        if own == plain:
            return self.weights["exact"]
        if own.startswith(plain):
            return self.weights["starts"]
        return self.weights["holds"] if len(own) > 1 and (own in plain or plain in own) else 0.0

    @cached_property
    def plain(self) -> list[str]:
        """Names and aliases without what separates their runs."""
        return ["".join(runs(text)) for _, text in self.index.entries]

    @cache  # noqa: B019 - a ranking lives as long as the command that uses it
    def entry_slot(self, gram: str, texts: bool) -> tuple[float, Mapping[int, float]]:
        """Return what a gram is worth in names, and the entries that have it or what sounds the same."""
        by_gram = self.index.by_gram
        count = len(self.index.entries)
        plain = gram in by_gram or len(gram) != 2 or not is_han(gram)
        if plain or (texts and self.index.posting(gram).frequency):
            entries = by_gram.get(gram, ())
            return rarity(count, len(entries)), dict.fromkeys(entries, 1.0)
        found = {at: self.weights["sound"] for other in self.mended(gram) for at in by_gram[other]}
        return rarity(count, len(found)), found

    def char_slot(self, char: str) -> tuple[float, Mapping[int, float]]:
        """Return what a character is worth in names, and the entries that have it."""
        entries = self.index.by_char.get(char, ())
        return rarity(len(self.index.entries), len(entries)), dict.fromkeys(entries, 1.0)


def _sums(slots: Iterable[tuple[float, Mapping[int, float]]]) -> tuple[float, dict[int, float]]:
    """Return the sum of what all slots are worth, and of those that each entry has."""
    total = 0.0
    hits: dict[int, float] = {}
    for weight, entries in slots:
        total += weight
        for at, factor in entries.items():
            hits[at] = hits.get(at, 0) + weight * factor
    return total or 1.0, hits


def _filled(organs: Iterable[str], id: str) -> list[str]:
    """Return organs' ids with a mark's id in its place."""
    return [organ.replace("*", id) for organ in organs]
