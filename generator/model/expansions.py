"""Words people use -> what a search should look for as well: official terms and entries, each with a weight.

    for item in expansions(registry, day).get(normal("红冲"), ()):
        item.terms     # (("红字", 0.9), …): look for these as well, at this weight
        item.targets   # (("procedures", "hong-zi-…", 0.9), …): raise these entries by this weight
    item.note      # "" or what to tell the visitor at once

Keys are normalised: a query is to be normalised in the same way before it is cut into words.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.registry import Registry
from generator.model.synonyms import Synonym, WordKind

WEIGHTS: Mapping[WordKind, float] = {
    WordKind.ABBREVIATION: 0.9,
    WordKind.OLD_NAME: 0.9,
    WordKind.PROFESSIONAL: 0.9,
    WordKind.REGIONAL: 0.8,
    WordKind.COLLOQUIAL: 0.8,
    WordKind.WRONG_WORD: 0.7,
    WordKind.DIALECT: 0.7,
}
"""How far a word of each kind is worth its official term, which is worth 1."""

NEXT = 0.9
"""Each further term or target is worth this share of the one before it."""

_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Expansion:
    """What one entry makes of a word: terms (text, weight), targets (folder, id, weight), and a sentence to show.

    Weights are in (0, 1); the sentence may be empty.
    """

    synonym: str
    terms: tuple[tuple[str, float], ...]
    targets: tuple[tuple[str, str, float], ...]
    note: str = ""


def normal(text: str) -> str:
    """Return text as words are compared: full width as half width, lower case, no blanks, no punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def expansions(registry: Registry, day: datetime.date) -> dict[str, tuple[Expansion, ...]]:
    """Return what each normalised word leads to on `day`, by word.

    A word that several entries claim is worth the same share of each. Targets that are not in force are left out.
    """
    claims: dict[str, list[str]] = {}
    for synonym in registry.all(Synonym).values():
        if synonym.in_force(day):
            for word in filter(None, dict.fromkeys(normal(word) for word in synonym.words)):
                claims.setdefault(word, []).append(synonym.id)
    return {word: tuple(_expansion(registry, day, id, len(ids)) for id in ids) for word, ids in sorted(claims.items())}


def _expansion(registry: Registry, day: datetime.date, id: str, claimants: int) -> Expansion:
    """Return what an entry makes of its words, shared among the entries that claim one."""
    synonym = registry.all(Synonym)[id]
    full = WEIGHTS[synonym.kind] / claimants
    known = registry.entries
    valid = [
        (folder, id)
        for folder, id in synonym.targets.ids()
        if (entry := known[folder].get(id)) is not None
        if entry.in_force(day)
    ]
    return Expansion(
        synonym.id,
        tuple((term, round(full * NEXT**place, 3)) for place, term in enumerate(synonym.means)),
        tuple((folder, id, round(full * NEXT**place, 3)) for place, (folder, id) in enumerate(valid)),
        synonym.note or "",
    )
