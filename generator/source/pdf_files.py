"""Reads PDF files with pypdf: pages, annotations, metadata.

Without pypdf only the faults that stand plainly in the file are found, and the file counts as unread.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from generator.source.passages import Attachment, Fault, Passage

if TYPE_CHECKING:
    from pypdf import PdfReader

_PEOPLE = {"/Author": "作者", "/Manager": "经理", "/Keywords": "关键词", "/Subject": "主题"}
_PLAIN = ((b"/Encrypt", Fault.ENCRYPTED), (b"/EmbeddedFile", Fault.EMBEDDED), (b"/JavaScript", Fault.MACRO))
_NAMED = {"/EmbeddedFiles": Fault.EMBEDDED, "/JavaScript": Fault.MACRO}


def read(data: bytes) -> Attachment:
    """Return what a PDF file holds."""
    plain = tuple(fault for mark, fault in _PLAIN if mark in data)
    if Fault.ENCRYPTED in plain or not find_spec("pypdf"):
        return Attachment("pdf", faults=plain, unread=True)
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        faults = tuple(dict.fromkeys((*plain, *_named(reader))))
        return Attachment("pdf", tuple(_passages(reader)), tuple(_people(reader)), faults)
    except Exception:  # pypdf raises errors of many kinds for files that are wrong
        return Attachment("pdf", faults=(*plain, Fault.BROKEN))


def _passages(reader: PdfReader) -> Iterator[Passage]:
    """Yield the lines of each page, then its annotations."""
    for number, page in enumerate(reader.pages, 1):
        for line in page.extract_text().splitlines():
            if line.strip():
                yield Passage(f"第 {number} 页", line.strip())
        for note in page.get("/Annots") or ():
            words = note.get_object().get("/Contents")
            if words:
                yield Passage(f"第 {number} 页的批注", str(words), True)


def _people(reader: PdfReader) -> Iterator[Passage]:
    """Yield the properties that may name people, and who wrote annotations."""
    known: Any = reader.metadata or {}
    for key, title in _PEOPLE.items():
        if known.get(key):
            yield Passage(f"文件属性“{title}”", str(known[key]), True)
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            found = note.get_object()
            if found.get("/T") and found.get("/Subtype") != "/Widget":
                yield Passage("批注的作者", str(found["/T"]), True)


def _named(reader: PdfReader) -> Iterator[Fault]:
    """Yield what the catalogue names that must not be there."""
    root: Any = reader.trailer["/Root"]
    names = root["/Names"] if "/Names" in root else {}  # noqa: SIM401 - `get` would not follow a reference
    yield from (fault for key, fault in _NAMED.items() if key in names)
    action = root["/OpenAction"] if "/OpenAction" in root else {}  # noqa: SIM401 - a list if it is a page to open
    if isinstance(action, dict) and action.get("/S") in ("/JavaScript", "/Launch"):
        yield Fault.MACRO
