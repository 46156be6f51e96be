"""What was made of entries before, so that a file that has not changed is neither read nor validated again.

Kept in a folder of the user's cache, in shards of each registry: plain data, records packed by `compact`. A file counts
as unchanged when size, times and inode are what they were, or, after a fresh checkout, when its content has the digest
it had. Only entries without any problem are kept; the others are read anew, and their findings with them. A shard
whose checksum is wrong, or that another version wrote, is as good as none; all of it can be deleted at any time.
Shards are replaced whole, so that two commands at once never see half of one.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
import time
import zlib
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.executor import HERE, Executor
from generator.identity import program
from generator.kept import keep
from generator.model import BY_FOLDER, compact
from generator.model.content import PageMeta
from generator.model.registry import targets_of
from generator.model.schema import validate
from generator.model.site import Site
from generator.model.types import Entry, Record
from generator.source import yaml_reader
from generator.source.project import CONTENT, SITE, split_front_matter

SHARD = 512
"""Files of one registry that are kept together, about."""

_SETTLED_NS = 2_000_000_000  # a file younger than this may change again without its times showing it
_FEW = 64  # so few files are read here rather than by other processes

Signature = tuple[int, int, int, int]
"""Size, time of change of content and of state (ns), inode."""

Look = Callable[[str], bool]
"""Tells of an entry's text whether it has to be looked at closely; called where the file is read."""


class Made(NamedTuple):
    """What is made of one file: what the record refers to, whether its text is suspect, the record's bytes.

    `digest` is that of the file's content, followed by that of what the record refers to.
    """

    digest: bytes
    targets: tuple[str, ...]
    suspect: bool
    packed: compact.Packed


class Shard(NamedTuple):
    """What is kept of some files of a registry: how each looked (None: content decides), and what was made of it."""

    signatures: dict[str, Signature | None]
    made: dict[str, Made]


@dataclass(frozen=True)
class Memory:
    """The entries of one project as they were made before. `folder` None keeps nothing between runs."""

    root: Path
    folder: Path | None
    look: Look
    executor: Executor = HERE

    def known(self, registry: str, files: Sequence[str]) -> dict[str, Made]:
        """Return what is made of a registry's files, by file: remembered where unchanged, else made now.

        Files with problems are left out: they have to be read with care.
        """
        groups: dict[int, list[str]] = {}
        count = 1 << (len(files) // SHARD).bit_length()  # a few files more must not mean other shards
        for file in files:
            groups.setdefault(zlib.crc32(file.encode(errors="surrogateescape")) % count, []).append(file)
        known: dict[str, Made] = {}
        elsewhere: list[tuple[str, list[str]]] = []
        for number, group in sorted(groups.items()):
            name = f"{registry}-{count}-{number}"
            kept = self._load(name)
            changed = _changed(self.root, group, kept)
            if len(changed) > _FEW:
                elsewhere.append((name, group))
            else:
                known |= self._fresh(name, group, kept, changed).made
        for data in self.executor.map(partial(_worker, self.root.absolute(), self.folder, self.look), elsewhere):
            known |= _opened(*data).made
        return known

    def _fresh(self, name: str, files: Sequence[str], kept: Shard, changed: Set[str]) -> Shard:
        """Return what is kept of a shard's files, made anew where they changed, and keep it."""
        if not changed and len(files) == len(kept.made):
            return kept
        fresh = Shard({}, {})
        for file in files:
            if file not in changed:
                fresh.signatures[file], fresh.made[file] = kept.signatures[file], kept.made[file]
            elif (made := self._made(name.partition("-")[0], file, kept.made.get(file))) is not None:
                fresh.signatures[file], fresh.made[file] = made
        if fresh != kept:
            self._keep(name, fresh)
        return fresh

    def _made(self, registry: str, file: str, before: Made | None) -> tuple[Signature | None, Made] | None:
        """Return what is to be kept of one file that may have changed; None where it has problems."""
        try:
            with open(f"{self.root}/{file}", "rb", buffering=0) as opened:  # noqa: PTH123 - see _changed
                status = os.fstat(opened.fileno())
                if status.st_size > yaml_reader.MAX_BYTES:
                    return None
                data = opened.read()
        except OSError:
            return None
        if before is not None and before.digest.startswith(hashlib.sha256(data).digest()):
            return _signature(status), before
        made = make(registry, file, data, self.look)
        return (_signature(status), made) if made else None

    def _path(self, name: str) -> Path | None:
        """Return where a shard is kept."""
        return self.folder and self.folder / program()[:16] / name

    def _load(self, name: str) -> Shard:
        """Return a shard as it was kept, empty where there is none to trust."""
        path = self._path(name)
        try:
            index, records = _read(path) if path else (b"", b"")
        except OSError:
            index = b""
        return _opened(index, records) if index else Shard({}, {})

    def _keep(self, name: str, shard: Shard) -> None:
        """Keep a shard, in the place of what other versions kept."""
        if path := self._path(name):
            if not path.parent.is_dir():
                shutil.rmtree(path.parent.parent, ignore_errors=True)
            index, records = _closed(shard)
            keep(path, _seal(index, records), len(index).to_bytes(8), index, records)


def _closed(shard: Shard) -> tuple[bytes, bytes]:
    """Return a shard as bytes: what is known of its files, and their records in one piece, in the same order."""
    rows = {file: (*made[:-1], len(made.packed)) for file, made in shard.made.items()}
    return marshal.dumps((shard.signatures, rows)), b"".join(made.packed for made in shard.made.values())


def _opened(index: bytes, records: bytes) -> Shard:
    """Return the shard that bytes stand for, which must be as `_closed` gave them. The records are not copied."""
    signatures, rows = marshal.loads(index)
    view = memoryview(records)
    made: dict[str, Made] = {}
    start = 0
    for file, (digest, targets, suspect, size) in rows.items():
        made[file] = Made(digest, targets, suspect, view[start : start + size])
        start += size
    return Shard(signatures, made)


def _read(path: Path) -> tuple[bytes, bytes]:
    """Return the two parts of a shard that is kept at `path`, empty where they are not as they were kept."""
    with path.open("rb", buffering=0) as opened:
        seal, size = opened.read(32), int.from_bytes(opened.read(8))
        index = opened.read(min(size, os.fstat(opened.fileno()).st_size))
        records = opened.readall()
    return (index, records) if _seal(index, records) == seal else (b"", b"")


def _seal(index: bytes, records: bytes) -> bytes:
    """Return what tells whether a shard has come to harm."""
    seal = hashlib.sha256(len(index).to_bytes(8))
    seal.update(index)
    seal.update(records)
    return seal.digest()


def make(registry: str, file: str, data: bytes, look: Look) -> Made | None:
    """Return what is made of a file's bytes, or None where there is any problem in them."""
    text, problem = yaml_reader.decode(data)
    if problem or len(data) > yaml_reader.MAX_BYTES:
        return None
    record: type[Record] = {SITE: Site, CONTENT: PageMeta}.get(registry) or BY_FOLDER[registry]
    document = yaml_reader.read(split_front_matter(text.replace("\r\n", "\n"))[0] if registry == CONTENT else text)
    value = document.value
    if document.problems or not isinstance(value, dict):
        return None
    if issubclass(record, Entry):
        if "id" in value:
            return None
        value["id"] = file.rpartition("/")[2].rpartition(".")[0]
    made, problems = validate(record, value, file)
    if made is None or problems:
        return None
    targets = targets_of(made)
    digest = hashlib.sha256(data).digest() + hashlib.sha256(repr(targets).encode()).digest()
    return Made(digest, targets, look(text), compact.pack(made))


def _worker(root: Path, folder: Path | None, look: Look) -> Callable[[tuple[str, list[str]]], tuple[bytes, bytes]]:
    """Return the work of another process: bring a shard up to date, keep it, and return its bytes."""
    memory = Memory(root, folder, look)

    def bring_up_to_date(shard: tuple[str, list[str]]) -> tuple[bytes, bytes]:
        name, files = shard
        kept = memory._load(name)
        return _closed(memory._fresh(name, files, kept, _changed(root, files, kept)))

    return bring_up_to_date


def _changed(root: Path, files: Sequence[str], kept: Shard) -> set[str]:
    """Return the files that have to be looked into. For every file of the project: a Path would cost twice as much."""
    changed: set[str] = set()
    for file in files:
        try:
            status = os.stat(f"{root}/{file}")  # noqa: PTH116
        except OSError:
            changed.add(file)
            continue
        signature = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        if signature != kept.signatures.get(file):
            changed.add(file)
    return changed


def _signature(status: os.stat_result) -> Signature | None:
    """Return how a file looks, or None where it is so young that it may change without looking different."""
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _SETTLED_NS:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
