"""Keeps what a run found out about a bureau, under the digest of everything that decides it.

A bureau whose files, superior, program and day are as before is neither read, checked nor viewed again: its findings
are those of that run, and its pages are linked from the last release if all of them are still as they were written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.cache import Cache, digest
from generator.findings import Finding, Location
from generator.model.facts import BureauFacts
from generator.project import Project
from generator.publish import Release
from generator.publish.rows import Block
from generator.source.regular import read_regular


class Kept(NamedTuple):
    """The findings of a bureau as seen from the topmost project, its site's name with its place, and its facts."""

    findings: tuple[Finding, ...]
    name: tuple[str, Location]
    facts: BureauFacts


_KEPT = msgspec.msgpack.Decoder(Kept)
_OUTCOME, _BUILT = "outcome", "built"
_MOST_BYTES = 64 << 20


def state_of(root: Path, above: Project, below: Sequence[BureauFacts]) -> bytes:
    """Return the digest of all that decides the findings and the pages of the bureau at `root`, except the theme.

    Raises OSError if a file cannot be read.
    """
    own = [part for name, data in _files(root) for part in (os.fsencode(name), data)]
    return digest(above.state, repr(below).encode(), *own)


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of every file that a bureau is read from, and the names of their folders.

    Before the bytes stands where the file is, if it is a link.
    """
    start = len(f"{root}/")
    yield "site.yml", read_regular(f"{root}/site.yml", _MOST_BYTES)
    for part in ("data", "content", "registries"):
        for folder, folders, names in os.walk(f"{root}/{part}"):
            folders.sort()
            yield folder[start:], b""
            for name in sorted(names):
                path = f"{folder}/{name}"
                place = os.path.realpath(path) if os.path.islink(path) else ""  # noqa: PTH114
                yield path[start:], os.fsencode(place) + read_regular(path, _MOST_BYTES)


def kept(cache: Cache, state: bytes) -> Kept | None:
    """Return what was kept of a bureau in this state, or None."""
    data = cache.table(_OUTCOME).get(state)
    try:
        return _KEPT.decode(data) if data else None
    except (msgspec.DecodeError, ValueError):
        return None


def keep(cache: Cache, state: bytes, found: Kept) -> None:
    """Keep what was found out about a bureau in this state, and nothing of other states."""
    cache.table(_OUTCOME).put(state, msgspec.msgpack.encode(found))
    cache.table(_OUTCOME).save()


def is_built(cache: Cache, state: bytes, release: Release, address: str) -> bool:
    """Return True if the site of a bureau in the last release was made in this state."""
    there = release.digest_of(address)
    return there is not None and cache.table(_BUILT).get(state) == there


def keep_built(cache: Cache, state: bytes, block: Block) -> None:
    """Keep which files were made for a bureau in this state."""
    cache.table(_BUILT).put(state, block.sha256)
    cache.table(_BUILT).save()
