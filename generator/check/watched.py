"""A proxy for an entry that records which fields are read."""

from __future__ import annotations

from typing import Any

from generator.model.types import Entry


class Watched(Entry):
    """Proxy for an entry with wrong fields, so that findings based on these fields can be dropped.

    It shows the class and the fields of the entry. `seen` holds the names of the fields read so far.
    """

    __slots__ = ("_entry", "seen")

    def __init__(self, entry: Entry) -> None:
        """Wrap an entry."""
        object.__setattr__(self, "_entry", entry)
        object.__setattr__(self, "seen", set())

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute of the entry and record its name."""
        if name in {"seen", "_entry"}:
            return object.__getattribute__(self, name)
        entry = object.__getattribute__(self, "_entry")
        object.__getattribute__(self, "seen").add(name)
        return type(entry) if name == "__class__" else getattr(entry, name)

    def __eq__(self, other: object) -> bool:
        """Return True if the entry equals the other object."""
        return bool(object.__getattribute__(self, "_entry") == other)

    def __hash__(self) -> int:
        """Return the entry's hash."""
        return hash(object.__getattribute__(self, "_entry"))
