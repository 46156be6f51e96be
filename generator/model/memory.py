"""What was made of entries before, so that a file that has not changed is neither read nor validated again.

Kept in a folder of the user's cache, a pickle a shard of each registry, read back by `compact` only. A file counts as
unchanged when size, times and inode are what they were, or, after a fresh checkout, when its content has the digest
it had. Only entries without any problem are kept; the others are read anew, and their findings with them. A shard
whose checksum is wrong, or that another version wrote, is as good as none; all of it can be deleted at any time.
Shards are replaced whole, so that two commands at once never see half of one.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from generator.executor import Executor, Here
from generator.identity import program
from generator.kept import keep
from generator.load import yaml_reader
from generator.load.project import CONTENT, SITE, Listed, split_front_matter
from generator.model import BY_FOLDER, compact
from generator.model.content import PageMeta
from generator.model.registry import links
from generator.model.schema import validate
from generator.model.site import Site
from generator.model.types import Entry, Record

SHARD = 512
"""Files of one registry that are kept together, about."""

_SETTLED_NS = 2_000_000_000  # a file younger than this may change again without its times showing it
_FEW = 64  # so few files are read here rather than by other processes

Signature = tuple[int, int, int, int]
"""Size, time of change of content and of state (ns), inode."""

Look = Callable[[str], bool]
"""Tells of an entry's text whether it has to be looked at closely; called where the file is read."""


@dataclass(frozen=True, slots=True)
class Made(compact.Packed):
    """What is made of one file: the record's bytes, what it refers to (each once), whether its text is suspect.

    `digest` is that of the file's content, `linked` that of what the record refers to.
    """

    digest: bytes
    linked: bytes
    packed: bytes
    links: tuple[tuple[str, str], ...]
    suspect: bool

    @property
    def entry(self) -> Any:
        """The record, unpacked."""
        return compact.loads(self.packed)


@dataclass(frozen=True, slots=True)
class Kept(compact.Packed):
    """What is kept of one file: how it looked (None: content decides), and what was made of it."""

    signature: Signature | None
    made: Made


@dataclass(frozen=True)
class Memory:
    """The entries of one project as they were made before. `folder` None keeps nothing between runs."""

    root: Path
    folder: Path | None
    look: Look
    executor: Executor = field(default_factory=Here)

    def known(self, registry: str, listed: Sequence[Listed]) -> dict[str, Made]:
        """Return what is made of a registry's files, by file: remembered where unchanged, else made now.

        Files with problems, and links, are left out: they have to be read with care.
        """
        groups: dict[int, list[str]] = {}
        count = len(listed) // SHARD + 1
        for item in listed:
            if not item.linked or registry == SITE:
                groups.setdefault(zlib.crc32(item.id.encode()) % count, []).append(item.file)
        known: dict[str, Kept] = {}
        elsewhere: list[tuple[str, list[str]]] = []
        for number, files in sorted(groups.items()):
            name = f"{registry}-{count}-{number}"
            kept = self._load(name)
            if sum(_changed(self.root, file, kept.get(file)) for file in files) > _FEW:
                elsewhere.append((name, files))
            else:
                fresh = self._fresh(name, files, kept)
                if self.folder and fresh != kept:
                    self._keep(name, compact.dumps(fresh))
                known |= fresh
        for data in self.executor.map(partial(_worker, self.root, self.folder, self.look), elsewhere):
            known |= compact.loads(data)
        return {file: item.made for file, item in known.items()}

    def _fresh(self, name: str, files: Sequence[str], kept: Mapping[str, Kept]) -> dict[str, Kept]:
        """Return what is kept of a shard's files, made anew where they changed."""
        registry = name.partition("-")[0]
        return {file: item for file in files if (item := self._kept(registry, file, kept.get(file)))}

    def _kept(self, registry: str, file: str, before: Kept | None) -> Kept | None:
        """Return what is kept of one file, from before where it has not changed; None where it has problems."""
        if before is not None and not _changed(self.root, file, before):
            return before
        try:
            with (self.root / file).open("rb") as opened:
                status = os.fstat(opened.fileno())
                if status.st_size > yaml_reader.MAX_BYTES:
                    return None
                data = opened.read()
        except OSError:
            return None
        if before is not None and before.made.digest == hashlib.sha256(data).digest():
            return Kept(_signature(status), before.made)
        made = make(registry, file, data, self.look)
        return Kept(_signature(status), made) if made else None

    def _path(self, name: str) -> Path | None:
        """Return where a shard is kept."""
        return self.folder and self.folder / program()[:16] / name

    def _load(self, name: str) -> dict[str, Kept]:
        """Return a shard as it was kept, empty where there is none to trust."""
        path = self._path(name)
        try:
            data = path.read_bytes() if path else b""
            checksum, payload = data[:32], data[32:]
            if hashlib.sha256(payload).digest() == checksum:
                return dict(compact.loads(payload))
        except (OSError, pickle.UnpicklingError):
            pass
        return {}

    def _keep(self, name: str, payload: bytes) -> None:
        """Keep a shard's bytes, in the place of what other versions kept."""
        if path := self._path(name):
            if not path.parent.is_dir():
                shutil.rmtree(path.parent.parent, ignore_errors=True)
            keep(path, hashlib.sha256(payload).digest() + payload)


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
        value["id"] = PurePosixPath(file).stem
    made, problems = validate(record, value, file)
    if made is None or problems:
        return None
    targets = links(made)
    linked = hashlib.sha256(repr(targets).encode()).digest()
    return Made(hashlib.sha256(data).digest(), linked, compact.dumps(made), targets, look(text))


def _worker(root: Path, folder: Path | None, look: Look) -> Callable[[tuple[str, list[str]]], bytes]:
    """Return the work of another process: bring a shard up to date, keep it, and return its bytes."""
    memory = Memory(root, folder, look)

    def bring_up_to_date(shard: tuple[str, list[str]]) -> bytes:
        name, files = shard
        kept = memory._load(name)
        fresh = memory._fresh(name, files, kept)
        payload = compact.dumps(fresh)
        if fresh != kept:
            memory._keep(name, payload)
        return payload

    return bring_up_to_date


def _changed(root: Path, file: str, kept: Kept | None) -> bool:
    """Tell whether a file has to be looked into."""
    if kept is None or kept.signature is None:
        return True
    try:
        status = os.stat(f"{root}/{file}")  # noqa: PTH116 - for every file of the project: a Path costs twice as much
    except OSError:
        return True
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino) != kept.signature


def _signature(status: os.stat_result) -> Signature | None:
    """Return how a file looks, or None where it is so young that it may change without looking different."""
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _SETTLED_NS:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
