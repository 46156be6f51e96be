"""The result of a reader: a plain value and the problems of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.findings import Rule


class Problem(NamedTuple):
    """A rule broken at a line and column (from 1) of one document; `cell` is the place in a spreadsheet, e.g. B7."""

    rule: Rule
    line: int
    column: int
    words: dict[str, Any]
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's value (mappings, lists, text; None if it could not be read) and its problems.

    A Markdown page's value is its front matter; its `body` starts at line `body_line`.
    """

    value: Any
    problems: tuple[Problem, ...]
    body: str = ""
    body_line: int = 1
