"""Results that take long to compute, kept between runs by the digest of what they were computed from.

Each table is one file in a folder of the user's cache. A file that is damaged, or that another version of this program
or another user wrote, counts as empty. Values are plain data: nothing that is read back is ever executed. All of it
can be deleted at any time, which costs one cold run.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.identity import program

_SEAL = 32  # bytes of the checksum before the data
_KEY = 16  # bytes of a key


def digest(*data: bytes) -> bytes:
    """Return a key for what is computed from these pieces, 16 bytes. Pieces are told apart by their lengths."""
    key = hashlib.blake2b(digest_size=_KEY)
    for piece in data:
        key.update(len(piece).to_bytes(8))
        key.update(piece)
    return key.digest()


class Table:
    """Values by key, loaded from one file; `path` None keeps them for one run alone.

    What was not asked for in a run is dropped when the table is saved.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Load the table that was saved at `path`."""
        self._path = path
        self._old: dict[bytes, bytes] = {}
        self._used: dict[bytes, bytes] = {}
        if path:
            with suppress(OSError, ValueError):
                self._old = _unframed(read_sealed(path))

    def get(self, key: bytes) -> bytes | None:
        """Return the value under a key, or None."""
        value = self._used.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self._used[key] = value
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Store a value under a key."""
        self._used[key] = value

    def made(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the value under a key, computed now if it is unknown."""
        value = self.get(key)
        if value is None:
            value = self._used[key] = make()
        return value

    def save(self) -> None:
        """Write the used values if they differ from what the file holds; an error of the disk is ignored."""
        if self._path and self._used.keys() != self._old.keys():
            write_sealed(self._path, _framed(self._used))


class Cache:
    """The tables in one folder, by name; `folder` None keeps nothing between runs."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use this folder; tables are loaded when they are first asked for."""
        self.folder = folder
        self._tables: dict[str, Table] = {}

    def __reduce__(self) -> tuple[type[Cache], tuple[()]]:
        """Send no results to another machine."""
        return Cache, ()

    def table(self, name: str) -> Table:
        """Return a table."""
        if name not in self._tables:
            self._tables[name] = Table(self.folder and self.folder / name)
        return self._tables[name]

    def save(self) -> None:
        """Save every table that was asked for."""
        for table in self._tables.values():
            table.save()


def write_sealed(path: Path, data: bytes) -> None:
    """Write data with a checksum to `path`, whole or not at all, readable by this user alone; ignore disk errors."""
    with suppress(OSError):
        for folder in (*reversed(path.parent.parents), path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)  # each one: `parents` would leave those above to the umask
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(_seal(data))
                opened.write(data)
            path.unlink(missing_ok=True)  # in the place of another file, ext4 would wait for the disk
            Path(name).rename(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def read_sealed(path: Path) -> bytes:
    """Return the data that `write_sealed` wrote.

    Raises OSError if there is no file of this user's own, ValueError if it is damaged or of another version.
    """
    _must_be_private(path.parent)
    _must_be_private(path)
    data = path.read_bytes()
    if data[:_SEAL] != _seal(data[_SEAL:]):
        raise ValueError("written by another version, or damaged")
    return data[_SEAL:]


def _must_be_private(path: Path) -> None:
    """Raise PermissionError for a link, and for what somebody else owns or may write."""
    status = path.lstat()
    foreign = hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022)
    if stat.S_ISLNK(status.st_mode) or foreign:
        raise PermissionError(f"{path} is not private")


def _seal(data: bytes) -> bytes:
    """Return the checksum of data and of this program."""
    seal = hashlib.sha256(program().encode())
    seal.update(data)
    return seal.digest()


def _framed(values: Mapping[bytes, bytes]) -> bytes:
    """Return values as one text: for each its key, its length in four bytes, and itself."""
    return b"".join(part for key, data in values.items() for part in (key, len(data).to_bytes(4), data))


def _unframed(data: bytes) -> dict[bytes, bytes]:
    """Return the values that `_framed` wrote."""
    found = {}
    at = 0
    while at < len(data):
        start = at + _KEY + 4
        end = start + int.from_bytes(data[at + _KEY : start])
        found[data[at : at + _KEY]] = data[start:end]
        at = end
    return found
