"""Publishing: files -> a folder that appears whole or not at all, with a manifest of digests."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.publish.release import MANIFEST, PublishError, Release, Written, recall, remember, write
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
    """What was published: where, how many files, how many bytes, and how many files are those of the last release."""

    folder: Path
    files: int
    size: int
    unchanged: int = 0


def publish(files: Iterable[File], target: Path) -> Published:
    """Publish these files, and nothing else, at `target`."""
    with replacing(target) as release:
        for file in files:
            release.add(file)
    return published(release, target)


def published(release: Release, target: Path) -> Published:
    """Return what was published, the manifest included in the number of files."""
    return Published(
        target, len(release.files) + 1, sum(file.size for file in release.files.values()), release.unchanged
    )


@contextmanager
def replacing(target: Path, state: Path | None = None) -> Iterator[Release]:
    """Give a new release beside `target`, and put it in the place of `target` at the end.

    A failure at any point leaves `target` as it was. Two runs on one target wait for each other. `state` is the file
    that remembers between runs what the files of `target` were made from; it can be deleted at any time. With it the
    replaced release stays beside `target`, to begin the next one in: most of its files are links to the same content.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _must_be_ours(target)
    prefix = f".{target.name}-zwgk-"
    with _alone(target), tempfile.TemporaryDirectory(prefix=prefix, dir=target.parent) as scratch:
        before, new = target.parent / f"{prefix}last", Path(scratch) / "new"
        for left in target.parent.glob(f"{prefix}*"):
            if left != Path(scratch) and not (state and left == before and (before / MANIFEST).is_file()):
                shutil.rmtree(left)  # of a build that was killed
        if before.is_dir():
            before.rename(new)
            (new / MANIFEST).unlink()
        else:
            new.mkdir(mode=0o755)
        release = Release(new.absolute(), target.absolute(), recall(state, target))  # workers may stand elsewhere
        yield release
        manifest = release.finish()
        replaced = _swap(new, target, Path(scratch) / "old")
        if state:
            remember(state, manifest, release)
            if replaced:
                replaced.rename(before)


def _must_be_ours(target: Path) -> None:
    """Refuse to replace a folder that holds something but was not published by us."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(f"{target} 不是文件夹，换一个 --output")
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise PublishError(f"{target} 里有不是本程序发布的内容，为免覆盖，请换一个 --output 或先清空它")


def _swap(new: Path, target: Path, old: Path) -> Path | None:
    """Put `new` where `target` is, in one step where the system can; return where what was there ended up."""
    if not target.exists():
        new.rename(target)
        return None
    if _exchange(new, target):
        return new
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    return old


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that a build killed at any moment leaves a whole site.

    Returns False where Linux's renameat2 is not to be had.
    """
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the lock of a target while it is being replaced."""
    lock = target.parent / f".{target.name}.lock"
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


__all__ = ["MANIFEST", "PublishError", "Published", "Release", "Written", "publish", "published", "replacing", "write"]
