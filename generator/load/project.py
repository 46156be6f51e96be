"""A project folder -> the raw values of site.yml, of every registry entry and of every content page."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any

from generator.findings import Finding, Hit, Location, Rule
from generator.hidden import HIDDEN, without_hidden
from generator.load import rules, yaml_reader
from generator.load.names import of_the_system

SITE_FILE = "site.yml"
SOURCES = (SITE_FILE, "data", "content", "theme", "bureaus", "registries", ".git")
"""What stands in a project's folder and is never published over."""
_REASONS = {errno.ENOENT: "链接指向的文件不存在", errno.EACCES: "没有读取权限", errno.ELOOP: "链接绕成了圈"}
_ENTRY = re.compile(r".*/([a-z0-9]+(?:-[a-z0-9]+)*)\.ya?ml", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as read: its id (the file's name), its file relative to the project, and its value."""

    id: str
    file: str
    value: Mapping[str, Any]


CONTENT = "content"
SITE = "site"
Known = Callable[[str, Sequence[str]], Mapping[str, Any]]
"""(registry, CONTENT or SITE; its files) -> what is known of some of them, by file: they need not be read with care."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """One Markdown page of content/: its file, its front matter and its body, which starts at `body_line`.

    `made` is what was made of the front matter in an earlier reading of the same text, where that is known.
    """

    file: str
    meta: Mapping[str, Any]
    body: str
    body_line: int
    made: Any = None


@dataclass(frozen=True, slots=True)
class RawProject:
    """Everything read from a project, the findings of reading it, and (registry, id) of files that gave no value.

    `files` gives the file of every entry by (registry, id), sorted by registry and file. `known` gives what is known
    of files from an earlier reading of the same text; the entries in them are not among `entries`.
    """

    root: Path
    site: Mapping[str, Any] | None
    entries: Mapping[str, tuple[RawEntry, ...]]
    pages: tuple[RawPage, ...]
    findings: tuple[Finding, ...]
    unread: frozenset[tuple[str, str]]
    files: Mapping[tuple[str, str], str]
    known: Mapping[str, Any]

    @property
    def site_made(self) -> Any:
        """What is known of site.yml, None where nothing is."""
        return self.known.get(SITE_FILE)

    def place(self, hit: Hit) -> Location:
        """Return where a hit stands, composing its file again to find the line."""
        if hit.line is not None:
            return Location(hit.file, hit.line, hit.column)
        if not hit.path:
            return Location(hit.file)
        try:
            text, problem = yaml_reader.decode((self.root / hit.file).read_bytes())
        except OSError:
            return Location(hit.file)
        if problem:
            return Location(hit.file)
        if hit.file.endswith(".md"):
            matter = split_front_matter(text.replace("\r\n", "\n"))[0]
            line, column = yaml_reader.locate(matter, hit.path, at_key=hit.at_key)
            return Location(hit.file, line + 1, column)
        return Location(hit.file, *yaml_reader.locate(text, hit.path, at_key=hit.at_key))


def load_project(root: Path, folders: tuple[str, ...], known: Known | None = None) -> RawProject:
    """Read the project at `root`, whose registries stand in data/<folder>, but for the entries that are `known`.

    Never raises for what is in the files; each problem is a finding, and what could be read is returned.
    """
    reader = _Reader(root, known)
    site = reader.site()
    entries = {folder: tuple(reader.entries(folder)) for folder in folders}
    reader.strays(folders)
    if site is not None and not reader.files and not reader.findings:
        reader.report(rules.NO_DATA, Location("data"))
    pages = tuple(reader.pages())
    findings, unread = tuple(reader.findings), frozenset(reader.unread)
    return RawProject(root.absolute(), site, entries, pages, findings, unread, reader.files, reader.known)


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Return (front matter, body, line of the body's first line from 1) of a Markdown text."""
    if not text.startswith("---\n"):
        return "", text, 1
    end = text.find("\n---\n", 3)
    if end < 0:
        return text[4:], "", text.count("\n") + 1
    matter = text[4 : end + 1]
    return matter, text[end + 5 :], matter.count("\n") + 3


class _Reader:
    """Reads one project and gathers its findings."""

    def __init__(self, root: Path, known: Known | None = None) -> None:
        """Start on the project at `root`."""
        self.root = root
        self._known: Known = known or (lambda _, __: {})
        self._resolved = root.resolve()
        self.findings: list[Finding] = []
        self.unread: set[tuple[str, str]] = set()
        self.files: dict[tuple[str, str], str] = {}
        self.known: dict[str, Any] = {}

    def report(self, rule: Rule, location: Location, **words: Any) -> None:
        """Add a finding of a reading rule."""
        self.findings.append(rule.finding(location, words))

    def site(self) -> Mapping[str, Any] | None:
        """Return the value of site.yml, or None where there is none to use."""
        path = self.root / SITE_FILE
        if not path.is_file():
            self.report(rules.NO_SITE, Location(SITE_FILE), folder=self.root.name or str(self.root))
            return None
        value = self._mapping(path, SITE_FILE)
        if value is not None:
            self.known |= self._known(SITE, [SITE_FILE])
        return value

    def entries(self, folder: str) -> Iterator[RawEntry]:
        """Yield the entries of one registry that are not known, sorted by file, subfolders included."""
        listed = dict(self._listed(folder))
        known = self._known(folder, [name for name, linked in listed.items() if not linked])
        self.known |= known
        for name, linked in listed.items():
            if name in known:
                continue
            id = PurePosixPath(name).stem
            value = self._mapping(self.root / name, name, linked=linked)
            if value is None:
                self.unread.add((folder, id))
            else:
                yield RawEntry(id, name, value)

    def _listed(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield the files of one registry that hold entries, sorted, and whether a link leads to each.

        Those that hold none are reported.
        """
        through_link = any((self.root / part).is_symlink() for part in ("data", f"data/{folder}"))
        for name, linked in _files(self.root, f"data/{folder}"):
            found = _ENTRY.fullmatch(name)
            if found is None:
                self._stray(name)
            elif (entry := (folder, found[1])) in self.files:
                self.report(rules.DUPLICATE_ID, Location(_shown(name)), id=found[1], other=_shown(self.files[entry]))
            else:
                self.files[entry] = name
                yield name, linked or through_link

    def _stray(self, name: str) -> None:
        """Report a file of a registry whose name is not that of an entry's file."""
        stem, _, suffix = name.rpartition("/")[2].rpartition(".")
        if suffix not in {"yml", "yaml"} or not stem:
            what = f"名录里只放 .yml 文件，{Path(name).name} 不会被发布"
            todo = "改成 .yml，或移出 data/"
        else:
            what = f"文件名“{_shown(stem)}”不能做编号"
            todo = "文件名用小写字母、数字和连字符，如 fapiao-lingyong.yml;zwgk new 会自动起名"
        self.report(rules.STRAY_FILE, Location(_shown(name)), what=what, todo=todo)

    def strays(self, folders: tuple[str, ...]) -> None:
        """Report what stands in data/ but belongs to no registry."""
        data = self.root / "data"
        for path in sorted(data.iterdir()) if data.is_dir() else []:
            if path.name in folders or of_the_system(path.name):
                continue
            self.report(
                rules.STRAY_FILE,
                Location(self._name(path)),
                what=f"data/ 里没有“{Path(self._name(path)).name}”这个名录",
                todo="名录文件夹有：" + "、".join(folders),
            )

    def pages(self) -> Iterator[RawPage]:
        """Yield the Markdown pages of content/, sorted by file."""
        files = _files(self.root, "content")
        known = self._known(CONTENT, [name for name, linked in files if name.endswith(".md") and not linked])
        for raw_name, _ in files:
            name = _shown(raw_name)
            if not raw_name.endswith(".md"):
                what = f"content/ 里只放 .md 页面，{Path(name).name} 不会被发布"
                self.report(rules.STRAY_FILE, Location(name), what=what, todo="改成 .md，或移出 content/")
                continue
            if HIDDEN.search(raw_name):
                self.report(rules.HIDDEN_CHARACTER, Location(raw_name), code="在文件名里")
                continue
            text = self._text(self.root / raw_name, name)
            if text is None:
                continue
            for problem in yaml_reader.surface_problems(text):
                self.report(problem.rule, Location(name, problem.line, problem.column), **problem.words)
            matter, body, line = split_front_matter(without_hidden(text).replace("\r\n", "\n"))
            document = yaml_reader.read(matter) if matter else yaml_reader.Document({}, ())
            for problem in document.problems:
                self.report(problem.rule, Location(name, problem.line + 1, problem.column), **problem.words)
            if isinstance(document.value, dict):
                yield RawPage(name, document.value, body, line, known.get(raw_name))
            elif document.value is not None:
                self.report(rules.NOT_YAML, Location(name, 2), detail="两行“---”之间应当是“字段: 内容”的形式")

    def _mapping(self, path: Path, name: str, *, linked: bool = True) -> Mapping[str, Any] | None:
        """Return a YAML file's mapping, or None where it holds none; problems are reported."""
        text = self._text(path, name, linked=linked)
        if text is None:
            return None
        document = yaml_reader.read(text)
        for problem in document.problems:
            self.report(problem.rule, Location(name, problem.line, problem.column), **problem.words)
        if isinstance(document.value, dict):
            return document.value
        if document.value is not None:
            self.report(rules.NOT_YAML, Location(name), detail="整个文件应当是“字段: 内容”的形式")
        return None

    def _text(self, path: Path, name: str, *, linked: bool = True) -> str | None:
        """Return a file's text, or None where it cannot be used; why is reported. Only a link can leave the project."""
        if linked and not path.resolve().is_relative_to(self._resolved):
            self.report(rules.OUTSIDE, Location(name))
            return None
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
                self.report(rules.UNREADABLE, Location(name), detail="这不是普通文件")
                return None
            size = status.st_size
            if size > yaml_reader.MAX_BYTES:
                self.report(rules.TOO_LARGE, Location(name), size=f"{size / (1 << 20):.1f}")
                return None
            data = path.read_bytes()
        except OSError as error:
            detail = _REASONS.get(error.errno or 0, error.strerror or "未知原因")
            self.report(rules.UNREADABLE, Location(name), detail=detail)
            return None
        text, problem = yaml_reader.decode(data)
        if problem:
            self.report(problem.rule, Location(name, problem.line, problem.column), **problem.words)
            return None
        return text

    def _name(self, path: Path) -> str:
        """Return a path as it is shown: relative to the project, with "/"."""
        return _shown(path.relative_to(self.root).as_posix())


def _files(root: Path, folder: str) -> list[tuple[str, bool]]:
    """Return the files below a folder of the project, links to folders left out, sorted part by part.

    Each with its name relative to the project and whether it is a link or no ordinary file. Hidden files are left out,
    and those that systems put there by themselves.
    """
    try:
        with os.scandir(root / folder) as items:
            ordered = sorted(items, key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    found: list[tuple[str, bool]] = []
    for item in ordered:
        name = f"{folder}/{item.name}"
        if item.is_dir(follow_symlinks=False):
            found += _files(root, name)
        elif not of_the_system(item.name) and not item.is_dir():
            found.append((name, item.is_symlink() or not item.is_file()))
    return found


def _shown(name: str) -> str:
    """Return a file's name as it is shown, whatever bytes it is made of."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
