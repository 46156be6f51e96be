"""What is known of a release's files: their digests, sizes and fingerprints, by path.

A province has millions of files. Those of a bureau's site are a block, packed in a file; of all blocks only the one
that is asked for is in memory.
"""

from __future__ import annotations

import hashlib
import heapq
import tempfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import pairwise
from pathlib import Path
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


class Block(NamedTuple):
    """All files of the site of a bureau below, packed: how many they are, their size in bytes, and the SHA-256."""

    data: bytes
    files: int
    size: int
    sha256: bytes

    @classmethod
    def of(cls, rows: Collection[Written]) -> Block:
        """Return these files as a block."""
        data = pack(rows)
        return cls(data, len(rows), sum(row.size for row in rows), hashlib.sha256(data).digest())


class Extent(NamedTuple):
    """A block in a file of blocks: its start and length in bytes, and what it says of itself.

    `listed` are the start and the length of its lines in the manifest, None if those of other sites are among them.
    """

    start: int
    length: int
    files: int
    size: int
    sha256: bytes
    listed: tuple[int, int] | None = None


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
    """The files of the last release: single ones, and those of sites below as blocks in a `file`."""

    def __init__(
        self,
        single: Mapping[str, Written],
        blocks: Mapping[str, Extent] | None = None,
        file: Path | None = None,
        sha256: bytes | None = None,
    ) -> None:
        """Know these files; `blocks` are by the address of their site, `sha256` is that of the single ones, packed."""
        self.single, self._blocks, self._file, self.sha256 = single, blocks or {}, file, sha256
        self._open: tuple[str, Mapping[str, Written]] = "", single

    def get(self, path: str) -> Written | None:
        """Return what is known of a file, or None."""
        site = site_of(path, self._blocks)
        return self.site(site).get(path)

    def site(self, address: str) -> Mapping[str, Written]:
        """Return the files of a site by path, "" for the topmost; of those below the last one's stay unpacked.

        A block that is gone or damaged has none.
        """
        if not address:
            return self.single
        if self._open[0] != address:
            self._open = address, {}
            with suppress(ValueError):
                block = self.block(address)
                self._open = address, {row.path: row for row in unpack(block.data)} if block else {}
        return self._open[1]

    @cached_property
    def count(self) -> int:
        """The number of files."""
        return len(self.single) + sum(extent.files for extent in self._blocks.values())

    @property
    def extents(self) -> Mapping[str, Extent]:
        """Where the blocks are, by the address of their site."""
        return self._blocks

    @property
    def alone(self) -> frozenset[str]:
        """The addresses of the sites that have none below them."""
        return frozenset(address for address, extent in self._blocks.items() if extent.listed)

    def block(self, address: str) -> Block | None:
        """Return the block of a site; None if there is none, or if it is damaged."""
        extent = self._blocks.get(address)
        if extent is None or self._file is None:
            return None
        with suppress(OSError), self._file.open("rb") as opened:
            opened.seek(extent.start)
            data = opened.read(extent.length)
            if hashlib.sha256(data).digest() == extent.sha256:
                return Block(data, extent.files, extent.size, extent.sha256)
        return None


class Rows:
    """The files of a release in the making. Blocks are spooled to a file without a name."""

    def __init__(self) -> None:
        """Begin without files."""
        self.single: dict[str, Written] = {}
        self.blocks: dict[str, Extent] = {}
        self.count = self.size = 0
        self._spool: IO[bytes] | None = None

    def add(self, row: Written) -> None:
        """Add a single file."""
        self.single[row.path] = row
        self.count += 1
        self.size += row.size

    def add_block(self, address: str, block: Block) -> None:
        """Add all files of the site of a bureau below."""
        self._spool = self._spool or tempfile.TemporaryFile()  # noqa: SIM115 - it lasts as long as the release
        start = self._spool.seek(0, 2)
        self._spool.write(block.data)
        self.blocks[address] = Extent(start, len(block.data), block.files, block.size, block.sha256)
        self.count += block.files
        self.size += block.size

    def block(self, address: str) -> bytes:
        """Return a block as it was packed."""
        assert self._spool is not None
        self._spool.seek(self.blocks[address].start)
        return self._spool.read(self.blocks[address].length)

    def lists(self, address: str, start: int, length: int) -> None:
        """Say where the lines of a site are in the manifest."""
        self.blocks[address] = self.blocks[address]._replace(listed=(start, length))

    def save_blocks(self, file: Path) -> None:
        """Write the blocks to a file, each where its Extent says."""
        part = file.with_name(f"{file.name}.part")
        with part.open("wb") as opened:
            for address in self.blocks:
                opened.write(self.block(address))
        part.replace(file)

    def __iter__(self) -> Iterator[Written]:
        """Yield all files, sorted by path."""
        for item in self.runs():
            if isinstance(item, str):
                yield from unpack(self.block(item))
            else:
                yield item

    def runs(self) -> Iterator[Written | str]:
        """Yield all files, sorted by path; the address of a site stands for all of its files if it has none below it.

        Any other block is unpacked when the first path in it may come.
        """
        addresses = sorted(self.blocks)
        alone = {one for one, after in pairwise((*addresses, "")) if not after.startswith(one)}
        queue: list[tuple[str, int, Written | None]] = [("", 0, None)]
        rows: list[Iterator[Written]] = [iter(sorted(self.single.values()))]
        queue += [(address, number, None) for number, address in enumerate(addresses, 1)]
        rows += [iter(())] * len(addresses)
        heapq.heapify(queue)
        while queue:
            first, number, row = heapq.heappop(queue)
            if row is not None:
                yield row
            elif first in alone:
                yield first
            elif number:
                rows[number] = iter(unpack(self.block(first)))
            following = next(rows[number], None)
            if following is not None:
                heapq.heappush(queue, (following.path, number, following))
