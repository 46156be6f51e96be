"""Reads Word and Excel files (docx, xlsx): zip archives of XML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree

from generator.source.passages import Attachment, Fault, Passage

_MOST_UNPACKED = 64 << 20
_MOST_PARTS = 2_000
_REFUSED_XML = (b"<!DOCTYPE", b"<!ENTITY")

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PEOPLE = {
    "creator": "作者",
    "lastModifiedBy": "最后修改的人",
    "Manager": "经理",
    "manager": "经理",
}
_TEXT_PARTS = (
    (re.compile(r"word/document\d*\.xml"), "正文", False),
    (re.compile(r"word/header\d*\.xml"), "页眉", False),
    (re.compile(r"word/footer\d*\.xml"), "页脚", False),
    (re.compile(r"word/(foot|end)notes\.xml"), "脚注", False),
    (re.compile(r"word/comments\w*\.xml"), "批注", True),
)

Part = ElementTree.Element


class _RefusedError(Exception):
    """A file that is not read further."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def type_of(data: bytes) -> str:
    """Return docx or xlsx for an Office file by its parts; "" for any other zip archive."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""


def read_document(data: bytes) -> Attachment:
    """Return what a Word file holds."""
    return _read("docx", data, _document)


def read_workbook(data: bytes) -> Attachment:
    """Return what an Excel file holds."""
    return _read("xlsx", data, _workbook)


def _read(type: str, data: bytes, texts: Callable[[dict[str, bytes]], Iterator[Passage]]) -> Attachment:
    """Return what an Office file holds; `texts` yields its passages from its parts."""
    try:
        parts = _unpacked(data)
        passages = tuple(texts(parts))
        people = (*_metadata(parts), *_authors(parts))
        return Attachment(type, passages, tuple(dict.fromkeys(people)), tuple(_faults(parts)))
    except _RefusedError as refused:
        return Attachment(type, faults=(refused.fault,))
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
    ):
        return Attachment(type, faults=(Fault.BROKEN,))


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name; the sizes that it states are not trusted."""
    archive, left, parts = zipfile.ZipFile(io.BytesIO(data)), _MOST_UNPACKED, dict[str, bytes]()
    for item in archive.infolist():
        if item.flag_bits & 1:
            raise _RefusedError(Fault.ENCRYPTED)
        if len(parts) >= _MOST_PARTS:
            raise _RefusedError(Fault.HUGE)
        with archive.open(item) as file:
            part = file.read(left + 1)
        left -= len(part)
        if left < 0:
            raise _RefusedError(Fault.HUGE)
        parts[item.filename] = part
    return parts


def _xml(parts: dict[str, bytes], name: str) -> Part | None:
    """Return a part's root, or None without it. Raises _RefusedError for document types, which Office never writes."""
    if name not in parts:
        return None
    if any(mark in parts[name] for mark in _REFUSED_XML):
        raise _RefusedError(Fault.BROKEN)
    return ElementTree.fromstring(parts[name])


def _local(element: Part) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _attribute(element: Part, name: str) -> str:
    """Return an attribute by its local name; empty if it has none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _document(parts: dict[str, bytes]) -> Iterator[Passage]:
    """Yield the paragraphs of a Word file, comments and deleted text included."""
    for pattern, title, hidden in _TEXT_PARTS:
        for name in sorted(parts):
            root = _xml(parts, name) if pattern.fullmatch(name) else None
            for number, paragraph in enumerate(root.iter(f"{_WORD}p") if root is not None else (), 1):
                where = f"{title}第 {number} 段"
                if shown := _joined(paragraph, "t"):
                    yield Passage(where, shown, hidden or _vanished(paragraph))
                if deleted := _joined(paragraph, "delText"):
                    yield Passage(f"{where}里删掉的文字（修订记录）", deleted, True)


def _joined(element: Part, name: str) -> str:
    """Return the text of an element's descendants of that name."""
    return "".join(item.text or "" for item in element.iter(f"{_WORD}{name}")).strip()


def _vanished(paragraph: Part) -> bool:
    """Return True if a paragraph holds text that is set to be hidden."""
    return any(_attribute(item, "val") not in ("0", "false") for item in paragraph.iter(f"{_WORD}vanish"))


def _workbook(parts: dict[str, bytes]) -> Iterator[Passage]:
    """Yield the rows of an Excel file's sheets, then its comments."""
    strings = [_text(item) for item in _children(_xml(parts, "xl/sharedStrings.xml"), "si")]
    for name, file, hidden in _sheets(parts):
        yield from _rows(_xml(parts, file), name, hidden, strings)
    for file in sorted(parts):
        if re.fullmatch(r"xl/(comments\d*|comments/.*|threadedComments/.*)\.xml", file):
            for item in _iter(_xml(parts, file), ("comment", "threadedComment")):
                if text := _text(item):
                    yield Passage(f"{_attribute(item, 'ref')} 的批注", text, True)


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str, bool]]:
    """Yield name, part and whether it is hidden, for each sheet of a workbook."""
    targets = {
        _attribute(item, "Id"): _attribute(item, "Target")
        for item in _iter(_xml(parts, "xl/_rels/workbook.xml.rels"), ("Relationship",))
    }
    for sheet in _iter(_xml(parts, "xl/workbook.xml"), ("sheet",)):
        target = targets.get(_attribute(sheet, "id"), "")
        file = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        yield _attribute(sheet, "name"), file, _attribute(sheet, "state") in ("hidden", "veryHidden")


def _rows(root: Part | None, sheet: str, hidden: bool, strings: list[str]) -> Iterator[Passage]:
    """Yield the rows of one sheet."""
    columns = {
        number
        for item in _iter(root, ("col",))
        if _attribute(item, "hidden") == "1"
        for number in range(int(_attribute(item, "min") or 0), min(int(_attribute(item, "max") or 0), 16_384) + 1)
    }
    for row in _iter(root, ("row",)):
        number, below = _attribute(row, "r"), hidden or _attribute(row, "hidden") == "1"
        cells = [(_column(_attribute(cell, "r")), _value(cell, strings)) for cell in _children(row, "c")]
        for group, secret in ((False, below), (True, True)):
            if text := " ".join(value for at, value in cells if value and (at in columns) is group):
                words = "（隐藏）" if secret else ""
                yield Passage(f"工作表“{sheet}”{words}第 {number} 行", text, secret)


def _column(reference: str) -> int:
    """Return the number of a cell's column, from 1: AB3 -> 28."""
    number = 0
    for letter in re.match(r"[A-Z]*", reference).group():  # type: ignore[union-attr]
        number = number * 26 + ord(letter) - 64
    return number


def _value(cell: Part, strings: list[str]) -> str:
    """Return what a cell holds, with its formula's text if it has one."""
    kind, value = _attribute(cell, "t"), "".join(item.text or "" for item in _children(cell, "v"))
    if kind == "s" and value.isdigit():
        return strings[int(value)] if int(value) < len(strings) else ""
    if kind == "inlineStr":
        return _text(cell)
    return " ".join(filter(None, (value, *(item.text for item in _children(cell, "f")))))


def _iter(root: Part | None, names: Iterable[str]) -> Iterator[Part]:
    """Yield an element's descendants with these local names."""
    for item in root.iter() if root is not None else ():
        if _local(item) in names:
            yield item


def _children(element: Part | None, name: str) -> Iterator[Part]:
    """Yield an element's children with a local name."""
    return (item for item in (element if element is not None else ()) if _local(item) == name)


def _text(element: Part) -> str:
    """Return the text of an element's descendants, phonetic guides left out."""
    return "".join(item.text or "" for item in element.iter() if _local(item) in ("t", "text")).strip()


def _metadata(parts: dict[str, bytes]) -> Iterator[Passage]:
    """Yield the properties of a file that name people."""
    for name in ("docProps/core.xml", "docProps/app.xml"):
        for item in _iter(_xml(parts, name), _PEOPLE):
            if item.text and item.text.strip():
                yield Passage(f"文件属性“{_PEOPLE[_local(item)]}”", item.text.strip(), True)
    for item in _iter(_xml(parts, "docProps/custom.xml"), ("property",)):
        if text := "".join(item.itertext()).strip():
            yield Passage(f"文件属性“{_attribute(item, 'name')}”", text, True)


def _authors(parts: dict[str, bytes]) -> Iterator[Passage]:
    """Yield who wrote comments and changes."""
    for name in sorted(parts):
        if re.fullmatch(r"word/(document|comments|people)\w*\.xml", name):
            for item in _xml(parts, name).iter():  # type: ignore[union-attr]  # it is one of the parts
                if author := _attribute(item, "author"):
                    yield Passage("批注或修订的作者", author, True)
        elif re.fullmatch(r"xl/(comments\d*|comments/.*|persons/.*)\.xml", name):
            for item in _iter(_xml(parts, name), ("author", "person")):
                if author := (item.text or _attribute(item, "displayName")).strip():
                    yield Passage("批注的作者", author, True)


def _faults(parts: dict[str, bytes]) -> Iterator[Fault]:
    """Yield what must not be in an Office file."""
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name for name in parts):
        yield Fault.MACRO
    if any("/embeddings/" in name or "/activeX/" in name for name in parts):
        yield Fault.EMBEDDED
    related = (
        item for name in sorted(parts) if name.endswith(".rels") for item in _iter(_xml(parts, name), ("Relationship",))
    )
    if any(_attribute(item, "TargetMode") == "External" and not _is_link(item) for item in related):
        yield Fault.OUTSIDE


def _is_link(relation: Part) -> bool:
    """Return True if a relation is a link that opens only when one clicks on it."""
    return _attribute(relation, "Type").endswith("/hyperlink")
