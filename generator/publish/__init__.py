"""Publishing: files -> a folder that appears whole or not at all, with a manifest of digests."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.render.pages import File

MANIFEST = "manifest.json"
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
    """What was published: where, how many files, how many bytes."""

    folder: Path
    files: int
    size: int


class PublishError(Exception):
    """The folder could not be replaced; its message is Chinese and says what to do."""


def publish(files: Iterable[File], target: Path) -> Published:
    """Write all files into a new folder beside `target` and put it in the place of `target` at the end.

    A failure at any point leaves `target` as it was. Two runs on one target wait for each other.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _must_be_ours(target)
    prefix = f".{target.name}-zwgk-"
    with _alone(target), tempfile.TemporaryDirectory(prefix=prefix, dir=target.parent) as scratch:
        for left in target.parent.glob(f"{prefix}*"):
            if left != Path(scratch):
                shutil.rmtree(left)  # of a build that was killed
        new = Path(scratch) / "new"
        new.mkdir(mode=0o755)
        digests: dict[str, str] = {}
        size = 0
        for file in files:
            if file.path in digests:
                raise PublishError(f"两个页面要写到同一个地址：{file.path}")
            path = _inside(new, file.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
            digests[file.path] = hashlib.sha256(file.data).hexdigest()
            size += len(file.data)
        manifest = json.dumps({"files": dict(sorted(digests.items()))}, ensure_ascii=False, indent=0)
        (new / MANIFEST).write_text(manifest + "\n", encoding="utf-8")
        _swap(new, target, Path(scratch) / "old")
    return Published(target, len(digests) + 1, size)


def _must_be_ours(target: Path) -> None:
    """Refuse to replace a folder that holds something but was not published by us."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(f"{target} 不是文件夹，换一个 --output")
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise PublishError(f"{target} 里有不是本程序发布的内容，为免覆盖，请换一个 --output 或先清空它")


def _inside(root: Path, name: str) -> Path:
    """Return the path of a site file, which never leaves the root."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise PublishError(f"页面地址越出了网站：{name}")
    if name != "/".join(parts) or name == MANIFEST:
        raise PublishError(f"页面地址不规范：{name}")
    return root.joinpath(*parts)


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put `new` where `target` is, in one step where the system can; what was there ends up at `new` or `old`."""
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise


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
