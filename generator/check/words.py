"""The words of synonyms and the names of all entries, collected once for the rules on words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from generator.check.rule import Session, once
from generator.model.expansions import normal
from generator.model.synonyms import Synonym
from generator.model.types import Entry

_SHORT_NAMED = ("procedures", "materials", "regimes", "oversight", "organs")
"""Registries whose names people type. Laws have long titles; posts and duties are named after procedures."""


class Named(NamedTuple):
    """An entry with its file, its names (name, short name, aliases), and these normalised for comparison."""

    entry: Entry
    file: str
    names: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Its registry's folder and its id."""
        return self.entry.FOLDER, self.entry.id

    @property
    def name(self) -> str:
        """Its name."""
        return self.names[0]


@once
def every_name(session: Session) -> list[Named]:
    """Return every entry with its names, in the order of registries and ids."""
    return [
        Named(entry, session.registry.file(entry), names := _names(entry), tuple(map(normal, names)))
        for by_id in session.registry.entries.values()
        for entry in by_id.values()
    ]


def _names(entry: Any) -> tuple[str, ...]:
    """Return an entry's name, its short name and its aliases."""
    short = getattr(entry, "short_name", None)
    return (entry.name, *([short] if short else []), *getattr(entry, "aliases", ()))


@once
def words(session: Session) -> list[tuple[Synonym, int, str]]:
    """Return (synonym, index, normalised word) for every word of synonyms in use."""
    synonyms = (synonym for synonym in session.registry.all(Synonym).values() if synonym.withdrawn is None)
    return [(synonym, index, normal(word)) for synonym in synonyms for index, word in enumerate(synonym.words)]


@once
def claims(session: Session) -> Mapping[str, list[tuple[Synonym, int]]]:
    """Return the synonyms that have a word, as (synonym, index), by normalised word."""
    found: dict[str, list[tuple[Synonym, int]]] = {}
    for synonym, index, word in words(session):
        found.setdefault(word, []).append((synonym, index))
    return found


def named(session: Session) -> Iterator[Named]:
    """Yield the entries that people look for by name: in use, with a page of their own."""
    return (item for item in every_name(session) if not (item.entry.withdrawn or item.entry.ON_ONE_PAGE))


@once
def owners(session: Session) -> Mapping[str, list[Named]]:
    """Return the entries that have a name, by normalised name, short name or alias."""
    found: dict[str, list[Named]] = {}
    for entry in named(session):
        for name in dict.fromkeys(entry.plain):
            found.setdefault(name, []).append(entry)
    return found


@once
def holders(session: Session) -> tuple[Mapping[str, list[Named]], Mapping[str, list[Named]]]:
    """Return, by word, the entries whose name contains it, and the procedures whose name or alias contains it.

    The former are of the registries in _SHORT_NAMED only. Names are cut into pairs of characters, and only words that
    begin with such a pair are tried: the time grows with the names, hardly with the words.
    """
    by_start: dict[str, list[str]] = {}
    for word in claims(session):
        by_start.setdefault(word[:2], []).append(word)

    @cache  # copies of a guide have the same aliases
    def inside(text: str) -> set[str]:
        starts = (by_start.get(text[place : place + 2], ()) for place in range(len(text) - 1))
        return {word for word in itertools.chain.from_iterable(starts) if word in text}

    in_name: dict[str, list[Named]] = {}
    in_call: dict[str, list[Named]] = {}
    for entry in named(session):
        for word in inside(entry.plain[0]) if entry.key[0] in _SHORT_NAMED else ():
            in_name.setdefault(word, []).append(entry)
        if entry.key[0] == "procedures":
            for word in set[str]().union(*map(inside, entry.plain)):
                in_call.setdefault(word, []).append(entry)
    return in_name, in_call


def covers(synonym: Synonym, entry: Named) -> bool:
    """Return True if a synonym means an entry: it is a target, or one of its names contains one of the terms."""
    if entry.entry.id in getattr(synonym.targets, entry.entry.FOLDER, ()):
        return True
    return any(term in name for term in map(normal, synonym.means) for name in entry.plain)
