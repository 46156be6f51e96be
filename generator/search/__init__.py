"""Search without a server: an index of what the registry says, made for how taxpayers ask. See `index`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from generator.kept import Store
from generator.model.expansions import WEIGHTS
from generator.model.expansions import normal as squeezed
from generator.model.laws import Law
from generator.model.synonyms import Synonym, WordKind
from generator.model.types import Entry
from generator.render.pages import File
from generator.search.documents import KINDS, Document, written
from generator.search.families import Member
from generator.search.index import Extract, Notion, assemble, extract, shared_of
from generator.search.text import normal
from generator.search.words import fillers, intents
from generator.views import Session
from generator.views.common import Rows


def rows(store: Store) -> dict[str, Rows]:
    """Return what the index takes of each entry, by registry; `store` gets what an entry shares with its copies."""
    return {
        record.FOLDER: Rows("found", record, partial(_made, store, describe), always=record is Law)
        for record, describe in KINDS
    }


def files(session: Session, store: Store | None = None) -> Iterator[File]:
    """Yield the files of a site's search index. `store` keeps between runs what has been made."""
    store = store or Store()
    yield from assemble(_extracts(session, store), notions(session), store)
    store.save()


def _extracts(session: Session, store: Store) -> Iterator[Extract]:
    """Yield what the index needs of every document, in the order of `documents`."""
    found = rows(store)
    for record, describe in KINDS:
        for key, own in session.rows(found[record.FOLDER]):
            again = partial(_again, session, record, describe, own[0])
            yield Extract(key, record.FOLDER, store.get(key, again), Member(*own))
    for document in written(session):
        yield extract(document, store)


def _made(
    store: Store, describe: Callable[[Session, Any], Document], session: Session, entry: Entry
) -> tuple[bytes, tuple[Any, ...]]:
    """Return the extract of an entry's document as plain data: its key in the store, and what is its own."""
    made = extract(describe(session, entry), store)
    return made.key, tuple(made.member)


def _again(session: Session, record: type[Entry], describe: Callable[[Session, Any], Document], id: str) -> bytes:
    """Return what an entry's document shares with its copies, where the store has lost it."""
    return shared_of(describe(session, session.registry.all(record)[id]))


def notions(session: Session) -> Iterator[Notion]:
    """Yield the words that people use, with what they lead to, by the synonym's id.

    Dialect leads to the synonym's name, and only the name to what is meant, unless it is a word of asking.
    """
    asking = {*fillers(), *(phrase for phrases in intents().values() for phrase in phrases)}
    for entry in session.current(Synonym):
        said = [word for word in dict.fromkeys(map(squeezed, entry.words)) if word]
        targets = tuple(f"{folder}/{id}" for folder, id in entry.targets.ids())
        terms = entry.means
        if entry.kind is WordKind.DIALECT:
            plain = normal(entry.name)
            yield Notion(WEIGHTS[entry.kind], tuple(word for word in said if word != plain), (), (), plain)
            said = [] if plain in asking else [plain]
        yield Notion(WEIGHTS[entry.kind], tuple(said), terms, targets)
