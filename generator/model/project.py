"""Reads a project folder: its files -> the registry and the findings of reading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from generator.cache import Cache, Table, digest
from generator.findings import Finding, Severity
from generator.model.attachments import Stored
from generator.model.compile import Compiled, compile_cached, file_key
from generator.model.content import PageMeta
from generator.model.registry import ContentPage, Key, Registry
from generator.model.schema import validate
from generator.model.site import Site
from generator.model.types import Entry, Record
from generator.source.attachments import MOST_BYTES, read_attachment
from generator.source.passages import Attachment as Content
from generator.source.project import CONTENT, SITE, SITE_FILE, SourceFile, list_project, read_bytes
from generator.source.readers import YAML, reader_of

if TYPE_CHECKING:
    from generator.model.held import Held


class Sources(NamedTuple):
    """The files of a project with their bytes, or what is wrong with one, and the findings about their names."""

    findings: tuple[Finding, ...]
    files: tuple[tuple[SourceFile, bytes | Finding], ...]
    attachments: tuple[tuple[SourceFile, bytes | Finding], ...]

    @classmethod
    def of(cls, root: Path, used: Mapping[str, type[Entry]]) -> Sources:
        """Read the files of the project at `root`, those of the registries in `used`."""
        listing = list_project(root, {folder: kind.READER for folder, kind in used.items()})
        return cls(
            tuple(listing.findings),
            tuple((file, read_bytes(root, file, reader_of(file.name).most_bytes)) for file in listing.files),
            tuple((file, read_bytes(root, file, 2 * MOST_BYTES)) for file in listing.attachments),
        )

    def without(self, held: Collection[Key]) -> Sources:
        """Return the same files without what is held back."""
        files, attachments = (
            tuple(item for item in items if (item[0].folder, item[0].id) not in held)
            for items in (self.files, self.attachments)
        )
        return self._replace(files=files, attachments=attachments)


class Read(NamedTuple):
    """A project's registry and the findings of reading it. Without a usable site.yml, its `site` is a stand-in.

    `linked` are the references of every entry. `held` is what was left out because it is held back. `sources` are the
    files, so that they can be read again without others having changed them meanwhile.
    """

    registry: Registry
    findings: tuple[Finding, ...]
    linked: Mapping[Key, Sequence[Key]] = {}
    held: Mapping[Key, Held] = {}
    sources: Sources | None = None


@dataclass(slots=True)
class Reading:
    """What has been read of a project's files so far."""

    findings: list[Finding]
    entries: dict[str, dict[str, Entry]]
    site: Site | None = None
    files: dict[Key, str] = field(default_factory=dict)
    linked: dict[Key, Sequence[Key]] = field(default_factory=dict)
    pages: list[ContentPage] = field(default_factory=list)
    broken: set[Key] = field(default_factory=set)
    left_out: dict[str, frozenset[str]] = field(default_factory=dict)
    wrong_rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    attachments: dict[str, Stored] = field(default_factory=dict)

    def add(self, file: SourceFile, compiled: Compiled, key: bytes) -> None:
        """Add a compiled file."""
        self.keys[file.name] = key
        self.findings += compiled.findings
        if compiled.left_out:
            self.left_out[file.name] = frozenset(compiled.left_out)
        if compiled.wrong_rows:
            self.wrong_rows[file.name] = compiled.wrong_rows
        if file.folder == SITE:
            self.site = compiled.record
        elif file.folder == CONTENT:
            self.pages.append(ContentPage(file.name, compiled.record, compiled.body, compiled.body_line))
        else:
            entry = file.folder, file.id
            if any(finding.severity is Severity.ERROR for finding in compiled.findings):
                self.broken.add(entry)
            if compiled.record is not None:
                self.entries[file.folder][file.id] = compiled.record
                self.files[entry], self.linked[entry] = file.name, compiled.links

    def read(self, used: Mapping[str, type[Entry]]) -> Read:
        """Return the registry of what was read, with these kinds of entries."""
        site = self.site
        if site is None:
            site, _ = validate(Site, Site.STAND_IN, SITE_FILE)
            assert site is not None
            self.left_out[SITE_FILE] = frozenset(item.name for item in fields(Site))
        registry = Registry.of(
            site,
            used,
            {folder: {id: by_id[id] for id in sorted(by_id)} for folder, by_id in self.entries.items()},
            self.files,
            self.linked,
            pages=tuple(self.pages),
            broken=frozenset(self.broken),
            left_out=self.left_out,
            wrong_rows=self.wrong_rows,
            keys=self.keys,
            attachments=self.attachments,
        )
        return Read(registry, tuple(self.findings), self.linked)


def read_project(
    root: Path, kinds: Sequence[type[Entry]], cache: Cache | None = None, sources: Sources | None = None
) -> Read:
    """Read the project at `root`: site.yml, the registries of these kinds, content/; with `sources` only these files.

    Errors in files become findings and do not raise; the registry holds everything that could be read.
    """
    without = _without(root, cache)
    used = {kind.FOLDER: kind for kind in kinds if kind.FOLDER not in without}
    cache = cache or Cache()
    table = cache.table("files")

    def compiled(kind: type[Record], file: SourceFile, data: bytes) -> tuple[Compiled, bytes]:
        key = file_key(kind, file.name, data)
        return compile_cached(kind, file.name, data, table, key), key

    sources = sources or Sources.of(root, used)
    return read_files(sources, kinds, compiled, cache.table("attachments")).read(used)._replace(sources=sources)


Compile = Callable[[type[Record], SourceFile, bytes], tuple[Compiled, bytes]]
"""Compiles a file; returns the result and the cache key of results that depend on this file only."""


def read_files(sources: Sources, kinds: Sequence[type[Entry]], compiled: Compile, table: Table) -> Reading:
    """Read the files of a project. `table` caches what attachments hold."""
    records: dict[str, type[Record]] = {SITE: Site, CONTENT: PageMeta, **{kind.FOLDER: kind for kind in kinds}}
    reading = Reading(list(sources.findings), {kind.FOLDER: {} for kind in kinds})
    for file, data in sources.files:
        if isinstance(data, Finding):
            reading.findings.append(data)
            reading.broken.add((file.folder, file.id))
        else:
            reading.add(file, *compiled(records[file.folder], file, data))
    for file, data in sources.attachments:
        if isinstance(data, Finding):
            reading.findings.append(data)
        else:
            reading.keys[file.name] = key = digest(data)
            reading.attachments[file.id] = Stored(data, _content(key, data, table))
    return reading


_TO_BYTES = msgspec.msgpack.Encoder()
_FROM_BYTES = msgspec.msgpack.Decoder(Content)


def _content(key: bytes, data: bytes, table: Table) -> Content:
    """Return what an attachment holds, from the cache if it was read before: a long PDF takes seconds."""
    known = table.get(key)
    if known is not None:
        return _FROM_BYTES.decode(known)
    found = read_attachment(data)
    with suppress(UnicodeEncodeError):  # half a character in a damaged file
        table.put(key, _TO_BYTES.encode(found))
    return found


def _without(root: Path, cache: Cache | None) -> frozenset[str]:
    """Return the folders of the registries that site.yml switches off."""
    file = SourceFile(SITE, SITE, SITE_FILE, True)
    data = read_bytes(root, file, YAML.most_bytes)
    if isinstance(data, Finding):
        return frozenset()
    site = compile_cached(Site, SITE_FILE, data, (cache or Cache()).table("files")).record
    return frozenset(item.value for item in site.without) if site else frozenset()
