"""Compares the superior in superior/ with the archive that site.yml pins."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.findings import Finding, Location
from generator.source.archive import ArchiveError, Version, differing, read_vendored
from generator.source.bureaus import (
    MOST_LEVELS,
    NO_SUPERIOR,
    NOT_AS_PINNED,
    PREFIX,
    TOO_DEEP,
    UPDATE,
    VENDORED,
    superior_of,
    vendored_levels,
)
from generator.source.project import SITE, SITE_FILE, SourceFile, read_bytes
from generator.source.readers import YAML

_NAMED = 5
"""How many files that differ are reported."""


class Pin(NamedTuple):
    """What site.yml says about the superior's archive."""

    version: datetime.date
    sha256: str


class Pinned(NamedTuple):
    """The manifest of the superior in superior/, None if there is none or it is not usable, and the findings."""

    version: Version | None
    findings: tuple[Finding, ...]


def pinned(root: Path, pin: Pin | None) -> Pinned:
    """Return the superior in superior/ of the project at `root`, compared with what site.yml pins."""
    held = (root / VENDORED).is_dir()
    if not pin and not held:
        return Pinned(None, ())
    if superior_of(root):
        what = f"这个局在上级的 bureaus/ 里，又写了 superior 或有 {PREFIX}：有两个上级"
        return _missing(root, what, f"删掉 site.yml 的 superior 和 {PREFIX}，或把这个局移到上级的文件夹外面")
    if not held:
        return _missing(root, f"site.yml 写了 superior，没有 {PREFIX} 文件夹", UPDATE)
    if not pin:
        return _missing(root, f"有 {PREFIX} 文件夹，site.yml 没有写 superior", f"{UPDATE}，会自动写上")
    if (levels := 1 + vendored_levels(root)) > MOST_LEVELS:
        return Pinned(None, (TOO_DEEP.finding(Location(VENDORED), {"levels": levels}),))
    try:
        archive = read_vendored(root)
    except (ArchiveError, OSError) as error:
        return Pinned(None, (NOT_AS_PINNED.finding(Location(VENDORED), {"what": str(error)}),))
    if archive.sha256 == pin.sha256 and archive.version.version == pin.version:
        return Pinned(archive.version, ())
    wrong = differing(archive.version, archive.files)
    return Pinned(archive.version, tuple(_changed(root, wrong, archive.sha256, pin)))


def _changed(root: Path, wrong: list[str], sha256: str, pin: Pin) -> Iterator[Finding]:
    """Yield the findings on files that are not those of the archive, or on the pin itself."""
    for name in wrong[:_NAMED]:
        lost = not (root / VENDORED / name).is_file()
        what = f"上级存档里的 {name} {'不见了' if lost else '被改过，或是后来放进来的'}"
        yield NOT_AS_PINNED.finding(Location(f"{PREFIX}{name}"), {"what": what})
    if not wrong:
        what = f"{PREFIX} 的摘要是 {sha256[:12]}…，site.yml 登记的是 {pin.version} 版 {pin.sha256[:12]}…"
        yield NOT_AS_PINNED.finding(_place(root), {"what": what})


def _missing(root: Path, what: str, todo: str) -> Pinned:
    """Return the finding that there is no usable superior."""
    return Pinned(None, (NO_SUPERIOR.finding(_place(root), {"what": what, "todo": todo}),))


def _place(root: Path) -> Location:
    """Return the place of `superior` in site.yml."""
    data = read_bytes(root, SourceFile(SITE, SITE, SITE_FILE, True), YAML.most_bytes)
    return Location(SITE_FILE, *(YAML.outline(data, {}).place(("superior",)) if isinstance(data, bytes) else ()))
