"""The readers by file suffix: YAML, CSV, Markdown. A new file format is one more `Reader`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from posixpath import splitext
from typing import NamedTuple, Protocol

from generator.findings import Path
from generator.hidden import without_hidden
from generator.source import csv_reader, rules, yaml_reader
from generator.source.document import Document, Problem


class Outline(Protocol):
    """The places of one file's values."""

    def place(self, path: Path, *, at_key: bool = False) -> tuple[int, int] | tuple[int, int, str]:
        """Return line and column (from 1), for tables also the cell, of the value at `path` or of its nearest parent.

        With `at_key`, return the place of its key instead.
        """
        ...


class Reader(NamedTuple):
    """Reads files of some suffixes, up to `most_bytes`.

    `read` takes a file's bytes and the fields by their column titles (for tables). `outline` finds places in the same
    bytes. Neither raises for errors in the file.
    """

    suffixes: tuple[str, ...]
    most_bytes: int
    read: Callable[[bytes, Mapping[str, str]], Document]
    outline: Callable[[bytes, Mapping[str, str]], Outline]


def _read_yaml(data: bytes, _: Mapping[str, str]) -> Document:
    """Return the document of a YAML file."""
    text, problem = yaml_reader.decode(data)
    return Document(None, (problem,)) if problem else _mapping(yaml_reader.read(text))


def _mapping(document: Document) -> Document:
    """Return the document; if its value is not a mapping, with a problem instead of the value."""
    if document.value is None or isinstance(document.value, dict):
        return document
    detail = "整个文件应当是“字段: 内容”的形式"
    return Document(None, (*document.problems, Problem(rules.NOT_YAML, 1, 1, {"detail": detail})))


def _outline_yaml(data: bytes, _: Mapping[str, str]) -> Outline:
    """Return the outline of a YAML file."""
    return yaml_reader.Outline(yaml_reader.decode(data)[0])


def _read_markdown(data: bytes, _: Mapping[str, str]) -> Document:
    """Return the document of a Markdown page: its front matter as the value, and its body."""
    text, problem = yaml_reader.decode(data)
    if problem:
        return Document(None, (problem,))
    surface = tuple(yaml_reader.surface_problems(text))
    matter, body, line = split_front_matter(without_hidden(text).replace("\r\n", "\n"))
    document = yaml_reader.read(matter) if matter else Document({}, ())
    problems = (*surface, *(problem._replace(line=problem.line + 1) for problem in document.problems))
    if document.value is not None and not isinstance(document.value, dict):
        detail = "两行“---”之间应当是“字段: 内容”的形式"
        return Document(None, (*problems, Problem(rules.NOT_YAML, 2, 1, {"detail": detail})))
    return Document(document.value, problems, body, line)


class _MatterOutline:
    """The places of the values in a page's front matter."""

    def __init__(self, text: str) -> None:
        """Prepare to find places in the front matter of this text."""
        self._inner = yaml_reader.Outline(split_front_matter(text.replace("\r\n", "\n"))[0])

    def place(self, path: Path, *, at_key: bool = False) -> tuple[int, int]:
        """Return line and column of the value at `path`."""
        line, column = self._inner.place(path, at_key=at_key)
        return line + 1, column


def _outline_markdown(data: bytes, _: Mapping[str, str]) -> Outline:
    """Return the outline of a page's front matter."""
    return _MatterOutline(yaml_reader.decode(data)[0])


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Return (front matter, body, line of the body's first line from 1) of a Markdown text."""
    if not text.startswith("---\n"):
        return "", text, 1
    end = text.find("\n---\n", 3)
    if end < 0:
        return text[4:], "", text.count("\n") + 1
    matter = text[4 : end + 1]
    return matter, text[end + 5 :], matter.count("\n") + 3


YAML = Reader((".yml", ".yaml"), yaml_reader.MAX_BYTES, _read_yaml, _outline_yaml)
CSV = Reader((".csv",), csv_reader.MAX_BYTES, csv_reader.read, csv_reader.Outline)
MARKDOWN = Reader((".md",), yaml_reader.MAX_BYTES, _read_markdown, _outline_markdown)

_BY_SUFFIX = {suffix: reader for reader in (YAML, CSV, MARKDOWN) for suffix in reader.suffixes}


def reader_of(file: str) -> Reader:
    """Return the reader of a file; one without a known suffix is read as YAML."""
    return _BY_SUFFIX.get(splitext(file)[1], YAML)
