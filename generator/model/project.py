"""Reads a project folder: its files -> the registry and the findings of reading."""

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
    """A project's registry and the findings of reading it. Without a usable site.yml, its `site` is a stand-in."""

    registry: Registry
    findings: tuple[Finding, ...]


def read_project(root: Path, kinds: Sequence[type[Entry]], cache: Cache | None = None) -> Read:
    """Read the project at `root`: site.yml, the registries of these kinds, content/.

    Errors in files become findings and do not raise; the registry holds everything that could be read.
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
        keys[file.name] = file_key(records[file.folder], file.name, data)
        compiled = compile_cached(records[file.folder], file.name, data, table, keys[file.name])
        findings += compiled.findings
        if compiled.left_out:
            left_out[file.name] = frozenset(compiled.left_out)
        if compiled.wrong_rows:
            wrong_rows[file.name] = compiled.wrong_rows
        if file.folder == SITE:
            site = compiled.record
        elif file.folder == CONTENT:
            pages.append(ContentPage(file.name, compiled.record, compiled.body, compiled.body_line))
        else:
            key = file.folder, file.id
            if any(finding.severity is Severity.ERROR for finding in compiled.findings):
                broken.add(key)
            if compiled.record is not None:
                entries[file.folder][file.id] = compiled.record
                files[key], linked[key] = file.name, compiled.links
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
    """Return the folders of the registries that site.yml switches off."""
    file = SourceFile(SITE, SITE, SITE_FILE, True)
    data = read_bytes(root, file, YAML.most_bytes)
    if isinstance(data, Finding):
        return frozenset()
    site = compile_cached(Site, SITE_FILE, data, (cache or Cache()).table("files")).record
    return frozenset(item.value for item in site.without) if site else frozenset()
