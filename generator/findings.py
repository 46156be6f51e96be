"""What a check yields: findings, and the rules that yield them.

A finding is a fact about one place in one file. It is never printed here: `report` alone renders findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from generator.hidden import escaped

Path = tuple[str | int, ...]
"""Where a value stands inside a document: keys and list indexes from the root, e.g. ("steps", 0, "within")."""


class Severity(Enum):
    """How grave a finding is. Errors stop a build; warnings only with --strict."""

    ERROR = "error"
    WARNING = "warning"


class Location(NamedTuple):
    """A place in a file. `file` is relative to the project, with "/"; line and column count from 1.

    `cell` is what a spreadsheet calls the place, e.g. B7; empty for other files.
    """

    file: str
    line: int = 1
    column: int = 1
    cell: str = ""


class Finding(NamedTuple):
    """One thing that is wrong at one place, with what to do about it (both in Chinese).

    `excused` says why a warning does not count for --strict, "" where it does.
    """

    code: str
    severity: Severity
    location: Location
    message: str
    hint: str
    excused: str = ""

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """Order of a report: by place, then by code, then by message."""
        return (self.location, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Example:
    """Fields laid over one file of the smallest valid project: documentation and test data at once."""

    file: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule function yields: a place (entry's file and path in it) and the words that fill the rule's message."""

    file: str
    path: Path = ()
    words: dict[str, Any] = field(default_factory=dict)
    at_key: bool = False
    line: int | None = None
    column: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a permanent code, what it demands, how it speaks, an example, and the function that applies it.

    `message` and `hint` are format strings over a hit's words. `apply` is None for rules that loading or the
    model applies while it reads. `of` is the kind of entry that `apply` looks at one by one, those that were withdrawn
    left out where only what is `offered` counts; without it `apply` looks at everything at once.
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

    def finding(self, location: Location, words: dict[str, Any]) -> Finding:
        """Return this rule's finding at `location`, its words filled in, hidden characters in them as escapes."""
        shown = {name: escaped(word) if isinstance(word, str) else word for name, word in words.items()}
        place = location._replace(file=escaped(location.file))
        return Finding(self.code, self.severity, place, self.message.format_map(shown), self.hint.format_map(shown))
