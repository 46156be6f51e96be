"""How a rule over the registry is written: a function with its words, its reason and its example beside it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial, wraps
from typing import Any, TypeVar

from generator.calendar.days import WorkingDays
from generator.calendar.ends import Ends
from generator.calendar.registry import calendar_of
from generator.check.gist import Gist
from generator.findings import Example, Hit, Path, Rule, Severity
from generator.load.project import RawPage
from generator.load.yaml_reader import MAX_SAME
from generator.model.registry import Registry
from generator.model.shelf import Shared
from generator.model.types import Entry

T = TypeVar("T")


def _made_now(_: str, make: Callable[[], T]) -> T:
    """Return what is made, kept nowhere."""
    return make()


@dataclass(frozen=True, eq=False)
class Context:
    """What rules look at: the registry, the content pages, the day of the build, entries that could not be read.

    `left_out` names by file the fields that an entry is without because they are wrong. `harmless` names the entries'
    files whose texts need not be searched for what must not be published. `short` gives the `gists`: what rules over
    everything at once need of every entry, in the order of registries and ids. `keep` returns what is made under a key,
    kept between runs while its looks hold.
    """

    registry: Registry
    pages: tuple[RawPage, ...]
    as_of: datetime.date
    broken: frozenset[tuple[str, str]]
    left_out: Mapping[str, frozenset[str]]
    harmless: frozenset[str] = frozenset()
    short: Callable[[], Sequence[Gist]] = tuple
    keep: Callable[[str, Callable[[], Any]], Any] = _made_now

    @cached_property
    def shared(self) -> Shared:
        """What is computed once for all rules and entries."""
        return Shared(self.registry.looks)

    @property
    def gists(self) -> Sequence[Gist]:
        """Every entry in short."""
        return self.shared.once("gists", self.short)

    @property
    def calendar(self) -> WorkingDays:
        """Which days are working days, as far as notices tell."""
        return self.shared.once("calendar", lambda: calendar_of(self.registry.calendar.values()))

    @property
    def ends(self) -> Ends:
        """When lengths of time end, for every start of this year and the next."""
        years = range(self.as_of.year, self.as_of.year + 2)
        return self.shared.once("ends", lambda: Ends(self.calendar, years))

    def lacks(self, entry: Entry, field: str) -> bool:
        """Tell whether an entry is without a field because it is wrong: what follows from it cannot be judged."""
        return field in self.left_out.get(self.registry.file(entry), ())

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
    of: type[Entry] | None = None,
    offered: bool = False,
    kept: bool = False,
) -> Callable[[Callable[..., Iterable[Hit]]], Rule]:
    """Make a rule of a function from a context to hits; from a context and an entry, where the rule is `of` a kind.

    Such a rule looks at nothing but that entry and what it finds through the registry: what it found is kept. So it is
    of a rule over everything that is `kept`: it looks at entries by their ids, or at the gists, and at nothing else.
    """

    def make(apply: Callable[..., Iterable[Hit]]) -> Rule:
        return Rule(code, title, severity, message, hint, why, example, _first_of_each(apply), of, offered, kept)

    return make


def _first_of_each(apply: Callable[..., Iterable[Hit]]) -> Callable[..., Iterable[Hit]]:
    """Make a rule's function yield no more than the first few hits in one file."""

    @wraps(apply)
    def few(*arguments: Any) -> Iterator[Hit]:
        seen: Counter[str] = Counter()
        for hit in apply(*arguments):
            seen[hit.file] += 1
            if seen[hit.file] <= MAX_SAME:
                yield hit

    return few


def shared(compute: Callable[[Context], T]) -> Callable[[Context], T]:
    """Make of a function one that computes once for all rules; whoever asks has looked at what it was computed from."""

    @wraps(compute)
    def once(context: Context) -> T:
        return context.shared.once(compute, partial(compute, context))

    return once


__all__ = ["Context", "Example", "Hit", "Path", "Rule", "Severity", "rule", "shared"]
