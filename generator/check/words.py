"""Who says which word: the synonyms' words and the names of everything else, gathered once for the rules on words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cache

from generator.check.gist import Gist
from generator.check.rule import Session, shared
from generator.model import BY_FOLDER
from generator.model.expansions import normal
from generator.model.synonyms import Synonym

_SHORT_NAMED = ("procedures", "materials", "regimes", "oversight", "organs")
"""Registries whose names are what people type. Titles of laws are whole sentences; posts and duties follow matters."""


@shared
def words(session: Session) -> list[tuple[Synonym, int, str]]:
    """Return every word of every entry that is not withdrawn, with its index, normalised."""
    synonyms = (synonym for synonym in session.registry.synonyms.values() if synonym.withdrawn is None)
    return [(synonym, index, normal(word)) for synonym in synonyms for index, word in enumerate(synonym.words)]


@shared
def claims(session: Session) -> Mapping[str, list[tuple[Synonym, int]]]:
    """Return who claims each normalised word."""
    found: dict[str, list[tuple[Synonym, int]]] = {}
    for synonym, index, word in words(session):
        found.setdefault(word, []).append((synonym, index))
    return found


def named(session: Session) -> Iterator[Gist]:
    """Yield the entries that people look for by name: those with a page of their own that are not withdrawn."""
    return (item for item in session.gists if not (item.withdrawn or BY_FOLDER[item.folder].ON_ONE_PAGE))


@shared
def owners(session: Session) -> Mapping[str, list[Gist]]:
    """Return the entries that bear a name, by normalised name, short name or alias."""
    found: dict[str, list[Gist]] = {}
    for entry in named(session):
        for name in dict.fromkeys(entry.plain):
            found.setdefault(name, []).append(entry)
    return found


@shared
def holders(session: Session) -> tuple[Mapping[str, list[Gist]], Mapping[str, list[Gist]]]:
    """Return, for each word, the short-named entries in whose name it stands, and the procedures that it helps to call.

    The latter have it in their name or in an alias. Names are cut into pairs of characters and only words that begin
    so are tried: the cost grows with the names, hardly with the words.
    """
    by_start: dict[str, list[str]] = {}
    for word in claims(session):
        by_start.setdefault(word[:2], []).append(word)

    @cache  # copies of a guide have the same aliases
    def inside(text: str) -> set[str]:
        starts = (by_start.get(text[place : place + 2], ()) for place in range(len(text) - 1))
        return {word for word in itertools.chain.from_iterable(starts) if word in text}

    in_name: dict[str, list[Gist]] = {}
    in_call: dict[str, list[Gist]] = {}
    for entry in named(session):
        for word in inside(entry.plain[0]) if entry.folder in _SHORT_NAMED else ():
            in_name.setdefault(word, []).append(entry)
        if entry.folder == "procedures":
            for word in set[str]().union(*map(inside, entry.plain)):
                in_call.setdefault(word, []).append(entry)
    return in_name, in_call


def covers(synonym: Synonym, entry: Gist) -> bool:
    """Tell whether an entry is what a synonym speaks of: its target, or called by one of its terms."""
    means = [normal(term) for term in synonym.means]
    return (entry.folder, entry.id) in synonym.targets.ids() or any(
        term in name for name in entry.plain for term in means
    )
