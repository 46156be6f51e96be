"""`zwgk explain procedures/ID FIELD`: the values of an entry, and the layer, file and line that each comes from."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import Any

from generator.explain import UnknownRuleError
from generator.findings import Hit
from generator.findings import Path as HitPath
from generator.model.inherit import Inherit, policies
from generator.model.layers import merged_files, read_layers
from generator.model.merge import DROP, Merged, Place, Places
from generator.model.procedures import Procedure
from generator.model.registry import Registry
from generator.model.schema import field_name
from generator.model.site import Site
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry
from generator.project import Project
from generator.source.bureaus import levels_up
from generator.source.project import SITE, SITE_FILE
from generator.source.project import Places as Located
from generator.source.readers import reader_of
from generator.views.common import bureau_name

_POLICIES = {
    Inherit.FIXED: "由上级定，下级不能改",
    Inherit.TIGHTEN: "下级可以更好，不能更差",
    Inherit.APPEND: "下级可以增加",
    Inherit.REPLACE: "下级可以写自己的",
    Inherit.LOCAL: "各局自己写，不继承",
}


class UnknownValueError(UnknownRuleError):
    """There is no such entry or field; the message is Chinese and proposes the nearest."""


def explain_value(project: Project, key: str, field: str = "", prefix: str = "") -> str:
    """Return where the values of an entry come from, or those of one field.

    `key` is folder/id, or "site". A field that a procedure has not is looked up in its time limits.
    `prefix` is put before the names of files. Raises UnknownValueError.
    """
    registry = project.registry
    if key == SITE:
        return "\n".join(_lines(project, Site, SITE_FILE, registry.site, field, prefix))
    entry = _entry(registry, key)
    entries: list[Entry] = [entry]
    if isinstance(entry, Procedure) and field in policies(TimeLimit) and field not in policies(Procedure):
        entries = list(registry.referrers(entry, TimeLimit))
    about = (_lines(project, type(item), registry.file(item), item, field, prefix) for item in entries)
    return "\n".join(line for lines in about for line in lines)


def _entry(registry: Registry, key: str) -> Entry:
    """Return the entry under folder/id."""
    folder, _, id = key.strip("/").partition("/")
    if folder not in registry.entries:
        raise UnknownValueError(f"没有“{folder}”这个名录；有：{'、'.join(registry.kinds)}")
    entry = registry.entries[folder].get(id)
    if entry is None:
        near = difflib.get_close_matches(id, registry.entries[folder], 3, 0.5)
        raise UnknownValueError(f"{folder}/ 里没有“{id}”" + (f"；是不是 {'、'.join(near)}？" if near else ""))
    return entry


def _lines(project: Project, kind: Any, file: str, record: Any, field: str, prefix: str) -> Iterator[str]:
    """Yield the lines about one entry."""
    registry = project.registry
    if field and field not in policies(kind):
        raise UnknownValueError(f"“{field}”不是{record.name}的字段；有：{'、'.join(policies(kind))}")
    files = registry.layers.get(file, (file,))
    read = read_layers(project.root, files)
    if len(files) > 1:
        merged = merged_files(kind, read, {})
    else:
        value = reader_of(file).read(read[0].data, {}).value or {}
        merged = Merged(value, {name: Place(0, (name,)) for name in value})
    yield f"{record.name}（{normpath(prefix + file)}）"
    located = Located(project.root)
    for name, value in merged.value.items():
        if name not in policies(kind) or (field and name != field):
            continue
        yield f"  {field_name(kind, name)}（{name}）：{_POLICIES[policies(kind)[name]]}"
        effective = getattr(record, name)
        if isinstance(effective, str) and isinstance(value, str) and effective != value and "\n" not in value:
            yield f"    在本局是 {effective}"
        for path, shown, place in _parts(value, merged.places[name], (name,)):
            where = located.location(Hit(files[place.layer], place.path))
            source = f"{_layer(project, where.file)} {normpath(prefix + where.file)}:{where.line}"
            yield f"    {_path(path)} = {shown}  ← {source}"
    if field and field not in merged.value:
        yield f"  {field}：没有写"


def _parts(value: Any, places: Places, path: HitPath) -> Iterator[tuple[HitPath, str, Place]]:
    """Yield the parts of a value that come from one place each: path, value as text, place."""
    if isinstance(places, Place):
        yield path, _shown(value), places
        return
    for key, inner in places.items():
        if key != DROP:
            yield from _parts(value[key], inner, (*path, key))


def _shown(value: Any) -> str:
    """Return a plain value on one line, at most 60 characters."""
    if isinstance(value, Mapping):
        text = "{" + ", ".join(f"{key}: {_shown(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, list):
        text = "[" + ", ".join(map(_shown, value)) + "]"
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _path(path: HitPath) -> str:
    """Return a path as in a programming language: materials[0].copies."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def _layer(project: Project, file: str) -> str:
    """Return the name of the bureau whose file it is."""
    holder = project
    for _ in range(levels_up(file)):
        if holder.above:
            holder = holder.above
    return bureau_name(holder.session)
