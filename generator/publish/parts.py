"""Exchanges the changed parts of a published site in which sites of bureaus below stay in place.

A site without such bureaus is exchanged as a whole, in one step. Here, the changed bureaus' sites and each file and
folder of the superior's own are exchanged one after the other, every one of them whole, in a few milliseconds in all.
What is to be done is written down first: if the run is killed in between, the next one completes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.publish.errors import PublishError
from generator.publish.manifest import MANIFEST, read_file

JOURNAL = "parts.json"
"""Name of the file in the scratch folder that says what is to be exchanged."""

Exchange = Callable[[Path, Path], bool]
"""Exchanges two paths in one step; returns False if the system cannot."""


class Part(NamedTuple):
    """A file or folder to exchange: its path in the site, and the inode number of the new one, 0 if there is none."""

    path: str
    inode: int


def exchange_parts(scratch: Path, target: Path, staying: Collection[str], exchange: Exchange) -> None:
    """Put what is in `scratch`/new into its place in `target`, except the sites at the addresses that stay.

    If the topmost site stays, "" is among them. What was there is then in `scratch`. On an error all is as before.
    """
    paths = sorted(_changed(scratch / "new", target, staying), key=lambda path: (path == MANIFEST, path))
    parts = [Part(path, _inode(scratch / "new" / path)) for path in paths]
    (scratch / f"{JOURNAL}.part").write_text(json.dumps(parts), "utf-8")
    (scratch / f"{JOURNAL}.part").rename(scratch / JOURNAL)
    done: list[Part] = []
    try:
        for part in parts:
            _put(scratch, target, part, exchange)
            done.append(part)
    except BaseException:
        for part in reversed(done):
            _take_back(scratch, target, part, exchange)
        (scratch / JOURNAL).unlink()
        raise
    (scratch / JOURNAL).unlink()


def complete(scratch: Path, target: Path, exchange: Exchange) -> None:
    """Finish the exchange that a killed run began. Raises PublishError if it is not known what that was."""
    for part in _planned(scratch / JOURNAL):
        _put(scratch, target, part, exchange)
    (scratch / JOURNAL).unlink()


def _planned(journal: Path) -> list[Part]:
    """Return what was to be exchanged. Raises PublishError if anything of it is outside the site."""
    try:
        parts = [Part(str(path), int(inode)) for path, inode in json.loads(read_file(journal))]
        if not any({"", ".", ".."} & set(part.path.split("/")) for part in parts):
            return parts
    except (ValueError, TypeError, RecursionError) as error:
        raise _unreadable(journal) from error
    raise _unreadable(journal)


def _unreadable(journal: Path) -> PublishError:
    """Return the error for a journal that no build wrote."""
    return PublishError(f"{journal} 不是 zwgk build 写的，或者已经损坏；把 {journal.parent} 移走再生成")


def _changed(new: Path, target: Path, staying: Collection[str], site: str = "") -> Iterator[str]:
    """Yield the paths to exchange: those directly in the topmost site, and in sites with one below that stays.

    If the topmost site stays, all that is new belongs to sites below, of which none is gone.
    """
    names: set[str] = set()
    for folder in (new,) if not site and "" in staying else (new / site, target / site):
        with suppress(FileNotFoundError):
            names.update(path.name for path in folder.iterdir())
    for path in (f"{site}{name}" for name in names):
        if any(address.startswith(f"{path}/") and address != f"{path}/" for address in staying):
            yield from _changed(new, target, staying, f"{path}/")
        elif f"{path}/" not in staying:
            yield path


def _inode(path: Path) -> int:
    """Return the inode number of a path, 0 if there is nothing."""
    try:
        return path.lstat().st_ino
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _put(scratch: Path, target: Path, part: Part, exchange: Exchange) -> None:
    """Put the new part into its place, unless it is there already; what was there goes to the scratch folder."""
    new, here = scratch / "new" / part.path, target / part.path
    there = _inode(here)
    if there == part.inode:
        return
    if not there:
        new.rename(here)
    elif not part.inode or not exchange(new, here):
        here.rename(_aside(scratch, part))
        if part.inode:
            new.rename(here)


def _take_back(scratch: Path, target: Path, part: Part, exchange: Exchange) -> None:
    """Undo `_put`."""
    new, here, aside = scratch / "new" / part.path, target / part.path, _aside(scratch, part)
    if _inode(new):
        exchange(new, here)
    elif part.inode:
        here.rename(new)
    if _inode(aside):
        aside.rename(here)


def _aside(scratch: Path, part: Part) -> Path:
    """Return where a part of the last release is put; the folder above it exists."""
    aside = scratch / "old" / part.path
    aside.parent.mkdir(parents=True, exist_ok=True)
    return aside
