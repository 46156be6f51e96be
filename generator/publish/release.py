"""A release being made: its files are written, or linked where the last release has the same."""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.kept import keep
from generator.render.pages import File

MANIFEST = "manifest.json"


class PublishError(Exception):
    """The folder could not be replaced; its message is Chinese and says what to do."""


class Written(NamedTuple):
    """A file of a release: its path, SHA-256 and size, its time of change (ns), and what it was made from.

    `made_from` is the digest of everything that decides the file's content; where there is none, that of the content.
    """

    path: str
    sha256: str
    size: int
    changed_ns: int
    made_from: str


def write(folder: Path, file: File, made_from: str = "") -> Written:
    """Write a file of a release into its folder.

    A file that is there already is replaced, never written into: it may be a link.
    """
    handle = _created(f"{folder}/{_inside(file.path)}")
    try:
        rest = memoryview(file.data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        changed = os.fstat(handle).st_mtime_ns
    finally:
        os.close(handle)
    sha256 = hashlib.sha256(file.data).hexdigest()
    return Written(file.path, sha256, len(file.data), changed, made_from or sha256)


def _created(path: str) -> int:
    """Create a file and the folders above it, in place of whatever stands there; return its handle.

    Paths and opened files would cost as much again as the rest of writing a page.
    """
    try:
        return os.open(path, _NEW, 0o666)
    except FileNotFoundError:
        _make_folder(path.rpartition("/")[0])
    except (FileExistsError, NotADirectoryError):
        _clear(Path(path))
    return os.open(path, _NEW, 0o666)


def _make_folder(folder: str) -> None:
    """Make a folder, and those above it where they are missing; another process may be making it too."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - a Path would cost as much as making the folder
    except (FileExistsError, FileNotFoundError):
        Path(folder).mkdir(parents=True, exist_ok=True)


def _clear(path: Path) -> None:
    """Remove what stands in the place of a file: another one, a folder, or a file where a folder above it must be.

    Another process may be making the same folder.
    """
    if path.is_dir():
        shutil.rmtree(path)
        return
    for file in filter(Path.is_file, (path, *path.parents)):
        with suppress(OSError):
            file.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)


_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


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
        self._root = str(folder)  # texts: for every file of the site a Path costs more than looking at it
        self._last = str(last)
        self._known = known
        self._there, self._folders = _found(self._root)  # of the files those that are not yet taken or replaced
        self._device = folder.stat().st_dev

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
        old = f"{self._last}/{path}"
        try:
            status = os.lstat(old)
            if (status.st_size, status.st_mtime_ns) != (before.size, before.changed_ns):
                return None
            if (self._there.get(path), self._device) != (status.st_ino, status.st_dev):
                self._link(old, path)
        except OSError:
            return None
        return before

    def _link(self, old: str, path: str) -> None:
        """Link a file of the last release into this one."""
        new = f"{self._root}/{path}"
        folder = path.rpartition("/")[0]
        if path in self._there:
            Path(new).unlink()
        elif folder not in self._folders:
            Path(self._root, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        os.link(old, new, follow_symlinks=False)

    def add(self, file: File) -> None:
        """Put a file into the release."""
        if not self.keep(file.path, hashlib.sha256(file.data).hexdigest()):
            if file.path in self.files:
                raise _twice(file.path)
            self.note(write(self.folder, file))

    def note(self, written: Written, *, kept: bool = False) -> None:
        """Note a file that stands in the release's folder; `kept` where it was taken over from the last release."""
        if written.path in self.files:
            raise _twice(written.path)
        self.files[written.path] = written
        self.unchanged += kept
        self._there.pop(written.path, None)

    def finish(self) -> bytes:
        """Remove whatever was in the folder and is no file of this release; write the manifest and return it."""
        above = _above(self.files)
        if both := above & self.files.keys():
            raise _twice(min(both))
        for path in self._there.keys() - above:
            with suppress(NotADirectoryError):  # below what is a file by now, as folders may be
                Path(self._root, path).unlink(missing_ok=True)
        for path in sorted(self._folders - above, reverse=True):
            with suppress(NotADirectoryError):
                Path(self._root, path).rmdir()
        digests = {path: self.files[path].sha256 for path in sorted(self.files)}
        lines = json.dumps(digests, separators=(",\n", ": "))[1:-1]
        manifest = f'{{"files": {{\n{lines}\n}}}}\n'.encode()
        (self.folder / MANIFEST).write_bytes(manifest)
        return manifest


def _found(root: str) -> tuple[dict[str, int], set[str]]:
    """Return what stands below a folder: the files with their inodes, and the folders, itself as "".

    Anything else is removed: a link to a folder would lead out of the site.
    """
    files: dict[str, int] = {}
    folders = {""}
    rest = [""]
    while rest:
        prefix = rest.pop()
        with os.scandir(f"{root}/{prefix}") as items:
            for item in items:
                path = f"{prefix}{item.name}"
                if item.is_dir(follow_symlinks=False):
                    folders.add(path)
                    rest.append(f"{path}/")
                elif item.is_file(follow_symlinks=False):
                    files[path] = item.inode()
                else:
                    Path(item).unlink()
    return files, folders


def _above(paths: Iterable[str]) -> set[str]:
    """Return the folders that these files stand in; the site's own is ""."""
    found = {""}
    for path in paths:
        while (path := path.rpartition("/")[0]) not in found:
            found.add(path)
    return found


def _twice(path: str) -> PublishError:
    """Return the error for two pages at one address."""
    return PublishError(f"两个页面要写到同一个地址：{path}")


def _inside(name: str) -> str:
    """Return the path of a site file, which never leaves the site."""
    parts = name.split("/")
    if name in ("", ".") or name.startswith("/") or ".." in parts:
        raise PublishError(f"页面地址越出了网站：{name}")
    if "" in parts or "." in parts or name == MANIFEST:
        raise PublishError(f"页面地址不规范：{name}")
    return name


def recall(state: Path | None, target: Path) -> dict[str, Written]:
    """Return what the files of `target` were made from: nothing, where that was another release or is damaged."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = memoryview(state.read_bytes()) if state else b""
        if data[:32] == _seal((target / MANIFEST).read_bytes(), data[32:]):
            return {row[0]: Written(*row) for row in marshal.loads(data[32:])}
    return {}


def remember(state: Path, manifest: bytes, release: Release) -> None:
    """Remember what the files of a release were made from, where that is possible."""
    data = marshal.dumps([tuple(file) for file in release.files.values()])
    keep(state, _seal(manifest, data), data)


def _seal(manifest: bytes, data: bytes | memoryview) -> bytes:
    """Return the digest of a manifest and of what is remembered with it."""
    digest = hashlib.sha256(manifest)
    digest.update(data)
    return digest.digest()
