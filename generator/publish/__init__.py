"""Publishing: files -> a folder that appears whole or not at all, with a manifest of digests."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.kept import keep
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
    """What was published: where, how many files, how many bytes, and how many files are those of the last release."""

    folder: Path
    files: int
    size: int
    unchanged: int = 0


class PublishError(Exception):
    """The folder could not be replaced; its message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a new release: its path, SHA-256 and size, its time of change (ns), and what it was made from.

    `made_from` is the digest of everything that decides the file's content; where there is none, that of the content.
    """

    path: str
    sha256: str
    size: int
    changed_ns: int
    made_from: str


def write(folder: Path, file: File, made_from: str = "") -> Written:
    """Write a file of a release into its folder.

    A file that is there already, left by a worker that was lost, is replaced, never written into: it may be a link.
    """
    path = _inside(folder, file.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        opened = path.open("xb")
    except FileExistsError:
        path.unlink()
        opened = path.open("xb")
    with opened:
        opened.write(file.data)
        opened.flush()
        changed = os.fstat(opened.fileno()).st_mtime_ns
    sha256 = hashlib.sha256(file.data).hexdigest()
    return Written(file.path, sha256, len(file.data), changed, made_from or sha256)


class Release:
    """A release being made beside the folder that it will replace.

    Files that are as they were in the last release are linked from there, never written again; where the release
    before that one is at hand, the work begins in its folder, and most files are there already.
    """

    def __init__(self, folder: Path, last: Path, known: Mapping[str, Written]) -> None:
        """Begin a release in `folder`, after the `last` one, of whose files some are `known`."""
        self.folder = folder
        self.files: dict[str, Written] = {}
        self.unchanged = 0
        self._last = last
        self._known = known
        self._folders: set[str] = set()

    def keep(self, path: str, made_from: str) -> bool:
        """Take a file over from the last release where it was made from the same, and note it; tell whether it was."""
        before = self.take(path, made_from)
        if before:
            self.note(before, kept=True)
        return before is not None

    def take(self, path: str, made_from: str) -> Written | None:
        """Take a file over from the last release where it was made from the same; return it, to be noted."""
        before = self._known.get(path)
        if before is None or before.made_from != made_from:
            return None
        old = f"{self._last}/{path}"  # texts: for every file of the site a Path costs more than looking at it
        try:
            status = os.lstat(old)
            if (status.st_size, status.st_mtime_ns) != (before.size, before.changed_ns):
                return None
            self._take(old, status, f"{self.folder}/{path}")
        except OSError:
            return None
        return before

    def _take(self, old: str, status: os.stat_result, new: str) -> None:
        """Link a file of the last release, of that status, into this one, where it is not there already."""
        try:
            here = os.lstat(new)
        except FileNotFoundError:
            folder = new.rpartition("/")[0]
            if folder not in self._folders:
                Path(folder).mkdir(parents=True, exist_ok=True)
                self._folders.add(folder)
        else:
            if (here.st_ino, here.st_dev) == (status.st_ino, status.st_dev):
                return
            Path(new).unlink()
        os.link(old, new, follow_symlinks=False)

    def add(self, file: File) -> None:
        """Put a file into the release."""
        if not self.keep(file.path, hashlib.sha256(file.data).hexdigest()):
            if file.path in self.files:
                raise _twice(file.path)
            self.note(write(self.folder, file))

    def tidy(self) -> None:
        """Remove whatever stands in the folder and is no file of this release."""
        known = set(self.files)
        for path in self.files:
            while (path := path.rpartition("/")[0]) and path not in known:
                known.add(path)
        _tidy(str(self.folder), "", known)

    def note(self, written: Written, *, kept: bool = False) -> None:
        """Note a file that stands in the release's folder; `kept` where it was taken over from the last release."""
        if written.path in self.files:
            raise _twice(written.path)
        self.files[written.path] = written
        self.unchanged += kept


def _tidy(folder: str, prefix: str, known: Set[str]) -> None:
    """Remove what is not known below a folder, whose path relative to the site is `prefix`."""
    with os.scandir(folder) as items:
        for item in items:
            name = f"{prefix}{item.name}"
            if item.is_dir(follow_symlinks=False):
                if name in known:
                    _tidy(item.path, f"{name}/", known)
                else:
                    shutil.rmtree(item.path)
            elif name not in known:
                Path(item.path).unlink()


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
        before = target.parent / f"{prefix}last"
        for left in target.parent.glob(f"{prefix}*"):
            if left != Path(scratch) and not (state and left == before and (before / MANIFEST).is_file()):
                shutil.rmtree(left)  # of a build that was killed
        new = Path(scratch) / "new"
        if before.is_dir():
            before.rename(new)
            (new / MANIFEST).unlink()
        else:
            new.mkdir(mode=0o755)
        release = Release(new, target, _recall(state, target))
        yield release
        release.tidy()
        lines = ",\n".join(f"{json.dumps(path)}: {json.dumps(file.sha256)}" for path, file in _sorted(release))
        manifest = f'{{"files": {{\n{lines}\n}}}}\n'
        (new / MANIFEST).write_text(manifest, encoding="utf-8")
        replaced = _swap(new, target, Path(scratch) / "old")
        if state:
            _remember(state, manifest, release)
            if replaced:
                replaced.rename(before)


def _sorted(release: Release) -> list[tuple[str, Written]]:
    """Return a release's files by path."""
    return sorted(release.files.items())


def _twice(path: str) -> PublishError:
    """Return the error for two pages at one address."""
    return PublishError(f"两个页面要写到同一个地址：{path}")


def _recall(state: Path | None, target: Path) -> dict[str, Written]:
    """Return what the files of `target` were made from: nothing, where that was another release or is damaged."""
    try:
        first, _, rest = state.read_text("utf-8").partition("\n") if state else ("", "", "")
        manifest = hashlib.sha256((target / MANIFEST).read_bytes() + rest.encode()).hexdigest()
        if first != manifest:
            return {}
        return {path: Written(path, *more) for path, *more in json.loads(rest)}
    except (OSError, ValueError):
        return {}


def _row(file: Written) -> tuple[str, str, int, int, str]:
    """Return what is remembered of a file, in the order of the fields."""
    return file.path, file.sha256, file.size, file.changed_ns, file.made_from


def _remember(state: Path, manifest: str, release: Release) -> None:
    """Remember what the files of a release were made from, where that is possible."""
    rest = json.dumps([_row(file) for file in release.files.values()])
    digest = hashlib.sha256(manifest.encode() + rest.encode()).hexdigest()
    keep(state, f"{digest}\n{rest}".encode())


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
