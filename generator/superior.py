"""`zwgk superior`: a superior packs its files; bureaus elsewhere see what a new version changes, and take it over.

Nothing here uses the network: archives come and go by whatever way the bureaus have.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from generator.model.records import RECORDS
from generator.model.schema import field_name
from generator.model.site import Site
from generator.project import Project
from generator.source.archive import (
    MANIFEST,
    Archive,
    ArchiveError,
    changed_fields,
    entry_key,
    files_of,
    manifest_of,
    packed,
    read_vendored,
    values,
)
from generator.source.bureaus import PREFIX, VENDORED, inside, superior_of
from generator.source.project import SITE, SITE_FILE
from generator.source.whole import write_whole


class Kind(Enum):
    """What a new version does to an entry, seen from a bureau."""

    OVERRIDDEN = "改了，本局写的是自己的（看看是不是仍然更好）"
    WITHDRAWN = "上级取消"
    GONE = "上级删掉了"
    NEW = "新增，本局自动有"
    INHERITED = "改了，本局照上级的（自动）"


class Difference(NamedTuple):
    """An entry that a new version changes: what happens to it, its key, its name, and the changed fields' titles."""

    kind: Kind
    key: str
    name: str
    fields: str = ""


def pack(project: Project, before: Archive | None) -> bytes:
    """Return the archive of a checked project as the version of its day; see `archive.packed`.

    A superior that has one itself packs it too. Raises ArchiveError.
    """
    return packed(files_of(project.root), project.session.site.bureau, project.session.as_of, before)


def vendored(root: Path) -> Archive | None:
    """Return the superior that a bureau has now; None if it has none, or one that was damaged."""
    try:
        return read_vendored(root) if (root / VENDORED).is_dir() else None
    except (ArchiveError, OSError):
        return None


def differences(root: Path, old: Archive | None, new: Archive) -> list[Difference]:
    """Return what the new version changes for the bureau at `root`, sorted by kind and key.

    Without an old one everything is new, which says nothing: the list is empty.
    """
    if old is None:
        return []
    own = {entry_key(name): data for name, data in files_of(root).items() if not name.startswith(PREFIX)}
    found = [
        item
        for name in sorted({**old.files, **new.files})
        if old.files.get(name) != new.files.get(name)
        and (item := _difference(inside(name), old.files.get(name), new.files.get(name), own))
    ]
    kinds = list(Kind)
    return sorted(found, key=lambda item: (kinds.index(item.kind), item.key))


def _difference(name: str, old: bytes | None, new: bytes | None, own: Mapping[str, bytes]) -> Difference | None:
    """Return what became of one file; None for those that bureaus below do not inherit."""
    key = entry_key(name)
    if "/" not in key and key != SITE:
        return None
    if name.startswith("content/") or name == MANIFEST:
        return None
    value = values(name, new or old or b"") or {}
    title = str(value.get("name") or key)
    if new is None:
        return Difference(Kind.GONE, key, title)
    if old is None:
        return Difference(Kind.NEW, key, title)
    changed = changed_fields(name, old, new)
    if "withdrawn" in changed and "withdrawn" in value:
        return Difference(Kind.WITHDRAWN, key, title)
    stated = values(name, own.get(key, b"")) or {}
    overridden = [field for field in changed if field in stated]
    return Difference(
        Kind.OVERRIDDEN if overridden else Kind.INHERITED, key, title, _titles(key, overridden or changed)
    )


def _titles(key: str, fields: list[str]) -> str:
    """Return the Chinese titles of fields of an entry; "" for a table."""
    kind = next((record for record in RECORDS if key.partition("/")[0] == record.FOLDER), Site)
    return "、".join(field_name(kind, name) for name in fields if name)


def refuse(root: Path, new: Archive, old: Archive | None) -> None:
    """Raise ArchiveError if a bureau cannot have this superior: it is below itself, or the version is an older one."""
    if superior_of(root):
        raise ArchiveError("这个局在上级的 bureaus/ 里，已经有上级了")
    own = _bureau_id((root / SITE_FILE).read_bytes() if (root / SITE_FILE).is_file() else b"")
    line = [own, *_line(new)]
    if len(set(line)) < len(line):
        raise ArchiveError(f"绕成了圈：{' → '.join(line)}；一个局不能是自己的上级")
    if old and new.version.version < old.version.version:
        raise ArchiveError(f"存档是 {new.version.version} 的，比现在用的 {old.version.version} 还旧")


def _line(archive: Archive) -> Iterator[str]:
    """Yield the ids of an archive's bureau and of those above it, from the lowest up."""
    prefix = ""
    while (site := archive.files.get(f"{prefix}{SITE_FILE}")) is not None:
        yield _bureau_id(site)
        prefix += PREFIX


def _bureau_id(site: bytes) -> str:
    """Return the id of the bureau in a site.yml; "" if it does not state one."""
    return str((values(SITE_FILE, site) or {}).get("bureau") or "")


def take_over(root: Path, name: str, new: Archive) -> None:
    """Put the files of an archive into superior/ of the bureau at `root`, and pin it in site.yml as `name`."""
    fresh, held, gone = (root / f"{VENDORED}{end}" for end in (".new", "", ".old"))
    for left in (fresh, gone):
        shutil.rmtree(left, ignore_errors=True)
    try:
        for path, data in {MANIFEST: manifest_of(new.version), **new.files}.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(data)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if held.exists():
        held.rename(gone)
    fresh.rename(held)
    shutil.rmtree(gone, ignore_errors=True)
    site = root / SITE_FILE
    text = site.read_text("utf-8") if site.is_file() else ""
    write_whole(site, _with_pin(text, name, new))


_PIN = re.compile(r"^superior:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def _with_pin(text: str, name: str, new: Archive) -> str:
    """Return the text of a site.yml that pins an archive; its other lines stay as they are."""
    quoted = name.replace('"', "")
    pin = f'superior:\n  archive: "{quoted}"\n  version: {new.version.version.isoformat()}\n  sha256: "{new.sha256}"\n'
    text = text if text.endswith("\n") or not text else f"{text}\n"
    return _PIN.sub(lambda _: pin, text, count=1) if _PIN.search(text) else f"{text}{pin}"
