"""The files of the search index of a project. See `index`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.cache import Table
from generator.model.expansions import WEIGHTS
from generator.model.expansions import normal as squeezed
from generator.model.synonyms import Synonym, WordKind
from generator.render.pages import File
from generator.search.documents import Document
from generator.search.index import Notion, assemble, extract
from generator.search.projections import Kind
from generator.search.text import normal
from generator.search.words import fillers, intents
from generator.session import Session


def files(
    session: Session, documents: Iterable[Document], kinds: Mapping[str, Kind], table: Table | None = None
) -> Iterator[File]:
    """Yield the files of the index of these documents; `table` caches intermediate results."""
    table = table or Table()
    extracts = [extract(document, table) for document in documents]
    yield from assemble(extracts, notions(session), kinds, table)


def notions(session: Session) -> Iterator[Notion]:
    """Yield the notions of the synonyms, sorted by id.

    A dialect word leads to the synonym's name, and the name to its terms and targets, unless it is an interrogative.
    """
    asking = {*fillers(), *(phrase for phrases in intents().values() for phrase in phrases)}
    for entry in session.current(Synonym):
        said = [word for word in dict.fromkeys(map(_key, entry.words)) if word]
        targets = tuple(f"{folder}/{id}" for folder, id in entry.targets.ids())
        terms = entry.means
        if entry.kind is WordKind.DIALECT:
            plain = normal(entry.name)
            yield Notion(WEIGHTS[entry.kind], tuple(word for word in said if word != plain), (), (), plain)
            said = [] if plain in asking else [plain]
        yield Notion(WEIGHTS[entry.kind], tuple(said), terms, targets)


def _key(word: str) -> str:
    """Return a word as queries are searched for it: without blanks, except between English words."""
    return normal(word) if word.isascii() else squeezed(word)
