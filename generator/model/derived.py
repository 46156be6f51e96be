"""What was made of entries in an earlier run: used again as long as nothing that was looked at for it has changed.

Kept in one file of the user's cache. It holds the digest of every entry at that time, and for each thing made the
looks at the registry that were taken (see `shelf`) and its value, plain data. A file that is damaged, or that stands
for other settings or another program, is as good as none; it can be deleted at any time.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from generator.executor import Executor
from generator.model import values
from generator.model.registry import Registry, links, referring
from generator.model.shelf import ALL, Look, Looks
from generator.model.values import Values

T = TypeVar("T")

_LINKED = 32
"""Bytes at the end of an entry's digest that tell what it refers to."""

SHARD = 64
"""Entries that are worked on at once by one process."""


def nothing() -> None:
    """Give nothing: what came beside of making values, where nothing did."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes the values under keys, plain data, not None; it goes wherever the work is done.

    `looks` notes what `make` looks at; `beside` gives whatever else came of it since it was last asked.
    """

    looks: Looks
    make: Callable[[str], Any]
    beside: Callable[[], Any] = nothing


class Derived:
    """What is made of a registry's entries, by key. A row's key is "name registry/id"; no other has a blank.

    `basis` names everything else that decides what is made; `kept` is the file, None where nothing is to be kept.
    """

    def __init__(
        self, registry: Registry, basis: str, kept: Path | None, more: Mapping[str, bytes] | None = None
    ) -> None:
        """Recall what was made on the same basis and still holds.

        `more` gives digests of other things that are looked at, by their names: kind/id, as if they were entries.
        """
        self._registry = registry
        self._digests = {**registry.digests, **(more or {})}
        self._basis = basis
        self._kept = kept
        digests, looks, self._values = _read(kept, basis)
        self._numbers = {look: number for number, look in enumerate(looks)}
        self._removed = digests.keys() - self._digests.keys()
        self._current = digests == self._digests  # whether the file holds these digests already
        changed = _changed(registry, digests, self._digests) if looks else set()
        self._gone = self._values.having({self._numbers[look] for look in changed if look in self._numbers})
        self._used = bytearray(len(self._values))  # of the values of the last run, those that hold and were asked for
        self._rows: dict[tuple[str, str], set[int]] = {}  # numbers of looks at rows, by name and registry
        for look, number in self._numbers.items():
            name, row, folder = look[0].partition(" ")
            if row:
                self._rows.setdefault((name, folder), set()).add(number)
        self._other = set[int]().union(*self._rows.values())  # of these, those that may find something else
        self.brought: set[tuple[str, str]] = set()

    def recall(self, key: str) -> Any:
        """Return what was made under this key, now or before, and still holds; None where nothing does."""
        return marshal.loads(self._values.value(self._values.places[key])) if self._holds(key) else None

    def forget(self, key: str) -> None:
        """Take what was made under this key for lost: it is to be made again."""
        self._values.places.pop(key, None)

    def _holds(self, key: str) -> bool:
        """Tell whether there is something under this key, made of looks that would all find the same."""
        place = self._values.places.get(key)
        if place is None:
            return False
        if place < len(self._used) and not self._used[place]:
            if place in self._gone or not (" " in key or self._other.isdisjoint(self._values.numbers(place))):
                return False
            self._used[place] = 1
        return True

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Return what was made under this key, made now where nothing holds; plain data, not None.

        Its looks count for what is made around it as well.
        """
        value = self.recall(key)
        if value is None:
            with self._registry.looks.noted() as looks:
                value = make()
            self._values.put(key, sorted(self._taken(looks)), marshal.dumps(value))  # type: ignore[arg-type]  # plain
        else:
            known = [*self._numbers]
            self._registry.looks.add({known[number] for number in self._values.numbers(self._values.places[key])})
        return value  # type: ignore[no-any-return]  # what was kept under this key is what `make` gave

    def fill(self, executor: Executor, keys: Iterable[str], maker: Maker, size: int | None = None) -> Iterator[Any]:
        """Make what does not hold under these keys, wherever work is done; yield what came of it beside, bit by bit.

        Work is given out in shards of that size: entries of the same organ, which refer to much the same, side by side.
        """
        size = size or SHARD
        missing = [key for key in keys if not self._holds(key)]
        if len(missing) > size:
            organs = self._registry.by_organ()
            missing.sort(key=lambda key: organs.get(key.rpartition(" ")[2], ""))
        shards = [missing[start : start + size] for start in range(0, len(missing), size)]
        for shard, (looks, rows, beside) in zip(shards, executor.map(partial(_filling, maker), shards), strict=True):
            taken = self._taken(looks)
            for key, (own, value) in zip(shard, rows, strict=True):
                self._values.put(key, sorted(taken[number] for number in memoryview(own).cast("I")), value)
            yield beside

    def _taken(self, looks: Iterable[Look]) -> list[int]:
        """Return the numbers of looks."""
        return [self._numbers.setdefault(look, len(self._numbers)) for look in looks]

    def bring(
        self, executor: Executor, kinds: Sequence[tuple[str, str]], ids: Mapping[str, Sequence[str]], maker: Maker
    ) -> Iterator[Any]:
        """Bring rows up to date: what lists take of each entry of a registry, plain data by the row's name.

        `kinds` are names and registries, `ids` the entries of each. What looks at rows holds as long as they say the
        same, whatever else has changed in their entries; as long as they have not been brought up to date it does not.
        """
        every = [f"{name} {folder}/{id}" for folder in ids for id in ids[folder] for name, of in kinds if of == folder]
        before = {key: self._values.places.get(key) for key in every if not self._holds(key)}
        yield from self.fill(executor, before, maker)
        self._other -= set[int]().union(*(self._rows.get(kind, ()) for kind in kinds))
        self.brought |= {*kinds}
        changed = [key.split(" ") for key, place in before.items() if not self._same(key, place)]
        changed += [[name, entry] for entry in self._removed for name, of in kinds if entry.partition("/")[0] == of]
        for name, entry in changed:
            folder, _, id = entry.partition("/")
            self._other |= {
                self._numbers.get(look, -1) for look in (row_look(name, folder, id), row_look(name, folder))
            }

    def _same(self, key: str, place: int | None) -> bool:
        """Tell whether what is under a key says the same as what is at a place."""
        return place is not None and self._values.value(place) == self._values.value(self._values.places[key])

    def row(self, name: str, folder: str, id: str) -> Any:
        """Return a row as it is, or was in the last run where it has not been brought up to date; None without one."""
        place = self._values.places.get(f"{name} {folder}/{id}")
        return None if place is None else marshal.loads(self._values.value(place))

    def save(self) -> None:
        """Keep what was made or used in this run for the next one, where that is possible."""
        made = len(self._values) - len(self._used)
        if self._kept and not (self._current and all(self._used) and not made):
            head = (self._basis, self._digests, [*self._numbers])
            self._values.save(self._kept, head, self._used + b"\1" * made)


def _filling(maker: Maker) -> Callable[[Sequence[str]], tuple[list[Look], list[tuple[bytes, bytes]], Any]]:
    """Return what makes the values of a shard: the looks taken, for each key the numbers of its own, and its value."""

    def work(keys: Sequence[str]) -> tuple[list[Look], list[tuple[bytes, bytes]], Any]:
        numbers: dict[Look, int] = {}
        rows = []
        for key in keys:
            with maker.looks.noted(apart=True) as looks:
                value = maker.make(key)
            own = array("I", [numbers.setdefault(look, len(numbers)) for look in looks])
            rows.append((own.tobytes(), marshal.dumps(value)))
        return [*numbers], rows, maker.beside()

    return work


def row_look(name: str, folder: str, id: str = ALL) -> Look:
    """Return a look at a row of one entry or of all; who looks has to note it."""
    return f"{name} {folder}", id


def _read(kept: Path | None, basis: str) -> tuple[Mapping[str, bytes], list[Look], Values]:
    """Return what a file holds: entries' digests, looks by number, what was made; nothing where it is of no use."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        (known, digests, looks), made = values.read(kept) if kept else (("", {}, []), Values())
        if known == basis:
            return digests, looks, made
    return {}, [], Values()


def _linked(digest: bytes | None) -> bytes | None:
    """Return the part of an entry's digest that tells what it refers to, None where that is not known."""
    return digest[-_LINKED:] if digest else None


def _changed(registry: Registry, before: Mapping[str, bytes], now: Mapping[str, bytes]) -> Set[Look]:
    """Return the looks that would find something else: at entries that changed, came or went, and through them."""
    changed: set[Look] = set()
    for name in before.keys() | now.keys():
        if before.get(name) == now.get(name) != b"":
            continue
        folder, _, id = name.partition("/")
        changed |= {(folder, id), (folder, ALL)}
        linked = _linked(before.get(name))
        if name in now and folder in registry.entries and (linked is None or linked != _linked(now[name])):
            for target, target_id in links(registry.entries[folder][id]):
                changed |= {(referring(folder, target), target_id), (referring(ALL, target), target_id)}
    return changed
