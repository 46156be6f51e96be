"""Rules, and the findings that they yield.

A finding is a fact about one place in one file. Only `report` renders findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from generator.hidden import escaped

Path = tuple[str | int, ...]
"""The path of a value in a document: keys and list indexes from the root, e.g. ("steps", 0, "within")."""


class Severity(Enum):
    """How grave a finding is. Errors stop a build; warnings only with --strict."""

    ERROR = "error"
    WARNING = "warning"


class Location(NamedTuple):
    """A place in a file. `file` is relative to the project, with "/"; line and column count from 1.

    `cell` is the cell's name in a spreadsheet, e.g. B7; "" for other files.
    """

    file: str
    line: int = 1
    column: int = 1
    cell: str = ""


class Finding(NamedTuple):
    """One thing that is wrong at one place, with what to do about it (both in Chinese).

    `excused` is the reason why a warning does not count for --strict, "" if it counts.
    """

    code: str
    severity: Severity
    location: Location
    message: str
    hint: str
    excused: str = ""

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """The key by which reports are sorted: place, code, message."""
        return (self.location, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Example:
    """A wrong and a right example of a rule, laid over one file of the starter, for tests and the handbook."""

    file: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Hit:
    """The result of a rule function: a place (an entry's file and a path in it) and the words of the rule's message."""

    file: str
    path: Path = ()
    words: dict[str, Any] = field(default_factory=dict)
    at_key: bool = False
    line: int | None = None
    column: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a permanent code, its title, message, hint and reason, an example, and the function that applies it.

    `message` and `hint` are format strings over a hit's words. `apply` is None for rules that are applied while a file
    is read. If `of` is set, `apply` is called with each entry of that kind, without withdrawn entries if `offered` is
    set. Without `of` it is called once for the whole session. If `alone` is set, its hits on an entry depend on that
    entry alone: not on other entries, on settings or on the day. If `whole` is set, it is not called with a table of
    which rows were left out as wrong.
    """

    code: str
    title: str
    severity: Severity
    message: str
    hint: str
    why: str
    example: Example | None = None
    apply: Callable[..., Iterable[Hit]] | None = None
    of: type[Any] | None = None
    offered: bool = False
    alone: bool = False
    whole: bool = False

    def finding(self, location: Location, words: dict[str, Any]) -> Finding:
        """Return this rule's finding at `location`. Hidden characters in `words` are escaped."""
        shown = {name: escaped(word) if isinstance(word, str) else word for name, word in words.items()}
        place = location._replace(file=escaped(location.file))
        return Finding(self.code, self.severity, place, self.message.format_map(shown), self.hint.format_map(shown))


def reading_rule(code: str, title: str, message: str, hint: str, why: str, example: Example | None) -> Rule:
    """Return a rule that is applied while a file is read; its severity is error."""
    return Rule(code, title, Severity.ERROR, message, hint, why, example)
