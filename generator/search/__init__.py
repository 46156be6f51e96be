"""Search without a server: an index of what the registry says, made for how taxpayers ask. See `index` and `rank`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.cache import Table
from generator.model.expansions import WEIGHTS
from generator.model.expansions import normal as squeezed
from generator.model.procedures import Audience, Theme
from generator.model.synonyms import Synonym, WordKind
from generator.render.pages import File
from generator.search.documents import documents
from generator.search.index import Notion, assemble, extract
from generator.search.text import normal
from generator.search.words import fillers, intents
from generator.session import Session

LABELS = {item.value: item.label for vocabulary in (Audience, Theme) for item in vocabulary}
"""What the values that results can be filtered by are called."""


def files(session: Session, table: Table | None = None) -> Iterator[File]:
    """Yield the files of a site's search index. `table` keeps between runs what was computed for them."""
    table = table or Table()
    extracts = [extract(document, table) for document in documents(session)]
    yield from assemble(extracts, LABELS, notions(session), table)


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
