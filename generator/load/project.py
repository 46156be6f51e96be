"""A project folder -> the raw values of site.yml, of every registry entry and of every content page."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.findings import Finding, Hit, Location, Rule
from generator.load import rules, yaml_reader

SITE_FILE = "site.yml"
_REASONS = {errno.ENOENT: "链接指向的文件不存在", errno.EACCES: "没有读取权限", errno.ELOOP: "链接绕成了圈"}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as read: its id (the file's name), its file relative to the project, and its value."""

    id: str
    file: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RawPage:
    """One Markdown page of content/: its file, its front matter and its body, which starts at `body_line`."""

    file: str
    meta: Mapping[str, Any]
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class RawProject:
    """Everything read from a project, the findings of reading it, and (registry, id) of files that gave no value."""

    root: Path
    site: Mapping[str, Any] | None
    entries: Mapping[str, tuple[RawEntry, ...]]
    pages: tuple[RawPage, ...]
    findings: tuple[Finding, ...]
    unread: frozenset[tuple[str, str]] = frozenset()

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


def load_project(root: Path, folders: tuple[str, ...]) -> RawProject:
    """Read the project at `root`, whose registries stand in data/<folder>.

    Never raises for what is in the files; each problem is a finding, and what could be read is returned.
    """
    reader = _Reader(root)
    site = reader.site()
    entries = {folder: tuple(reader.entries(folder)) for folder in folders}
    reader.strays(folders)
    if site is not None and not any(entries.values()) and not reader.findings:
        reader.report(rules.NO_DATA, Location("data"))
    pages = tuple(reader.pages())
    return RawProject(root, site, entries, pages, tuple(reader.findings), frozenset(reader.unread))


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

    def __init__(self, root: Path) -> None:
        """Start on the project at `root`."""
        self.root = root
        self._resolved = root.resolve()
        self.findings: list[Finding] = []
        self.unread: set[tuple[str, str]] = set()

    def report(self, rule: Rule, location: Location, **words: Any) -> None:
        """Add a finding of a reading rule."""
        self.findings.append(rule.finding(location, words))

    def site(self) -> Mapping[str, Any] | None:
        """Return the value of site.yml, or None where there is none to use."""
        path = self.root / SITE_FILE
        if not path.is_file():
            self.report(rules.NO_SITE, Location(SITE_FILE), folder=self.root.name or str(self.root))
            return None
        return self._mapping(path, SITE_FILE)

    def entries(self, folder: str) -> Iterator[RawEntry]:
        """Yield the entries of one registry, sorted by file, subfolders included."""
        seen: dict[str, str] = {}
        for path in sorted((self.root / "data" / folder).rglob("*")):
            name = self._name(path)
            if path.name.startswith(".") or path.is_dir():
                continue
            if path.suffix not in {".yml", ".yaml"}:
                self.report(
                    rules.STRAY_FILE,
                    Location(name),
                    what=f"名录里只放 .yml 文件，{Path(name).name} 不会被发布",
                    todo="改成 .yml，或移出 data/",
                )
                continue
            if not _ID.fullmatch(path.stem):
                self.report(
                    rules.STRAY_FILE,
                    Location(name),
                    what=f"文件名“{Path(name).stem}”不能做编号",
                    todo="文件名用小写字母、数字和连字符，如 fapiao-lingyong.yml;zwgk new 会自动起名",
                )
                continue
            if path.stem in seen:
                self.report(rules.DUPLICATE_ID, Location(name), id=path.stem, other=seen[path.stem])
                continue
            seen[path.stem] = name
            value = self._mapping(path, name)
            if value is None:
                self.unread.add((folder, path.stem))
            else:
                yield RawEntry(path.stem, name, value)

    def strays(self, folders: tuple[str, ...]) -> None:
        """Report what stands in data/ but belongs to no registry."""
        data = self.root / "data"
        for path in sorted(data.iterdir()) if data.is_dir() else []:
            if path.name in folders or path.name.startswith("."):
                continue
            self.report(
                rules.STRAY_FILE,
                Location(self._name(path)),
                what=f"data/ 里没有“{Path(self._name(path)).name}”这个名录",
                todo="名录文件夹有：" + "、".join(folders),
            )

    def pages(self) -> Iterator[RawPage]:
        """Yield the Markdown pages of content/, sorted by file."""
        content = self.root / "content"
        for path in sorted(content.rglob("*")) if content.is_dir() else []:
            name = self._name(path)
            if path.name.startswith(".") or path.is_dir():
                continue
            if path.suffix != ".md":
                what = f"content/ 里只放 .md 页面，{Path(name).name} 不会被发布"
                self.report(rules.STRAY_FILE, Location(name), what=what, todo="改成 .md，或移出 content/")
                continue
            text = self._text(path, name)
            if text is None:
                continue
            matter, body, line = split_front_matter(text.replace("\r\n", "\n"))
            document = yaml_reader.read(matter) if matter else yaml_reader.Document({}, ())
            for problem in document.problems:
                self.report(problem.rule, Location(name, problem.line + 1, problem.column), **problem.words)
            if isinstance(document.value, dict):
                yield RawPage(name, document.value, body, line)
            elif document.value is not None:
                self.report(rules.NOT_YAML, Location(name, 2), detail="两行“---”之间应当是“字段: 内容”的形式")

    def _mapping(self, path: Path, name: str) -> Mapping[str, Any] | None:
        """Return a YAML file's mapping, or None where it holds none; problems are reported."""
        text = self._text(path, name)
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

    def _text(self, path: Path, name: str) -> str | None:
        """Return a file's text, or None where it cannot be used; why is reported."""
        if not path.resolve().is_relative_to(self._resolved):
            self.report(rules.OUTSIDE, Location(name))
            return None
        try:
            size = path.stat().st_size
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
        return path.relative_to(self.root).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")
