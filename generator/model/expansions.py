"""Query expansion: the words people use -> official terms and entries to search for as well, each with a weight.

    for item in expansions(registry, day).get(normal("红冲"), ()):
        item.terms     # (("红字", 0.9), …): look for these as well, at this weight
        item.targets   # (("procedures", "hong-zi-…", 0.9), …): raise these entries by this weight
    item.note      # a sentence to show to the visitor, or ""

Keys are normalised. Normalise a query in the same way before cutting it into words.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.model.registry import Registry
from generator.model.synonyms import Synonym, WordKind

WEIGHTS: Mapping[WordKind, float] = {
    WordKind.ABBREVIATION: 0.9,
    WordKind.OLD_NAME: 0.9,
    WordKind.PROFESSIONAL: 0.9,
    WordKind.ENGLISH: 0.9,
    WordKind.REGIONAL: 0.8,
    WordKind.COLLOQUIAL: 0.8,
    WordKind.WRONG_WORD: 0.7,
    WordKind.DIALECT: 0.7,
}
"""Weight of a word of each kind, relative to its official term (1)."""

NEXT = 0.8
"""Weight of each further term or target, relative to the one before it."""

_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Expansion:
    """The expansion of a word by one entry: terms (text, weight), targets (folder, id, weight), and a sentence to show.

    Weights are between 0 and 1; the sentence may be "".
    """

    synonym: str
    terms: tuple[tuple[str, float], ...]
    targets: tuple[tuple[str, str, float], ...]
    note: str = ""


@lru_cache(1 << 16)  # the same names are compared by many rules
def normal(text: str) -> str:
    """Return text normalised for comparison: half width, lower case, without blanks and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isalnum() else _NOISE.sub("", plain)


def expansions(registry: Registry, day: datetime.date) -> dict[str, tuple[Expansion, ...]]:
    """Return the expansions of each normalised word on `day`.

    If several entries have a word, its weight is divided equally among them. Targets not in force are left out.
    """
    claims: dict[str, list[str]] = {}
    for synonym in registry.all(Synonym).values():
        if synonym.in_force(day):
            for word in filter(None, dict.fromkeys(normal(word) for word in synonym.words)):
                claims.setdefault(word, []).append(synonym.id)
    return {word: tuple(_expansion(registry, day, id, len(ids)) for id in ids) for word, ids in sorted(claims.items())}


def _expansion(registry: Registry, day: datetime.date, id: str, claimants: int) -> Expansion:
    """Return the expansion by one entry; weights are divided by `claimants`, the number of entries with the word."""
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
