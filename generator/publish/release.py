"""A release in the making: its files are written, or linked if the last release has the same file."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.cache import read_sealed, write_sealed
from generator.publish.errors import PublishError
from generator.publish.manifest import GENERATOR, MANIFEST, Listed, encoded
from generator.render.pages import File

_PAGE = "index.html"

_AT_ONCE = 1 << 20
"""Bytes that are read at once."""


class RemovedError(PublishError):
    """Pages of the last release would be gone without a trace; `addresses` are theirs, sorted."""

    def __init__(self, addresses: list[str]) -> None:
        """Say which pages, and how they stay or may go."""
        self.addresses = addresses
        shown = "".join(f"\n  /{address}" for address in addresses[:_NAMED])
        more = f"\n  …… 还有 {len(addresses) - _NAMED} 个" if len(addresses) > _NAMED else ""
        super().__init__(
            f"上次发布的 {len(addresses)} 个页面这次没有了：{shown}{more}\n"
            "改了文件名的，在新文件里写 former_ids: [旧编号]；不再办理的，不要删文件，写 withdrawn；\n"
            f"确实要删的，加 --allow-removed /{addresses[0]}（可以写几个；--allow-removed all 是全部）"
        )


_NAMED = 20
"""How many removed pages a message names."""


class Written(NamedTuple):
    """A file of a release: its path, SHA-256, size in bytes, and fingerprint.

    `fingerprint` is the digest of everything that decides the file's bytes; by default the digest of the bytes.
    """

    path: str
    sha256: str
    size: int
    fingerprint: str


def write(folder: Path, file: File, fingerprint: str = "") -> Written:
    """Write a file of a release into its folder.

    An existing file is replaced and not overwritten in place, because it may be a hard link.
    """
    handle = _created(f"{folder}/{_inside(file.path)}")
    try:
        rest = memoryview(file.data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
    sha256 = hashlib.sha256(file.data).hexdigest()
    return Written(file.path, sha256, len(file.data), fingerprint or sha256)


def _created(path: str) -> int:
    """Create a file and its parent folders, replacing anything at its path; return its file descriptor.

    `pathlib` and file objects would double the time to write a page.
    """
    try:
        return os.open(path, _NEW, MODE)
    except FileNotFoundError:
        _make_folder(path.rpartition("/")[0])
    except (FileExistsError, NotADirectoryError):
        _clear(Path(path))
    return os.open(path, _NEW, MODE)


def _make_folder(folder: str) -> None:
    """Create a folder and its missing parents. Another process may create it at the same time."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - a Path would take as long as creating the folder
    except (FileExistsError, FileNotFoundError):
        Path(folder).mkdir(parents=True, exist_ok=True)


def _clear(path: Path) -> None:
    """Remove what is in the way of a file: a file or folder at its path, or a file at the path of a parent folder.

    Another process may create the same folder at the same time.
    """
    if path.is_dir():
        shutil.rmtree(path)
        return
    for file in filter(Path.is_file, (path, *path.parents)):
        with suppress(OSError):
            file.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)


_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
MODE = 0o644
"""What a published file may be done with, less what the umask forbids."""


class Release:
    """A release in the making, in an empty folder. Files that did not change are linked from the last release."""

    def __init__(self, folder: Path, last: Path, known: Mapping[str, Written], mode: int) -> None:
        """Begin a release in `folder`, after the `last` one, of whose files some are `known`.

        `mode` is the mode of a file that is written now; a file of the last release that has another is not kept.
        """
        self.folder = folder
        self.files: dict[str, Written] = {}
        self.unchanged = 0
        self._root = str(folder)  # str, because creating a Path per file takes longer than lstat
        self._last = str(last)
        self._known = known
        self._mode = mode
        self._folders = {""}

    def reuse(self, path: str, fingerprint: str) -> bool:
        """Link and note a file if it has the same fingerprint in the last release; return True if so."""
        before = self.link(path, fingerprint)
        if before:
            self.note(before, reused=True)
        return before is not None

    def known(self, wanted: Callable[[str], bool]) -> list[Written]:
        """Return the files of the last release whose paths are wanted, with what is stored of them."""
        return [file for path, file in self._known.items() if wanted(path)]

    def link(self, path: str, fingerprint: str) -> Written | None:
        """Take a file over from the last release where it was made from the same; return it, to be noted.

        A file that was changed since, in its content or its mode, is not taken over.
        """
        before = self._known.get(path)
        if before is None or before.fingerprint != fingerprint:
            return None
        old = f"{self._last}/{path}"
        try:
            if not self._is_as_written(old, before):
                return None
            self._link(old, path)
        except OSError:
            return None
        return before

    def _is_as_written(self, old: str, before: Written) -> bool:
        """Return True if a file of the last release has the content and the mode that it was written with.

        Its size is asked first, because that is cheap; its content decides. Its time says nothing: a pipeline that
        unpacks the last release from an archive sets another one.
        """
        handle = os.open(old, _READ)
        try:
            status = os.fstat(handle)
            if status.st_size != before.size:
                return False
            if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) != self._mode:
                return False
            digest, left = hashlib.sha256(), before.size
            while left and (data := os.read(handle, min(left, _AT_ONCE))):
                digest.update(data)
                left -= len(data)
            return digest.hexdigest() == before.sha256
        finally:
            os.close(handle)

    def _link(self, old: str, path: str) -> None:
        """Link a file of the last release into this one."""
        new = f"{self._root}/{path}"
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            _make_folder(f"{self._root}/{folder}")
            self._folders.add(folder)
        os.link(old, new, follow_symlinks=False)

    def add(self, file: File) -> None:
        """Add a file: link it if the last release has the same bytes, else write it."""
        if not self.reuse(file.path, hashlib.sha256(file.data).hexdigest()):
            if file.path in self.files:
                raise _twice(file.path)
            self.note(write(self.folder, file))

    def note(self, written: Written, *, reused: bool = False) -> None:
        """Record a file that is in the release's folder; `reused` if it was linked from the last release."""
        if written.path in self.files:
            raise _twice(written.path)
        self.files[written.path] = written
        self.unchanged += reused

    def keep(self, wanted: Callable[[str], bool]) -> int:
        """Take over, as they are, the files of the last release whose paths are wanted; return how many.

        Files that were changed since are taken over too, with the digest that they have now. Raises PublishError if one
        is a link.
        """
        kept = sorted(path for path in listed_files(Path(self._last)) or () if wanted(path))
        for path in kept:
            old = Path(self._last, _inside(path))
            if old.is_symlink():
                raise PublishError(f"上次发布的文件成了链接：{old}；整个重新生成")
            self._link(str(old), path)
            data, known = old.read_bytes(), self._known.get(path)
            sha256 = hashlib.sha256(data).hexdigest()
            fingerprint = known.fingerprint if known and known.sha256 == sha256 else sha256
            self.note(Written(path, sha256, len(data), fingerprint), reused=True)
        return len(kept)

    def must_keep(self, needed: Callable[[str], bool]) -> None:
        """Raise RemovedError if pages of the last release are missing from this one whose address is `needed`."""
        before = listed_files(Path(self._last)) or set()
        gone = (path.removesuffix(_PAGE) for path in before - self.files.keys() if f"/{path}".endswith(f"/{_PAGE}"))
        if missing := sorted(address for address in gone if needed(address)):
            raise RemovedError(missing)

    def finish(self, as_of: datetime.date | None = None) -> None:
        """Write the manifest, of a site as of this day. Raises PublishError if one path is both a file and a folder."""
        if both := _above(self.files) & self.files.keys():
            raise _twice(min(both))
        manifest = encoded(((path, Listed(file.sha256, file.size)) for path, file in self.files.items()), as_of)
        handle = _created(f"{self._root}/{MANIFEST}")
        with os.fdopen(handle, "wb") as opened:
            opened.write(manifest)


def listed_files(folder: Path) -> set[str] | None:
    """Return the paths that the manifest of a published folder lists, or None if it has no manifest of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict) or manifest.get("generator") != GENERATOR:
        return None
    files = manifest.get("files")
    return set(files) if isinstance(files, dict) else None


def found_files(folder: Path) -> set[str]:
    """Return the paths of all files below a folder, links included; links are not followed."""
    paths: set[str] = set()
    rest = [""]
    while rest:
        prefix = rest.pop()
        with os.scandir(f"{folder}/{prefix}") as items:
            for item in items:
                path = f"{prefix}{item.name}"
                if item.is_dir(follow_symlinks=False):
                    rest.append(f"{path}/")
                else:
                    paths.add(path)
    return paths


def _above(paths: Iterable[str]) -> set[str]:
    """Return all parent folders of these files; the root is ""."""
    folders = {""}
    for path in paths:
        while (path := path.rpartition("/")[0]) not in folders:
            folders.add(path)
    return folders


def _twice(path: str) -> PublishError:
    """Return the error for two pages at one address."""
    return PublishError(f"两个页面要写到同一个地址：{path}")


def _inside(name: str) -> str:
    """Return the path of a site's file. Raises PublishError if it is not a plain path within the site."""
    parts = name.split("/")
    if name in ("", ".") or name.startswith("/") or ".." in parts:
        raise PublishError(f"页面地址越出了网站：{name}")
    if "" in parts or "." in parts or name == MANIFEST:
        raise PublishError(f"页面地址不规范：{name}")
    return name


def recall(state: Path | None, target: Path) -> dict[str, Written]:
    """Return the stored files of `target` by path; {} if `state` is damaged or belongs to another release."""
    with suppress(OSError, ValueError, TypeError, msgspec.DecodeError):
        manifest, *rows = msgspec.msgpack.decode(read_sealed(state)) if state else [""]
        if manifest == _digest_of_manifest(target):
            return {row[0]: Written(*row) for row in rows}
    return {}


def remember(state: Path, target: Path, release: Release) -> None:
    """Store the files of a release, now at `target`, with their fingerprints; disk errors are ignored."""
    rows = [_digest_of_manifest(target), *map(tuple, release.files.values())]
    write_sealed(state, msgspec.msgpack.encode(rows))


def _digest_of_manifest(target: Path) -> str:
    """Return the digest of the manifest of a published folder."""
    return hashlib.sha256((target / MANIFEST).read_bytes()).hexdigest()
