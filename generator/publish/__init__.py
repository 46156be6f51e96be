"""Publishes files into a folder that is replaced atomically, with a manifest of digests."""

from __future__ import annotations

import ctypes
import datetime
import os
import shutil
import signal
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.publish.errors import PublishError
from generator.publish.manifest import MANIFEST, listed_paths
from generator.publish.parts import JOURNAL, complete, exchange_parts
from generator.publish.release import (
    MODE,
    Release,
    RemovedError,
    found_files,
    only_in,
    recall,
    remember,
    write,
)
from generator.publish.rows import Known, Written
from generator.render.pages import File

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        """Wait for the lock on an open file; closing it gives the lock back."""
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        """Wait for the lock on an open file; closing it gives the lock back."""
        fcntl.flock(handle, fcntl.LOCK_EX)


@dataclass(frozen=True, slots=True)
class Published:
    """A published release: folder, number of files, size in bytes, number of files reused from the last release."""

    folder: Path
    files: int
    size: int
    unchanged: int = 0


def publish(files: Iterable[File], target: Path) -> Published:
    """Publish exactly these files at `target`."""
    with replacing(target) as release:
        for file in files:
            release.add(file)
    return published(release, target)


def published(release: Release, target: Path) -> Published:
    """Return the summary of a release; its number of files includes the manifest."""
    return Published(target, release.rows.count + 1, release.rows.size, release.unchanged)


@contextmanager
def replacing(
    target: Path,
    state: Path | None = None,
    sources: Iterable[Path] = (),
    needed: Callable[[str], bool] | None = None,
    as_of: datetime.date | None = None,
) -> Iterator[Release]:
    """Yield a new release in a folder beside `target`; replace `target` with it when the block ends.

    A failure at any point leaves `target` as it was. Two runs on one target wait for each other. `state` is the file
    that stores the fingerprints of the target's files between runs; it can be deleted at any time. `as_of` is the day
    that the manifest names. Raises PublishError if `target` holds anything that we did not publish, or overlaps the
    `sources` of the site, and RemovedError if a page is gone whose address is `needed`.
    """
    target = target.absolute()
    _must_be_apart(target, sources)
    known = recall(state, target)
    _must_be_ours(target, known, known.alone)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        scratch = target.parent / f".{target.name}{_SCRATCH}"
        _tidy(scratch, target)
        scratch.mkdir(mode=0o700)
        mark = scratch / _MARK
        mark.touch(MODE)
        try:
            new = scratch / "new"
            new.mkdir(mode=0o755)
            known = recall(state, target)
            release = Release(new, target, known, stat.S_IMODE(mark.stat().st_mode))
            yield release
            if needed:
                release.must_keep(needed)
            release.finish(as_of)
            if known.extents:
                _must_be_ours(target, known, release.staying - {""})
            if release.staying:
                with _unasked():
                    exchange_parts(scratch, target, release.staying, _exchange)
            else:
                _swap(new, target, scratch / "old")
            if state:
                remember(state, target, release)
        finally:
            _tidy(scratch, target)


def restore(target: Path) -> None:
    """Put a whole site at `target` if a build was killed while it exchanged the site.

    A site is exchanged in one step, except where the system cannot do that, and where sites of bureaus below stay.
    Raises PublishError as `replacing` does.
    """
    target = target.absolute()
    scratch = target.parent / f".{target.name}{_SCRATCH}"
    if (scratch / JOURNAL).is_file() or (not os.path.lexists(target) and (scratch / "old").is_dir()):
        with _alone(target):
            _tidy(scratch, target)


_SCRATCH = ".zwgk-building"
"""Suffix of the scratch folder beside a target in which the next release is made. It is removed after each build."""

_MARK = "zwgk-scratch"
"""Name of the file that marks a scratch folder as ours."""


def _tidy(scratch: Path, target: Path) -> None:
    """Remove the scratch folder of a killed build. If it had begun to exchange the site, make that whole first.

    Raises PublishError if the scratch folder's path holds anything else.
    """
    if not os.path.lexists(scratch):
        return
    if scratch.is_symlink() or not scratch.is_dir() or _is_foreign(scratch) or not _is_scratch(scratch):
        raise PublishError(f"生成时要用 {scratch}，但那里有别的内容；把它移走再生成")
    if (scratch / JOURNAL).is_file():
        complete(scratch, target, _exchange)
    if not target.exists() and (scratch / "old").is_dir():
        (scratch / "old").rename(target)
    for name in ("new", "old"):
        if (scratch / name).is_dir():
            shutil.rmtree(scratch / name)
    for name in (f"{JOURNAL}.part", _MARK):
        (scratch / name).unlink(missing_ok=True)
    scratch.rmdir()


def _is_foreign(folder: Path) -> bool:
    """Return True if another user made a folder, as anybody can in /tmp. What it says is not done."""
    owners = {folder.parent.stat().st_uid, os.geteuid()} if hasattr(os, "geteuid") else None
    return owners is not None and folder.lstat().st_uid not in owners


def _is_scratch(folder: Path) -> bool:
    """Return True if a folder is empty, or holds the mark and only what a build creates."""
    names = {path.name for path in folder.iterdir()}
    return not names or (_MARK in names and names <= {_MARK, "new", "old", JOURNAL, f"{JOURNAL}.part"})


def _must_be_apart(target: Path, sources: Iterable[Path]) -> None:
    """Raise PublishError if the target contains or is inside a source of the site: publishing replaces all of it."""
    real, *others = (Path(os.path.realpath(path)) for path in (target, *sources))
    for source in others:
        if source.is_relative_to(real) or real.is_relative_to(source):
            raise PublishError(f"网站不能放在 {target}：那里是项目自己的内容（{source}），换一个 --output")


def _must_be_ours(target: Path, known: Known, without: Collection[str]) -> None:
    """Raise PublishError if the target holds anything except the files of a manifest of ours.

    The `known` sites at the addresses `without` are not looked at.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(f"{target} 不是文件夹，换一个 --output")
    if not target.is_dir() or not any(target.iterdir()):
        return
    try:
        listed = listed_paths(target, [place for one in without if (place := known.extents[one].listed)])
        other = [path for path in only_in(found_files(target, without=without), listed) if path != MANIFEST]
    except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise PublishError(f"{target} 里有不是本程序发布的内容，为免覆盖，请换一个 --output 或先清空它") from error
    if other:
        named = "、".join(other[:3]) + (f" 等 {len(other)} 个" if len(other) > 3 else "")
        raise PublishError(f"{target} 里有不是本程序发布的文件：{named}。把它们移走，或换一个 --output")


def _swap(new: Path, target: Path, old: Path) -> None:
    """Replace `target` with `new`, atomically if the system can; the former target is then at `new` or `old`."""
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        return
    with _unasked():
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise


@contextmanager
def _unasked() -> Iterator[None]:
    """Let requests to end wait until the block is done: between two renames there is no site."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically, so that a build killed at any moment leaves a complete site.

    Return False if Linux's renameat2 is not available.
    """
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the lock of a target during the block."""
    lock = target.parent / f".{target.name}.lock"
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


__all__ = [
    "MANIFEST",
    "PublishError",
    "Published",
    "Release",
    "RemovedError",
    "Written",
    "publish",
    "published",
    "replacing",
    "restore",
    "write",
]
