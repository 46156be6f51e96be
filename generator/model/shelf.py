"""The entries of one registry by id, and a note of every look at them while something is made.

Whatever is made of entries holds as long as nothing that was looked at has changed: see `derived`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar, cast

from generator.model import BY_FOLDER, compact
from generator.model.types import Entry

E = TypeVar("E", bound=Entry)

ALL = "*"
"""Stands for the ids of all entries of a registry."""

Look = tuple[str, str]
"""A look at an entry, (registry, id), whether it is there or not; or at all of a registry, (registry, ALL)."""


class Looks:
    """Notes the looks that are taken while something is made."""

    __slots__ = ("_noted",)

    def __init__(self) -> None:
        """Begin with nothing being made."""
        self._noted: set[Look] | None = None

    def note(self, look: Look) -> None:
        """Note a look, where something is being made."""
        if self._noted is not None:
            self._noted.add(look)

    def add(self, looks: set[Look]) -> None:
        """Note the looks that something was made from which is used again."""
        if self._noted is not None:
            self._noted |= looks

    @contextmanager
    def noted(self, *, apart: bool = False) -> Iterator[set[Look]]:
        """Give the looks that are taken until the end of the block.

        They count for what is made around it as well, unless it is kept apart.
        """
        outer, self._noted = self._noted, set()
        try:
            yield self._noted
        finally:
            inner, self._noted = self._noted, outer
            if not apart:
                self.add(inner)


_MOST_UNPACKED = 512


class Shelf(Mapping[str, E]):
    """Entries by id, in order. Those that come as bytes are unpacked when they are looked at, some of them kept so."""

    __slots__ = ("_entries", "_looks", "_unpacked", "folder")

    def __init__(self, folder: str, entries: Mapping[str, E | compact.Packed], looks: Looks) -> None:
        """Hold the entries of the registry `folder`."""
        self.folder = folder
        self._entries = dict(entries)
        self._unpacked: dict[str, E] = {}
        self._looks = looks

    def __getitem__(self, id: str) -> E:
        """Return an entry."""
        self._looks.note((self.folder, id))
        if (unpacked := self._unpacked.get(id)) is not None:
            return unpacked
        entry = self._entries[id]
        if isinstance(entry, (bytes, memoryview)):
            if len(self._unpacked) == _MOST_UNPACKED:
                self._unpacked.clear()
            entry = self._unpacked[id] = cast(E, compact.unpack(BY_FOLDER[self.folder], entry))
        return entry

    def __contains__(self, id: object) -> bool:
        """Tell whether there is an entry of that id."""
        self._looks.note((self.folder, str(id)))
        return id in self._entries

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        self._looks.note((self.folder, ALL))
        return iter(self._entries)

    def __len__(self) -> int:
        """Return how many entries there are."""
        self._looks.note((self.folder, ALL))
        return len(self._entries)


T = TypeVar("T")


class Shared:
    """What is computed once for all that is made; whoever uses it has looked at what it was computed from."""

    __slots__ = ("_known", "_looks")

    def __init__(self, looks: Looks) -> None:
        """Begin with nothing computed."""
        self._looks = looks
        self._known: dict[object, tuple[object, set[Look]]] = {}

    def once(self, key: object, compute: Callable[[], T]) -> T:
        """Return what `compute` gives, computed the first time that the key is asked for."""
        if key not in self._known:
            with self._looks.noted() as looks:
                value = compute()
            self._known[key] = (value, looks)
        value, looks = self._known[key]  # type: ignore[assignment]  # a key stands for one kind of value
        self._looks.add(looks)
        return value
