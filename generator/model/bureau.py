"""Reads a bureau below a superior: its own files laid over the entries that it inherits."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from generator.cache import Cache, Table, digest
from generator.findings import Finding, Location
from generator.model import layer_rules, rules
from generator.model.below import inherit
from generator.model.compile import Compiled, compile_cached, file_key
from generator.model.held import Held
from generator.model.inherit import ComesDown, Inherit
from generator.model.layers import Given, LayerFile, compile_layers, read_layers
from generator.model.project import Read, Sources, read_files
from generator.model.registry import Key, Registry
from generator.model.types import Entry, Record
from generator.source.bureaus import UP
from generator.source.project import SITE, SITE_FILE, SourceFile

T = TypeVar("T")


def read_bureau(
    root: Path,
    kinds: Sequence[type[Entry]],
    above: Read,
    base_url: str | None,
    cache: Cache | None = None,
    up: str = UP,
    sources: Sources | None = None,
) -> Read:
    """Read the bureau at `root`, which inherits from `above`. Its site has `base_url` unless it states another.

    With `sources` only these files are read: the superior's entry takes the place of one that is left out. `up` is the
    superior's folder as seen from the bureau's; names of the superior's files begin with it. Errors in files become
    findings and do not raise.
    """
    without = {item.value for item in above.registry.site.without}
    used = {kind.FOLDER: kind for kind in kinds if kind.FOLDER not in without}
    cache = cache or Cache()
    table = cache.table("files")
    layers: dict[str, tuple[str, ...]] = {}

    def compiled(kind: type[Record], file: SourceFile, data: bytes) -> tuple[Compiled, bytes]:
        names = _names_above(above.registry, kind, file, up)
        if not names:
            return _own_entry(kind, file, data, table, above), file_key(kind, file.name, data)
        layers[file.name] = (*names, file.name)
        files = [*read_layers(root, names), LayerFile(file.name, data)]
        given: Given = {"base_url": base_url} if file.folder == SITE else {}
        key = digest(*(file_key(kind, *layer) for layer in files))
        return compile_layers(kind, files, given, table), key

    sources = sources or Sources.of(root, used)
    own = read_files(sources, kinds, compiled, cache.table("attachments")).read(used)
    return Read(*_laid_over(own, above, used, layers, up), sources=sources)


def _names_above(above: Registry, kind: type[Record], file: SourceFile, up: str) -> tuple[str, ...]:
    """Return the superior's files of an entry, from the topmost down; none if it is not inherited by field."""
    site = SITE_FILE if file.folder == SITE else None
    name = above.files.get((file.folder, file.id)) if _is_by_field(kind) else site
    return tuple(f"{up}{layer}" for layer in above.layers.get(name, (name,))) if name else ()


def _is_by_field(kind: type[Record]) -> bool:
    """Return True if entries of a kind inherit by field."""
    return issubclass(kind, Entry) and kind.COMES_DOWN is not ComesDown.NONE and kind.INHERIT is not Inherit.LOCAL


def _own_entry(kind: type[Record], file: SourceFile, data: bytes, table: Table, above: Read) -> Compiled:
    """Compile an entry that the superior has not, or holds back.

    Without a name it was meant to change one that the superior has: it is reported once, and left out.
    """
    compiled = compile_cached(kind, file.name, data, table)
    nameless = [item for item in compiled.findings if item.code == rules.MISSING.code and "(name)" in item.message]
    if not nameless or not _is_by_field(kind):
        return compiled
    rest = [item for item in compiled.findings if item.code != rules.MISSING.code]
    held = _held_above(above).get((file.folder, file.id))
    if held:
        told = layer_rules.HELD_ABOVE.finding(Location(file.name), {"name": held.name, "why": held.why})
        return compiled._replace(record=None, findings=(told, *rest))
    near = difflib.get_close_matches(file.id, above.registry.entries[file.folder], 1, 0.6)
    nearest = f"是不是 {near[0]}？改文件名；新增一项的，把必填的字段写全" if near else "新增一项的，把必填的字段写全"
    words = {"folder": file.folder, "id": file.id, "nearest": nearest}
    told = layer_rules.UNKNOWN_ENTRY.finding(Location(file.name), words)
    return compiled._replace(record=None, findings=(told, *rest))


def _held_above(above: Read) -> dict[Key, Held]:
    """Return what a superior and those above it hold back."""
    return {**above.registry.held_above, **above.held}


def _laid_over(
    own: Read, above: Read, used: Mapping[str, type[Entry]], layers: Mapping[str, tuple[str, ...]], up: str
) -> tuple[Registry, tuple[Finding, ...], Mapping[Key, Sequence[Key]]]:
    """Return the registry, the findings and the links of a bureau whose own files were read."""
    mine, theirs = own.registry, above.registry
    found = inherit(theirs, above.linked, mine.entries, mine.site)
    files = {
        (folder, id): mine.files.get((folder, id)) or f"{up}{theirs.files[folder, id]}"
        for folder, by_id in found.entries.items()
        for id in by_id
    }
    linked = {**own.linked, **found.linked}
    registry = Registry.of(
        mine.site,
        used,
        found.entries,
        files,
        linked,
        pages=mine.pages,
        attachments=mine.attachments,
        broken=mine.broken | {key for key in theirs.broken if key not in own.linked},
        left_out={**_up(theirs.left_out, up), **mine.left_out},
        wrong_rows={**_up(theirs.wrong_rows, up), **mine.wrong_rows},
        keys={
            **_up({file: digest(key, found.salt) for file, key in theirs.keys.items()}, up),
            **{file: digest(key, found.salt) if file in layers else key for file, key in mine.keys.items()},
        },
        layers={
            **_up({name: tuple(f"{up}{file}" for file in all) for name, all in theirs.layers.items()}, up),
            **layers,
        },
        borrowed=frozenset(found.borrowed),
        pruned={files[key]: paths for key, paths in found.pruned.items() if paths},
        up=up,
        held_above=_held_above(above),
    )
    return registry, own.findings, linked


def _up(by_file: Mapping[str, T], up: str) -> dict[str, T]:
    """Return a mapping by the superior's files, as a mapping by these files seen from the bureau."""
    return {f"{up}{name}": value for name, value in by_file.items()}
