"""Reads what is written into pictures (PNG, JPEG) beside their pixels: who took them, where, with what comment."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from generator.source.passages import Attachment, Fault, Passage

_TAGS = {
    0x010E: "图片说明",
    0x013B: "作者",
    0x8298: "版权",
    0x9C9B: "标题",
    0x9C9C: "备注",
    0x9C9D: "作者",
    0x9286: "备注",
    0xA430: "相机主人",
    0xA431: "相机编号",
}
_SUB_IFD, _GPS_IFD = 0x8769, 0x8825
_MOST_ENTRIES = 500
_MOST_TEXT = 1 << 20
_XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")


def read_png(data: bytes) -> Attachment:
    """Return what a PNG file says beside its pixels."""
    try:
        return Attachment("png", people=tuple(dict.fromkeys(_png(data))))
    except (struct.error, zlib.error, ValueError):
        return Attachment("png", faults=(Fault.BROKEN,))


def read_jpeg(data: bytes) -> Attachment:
    """Return what a JPEG file says beside its pixels."""
    try:
        return Attachment("jpg", people=tuple(dict.fromkeys(_jpeg(data))))
    except (struct.error, ValueError):
        return Attachment("jpg", faults=(Fault.BROKEN,))


def _png(data: bytes) -> Iterator[Passage]:
    """Yield the texts of a PNG file's chunks. Raises ValueError if the last chunk is missing."""
    at = 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body, at = data[at + 8 : at + 8 + size], at + 12 + size
        if kind == b"IEND":
            return
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from _chunk_text(kind, body)
        elif kind == b"eXIf":
            yield from _exif(body)
    raise ValueError("no end")


def _chunk_text(kind: bytes, body: bytes) -> Iterator[Passage]:
    """Yield the text of one chunk, the program that wrote the file left out."""
    key, _, rest = body.partition(b"\0")
    packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    text = rest[1:] if kind == b"zTXt" else rest[2:].split(b"\0", 2)[-1] if kind == b"iTXt" else rest
    if packed:
        text = zlib.decompressobj().decompress(text, _MOST_TEXT)
    name = key.decode("latin-1")
    shown = _plain(text) if name.startswith("XML:") else text.decode("utf-8", "replace").strip()
    if shown and name != "Software":
        yield Passage(f"图片里写的“{name}”", shown, True)


def _jpeg(data: bytes) -> Iterator[Passage]:
    """Yield the texts of a JPEG file's segments. Raises ValueError if its pixels are missing."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body, at = data[at + 4 : at + 2 + size], at + 2 + size
        if marker == 0xDA:
            return
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            yield from _exif(body[6:])
        elif marker == 0xE1 and body.startswith(_XMP):
            if text := _plain(body.partition(b"\0")[2]):
                yield Passage("图片属性（XMP）", text, True)
        elif marker == 0xFE and (text := body.decode("utf-8", "replace").strip("\0 \n")):
            yield Passage("图片备注", text, True)
        elif marker == 0xED and (text := " ".join(_records(body))):
            yield Passage("图片属性（IPTC）", text, True)
    raise ValueError("no pixels")


def _plain(xml: bytes) -> str:
    """Return the words of an XMP packet, its tags, instants and identifiers left out."""
    text = re.sub(r"<[^>]*>", " ", xml.decode("utf-8", "replace"))
    return " ".join(word for word in text.split() if re.search(r"[^\W\d_]", word) and ":" not in word)


def _records(body: bytes) -> Iterator[str]:
    """Yield the texts of an IPTC block: by-line, caption, place and the like (records 2:x, x from 5)."""
    at = body.find(b"\x1c\x02")
    while at >= 0 and at + 5 <= len(body) and body[at] == 0x1C:
        size = int.from_bytes(body[at + 3 : at + 5], "big")
        if body[at + 1] == 2 and body[at + 2] >= 5:
            yield body[at + 5 : at + 5 + size].decode("utf-8", "replace")
        at += 5 + size


def _exif(data: bytes) -> Iterator[Passage]:
    """Yield the fields of an EXIF block that name somebody, and one passage if it has a position."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        raise ValueError("no byte order")
    (first,) = struct.unpack(f"{order}I", data[4:8])
    todo, seen = [first], set[int]()
    while todo:
        at = todo.pop()
        if at in seen or at + 2 > len(data):
            continue
        seen.add(at)
        (count,) = struct.unpack(f"{order}H", data[at : at + 2])
        for number in range(min(count, _MOST_ENTRIES)):
            entry = data[at + 2 + 12 * number : at + 14 + 12 * number]
            tag, _, length, value = struct.unpack(f"{order}HHII", entry)
            if tag == _SUB_IFD:
                todo.append(value)
            elif tag == _GPS_IFD:
                yield Passage("图片属性“拍摄地点”", "有经纬度", True)
            elif tag in _TAGS and (text := _field(data, entry, length, value, tag)):
                yield Passage(f"图片属性“{_TAGS[tag]}”", text, True)


def _field(data: bytes, entry: bytes, length: int, value: int, tag: int) -> str:
    """Return the text of a field; up to four bytes stand in the entry itself."""
    raw = entry[8 : 8 + length] if length <= 4 else data[value : value + min(length, _MOST_TEXT)]
    if 0x9C9B <= tag <= 0x9C9F:
        return raw.decode("utf-16-le", "replace").strip("\0 ")
    if tag == 0x9286:
        raw = raw[8:]
    return raw.decode("utf-8", "replace").strip("\0 \n")
