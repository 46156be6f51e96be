"""A release in the making: its files are written, or linked if the last release has the same file."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from generator.cache import read_sealed, write_sealed
from generator.publish.errors import PublishError
from generator.publish.manifest import BETWEEN, MANIFEST, READ, TAIL, Listed, head, line, listed_paths
from generator.publish.rows import Block, Extent, Known, Rows, Written, pack, site_of, unpack
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

    `pathlib` and file objects would double the time to write a page. The folder of a page is nearly always a new one.
    """
    try:
        if path.endswith("/index.html"):
            _make_folder(path[: -len("/index.html")])
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
MODE = 0o644
"""What a published file may be done with, less what the umask forbids."""
WHOLE_UP_TO = 20_000
"""A last release of at most so many files is exchanged as a whole: to link them takes about a second."""


class Release:
    """A release in the making, in an empty folder. Files that did not change are linked from the last release.

    The sites that stay as they are (`stay`, `take_top`) are not in the folder: publishing leaves theirs in place.
    """

    def __init__(self, folder: Path, last: Path, known: Known, mode: int) -> None:
        """Begin a release in `folder`, after the `last` one, of whose files some are `known`.

        `mode` is the mode of a file that is written now; a file of the last release that has another is not kept.
        """
        self.folder = folder
        self.rows = Rows()
        self.unchanged = 0
        self.staying: set[str] = set()
        self._root = str(folder)  # str, because creating a Path per file takes longer than lstat
        self._last = str(last)
        self._known = known
        self._mode = mode
        self._folders = {""}

    def __reduce__(self) -> tuple[type[Release], tuple[Path, Path, Known, int]]:
        """Pickle what linking needs: what is noted stays here."""
        return Release, (self.folder, Path(self._last), self._known, self._mode)

    def reuse(self, path: str, fingerprint: str) -> bool:
        """Link and note a file if it has the same fingerprint in the last release; return True if so."""
        before = self.link(path, fingerprint)
        if before:
            self.note(before, reused=True)
        return before is not None

    def digest_of(self, address: str) -> bytes | None:
        """Return the SHA-256 of what is known of a site of the last release, None if nothing is; "" is the topmost."""
        if not address:
            return self._known.sha256
        extent = self._known.extents.get(address)
        return extent.sha256 if extent else None

    def linked_site(self, address: str) -> list[Written] | None:
        """Link all files of a site from the last release; None if one of them was changed since."""
        found = [self.link(file.path, file.fingerprint) for file in self._known.site(address).values()]
        return [file for file in found if file] if found and all(found) else None

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
        handle = os.open(old, READ)
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
            if file.path in self.rows.single:
                raise _twice(file.path)
            self.note(write(self.folder, file))

    def note(self, written: Written, *, reused: bool = False) -> None:
        """Record a file that is in the release's folder; `reused` if it was linked from the last release."""
        if written.path in self.rows.single:
            raise _twice(written.path)
        self.rows.add(written)
        self.unchanged += reused

    def note_site(self, address: str, block: Block, reused: int) -> None:
        """Record all files of the site of a bureau below; so many were linked from the last release."""
        if address in self.rows.blocks:
            raise _twice(address)
        self.rows.add_block(address, block)
        self.unchanged += reused

    def may_stay(self, address: str) -> bool:
        """Return True if the site of a bureau below can stay as it is in the last release.

        Smaller releases are exchanged as a whole, after a look at every file.
        """
        return self._block_to_stay(address) is not None

    def stay(self, address: str) -> None:
        """Leave the site of a bureau below as it is in the last release. Raises PublishError if it may not stay."""
        block = self._block_to_stay(address)
        if block is None:
            raise PublishError(f"上次生成的记录读不出来：{address}。再生成一次")
        self.note_site(address, block, block.files)
        self.staying.add(address)

    def take_top(self) -> bool:
        """Take over the topmost site's files as they are in the last release; False if one was changed since.

        Those of a large release are not looked at, except for the mode of the home page.
        """
        if self._known.count > WHOLE_UP_TO and self._has_mode(_PAGE):
            self.staying.add("")
        elif self.linked_site("") is None:
            return False
        for row in self._known.single.values():
            self.note(row, reused=True)
        return True

    def _block_to_stay(self, address: str) -> Block | None:
        """Return the block of a site that can stay as it is; None if it cannot."""
        extent = self._known.extents.get(address)
        if self._known.count <= WHOLE_UP_TO or not (extent and extent.listed):
            return None
        return self._known.block(address) if self._has_mode(f"{address}{_PAGE}") else None

    def _has_mode(self, path: str) -> bool:
        """Return True if a file of the last release has the mode of what is written now.

        The files of a site have one mode: they were written in one run, or taken over because their mode was the same.
        """
        with suppress(OSError):
            return stat.S_IMODE(Path(self._last, path).lstat().st_mode) == self._mode
        return False

    def keep(self, wanted: Callable[[str], bool], sites: Collection[str] = ()) -> set[str]:
        """Take over, as they are, the files of the last release whose paths are wanted; return the sites they are in.

        They are recorded by site, of the bureaus below at the addresses `sites`. Files that were changed since are
        taken over too, with the digest that they have now. Raises PublishError if one is a link.
        """
        kept: dict[str, list[Written]] = {}
        found: set[str] = set()
        for path in filter(wanted, self._last_paths()):
            for address in [address for address in kept if not path.startswith(address)]:
                self._note_kept(address, kept.pop(address))  # no path of this site can follow
            site = site_of(path, sites)
            found.add(site)
            kept.setdefault(site, []).append(self._kept(path))
        for address, rows in kept.items():
            self._note_kept(address, rows)
        return found

    def _kept(self, path: str) -> Written:
        """Link a file of the last release as it is; return what it is now."""
        old = Path(self._last, _inside(path))
        if old.is_symlink():
            raise PublishError(f"上次发布的文件成了链接：{old}；整个重新生成")
        self._link(str(old), path)
        data, known = old.read_bytes(), self._known.get(path)
        sha256 = hashlib.sha256(data).hexdigest()
        fingerprint = known.fingerprint if known and known.sha256 == sha256 else sha256
        return Written(path, sha256, len(data), fingerprint)

    def _note_kept(self, address: str, rows: Collection[Written]) -> None:
        """Record files of one site that were taken over."""
        if address:
            self.note_site(address, packed(rows), len(rows))
        else:
            for row in rows:
                self.note(row, reused=True)

    def _last_paths(self, without: Iterable[str] = ()) -> Iterator[str]:
        """Yield the paths of the last release, sorted; none if there is no last release. Leave these sites out."""
        listed = (self._known.extents[address].listed for address in without if address)
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from listed_paths(Path(self._last), filter(None, listed))

    def must_keep(self, needed: Callable[[str], bool]) -> None:
        """Raise RemovedError if pages of the last release are missing from this one whose address is `needed`."""
        gone = only_in(self._last_paths(self.staying), self._new_paths())
        pages = (path.removesuffix(_PAGE) for path in gone if f"/{path}".endswith(f"/{_PAGE}"))
        if missing := list(filter(needed, pages)):
            raise RemovedError(missing)

    def _new_paths(self) -> Iterator[str]:
        """Yield the paths of the files that do not stay in the last release, sorted."""
        for item in self.rows.runs():
            if isinstance(item, Written):
                yield item.path
            elif item not in self.staying:
                yield from (row.path for row in unpack(self.rows.block(item)))

    def finish(self, as_of: datetime.date | None = None) -> None:
        """Write the manifest, of a site as of this day. Raises PublishError if one path is both a file and a folder.

        The lines of sites that stay are copied from the last one.
        """
        single = self.rows.single
        if both := {*_above(single), *_above(self.rows.blocks)} & single.keys():
            raise _twice(min(both))
        handle = _created(f"{self._root}/{MANIFEST}")
        last, between = "", b""
        with os.fdopen(handle, "wb") as opened:
            opened.write(head(as_of))
            for item in self.rows.runs():
                opened.write(between)
                between = BETWEEN
                if isinstance(item, str):
                    start = opened.tell()
                    opened.writelines(self._lines_of(item))
                    self.rows.lists(item, start, opened.tell() - start)
                elif item.path == last:
                    raise _twice(last)
                else:
                    last = item.path
                    opened.write(line(item.path, Listed(item.sha256, item.size)))
            opened.write(TAIL)

    def _lines_of(self, address: str) -> Iterator[bytes]:
        """Yield the lines of the manifest for a site, with what stands between them."""
        if address in self.staying:
            listed = self._known.extents[address].listed
            assert listed
            with Path(self._last, MANIFEST).open("rb") as opened:
                opened.seek(listed[0])
                yield opened.read(listed[1])
        else:
            rows = unpack(self.rows.block(address))
            yield BETWEEN.join(line(row.path, Listed(row.sha256, row.size)) for row in rows)


def packed(rows: Collection[Written]) -> Block:
    """Return the files of a site as a block. Raises PublishError for two at one path, or a file that is a folder."""
    paths = {row.path for row in rows}
    if len(paths) < len(rows):
        raise _twice(min(row.path for row in rows))
    if both := _above(paths) & paths:
        raise _twice(min(both))
    return Block.of(rows)


def found_files(folder: Path, prefix: str = "", without: Collection[str] = ()) -> Iterator[str]:
    """Yield the paths of all files below a folder, sorted; links are among them and not followed.

    Nothing below the folders `without` is looked at; their paths end with a slash, like `prefix`.
    """
    with os.scandir(f"{folder}/{prefix}") as items:
        names = sorted(f"{item.name}/" if item.is_dir(follow_symlinks=False) else item.name for item in items)
    for name in names:
        if f"{prefix}{name}" in without:
            continue
        if name.endswith("/"):
            yield from found_files(folder, f"{prefix}{name}", without)
        else:
            yield f"{prefix}{name}"


def only_in(paths: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Yield the paths that are not among the others. Both are sorted, and read once."""
    rest = iter(others)
    other = next(rest, None)
    for path in paths:
        while other is not None and other < path:
            other = next(rest, None)
        if other != path:
            yield path


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


_State = tuple[str, bytes, dict[str, Extent]]
"""What is stored of a release: the digest of its manifest, its single files as a block, and where the blocks are."""
_STATE = msgspec.msgpack.Decoder(_State)


def recall(state: Path | None, target: Path) -> Known:
    """Return the stored files of `target`; none if `state` is damaged or belongs to another release."""
    with suppress(OSError, ValueError, msgspec.DecodeError):
        if state:
            manifest, single, blocks = _STATE.decode(read_sealed(state))
            if manifest == _digest_of_manifest(target):
                rows = {row.path: row for row in unpack(single)}
                return Known(rows, blocks, _file_of_blocks(state), hashlib.sha256(single).digest())
    return Known({})


def remember(state: Path, target: Path, release: Release) -> None:
    """Store the files of a release, now at `target`, with their fingerprints; disk errors are ignored."""
    rows = release.rows
    write_sealed(state, msgspec.msgpack.encode((_digest_of_manifest(target), pack(rows.single.values()), rows.blocks)))
    with suppress(OSError):
        if rows.blocks:
            rows.save_blocks(_file_of_blocks(state))


def _file_of_blocks(state: Path) -> Path:
    """Return the file with the blocks of a release."""
    return state.with_name(f"{state.name}-blocks")


def _digest_of_manifest(target: Path) -> str:
    """Return the digest of the manifest of a published folder."""
    status = (target / MANIFEST).stat()
    return _digest_of(target / MANIFEST, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=2)
def _digest_of(file: Path, *_: int) -> str:
    """Return the digest of a file, of this device, inode, size and time: that of a province is asked for repeatedly."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
