"""A query -> what it asks: spellings, without fillers, with synonyms; theme/assets/search.js does the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.search.text import is_han, opening, runs

_BETWEEN_LETTERS = re.compile(r"(?<=[a-z]) (?=[a-z])")
_LETTERS = re.compile(r"[a-z]{2,}")
_COUNTED = re.compile(r"[零一二三四五六七八九两十百千]+(?=[万元块天日月年分平岁米点倍])")
_DIGITS = "零一二三四五六七八九零一两"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SPELLINGS = 4
_TERMS = 3
_VARIANTS = 14
LONGEST = 12
"""Characters of the longest word that is looked for."""


class Variant(NamedTuple):
    """One way to put the query; what a match of it is worth, at most 1; the terms put in place of synonyms.

    A term weighs no more than the word it stands for: `terms` give the share of its own weight that it has.
    """

    text: str
    factor: float
    terms: tuple[tuple[str, float], ...] = ()


class Meaning(NamedTuple):
    """What a synonym stands for: terms and numbers of documents, each with a weight; of dialect, the plain words."""

    terms: tuple[tuple[str, float], ...]
    targets: tuple[tuple[int, float], ...]
    plain: str


class Question(NamedTuple):
    """A query understood: its variants, the best first; what was asked about; documents that its words point to."""

    variants: list[Variant]
    intent: str
    targets: dict[int, float]


class Piece(NamedTuple):
    """A part of a query: plain text, or a synonym with its meaning."""

    text: str
    meaning: Meaning | None


@dataclass(frozen=True)
class Reader:
    """Reads queries with the words of one index.

    `strings` are names, aliases and fillers, to find pinyin in; `heard` gives the synonyms by a first letter.
    """

    fillers: frozenset[str]
    intents: Mapping[str, str]
    meaning: Callable[[str], Meaning | None]
    strings: Sequence[str]
    heard: Callable[[str], Sequence[str]]
    sounds: Mapping[str, Sequence[str]]
    known: Mapping[str, object]
    weights: Mapping[str, float]

    def read(self, text: str) -> Question:
        """Return what a normalised query asks."""
        variants: dict[str, Variant] = {}
        targets: dict[int, float] = {}
        intent = ""
        for spelling, factor in self.spellings(text):
            pieces, asked = self.pieces(spelling)
            intent = intent or asked
            plain = Variant(" ".join(runs(spelling)), self.weights["unclean"])
            for variant in (*self.put(pieces), plain):
                worth = variant.factor * factor
                if variant.text not in variants or worth > variants[variant.text].factor:
                    variants[variant.text] = variant._replace(factor=worth)
            length = sum(len(piece.text) for piece in pieces if piece.text != " ")
            for piece in pieces:
                for number, weight in piece.meaning.targets if piece.meaning else ():
                    share = weight * factor * len(piece.text) / length
                    targets[number] = max(targets.get(number, 0), share)
        best = sorted(variants.values(), key=lambda item: -item.factor)[:_VARIANTS]
        return Question([item for item in best if item.text], intent, targets)

    def pieces(self, text: str) -> tuple[list[Piece], str]:
        """Return the parts of a query that mean something, a blank where something was dropped, and what it asks about.

        Of words that begin at the same place the longest wins. A synonym may hold words that ask for something: they
        are heard all the same.
        """
        found: list[Piece] = []
        at = 0
        while at < len(text):
            word, meaning = self._word(text, at)
            found.append(Piece(word if meaning or (len(word) == 1 and word not in self.fillers) else " ", meaning))
            at += len(word)
        if any(piece.text != " " for piece in found):
            return found, self.asked(text)
        return [Piece(char if runs(char) else " ", None) for char in text], ""

    def _word(self, text: str, at: int) -> tuple[str, Meaning | None]:
        """Return the longest word that begins at a place of the text, with its meaning, or else the character there."""
        for length in range(min(LONGEST, len(text) - at), 0, -1):
            word = text[at : at + length]
            meaning = self.meaning(word) if opening(word, 0) == opening(text, at) else None
            if meaning or word in self.intents or word in self.fillers:
                return word, meaning
        return text[at] if runs(text[at]) else " ", None

    def asked(self, text: str) -> str:
        """Return what the longest phrase that asks for something asks for, the first of equals."""
        for length in range(min(LONGEST, len(text)), 1, -1):
            for at in range(len(text) - length + 1):
                if intent := self.intents.get(text[at : at + length]):
                    return intent
        return ""

    def put(self, pieces: Sequence[Piece]) -> Iterator[Variant]:
        """Yield the ways to put a query: as it is, each synonym by each of its terms, all of them by their first."""
        said = [at for at, piece in enumerate(pieces) if piece.meaning and piece.meaning.terms]
        yield self.replaced(pieces, {})
        for at in said:
            meaning = pieces[at].meaning
            for term in meaning.terms[:_TERMS] if meaning else ():
                yield self.replaced(pieces, {at: term})
        if len(said) > 1:
            yield self.replaced(pieces, {at: meaning.terms[0] for at in said if (meaning := pieces[at].meaning)})

    def replaced(self, pieces: Sequence[Piece], terms: Mapping[int, tuple[str, float]]) -> Variant:
        """Return a query with some of its pieces replaced by terms."""
        words = [f" {terms[at][0]} " if at in terms else piece.text for at, piece in enumerate(pieces)]
        shares = tuple((term, min(1.0, len(pieces[at].text) / len(term))) for at, (term, _) in terms.items())
        return Variant(joined(words), min((weight for _, weight in terms.values()), default=1.0), shares)

    def spellings(self, text: str) -> list[tuple[str, float]]:
        """Return the query with pinyin read as the words that it may stand for; also with dialect in plain words.

        Each comes with what a match is worth.
        """
        text = _BETWEEN_LETTERS.sub("", text) if self._spoken(_BETWEEN_LETTERS.sub("", text)) else text
        found = [("", 1.0)]
        at = 0
        for match in _LETTERS.finditer(text):
            letters = match.group()
            heard = [] if letters in self.known else self.hear(letters)
            before = text[at : match.start()]
            found = [
                (f"{start}{before}{word}", factor * worth)
                for start, factor in found
                for word, worth in heard or [(letters, 1.0)]
            ][: 2 * _SPELLINGS]
            at = match.end()
        said = [(start + text[at:], factor) for start, factor in found]
        plain = [(in_figures(self.plainly(own)), factor * self.weights["dialect"]) for own, factor in said]
        return said + [item for item, (own, _) in zip(plain, said, strict=True) if item[0] != own]

    def plainly(self, text: str) -> str:
        """Return a text with words of dialect put in plain words."""
        found = ""
        at = 0
        while at < len(text):
            word, meaning = self._word(text, at)
            found += (meaning and meaning.plain) or text[at : at + len(word)]
            at += len(word)
        return found

    def _spoken(self, text: str) -> bool:
        """Tell whether each run of letters is wholly pinyin of something known."""
        return all(self.hear(match.group()) for match in _LETTERS.finditer(text))

    def hear(self, letters: str) -> list[tuple[str, float]]:
        """Return the words that letters may stand for, the likeliest first: as one, or else one after the other."""
        whole = self._heard(letters)
        if whole:
            return whole[:_SPELLINGS]
        words: list[list[tuple[str, float]]] = []
        at = 0
        while at < len(letters):
            parts = [
                (end, found)
                for end in range(len(letters), at + 1, -1)
                for found in [self._heard(letters[at:end], True)]
                if found
            ][:1]
            if not parts:
                return []
            words.append(parts[0][1])
            at = parts[0][0]
        rest = "".join(found[0][0] for found in words[1:])
        return [(word + rest, worth * self.weights["sound"]) for word, worth in words[0][:_SPELLINGS]]

    def _heard(self, letters: str, full: bool = False) -> list[tuple[str, float]]:
        """Return the pieces of known names that letters are the pinyin of, all of it written out where `full`."""
        found: dict[str, list[float]] = {}
        for string in self.strings:
            for at, char in enumerate(string):
                if any(syllable[0] == letters[0] for syllable in self.sounds.get(char, ())):
                    self._note(letters, string, at, full, found)
        for word in self.heard(letters[0]):
            self._note(letters, word, 0, full, found)
        ranked = sorted(found.items(), key=lambda item: (-item[1][0], -item[1][1], len(item[0]), item[0]))
        return [(word, worth) for word, (worth, _) in ranked]

    def _note(self, letters: str, string: str, at: int, full: bool, found: dict[str, list[float]]) -> None:
        """Note the piece of a string from `at` on that letters are the pinyin of, what it is worth, and how often."""
        end, written = self.spoken(letters, string, at, full)
        if end > at:
            entry = found.setdefault(string[at:end], [0.0, 0.0])
            entry[0] = max(entry[0], self._worth(end - at, written))
            entry[1] += 1 + 2 * (at == 0) + 4 * (at == 0 and end == len(string))

    def _worth(self, length: int, written: int) -> float:
        """Return what a match is worth of whose syllables so many are written out."""
        initials = self.weights["initials"]
        return initials + (1 - initials) * written / length

    def spoken(self, letters: str, string: str, at: int, full: bool) -> tuple[int, int]:
        """Return where in the string the letters, as pinyin from `at` on, end (`at`: no match), and syllables in full.

        Each character takes a whole syllable or, unless `full`, its first letter or zh, ch, sh; the last one any start.
        """
        best = (at, 0)
        under_way = [(0, at, 0)]
        while under_way:
            done, place, written = under_way.pop()
            if done == len(letters):
                if best[0] == at or written * (best[0] - at) > best[1] * (place - at):
                    best = (place, written)
                continue
            if place == len(string):
                continue
            for syllable in self.sounds.get(string[place], ()):
                if letters.startswith(syllable, done):
                    under_way.append((done + len(syllable), place + 1, written + 1))
                if full or letters[done] != syllable[0]:
                    continue
                under_way.append((done + 1, place + 1, written))
                if syllable[1:2] == "h" and letters[done + 1 : done + 2] == "h":
                    under_way.append((done + 2, place + 1, written))
                if len(letters) - done < len(syllable) and syllable.startswith(letters[done:]):
                    under_way.append((len(letters), place + 1, written))
        return best


def in_figures(text: str) -> str:
    """Return a text with what is counted in Chinese numerals in figures: 三十万 is 30万."""
    return _COUNTED.sub(lambda match: str(_value(match[0])), text)


def _value(numeral: str) -> int:
    """Return what a numeral below ten thousand counts."""
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS.index(char) % 10
    return total + digit


def joined(words: Sequence[str]) -> str:
    """Return words as one text with single blanks."""
    return " ".join("".join(words).split())


def homophones(grams: Sequence[str], sounds: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return pairs of characters by how they are read: "shui wu" -> [税务, …]."""
    found: dict[str, list[str]] = {}
    for gram in grams:
        if len(gram) == 2 and is_han(gram):
            for sound in said(gram, sounds):
                found.setdefault(sound, []).append(gram)
    return found


def said(gram: str, sounds: Mapping[str, Sequence[str]]) -> list[str]:
    """Return how a pair of characters is read, every way."""
    return [f"{one} {two}" for one in sounds.get(gram[0], ()) for two in sounds.get(gram[1], ())]
