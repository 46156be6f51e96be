"""A folder as a target: releases beside each other, and a link to the one that is served.

    current -> releases/2026113001
    releases/2026113001/index.html …

The web server's root is `current`. A release is assembled in `.zwgk-incoming`, which an interrupted run leaves for the
next one, and gets its name when it is whole. The link is replaced by a rename, which is atomic.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.publish.compare import differences, is_same
from generator.publish.errors import PublishError
from generator.publish.manifest import Listed, read_file
from generator.publish.release import found_files
from generator.publish.target import Content, Sent

CURRENT, RELEASES, INCOMING, LOCK = "current", "releases", ".zwgk-incoming", ".zwgk-publish.lock"
_NEXT_LINK, _OLD = ".zwgk-current", ".zwgk-old"
_FILE, _FOLDER = 0o644, 0o755
"""Modes of what is published, whatever the umask is: a web server of another user reads it."""


class FolderTarget:
    """A folder on this machine, or one that is mounted here."""

    keeps_all = False

    def __init__(self, folder: Path) -> None:
        """Publish into this folder; it is made if it does not exist."""
        self._folder = folder.absolute()
        self._incoming = self._folder / INCOMING

    @contextmanager
    def locked(self, new: bool) -> Iterator[None]:
        """Wait until no other run publishes here."""
        if not new and not (self._folder / RELEASES).is_dir():
            raise PublishError(f"{self._folder} 里还没有发布过")
        _make_parents(self._folder / LOCK)
        handle = os.open(self._folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            _make_parents(self._folder / RELEASES / "0")
            for rest in self._folder.glob(f"{_OLD}-*"):
                _discard(rest)
            yield
        finally:
            os.close(handle)

    def versions(self) -> frozenset[int]:
        """Return the versions that are there."""
        return frozenset(
            int(path.name) for path in (self._folder / RELEASES).iterdir() if is_version(path.name) and path.is_dir()
        )

    def current(self) -> int | None:
        """Return the version that `current` leads to."""
        return served_version(self._folder)

    def read(self, version: int, name: str) -> bytes | None:
        """Return a file at the top of a release."""
        with suppress(OSError):
            return read_file(self._release(version) / name)
        return None

    def send(self, version: int, content: Content) -> Sent:
        """Link the files that the served or the newest release has, copy the others."""
        there = {self.current() or version, max(self.versions(), default=version)}
        return self._make(version, content, [self._release(one) for one in sorted(there)])

    def copy(self, version: int, old: int, content: Content) -> Sent:
        """Link the files of an old release."""
        folder = self._release(old)
        if found := next(differences(folder, content.manifest), None):
            raise PublishError(
                f"版本 {old} 已经被改过（{found.path}：{found.text}），不能换回去；换一个版本，或重新发布"
            )
        return self._make(version, content._replace(folder=folder), [folder])

    def switch(self, version: int) -> None:
        """Point `current` to this release."""
        link = self._folder / _NEXT_LINK
        link.unlink(missing_ok=True)
        link.symlink_to(f"{RELEASES}/{version}", target_is_directory=True)
        link.replace(self._folder / CURRENT)
        _flush(self._folder)

    def remove(self, version: int) -> None:
        """Take a release away in one step, then remove it."""
        old = self._folder / f"{_OLD}-{version}"
        self._release(version).rename(old)
        _discard(old)

    def _release(self, version: int) -> Path:
        """Return the folder of a release."""
        return self._folder / RELEASES / str(version)

    def _make(self, version: int, content: Content, releases: Iterable[Path]) -> Sent:
        """Make a whole release: link what these releases have, copy the rest."""
        self._assemble(content, releases)
        sent = [listed.size for path, listed in content.manifest.files.items() if self._copied(path, content)]
        self._complete(version, content)
        own = list(map(len, content.own.values()))
        return Sent(len(sent) + len(own), sum(sent) + sum(own))

    def _copied(self, path: str, content: Content) -> bool:
        """Copy a file into the incoming folder unless it is there; return True if so."""
        file = self._incoming / path
        if os.path.lexists(file):
            return False
        _copy(content.folder / path, file, content.manifest.files[path])
        return True

    def _assemble(self, content: Content, releases: Iterable[Path]) -> None:
        """Leave in the incoming folder only right files: those of an interrupted run, and links to these releases."""
        if self._incoming.is_symlink() or self._incoming.is_file():
            self._incoming.unlink()
        _make_parents(self._incoming / "0")
        files = content.manifest.files
        for path in found_files(self._incoming):
            file = self._incoming / path
            if path not in files or not is_same(file, files[path]) or file.stat().st_mode & 0o777 != _FILE:
                file.unlink()
        _remove_empty(self._incoming)
        for path, listed in files.items():
            for release in releases:
                if not os.path.lexists(self._incoming / path) and is_same(release / path, listed):
                    _link(release / path, self._incoming / path)

    def _complete(self, version: int, content: Content) -> None:
        """Add the files that no manifest lists, see that all is on the disk, and give the release its name."""
        for name, data in content.own.items():
            _write(self._incoming / name, data)
        os.sync()  # before the rename: a power cut must not leave a name for something incomplete
        release = self._release(version)
        self._incoming.rename(release)
        _flush(release.parent)


def is_version(name: str) -> bool:
    """Return True if this is the name of a release's folder."""
    return re.fullmatch(r"[1-9][0-9]{7,14}", name) is not None


def served_version(folder: Path) -> int | None:
    """Return the version that a target folder serves; None if none yet. Raises PublishError if it is not ours."""
    current = folder / CURRENT
    if not os.path.lexists(current):
        return None
    parent, _, name = (str(current.readlink()) if current.is_symlink() else "").rpartition("/")
    if parent != RELEASES or not is_version(name):
        raise PublishError(f"{current} 不是 zwgk publish 放的链接；把它移走再发布，或换一个文件夹")
    return int(name)


def _copy(source: Path, file: Path, listed: Listed) -> None:
    """Copy a file of a site. Raises PublishError if it is not the listed one any more."""
    data = read_file(source)
    if hashlib.sha256(data).hexdigest() != listed.sha256:
        raise PublishError(f"{source} 在发布的时候变了；等 zwgk build 做完再发布")
    _write(file, data)


def _write(file: Path, data: bytes) -> None:
    """Write a new file, whole or not at all, with the mode of what is published."""
    _make_parents(file)
    part = file.with_name(f"{file.name}.zwgk-part")
    part.unlink(missing_ok=True)
    with part.open("xb") as opened:
        os.fchmod(opened.fileno(), _FILE)
        opened.write(data)
    part.replace(file)


def _link(old: Path, file: Path) -> None:
    """Link a file of the last release if its mode is right and the file system can; it is copied later if not."""
    with suppress(OSError):
        if old.stat().st_mode & 0o777 == _FILE:
            _make_parents(file)
            os.link(old, file, follow_symlinks=False)


def _make_parents(file: Path) -> None:
    """Make the folders above a file, open to the web server whatever the umask is."""
    missing = []
    for folder in file.parents:
        if folder.is_dir():
            break
        missing.append(folder)
    for folder in reversed(missing):
        folder.mkdir()
        folder.chmod(_FOLDER)


def _discard(path: Path) -> None:
    """Remove a folder with all that is in it, or what stands in its place."""
    if path.is_symlink() or not path.is_dir():
        path.unlink()
    else:
        shutil.rmtree(path)


def _remove_empty(folder: Path) -> None:
    """Remove the empty folders below a folder."""
    for path, _, _ in os.walk(folder, topdown=False):
        if Path(path) != folder:
            with suppress(OSError):
                Path(path).rmdir()


def _flush(folder: Path) -> None:
    """See that a folder's entries are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
