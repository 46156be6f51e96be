"""Lists and reads the files of a project: site.yml, the entries of each registry, the pages of content/."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from posixpath import splitext
from typing import NamedTuple

import msgspec

from generator.cache import Table, digest
from generator.findings import Finding, Hit, Location, Rule
from generator.findings import Path as HitPath
from generator.hidden import HIDDEN, escaped
from generator.source import rules
from generator.source.names import of_the_system
from generator.source.readers import MARKDOWN, Outline, Reader, reader_of
from generator.source.regular import TooLargeError, read_regular

SITE_FILE = "site.yml"
SOURCES = (SITE_FILE, "data", "content", "theme", "bureaus", "registries", "superior", ".git")
"""Files and folders of a project that a site must not be published into."""
CONTENT = "content"
FILES = "content/files"
"""Folder of the attachments."""
SITE = "site"

_REASONS = {
    errno.ENOENT: "链接指向的文件不存在",
    errno.EACCES: "没有读取权限",
    errno.ELOOP: "链接绕成了圈",
    errno.EISDIR: "这是文件夹，不是文件",
}
_FOLDERS = tuple(name for name in SOURCES if name not in {SITE_FILE, ".git"})
_ATTACHMENT = re.compile(rf"{FILES}/[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?:pdf|docx|xlsx|png|jpg|jpeg)")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SourceFile(NamedTuple):
    """One file of a project: the registry it belongs to (or SITE, CONTENT), its id, its name relative to the project.

    `linked` is True if a symbolic link leads to it, which may point outside the project.
    """

    folder: str
    id: str
    name: str
    linked: bool


@dataclass(slots=True)
class Listing:
    """The files of a project, sorted by registry and name, and the findings about their names."""

    root: Path
    files: list[SourceFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    attachments: list[SourceFile] = field(default_factory=list)

    def report(self, rule: Rule, file: str, **words: str) -> None:
        """Add a finding about a file."""
        self.findings.append(rule.finding(Location(_shown(file)), words))


def list_project(root: Path, readers: Mapping[str, Reader]) -> Listing:
    """Return the files of the project at `root`; `readers` gives the reader of each registry's folder."""
    listing = Listing(root)
    if os.path.lexists(root / SITE_FILE):
        listing.files.append(SourceFile(SITE, SITE, SITE_FILE, True))
    else:
        listing.report(rules.NO_SITE, SITE_FILE, folder=root.name or str(root))
    for folder, reader in readers.items():
        _list_registry(listing, folder, reader)
    for folder in _FOLDERS:
        _report_misplaced(listing, folder)
    _report_strays(listing, tuple(readers))
    if len(listing.files) == 1 and not listing.findings:
        listing.report(rules.NO_DATA, "data")
    for name, linked in _files_below(root, CONTENT):
        if _ATTACHMENT.fullmatch(name):
            listing.attachments.append(SourceFile(CONTENT, name.removeprefix(f"{FILES}/"), name, linked))
        elif not name.endswith(MARKDOWN.suffixes):
            what = f"content/ 里只放 .md 页面，{_shown(Path(name).name)} 不会被发布"
            todo = (
                f"改成 .md；附件放进 {FILES}/（pdf、docx、xlsx、png、jpg，文件名用小写字母和数字）；别的移出 content/"
            )
            listing.report(rules.STRAY_FILE, name, what=what, todo=todo)
        elif HIDDEN.search(name):
            listing.report(rules.HIDDEN_CHARACTER, name, code="（在文件名里）")
        else:
            listing.files.append(SourceFile(CONTENT, name, name, linked))
    return listing


def _list_registry(listing: Listing, folder: str, reader: Reader) -> None:
    """Add the files of one registry, subfolders included."""
    through_link = any((listing.root / part).is_symlink() for part in ("data", f"data/{folder}"))
    seen: dict[str, str] = {}
    for name, linked in _files_below(listing.root, f"data/{folder}"):
        base = name.rpartition("/")[2]
        stem, suffix = splitext(base)
        if suffix not in reader.suffixes:
            shown, suffix = _shown(base), reader.suffixes[0]
            what = f"名录里只放 {suffix} 文件，{shown} 不会被发布"
            listing.report(rules.STRAY_FILE, name, what=what, todo=f"改成 {suffix}，或移出 data/")
        elif not _SLUG.fullmatch(stem):
            todo = "文件名用小写字母、数字和连字符，如 fapiao-lingyong.yml;zwgk new 会自动起名"
            listing.report(rules.STRAY_FILE, name, what=f"文件名“{_shown(stem)}”不能做编号", todo=todo)
        elif stem in seen:
            listing.report(rules.DUPLICATE_ID, name, id=stem, other=_shown(seen[stem]))
        else:
            seen[stem] = name
            listing.files.append(SourceFile(folder, stem, name, linked or through_link))


def _report_strays(listing: Listing, folders: tuple[str, ...]) -> None:
    """Report what belongs to no registry in data/, and what is no folder in the place of a registry's."""
    data = listing.root / "data"
    for path in sorted(data.iterdir()) if data.is_dir() else []:
        if path.name in folders:
            _report_misplaced(listing, f"data/{path.name}")
        elif not of_the_system(path.name):
            what = f"data/ 里没有“{_shown(path.name)}”这个名录"
            listing.report(rules.STRAY_FILE, f"data/{path.name}", what=what, todo="名录文件夹有：" + "、".join(folders))


def _report_misplaced(listing: Listing, folder: str) -> None:
    """Report what stands in the place of a folder, if it is none: a file, a pipe, a link that leads nowhere."""
    path = listing.root / folder
    if os.path.lexists(path) and not path.is_dir():
        what = f"{folder} 应当是文件夹，现在是{'打不开的链接' if path.is_symlink() else '文件'}"
        listing.report(rules.STRAY_FILE, folder, what=what, todo=f"把它移走，换成文件夹 {folder}/")


def _files_below(root: Path, folder: str) -> Iterator[tuple[str, bool]]:
    """Yield the files below a folder of the project as (name relative to the project, is a link), sorted part by part.

    Each with its name relative to the project and whether it is a link. Hidden files are left out, and those that
    systems put there by themselves. Folders may lie as deep in each other as the system lets them.
    """
    rest = [(folder, iter(_items(root / folder)))]
    while rest:
        above, items = rest[-1]
        item = next(items, None)
        if item is None:
            rest.pop()
            continue
        name = f"{above}/{item.name}"
        if item.is_dir(follow_symlinks=False):
            rest.append((name, iter(_items(root / name))))
        elif not of_the_system(item.name):
            yield name, item.is_symlink()


def _items(folder: Path) -> list[os.DirEntry[str]]:
    """Return what stands in a folder, sorted by name; nothing if it is no folder."""
    try:
        with os.scandir(folder) as items:
            return sorted(items, key=attrgetter("name"))
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}:
            raise
        return []


def read_bytes(root: Path, file: SourceFile, most: int) -> bytes | Finding:
    """Return a file's bytes, or a finding if it is too large, cannot be read or links outside the project."""
    if file.linked and not Path(os.path.realpath(root / file.name)).is_relative_to(os.path.realpath(root)):
        return rules.OUTSIDE.finding(Location(_shown(file.name)), {})
    path, place = f"{root}/{file.name}", Location(_shown(file.name))
    try:
        return read_regular(path, most)
    except TooLargeError:
        words = {"size": f"{os.stat(path).st_size / (1 << 20):.1f} MiB", "most": f"{most >> 20} MiB"}  # noqa: PTH116
        return rules.TOO_LARGE.finding(place, words)
    except OSError as error:
        detail = _REASONS.get(error.errno or 0, error.strerror or "未知原因")
        return rules.UNREADABLE.finding(place, {"detail": detail})


class Places:
    """Locates hits. Each file is read and composed once, for the first place in it that is not cached."""

    def __init__(
        self,
        root: Path,
        wrong_rows: Mapping[str, tuple[int, ...]] | None = None,
        titles: Callable[[str], Mapping[str, str]] = lambda _: {},
        keys: Mapping[str, bytes] | None = None,
        table: Table | None = None,
        origin: Callable[[str, HitPath], tuple[str, HitPath]] | None = None,
    ) -> None:
        """Locate hits in the project at `root`.

        `wrong_rows` gives (by file) the rows left out of a table's record, `titles` (by file) the fields of its column
        titles, `keys` (by file) the cache keys. `table` caches places between runs. `origin` returns the file and the
        path that a value at a path of an entry comes from, if entries are made from several files.
        """
        self._root = root
        self._wrong_rows = wrong_rows or {}
        self._titles = titles
        self._keys = keys or {}
        self._table = table or Table()
        self._origin = origin
        self._outlines: dict[str, Outline | None] = {}

    def location(self, hit: Hit) -> Location:
        """Return the location of a hit."""
        if hit.line is not None:
            return Location(hit.file, hit.line, hit.column)
        file, path = self._origin(hit.file, hit.path) if self._origin else (hit.file, hit.path)
        if not path:
            return Location(file)
        path = _in_file(path, self._wrong_rows.get(file, ()))
        if file not in self._keys:
            return Location(file, *self._place(file, path, hit.at_key))
        key = digest(self._keys[file], repr((path, hit.at_key)).encode())
        found = self._table.get_or_compute(key, lambda: msgspec.msgpack.encode(self._place(file, path, hit.at_key)))
        return Location(file, *msgspec.msgpack.decode(found))

    def _place(self, file: str, path: HitPath, at_key: bool) -> tuple[int, int] | tuple[int, int, str]:
        """Return line, column and (for tables) cell of a path in a file."""
        if file not in self._outlines:
            self._outlines[file] = self._outline(file)
        outline = self._outlines[file]
        return outline.place(path, at_key=at_key) if outline else (1, 1)

    def _outline(self, file: str) -> Outline | None:
        """Return the outline of a file, or None if it cannot be read."""
        reader = reader_of(file)
        linked = not file.startswith("../")  # a superior's files were read, and their links judged, with its project
        data = read_bytes(self._root, SourceFile("", "", file, linked), reader.most_bytes)
        return reader.outline(data, self._titles(file)) if isinstance(data, bytes) else None


def _in_file(path: HitPath, wrong_rows: Iterable[int]) -> HitPath:
    """Return the path in the file for a path in a record from which these rows were left out."""
    match path:
        case (str(field), int(number), *rest) if wrong_rows:
            for wrong in wrong_rows:
                number += wrong <= number
            return (field, number, *rest)
    return path


def _shown(name: str) -> str:
    """Return a file's name for messages, with undecodable bytes escaped."""
    return escaped(name.encode("utf-8", "backslashreplace").decode("utf-8"))
