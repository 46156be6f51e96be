"""How a rule over the registry is written: a function with its words, its reason and its example beside it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.calendar.days import WorkingDays
from generator.calendar.ends import Ends
from generator.calendar.registry import calendar_of
from generator.findings import Example, Hit, Path, Rule, Severity
from generator.load.project import RawPage
from generator.model.procedures import Procedure
from generator.model.registry import Registry
from generator.model.types import Entry


@dataclass(frozen=True, eq=False)
class Context:
    """What rules look at: the registry, the content pages, the day of the build, entries that could not be read.

    `harmless` names the entries' files whose texts need not be searched for what must not be published.
    """

    registry: Registry
    pages: tuple[RawPage, ...]
    as_of: datetime.date
    broken: frozenset[tuple[str, str]]
    harmless: frozenset[str] = frozenset()

    @cached_property
    def calendar(self) -> WorkingDays:
        """Which days are working days, as far as notices tell."""
        return calendar_of(self.registry.calendar.values())

    @cached_property
    def ends(self) -> Ends:
        """When lengths of time end, for every start of this year and the next."""
        return Ends(self.calendar, range(self.as_of.year, self.as_of.year + 2))

    def offered(self) -> Iterator[Procedure]:
        """Yield the procedures that are not withdrawn."""
        return (item for item in self.registry.procedures.values() if item.withdrawn is None)

    def hit(self, entry: Entry, *path: str | int, **words: object) -> Hit:
        """Return a hit at `path` inside an entry."""
        return Hit(self.registry.file(entry), path, words)


def rule(
    code: str,
    title: str,
    *,
    message: str,
    hint: str,
    why: str,
    example: Example | None,
    severity: Severity = Severity.ERROR,
) -> Callable[[Callable[[Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function from a context to hits."""

    def make(apply: Callable[[Context], Iterable[Hit]]) -> Rule:
        return Rule(code, title, severity, message, hint, why, example, apply)

    return make


__all__ = ["Context", "Example", "Hit", "Path", "Rule", "Severity", "rule"]
