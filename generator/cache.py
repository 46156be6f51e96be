"""Cache between runs: results that are slow to compute, by the digest of their input.

Each table is one file in the user's cache folder. A file counts as empty if it is damaged or was written by another
version of this program or by another user. Values are bytes; reading them back executes nothing. The folder can be
deleted at any time; the next run is then a cold one.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import overload

from generator.identity import program

_SEAL = 32  # bytes of the checksum before the data
_KEY = 16  # bytes of a key


def digest(*data: bytes) -> bytes:
    """Return the cache key of these inputs, 16 bytes. Lengths are hashed too: ("ab", "c") and ("a", "bc") differ."""
    pieces = [part for piece in data for part in (len(piece).to_bytes(8), piece)]
    return hashlib.blake2b(b"".join(pieces), digest_size=_KEY).digest()


class Table:
    """A cache table: values by key, loaded from one file. Without a `path` it lasts for one run only.

    Values that were not used in a run are dropped when the table is saved, unless the run used none at all. What the
    table `above` has is not stored here again.
    """

    def __init__(self, path: Path | None = None, above: Table | None = None) -> None:
        """Load the table from `path`; it is empty if there is no valid file."""
        self._path, self._above = path, above
        self._old: dict[bytes, bytes] = {}
        self._used: dict[bytes, bytes] = {}
        if path:
            with suppress(OSError, ValueError):
                self._old = _unframed(read_sealed(path))

    @property
    def is_empty(self) -> bool:
        """True if the table holds nothing, neither from the file nor from this run."""
        return not (self._old or self._used)

    @overload
    def get(self, key: bytes) -> bytes | None: ...

    @overload
    def get(self, key: bytes, default: bytes) -> bytes: ...

    def get(self, key: bytes, default: bytes | None = None) -> bytes | None:
        """Return the value under a key, or `default`."""
        value = self._used.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self._used[key] = value
        if value is None and self._above:
            value = self._above.get(key)
        return default if value is None else value

    def put(self, key: bytes, value: bytes) -> None:
        """Store a value under a key."""
        self._used[key] = value

    def get_or_compute(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the value under a key; compute and store it if it is not cached."""
        value = self.get(key)
        if value is None:
            value = self._used[key] = make()
        return value

    def save(self) -> None:
        """Write the used values to the file if they changed; disk errors are ignored."""
        if self._path and self._used and self._used != self._old:
            write_sealed(self._path, _framed(self._used))
            self._old = dict(self._used)  # so that the same is not written again


class Cache:
    """The cache tables in one folder, by name. Without a `folder` they last for one run only.

    Of a bureau below a superior, the superior's is `above`.
    """

    def __init__(self, folder: Path | None = None, above: Cache | None = None) -> None:
        """Use this folder; each table is loaded when it is first requested."""
        self.folder, self.above = folder, above
        self._tables: dict[str, Table] = {}

    def __reduce__(self) -> tuple[type[Cache], tuple[()]]:
        """Pickle as an empty cache: cached values are not sent to other processes."""
        return Cache, ()

    def table(self, name: str) -> Table:
        """Return the table of that name."""
        if name not in self._tables:
            above = self.above.table(name) if self.above else None
            self._tables[name] = Table(self.folder and self.folder / name, above)
        return self._tables[name]

    def save(self) -> None:
        """Save every table that was requested."""
        for table in self._tables.values():
            table.save()


def write_sealed(path: Path, data: bytes) -> None:
    """Write data with a checksum to `path` atomically, readable by this user only; ignore disk errors."""
    with suppress(OSError):
        for folder in (*reversed(path.parent.parents), path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)  # each one: `parents` would leave those above to the umask
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(_seal(data))
                opened.write(data)
            path.unlink(missing_ok=True)  # renaming onto an existing file makes ext4 wait for the disk
            Path(name).rename(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def read_sealed(path: Path) -> bytes:
    """Return the data that `write_sealed` wrote.

    Raises OSError if the file is missing or not private to this user, ValueError if it is damaged or from another
    version.
    """
    _must_be_private(path.parent)
    _must_be_private(path)
    data = path.read_bytes()
    if data[:_SEAL] != _seal(data[_SEAL:]):
        raise ValueError("written by another version, or damaged")
    return data[_SEAL:]


def _must_be_private(path: Path) -> None:
    """Raise PermissionError if the path is a link, or if another user owns it or may write to it."""
    status = path.lstat()
    foreign = hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022)
    if stat.S_ISLNK(status.st_mode) or foreign:
        raise PermissionError(f"{path} is not private")


def _seal(data: bytes) -> bytes:
    """Return the checksum over the program's digest and the data, 32 bytes."""
    seal = hashlib.sha256(program().encode())
    seal.update(data)
    return seal.digest()


def _framed(values: Mapping[bytes, bytes]) -> bytes:
    """Return all values as one byte string: for each its key, its length in four bytes, and its bytes."""
    return b"".join(part for key, data in values.items() for part in (key, len(data).to_bytes(4), data))


def _unframed(data: bytes) -> dict[bytes, bytes]:
    """Return the values from the byte string that `_framed` returned."""
    values = {}
    at = 0
    while at < len(data):
        start = at + _KEY + 4
        end = start + int.from_bytes(data[at + _KEY : start])
        values[data[at : at + _KEY]] = data[start:end]
        at = end
    return values
