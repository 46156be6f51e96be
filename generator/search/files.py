"""Search without a server: an index of what the registry says, made for how taxpayers ask. See `index`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.cache import Table
from generator.model.expansions import WEIGHTS
from generator.model.expansions import normal as squeezed
from generator.model.synonyms import Synonym, WordKind
from generator.render.pages import File
from generator.search.documents import Document
from generator.search.found import Kind
from generator.search.index import Notion, assemble, extract
from generator.search.text import normal
from generator.search.words import fillers, intents
from generator.session import Session


def files(
    session: Session, documents: Iterable[Document], kinds: Mapping[str, Kind], table: Table | None = None
) -> Iterator[File]:
    """Yield the files of an index of these documents, of these kinds; `table` keeps results between runs."""
    table = table or Table()
    extracts = [extract(document, table) for document in documents]
    yield from assemble(extracts, notions(session), kinds, table)


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
