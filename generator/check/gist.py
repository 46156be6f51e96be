"""What rules that compare all entries need of each: one that has not changed is not unpacked for them."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.model.expansions import normal
from generator.model.types import Entry


class Gist(NamedTuple):
    """An entry in short: which it is, its file, whether it was withdrawn, names, what people say, its themes.

    `names` are its name, its short name and its aliases, `plain` the same as words are compared.
    """

    folder: str
    id: str
    file: str
    withdrawn: bool
    names: tuple[str, ...]
    plain: tuple[str, ...]
    sayings: tuple[str, ...]
    themes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.names[0]


def gist(entry: Entry, file: str) -> Gist:
    """Return an entry in short; `file` is where it stands."""
    given: Any = entry
    short = getattr(given, "short_name", None)
    names = (entry.name, *([short] if short else []), *getattr(given, "aliases", ()))
    themes = tuple(theme.value for theme in getattr(given, "themes", ()))
    plain = tuple(map(normal, names))
    sayings = getattr(given, "sayings", ())
    return Gist(entry.FOLDER, entry.id, file, entry.withdrawn is not None, names, plain, sayings, themes)
