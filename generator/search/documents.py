"""Search documents: one per entry, as plain data. Those of the registries are in `matters` and `work`."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from generator.model.attachments import Attachment
from generator.model.routes import page_address
from generator.model.types import Entry
from generator.session import Session
from generator.views.own import texts_of

Texts = tuple[str, ...]

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_CELL = re.compile(r" *\|[-: |]*")


class Document(NamedTuple):
    """The text of one entry that the search indexes, by prominence.

    `said`: sayings. `near`: likely query text (questions, situations, a summary). `inner`: the entry's own text
    (conditions, materials, notes). `far`: text that it only mentions (laws, steps). `summary` and `passages` are shown
    as excerpts. `short_name` is an alias that, like the name, differs between copies. `answers` are (intent, text)
    pairs.
    """

    id: str
    kind: str
    name: str
    summary: str
    aliases: Texts = ()
    said: Texts = ()
    near: Texts = ()
    inner: Texts = ()
    far: Texts = ()
    passages: Texts = ()
    audience: Texts = ()
    themes: Texts = ()
    organs: Texts = ()
    short_name: str = ""
    immediate: bool = False
    online: bool = False
    answers: tuple[tuple[str, str], ...] = ()

    def packed(self) -> bytes:
        """Return the document as bytes; different documents give different bytes."""
        return marshal.dumps(tuple(self), 2)  # from version 3 on, equal texts may give different bytes

    @property
    def path(self) -> str:
        """The document's id across kinds: "procedures/fapiao-ling-yong"."""
        return f"{self.kind}/{self.id}"


def written(session: Session) -> Iterator[Document]:
    """Yield the documents of content pages."""
    for raw, meta in session.written:
        url = page_address(raw.file).rstrip("/")
        body = tuple(line for line in map(_unmarked, raw.body.splitlines()) if len(line) > 1)
        heads = tuple(line.strip("# ") for line in raw.body.splitlines() if line.startswith("#"))
        yield Document(
            url, "pages", meta.title, meta.description, near=heads, inner=(meta.description,), far=body, passages=body
        )


def _unmarked(line: str) -> str:
    """Return a line of a page without Markdown syntax; the cells of a table row become a list."""
    text = _LINK.sub(r"\1", line).replace("**", "").replace("`", "").strip("#>*-|: ")
    return _CELL.sub("，", text)


def base(entry: Entry, summary: str, **more: Any) -> Document:
    """Return an entry's document."""
    aliases, said = (tuple(getattr(entry, field, ())) for field in ("aliases", "sayings"))
    return Document(entry.id, entry.FOLDER, entry.name, summary, aliases, said, **more)


def names_of(session: Session, folder: str, ids: Iterable[str]) -> Texts:
    """Return the names of those ids that exist."""
    entries = session.registry.entries[folder]
    return tuple(entries[id].name for id in ids if id in entries)


def attachment(session: Session, entry: Attachment) -> Document:
    """Return the document of a file to download, with what it says."""
    stored = session.registry.attachments.get(entry.file)
    said = tuple(item.text for item in stored.content.passages if not item.hidden) if stored else ()
    texts = (*filter(None, [entry.says]), *said)[:_PASSAGES_OF_A_FILE]
    return base(entry, entry.summary, near=(entry.summary,), inner=texts, passages=texts)


_PASSAGES_OF_A_FILE = 200
"""Lines of an attachment that the search reads: its beginning says what it is about."""


def own(session: Session, entry: Entry) -> Document:
    """Return the document of an entry of an own registry."""
    said = texts_of(session, entry)
    return base(entry, said[0] if said else entry.name, near=said, passages=said)
