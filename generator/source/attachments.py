"""Attachments (PDF, Word, Excel, pictures): type by content, text, and what readers do not see but download.

A file is never opened by the program that made it: nothing in it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.source import office, pdf_files, pictures
from generator.source.passages import Attachment, Fault

MOST_BYTES = 10 << 20
"""The largest attachment. A file of this size takes half a minute on slow 4G."""

_READERS: Mapping[str, Callable[[bytes], Attachment]] = {
    "pdf": pdf_files.read,
    "docx": office.read_document,
    "xlsx": office.read_workbook,
    "png": pictures.read_png,
    "jpg": pictures.read_jpeg,
}

TYPES = {".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx", ".png": "png", ".jpg": "jpg", ".jpeg": "jpg"}
"""The type that a file's suffix promises."""

LABELS = {"pdf": "PDF", "docx": "Word 文档", "xlsx": "Excel 表格", "png": "图片", "jpg": "图片"}


def type_of(data: bytes) -> str:
    """Return a file's type by its content: a key of LABELS; "old" for Office files before 2007; "" if unknown."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "old"
    return office.type_of(data) if data.startswith(b"PK\x03\x04") else ""


def read_attachment(data: bytes) -> Attachment:
    """Return what an attachment holds. Never raises for errors in it: they are its `faults`."""
    type = type_of(data)
    if type not in _READERS:
        return Attachment(type, faults=(Fault.UNKNOWN,))
    return _READERS[type](data)
