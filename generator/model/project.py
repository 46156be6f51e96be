"""A project folder -> its registry and everything that reading it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from generator.cache import Cache
from generator.findings import Finding, Severity
from generator.model.compile import compile_cached, file_key
from generator.model.content import PageMeta
from generator.model.registry import ContentPage, Key, Registry
from generator.model.schema import validate
from generator.model.site import Site
from generator.model.types import Entry, Record
from generator.source.project import CONTENT, SITE, SITE_FILE, SourceFile, list_project, read_bytes
from generator.source.readers import YAML, reader_of


class Read(NamedTuple):
    """What reading a project gives. Without a usable site.yml the registry's site is a stand-in."""

    registry: Registry
    findings: tuple[Finding, ...]


def read_project(root: Path, kinds: Sequence[type[Entry]], cache: Cache | None = None) -> Read:
    """Read the project at `root`: site.yml, the registries of these kinds, content/.

    Never raises for what is in the files; each problem is a finding, and what could be read is in the registry.
    """
    without = _without(root, cache)
    used = {kind.FOLDER: kind for kind in kinds if kind.FOLDER not in without}
    listing = list_project(root, {folder: kind.READER for folder, kind in used.items()})
    records: dict[str, type[Record]] = {SITE: Site, CONTENT: PageMeta, **{kind.FOLDER: kind for kind in kinds}}
    table = (cache or Cache()).table("files")
    findings = list(listing.findings)
    entries: dict[str, dict[str, Entry]] = {kind.FOLDER: {} for kind in kinds}
    files: dict[Key, str] = {}
    linked: dict[Key, Sequence[Key]] = {}
    pages: list[ContentPage] = []
    broken: set[Key] = set()
    left_out: dict[str, frozenset[str]] = {}
    wrong_rows: dict[str, tuple[int, ...]] = {}
    keys: dict[str, bytes] = {}
    site: Site | None = None
    for file in listing.files:
        data = read_bytes(root, file, reader_of(file.name).most_bytes)
        if isinstance(data, Finding):
            findings.append(data)
            broken.add((file.folder, file.id))
            continue
        made = compile_cached(records[file.folder], file.name, data, table)
        keys[file.name] = file_key(records[file.folder], file.name, data)
        findings += made.findings
        if made.left_out:
            left_out[file.name] = frozenset(made.left_out)
        if made.wrong_rows:
            wrong_rows[file.name] = made.wrong_rows
        if file.folder == SITE:
            site = made.record
        elif file.folder == CONTENT:
            pages.append(ContentPage(file.name, made.record, made.body, made.body_line))
        else:
            key = file.folder, file.id
            if any(finding.severity is Severity.ERROR for finding in made.findings):
                broken.add(key)
            if made.record is not None:
                entries[file.folder][file.id] = made.record
                files[key], linked[key] = file.name, made.links
    ordered = {folder: {id: by_id[id] for id in sorted(by_id)} for folder, by_id in entries.items()}
    if site is None:
        site, _ = validate(Site, Site.STAND_IN, SITE_FILE)
        assert site is not None
        left_out[SITE_FILE] = frozenset(item.name for item in fields(Site))
    registry = Registry.of(
        site,
        used,
        ordered,
        files,
        linked,
        pages=tuple(pages),
        broken=frozenset(broken),
        left_out=left_out,
        wrong_rows=wrong_rows,
        keys=keys,
    )
    return Read(registry, tuple(findings))


def _without(root: Path, cache: Cache | None) -> frozenset[str]:
    """Return the folders of the registries that site.yml says are not used."""
    file = SourceFile(SITE, SITE, SITE_FILE, True)
    data = read_bytes(root, file, YAML.most_bytes)
    if isinstance(data, Finding):
        return frozenset()
    site = compile_cached(Site, SITE_FILE, data, (cache or Cache()).table("files")).record
    return frozenset(item.value for item in site.without) if site else frozenset()
