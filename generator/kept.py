"""Files that are kept between runs: each is written whole or not at all, and a run that cannot keep one goes on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

from generator.identity import program

_SEAL = 32  # bytes before what is sealed


def keep(path: Path, *data: bytes | memoryview) -> None:
    """Keep `data`, one piece after the other, at `path`, where that is possible; only this user can read the folder."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.writelines(data)
            path.unlink(missing_ok=True)  # in the place of another file, ext4 would wait for the disk
            Path(name).rename(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def keep_sealed(path: Path, *data: bytes | memoryview) -> None:
    """Keep `data` at `path` under a seal, which tells whether it is whole and of this version."""
    keep(path, _seal(*data), *data)


def sealed(path: Path) -> memoryview:
    """Return what was kept under a seal; raises OSError where there is nothing, ValueError where the seal is broken."""
    data = memoryview(path.read_bytes())
    if data[:_SEAL] != _seal(data[_SEAL:]):
        raise ValueError("written by another version, or damaged")
    return data[_SEAL:]


def _seal(*data: bytes | memoryview) -> bytes:
    """Return the digest of data, piece after piece, and of this program."""
    seal = hashlib.sha256(program().encode())
    for piece in data:
        seal.update(piece)
    return seal.digest()


class Store:
    """Values by the digest of what they are made from, in one file, or for one run alone where there is no path.

    What was not asked for in a run is not kept for the next one. A file that another version wrote, or that has come
    to harm, is as good as none; it can be deleted at any time.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._old: dict[bytes, bytes] = {}
        self._used: dict[bytes, bytes] = {}
        self._told = 0
        with suppress(OSError, ValueError):
            self._old = _unframed(bytes(sealed(path))) if path else {}

    def get(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return what is made from what has this digest, made now where it is not known."""
        if key not in self._used:
            self._used[key] = self._old[key] if key in self._old else make()
        return self._used[key]

    def news(self) -> dict[bytes, bytes]:
        """Return what was asked for since this was last asked, for another store of the same kind."""
        told, self._told = self._told, len(self._used)
        return dict(islice(self._used.items(), told, None))

    def add(self, values: Mapping[bytes, bytes]) -> None:
        """Take over what another store has been asked for."""
        self._used.update(values)

    def save(self) -> None:
        """Keep what was asked for, unless that is what is kept already."""
        if self._path and self._used.keys() != self._old.keys():
            keep_sealed(self._path, _framed(self._used))


def digest(data: bytes) -> bytes:
    """Return the digest of data, 16 bytes."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _framed(values: dict[bytes, bytes]) -> bytes:
    """Return values as one text: for each its key, its length in four bytes, and itself."""
    return b"".join(part for key, data in values.items() for part in (key, len(data).to_bytes(4), data))


def _unframed(data: bytes) -> dict[bytes, bytes]:
    """Return the values that `_framed` wrote."""
    found = {}
    at = 0
    while at < len(data):
        start = at + 20
        end = start + int.from_bytes(data[at + 16 : start])
        found[data[at : at + 16]] = data[start:end]
        at = end
    return found
