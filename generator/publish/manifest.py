"""The manifest of a site: which files it has, with the size and the SHA-256 of each."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from generator.publish.errors import PublishError
from generator.source import regular

MANIFEST = "manifest.json"
READ = regular.READ | getattr(os, "O_NOFOLLOW", 0)
"""How a file is opened in a folder that others may write: no link is followed, no pipe waited for."""
_MOST = 1 << 30
"""Most bytes that are read of one file."""
GENERATOR, FORMAT = "zwgk", 2
"""Marks in the manifest. A folder whose manifest lacks them was not published by us and is never replaced.

Format 1 had no sizes and no day; such a folder is still replaced by a build, but cannot be published.
"""


class Listed(NamedTuple):
    """What a manifest says of a file: its SHA-256 in hexadecimal digits, and its size in bytes."""

    sha256: str
    size: int

    @classmethod
    def of(cls, data: bytes) -> Listed:
        """Return what a manifest says of these bytes."""
        return cls(hashlib.sha256(data).hexdigest(), len(data))


@dataclass(frozen=True)
class Manifest:
    """A manifest: the day as of which the site was built, its files by path, and the manifest's own bytes."""

    as_of: datetime.date | None
    files: Mapping[str, Listed]
    data: bytes


def encoded(files: Iterable[tuple[str, Listed]], as_of: datetime.date | None) -> bytes:
    """Return the bytes of a manifest. They depend on the arguments alone, not on their order."""
    return head(as_of) + BETWEEN.join(line(*item) for item in sorted(files)) + TAIL


BETWEEN, TAIL = b",\n", b"\n}}\n"
"""What stands between the lines of a manifest, and after the last."""


def head(as_of: datetime.date | None) -> bytes:
    """Return what a manifest begins with."""
    day = f'"{as_of}"' if as_of else "null"
    return _HEAD + f'"as_of": {day}, "files": {{\n'.encode()


def line(path: str, listed: Listed) -> bytes:
    """Return the line of a file."""
    return f'{_text(path)}: {{"sha256": "{listed.sha256}", "size": {listed.size}}}'.encode()


def decoded(data: bytes, where: str) -> Manifest:
    """Return the manifest in these bytes. Raises PublishError, which names `where` it is, if they are none of ours."""
    try:
        values = json.loads(data)
        if values["generator"] != GENERATOR:
            raise ValueError
        if values["format"] != FORMAT:
            raise PublishError(f"{where} 是另一版程序写的，先用这一版 zwgk build 再生成一次")
        day = None if values["as_of"] is None else datetime.date.fromisoformat(values["as_of"])
        files = dict(_rows(values["files"]))
        if data.count(b'"sha256"') != len(files):  # one path twice, of which the last would count
            raise ValueError
        return Manifest(day, files, data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PublishError(f"{where} 不是 zwgk build 写的文件清单，或者已经损坏；再生成一次") from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a regular file in a folder that others may write. Raises OSError for anything else."""
    return regular.read_regular(path, _MOST, READ)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a built site. Raises PublishError if there is none of ours."""
    path = folder / MANIFEST
    try:
        data = read_file(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PublishError(f"{folder} 里没有 {MANIFEST}；先运行 zwgk build，再写它生成的文件夹") from error
    return decoded(data, str(path))


def _rows(files: Any) -> Iterator[tuple[str, Listed]]:
    """Yield the files that a manifest lists. Raises ValueError, TypeError or KeyError for anything malformed."""
    for path, row in files.items():
        sha256, size = row["sha256"], row["size"]
        is_size = type(size) is int and 0 <= size < _LARGE
        is_digest = len(sha256) == 2 * len(bytes.fromhex(sha256)) == 2 * _SHA256
        if not is_inside(path) or not is_digest or not is_size:
            raise ValueError(path)
        yield path, Listed(sha256, size)


_SHA256 = 32
_LARGE = 1 << 40
"""Size in bytes that no file of a site has."""


def listed_paths(folder: Path, without: Iterable[tuple[int, int]] = ()) -> Iterator[str]:
    """Yield the paths that the manifest of a published folder lists, sorted.

    It is read line by line, as it was written: that of a province has millions of lines. `without` are the start and
    the length of lines to leave out, as `Extent.listed`. Raises OSError if there is no manifest, ValueError if it is
    damaged or none of ours.
    """
    with (folder / MANIFEST).open("rb") as opened:
        if not opened.readline().startswith(_HEAD):
            opened.seek(0)
            manifest = json.load(opened)
            if not isinstance(manifest, dict) or manifest.get("generator") != GENERATOR:
                raise ValueError(folder)
            yield from sorted(manifest["files"])
            return
        here = opened.tell()
        for start, length in (*sorted(without), (opened.seek(0, 2), 0)):
            opened.seek(here)
            while here < start:
                text = opened.readline()
                here += len(text)
                path, found, _ = text.partition(_AFTER_PATH)
                if found:
                    yield path[1:].decode() if b"\\" not in path else json.loads(path + b'"')
                elif text.strip(b"},\n"):
                    raise ValueError(text)
            here = start + length


_HEAD = f'{{"generator": "{GENERATOR}", "format": {FORMAT}, '.encode()
_AFTER_PATH = b'": {"sha256": "'


def is_inside(path: str) -> bool:
    """Return True if this is the plain path of a file within a site, and not the manifest's."""
    parts = path.split("/")
    return path != MANIFEST and not {"", ".", ".."} & set(parts) and path.isprintable() and "\\" not in path


def _text(path: str) -> str:
    """Return a path as JSON."""
    return json.dumps(path, ensure_ascii=False)
