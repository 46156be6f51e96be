"""What was made of entries in an earlier run: used again as long as nothing that was looked at for it has changed.

Kept in one file of the user's cache. It holds the digest of every entry at that time, and for each thing made the
looks at the registry that were taken (see `shelf`) and its value, plain data. A file that is damaged, or that stands
for other settings or another program, is as good as none; it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import marshal
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from generator.kept import keep
from generator.model.registry import Registry, links, referring
from generator.model.shelf import ALL, Look

T = TypeVar("T")


class Derived:
    """What is made of a registry's entries, by key.

    `basis` names everything else that decides what is made; `kept` is the file, None where nothing is to be kept.
    """

    def __init__(
        self, registry: Registry, basis: str, kept: Path | None, more: Mapping[str, bytes] | None = None
    ) -> None:
        """Recall what was made on the same basis and still holds.

        `more` gives digests of other things that are looked at, by their names: kind/id, as if they were entries.
        """
        self._looks = registry.looks
        self._digests = {f"{folder}/{id}": registry.digests.get((folder, id), b"") for folder, id in registry.files}
        self._digests |= more or {}
        self._basis = basis
        self._kept = kept
        digests, looks, made = _read(kept, basis) if kept else ({}, [], {})
        self._numbers = {look: number for number, look in enumerate(looks)}
        changed = _changed(registry, digests, self._digests) if looks else set()
        self._removed = digests.keys() - self._digests.keys()
        self._gone = {number for number, look in enumerate(looks) if look in changed or " " in look[0]}
        self.brought: set[tuple[str, str]] = set()
        self._current = digests == self._digests  # whether the file holds these digests already
        self._before = made
        self._made: dict[str, tuple[bytes, bytes]] = {}

    def recall(self, key: str) -> Any:
        """Return what was made under this key and still holds, None where nothing does."""
        kept = self._before.get(key)
        if kept is None or not self._holds(kept):
            return None
        self._made[key] = kept
        return marshal.loads(kept[1])

    def _holds(self, kept: tuple[bytes, bytes]) -> bool:
        """Tell whether no look that something was made from would find anything else."""
        return self._gone.isdisjoint(memoryview(kept[0]).cast("I"))

    @contextmanager
    def making(self, key: str | None) -> Iterator[Callable[[Any], None]]:
        """Note the looks that are taken in the block; what it gives is to be called with the value, not None.

        Without a key nothing is kept.
        """

        def made(value: Any) -> None:
            if key is not None:
                self._note(key, looks, value)

        with self._looks.noted() as looks:
            yield made

    def _note(self, key: str, looks: Set[Look], value: Any) -> None:
        """Note what was made, and the looks that it was made from."""
        numbers = self._numbers
        taken = array("I", sorted(numbers.setdefault(look, len(numbers)) for look in looks))
        self._made[key] = (taken.tobytes(), marshal.dumps(value))

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Return what was made under this key, made now where nothing holds; plain data, not None."""
        value = self.recall(key)
        if value is None:
            with self.making(key) as made:
                value = make()
                made(value)
        return value  # type: ignore[no-any-return]  # what was kept under this key is what `make` gave

    def bring(self, folder: str, ids: Sequence[str], kinds: Mapping[str, Callable[[str], Any]]) -> None:
        """Bring rows up to date: what lists take of each entry of a registry, plain data by the row's name.

        What looks at rows holds as long as they say the same, whatever else has changed in their entries; as long as
        they have not been brought up to date it does not hold.
        """
        same = dict.fromkeys(kinds, True)
        for id in ids:
            for name, make in kinds.items():
                key = f"{name} {folder}/{id}"
                kept = self._before.get(key)
                if kept is not None and self._holds(kept):
                    self._made[key] = kept
                else:
                    with self._looks.noted(apart=True) as looks:
                        value = make(id)
                    self._note(key, looks, value)
                if kept is not None and kept[1] == self._made[key][1]:
                    self._gone.discard(self._numbers.get(row_look(name, folder, id), -1))
                else:
                    same[name] = False
        removed = any(name.partition("/")[0] == folder for name in self._removed)
        self._gone -= {self._numbers.get(row_look(name, folder), -1) for name in kinds if same[name] and not removed}
        self.brought |= {(name, folder) for name in kinds}

    def before(self, name: str, folder: str, id: str) -> Any:
        """Return what a row was in the last run, whether it holds or not; None where there was none."""
        kept = self._before.get(f"{name} {folder}/{id}")
        return kept and marshal.loads(kept[1])

    def row(self, name: str, folder: str, id: str) -> Any:
        """Return a row that was brought up to date."""
        return marshal.loads(self._made[f"{name} {folder}/{id}"][1])

    def save(self) -> None:
        """Keep what was made or used in this run for the next one, where that is possible."""
        if self._kept and not (self._current and self._made == self._before):
            state = (self._basis, self._digests, [*self._numbers], self._made)
            data = marshal.dumps(state)
            keep(self._kept, hashlib.sha256(data).digest(), data)


def row_look(name: str, folder: str, id: str = ALL) -> Look:
    """Return a look at a row of one entry or of all; who looks has to note it."""
    return f"{name} {folder}", id


def _read(kept: Path, basis: str) -> tuple[Mapping[str, bytes], list[Look], dict[str, tuple[bytes, bytes]]]:
    """Return what a file holds: entries' digests, looks by number, what was made; nothing where it is of no use."""
    try:
        data = memoryview(kept.read_bytes())
        if hashlib.sha256(data[32:]).digest() == data[:32]:
            known, *state = marshal.loads(data[32:])
            if known == basis:
                return tuple(state)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return {}, [], {}


def _linked(digest: bytes | None) -> bytes | None:
    """Return the part of an entry's digest that tells what it refers to, None where that is not known."""
    return digest[len(digest) // 2 :] if digest else None


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
