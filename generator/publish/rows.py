"""What is known of a release's files: their digests, sizes and fingerprints, by path.

A province has millions of files. Those of a bureau's site are a block, packed: a tenth of the memory, and of all
blocks only the one that is asked for is unpacked.
"""

from __future__ import annotations

import heapq
import tempfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import IO, NamedTuple

import msgspec

_MOST_LEVELS = 3
"""A bureau's site is at most so many folders below the topmost one's."""


class Written(NamedTuple):
    """A file of a release: its path, SHA-256, size in bytes, and fingerprint.

    `fingerprint` is the digest of everything that decides the file's bytes; by default the digest of the bytes.
    """

    path: str
    sha256: str
    size: int
    fingerprint: str


_Row = tuple[str, str, int, str]
_TO_BYTES = msgspec.msgpack.Encoder()
_FROM_BYTES = msgspec.msgpack.Decoder(list[_Row])


def pack(rows: Iterable[Written]) -> bytes:
    """Return files as a block, sorted by path."""
    plain = [(path, sha256, size, "" if mark == sha256 else mark) for path, sha256, size, mark in sorted(rows)]
    return zlib.compress(_TO_BYTES.encode(plain), 1)


def unpack(block: bytes) -> list[Written]:
    """Return the files of a block. Raises ValueError if it is damaged."""
    try:
        rows = _FROM_BYTES.decode(zlib.decompress(block))
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError("a damaged block") from error
    return [Written(path, sha256, size, mark or sha256) for path, sha256, size, mark in rows]


def site_of(path: str, sites: Collection[str]) -> str:
    """Return the address of the site, of these, that a path is in: the longest one; "" for the topmost."""
    found, end = "", -1
    for _ in range(_MOST_LEVELS):
        end = path.find("/", end + 1)
        if end < 0:
            break
        if path[: end + 1] in sites:
            found = path[: end + 1]
    return found


class Known:
    """The files of the last release: single ones, and packed blocks by the address of their site."""

    def __init__(self, single: Mapping[str, Written], blocks: Mapping[str, bytes]) -> None:
        """Know these files."""
        self._single, self._blocks = single, blocks
        self._open: tuple[str, Mapping[str, Written]] = "", {}

    def get(self, path: str) -> Written | None:
        """Return what is known of a file, or None."""
        site = site_of(path, self._blocks)
        return (self.site(site) if site else self._single).get(path)

    def site(self, address: str) -> Mapping[str, Written]:
        """Return the files of the site of a bureau below, by path; of these the last one's stay unpacked."""
        if self._open[0] != address:
            block = self._blocks.get(address)
            self._open = address, {row.path: row for row in unpack(block)} if block else {}
        return self._open[1]


class Rows:
    """The files of a release in the making. Blocks are spooled to a file without a name."""

    def __init__(self) -> None:
        """Begin without files."""
        self.single: dict[str, Written] = {}
        self.blocks: dict[str, tuple[int, int]] = {}
        self.count = self.size = 0
        self._spool: IO[bytes] | None = None

    def add(self, row: Written) -> None:
        """Add a single file."""
        self.single[row.path] = row
        self.count += 1
        self.size += row.size

    def add_block(self, address: str, rows: Collection[Written]) -> None:
        """Add all files of the site of a bureau below."""
        block = pack(rows)
        self._spool = self._spool or tempfile.TemporaryFile()  # noqa: SIM115 - it lasts as long as the release
        start = self._spool.seek(0, 2)
        self._spool.write(block)
        self.blocks[address] = start, len(block)
        self.count += len(rows)
        self.size += sum(row.size for row in rows)

    def block(self, address: str) -> bytes:
        """Return a block as it was packed."""
        assert self._spool is not None
        start, length = self.blocks[address]
        self._spool.seek(start)
        return self._spool.read(length)

    def __iter__(self) -> Iterator[Written]:
        """Yield all files, sorted by path. A block is unpacked when the first path in it may come."""
        single = iter(sorted(self.single.values()))
        queue: list[tuple[str, int, Written | None]] = [("", 0, None)]
        rows: list[Iterator[Written]] = [single]
        addresses = sorted(self.blocks)
        queue += [(address, number, None) for number, address in enumerate(addresses, 1)]
        rows += [iter(())] * len(addresses)
        heapq.heapify(queue)
        while queue:
            _, number, row = heapq.heappop(queue)
            if row is not None:
                yield row
            elif number:
                rows[number] = iter(unpack(self.block(addresses[number - 1])))
            following = next(rows[number], None)
            if following is not None:
                heapq.heappush(queue, (following.path, number, following))
