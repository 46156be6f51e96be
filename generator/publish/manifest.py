"""The manifest of a site: which files it has, with the size and the SHA-256 of each."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from generator.publish.errors import PublishError

MANIFEST = "manifest.json"
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
    return b"".join(lines(sorted(files), as_of))


def lines(files: Iterable[tuple[str, Listed]], as_of: datetime.date | None) -> Iterator[bytes]:
    """Yield the lines of a manifest of files sorted by path."""
    day = f'"{as_of}"' if as_of else "null"
    yield f'{{"generator": "{GENERATOR}", "format": {FORMAT}, "as_of": {day}, "files": {{'.encode()
    between = "\n"
    for path, (sha256, size) in files:
        yield f'{between}{_text(path)}: {{"sha256": "{sha256}", "size": {size}}}'.encode()
        between = ",\n"
    yield ("\n}}\n" if between != "\n" else "\n\n}}\n").encode()


def decoded(data: bytes, where: str) -> Manifest:
    """Return the manifest in these bytes. Raises PublishError, which names `where` it is, if they are none of ours."""
    try:
        values = json.loads(data)
        if values["generator"] != GENERATOR:
            raise ValueError
        if values["format"] != FORMAT:
            raise PublishError(f"{where} 是另一版程序写的，先用这一版 zwgk build 再生成一次")
        day = values["as_of"] and datetime.date.fromisoformat(values["as_of"])
        return Manifest(day, dict(_rows(values["files"])), data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PublishError(f"{where} 不是 zwgk build 写的文件清单，或者已经损坏；再生成一次") from error


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a built site. Raises PublishError if there is none of ours."""
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PublishError(f"{folder} 里没有 {MANIFEST}；先运行 zwgk build，再写它生成的文件夹") from error
    return decoded(data, str(path))


def _rows(files: Any) -> Iterator[tuple[str, Listed]]:
    """Yield the files that a manifest lists. Raises ValueError, TypeError or KeyError for anything malformed."""
    for path, row in files.items():
        sha256, size = row["sha256"], row["size"]
        if not is_inside(path) or len(bytes.fromhex(sha256)) != _SHA256 or not isinstance(size, int):
            raise ValueError(path)
        yield path, Listed(sha256, size)


_SHA256 = 32


def is_inside(path: str) -> bool:
    """Return True if this is the plain path of a file within a site, and not the manifest's."""
    parts = path.split("/")
    return path != MANIFEST and not {"", ".", ".."} & set(parts) and path.isprintable() and "\\" not in path


def _text(path: str) -> str:
    """Return a path as JSON."""
    return json.dumps(path, ensure_ascii=False)
