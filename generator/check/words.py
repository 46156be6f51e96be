"""Who says which word: the synonyms' words and the names of everything else, gathered once for the rules on words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.check.rule import Context
from generator.model import BY_FOLDER
from generator.model.expansions import normal
from generator.model.synonyms import Synonym
from generator.model.types import Entry

_SHORT_NAMED = ("procedures", "materials", "regimes", "oversight", "organs")
"""Registries whose names are what people type. Titles of laws are whole sentences; posts and duties follow matters."""


def words(context: Context) -> Iterator[tuple[Synonym, int, str]]:
    """Yield every word of every entry that is not withdrawn, with its index, normalised."""
    for synonym in context.registry.synonyms.values():
        if synonym.withdrawn is None:
            for index, word in enumerate(synonym.words):
                yield synonym, index, normal(word)


@lru_cache(maxsize=1)
def claims(context: Context) -> Mapping[str, list[tuple[Synonym, int]]]:
    """Return who claims each normalised word."""
    found: dict[str, list[tuple[Synonym, int]]] = {}
    for synonym, index, word in words(context):
        found.setdefault(word, []).append((synonym, index))
    return found


def called(entry: Entry) -> Iterator[str]:
    """Yield what an entry is called: its name, its short name, its aliases."""
    yield entry.name
    if short := getattr(entry, "short_name", None):
        yield short
    yield from getattr(entry, "aliases", ())


def named(context: Context) -> Iterator[Entry]:
    """Yield the entries that people look for by name: those with a page of their own that are not withdrawn."""
    for folder, entries in context.registry.entries.items():
        if not BY_FOLDER[folder].ON_ONE_PAGE:
            yield from (entry for entry in entries.values() if entry.withdrawn is None)


@lru_cache(maxsize=1)
def owners(context: Context) -> Mapping[str, list[Entry]]:
    """Return the entries that bear a name, by normalised name, short name or alias."""
    found: dict[str, list[Entry]] = {}
    for entry in named(context):
        for name in dict.fromkeys(normal(name) for name in called(entry)):
            found.setdefault(name, []).append(entry)
    return found


@lru_cache(maxsize=1)
def holders(context: Context) -> tuple[Mapping[str, list[Entry]], Mapping[str, list[Entry]]]:
    """Return, for each word, the short-named entries in whose name it stands, and the procedures that it helps to call.

    The latter have it in their name or in an alias. Names are cut into pairs of characters and only words that begin
    so are tried: the cost grows with the names, hardly with the words.
    """
    by_start: dict[str, list[str]] = {}
    for word in claims(context):
        by_start.setdefault(word[:2], []).append(word)

    def inside(text: str) -> set[str]:
        starts = (by_start.get(text[place : place + 2], ()) for place in range(len(text) - 1))
        return {word for word in itertools.chain.from_iterable(starts) if word in text}

    in_name: dict[str, list[Entry]] = {}
    in_call: dict[str, list[Entry]] = {}
    for entry in named(context):
        for word in inside(normal(entry.name)) if entry.FOLDER in _SHORT_NAMED else ():
            in_name.setdefault(word, []).append(entry)
        if entry.FOLDER == "procedures":
            for word in set[str]().union(*(inside(normal(name)) for name in called(entry))):
                in_call.setdefault(word, []).append(entry)
    return in_name, in_call


def covers(synonym: Synonym, entry: Entry) -> bool:
    """Tell whether an entry is what a synonym speaks of: its target, or called by one of its terms."""
    names = [normal(name) for name in called(entry)]
    means = [normal(term) for term in synonym.means]
    return (entry.FOLDER, entry.id) in synonym.targets.ids() or any(term in name for name in names for term in means)
