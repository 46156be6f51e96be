"""An entry that notes which of its fields are looked at."""

from __future__ import annotations

from typing import Any

from generator.model.types import Entry


class Watched(Entry):
    """Stands for an entry with wrong fields: what comes of looking at one of these is not worth telling.

    It has the class and the fields of the entry, as far as anybody can tell who looks at it.
    """

    __slots__ = ("_entry", "seen")

    def __init__(self, entry: Entry) -> None:
        """Watch an entry."""
        object.__setattr__(self, "_entry", entry)
        object.__setattr__(self, "seen", set())

    def __getattribute__(self, name: str) -> Any:
        """Return what the entry has, and note its name."""
        if name in {"seen", "_entry"}:
            return object.__getattribute__(self, name)
        entry = object.__getattribute__(self, "_entry")
        object.__getattribute__(self, "seen").add(name)
        return type(entry) if name == "__class__" else getattr(entry, name)

    def __eq__(self, other: object) -> bool:
        """Compare as the entry does."""
        return bool(object.__getattribute__(self, "_entry") == other)

    def __hash__(self) -> int:
        """Return the entry's hash."""
        return hash(object.__getattribute__(self, "_entry"))
