"""Shells: the chrome of a kind of page, as text with holes. Each is rendered on first use.

mkdocs and Material, which render them, are slow to import; they are not imported if all shells are cached.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from generator.cache import Table, digest

HOLES = ("title", "description", "canonical", "head", "toc", "content")

Menu = Sequence[tuple[str, Sequence[tuple[str, str]]]]
Key = tuple[str, str]
"""Key of a shell: (address, section). The address is a page's own, or a placeholder for all pages of its depth."""


@dataclass(frozen=True)
class Shell:
    """A rendered chrome, split at its holes: text, hole, text, hole, …, text."""

    parts: tuple[str, ...]

    @cached_property
    def _encoded(self) -> tuple[bytes, ...]:
        """The texts between the holes, encoded."""
        return tuple(part.encode() for part in self.parts[::2])

    def pour(self, values: Mapping[str, str]) -> bytes:
        """Return the page with every hole filled by its HTML."""
        filled = list(self._encoded * 2)
        filled[::2] = self._encoded
        filled[1::2] = [*(values[hole].encode() for hole in self.parts[1::2]), b""]
        return b"".join(filled)

    def saying(self, words: Mapping[str, str]) -> Shell:
        """Return the shell with these words, as HTML, in place of their marks."""
        if not words:
            return self
        marks = re.compile("|".join(map(re.escape, words)))
        parts = list(self.parts)
        parts[::2] = (marks.sub(lambda mark: words[mark[0]], part) for part in parts[::2])
        return Shell(tuple(parts))


class Shells:
    """The shells of one site, by key."""

    def __init__(
        self,
        menu: Menu,
        make: Callable[[Key], Shell],
        table: Table | None = None,
        identity: str = "",
        words: Mapping[str, str] | None = None,
    ) -> None:
        """Render shells with `make`. Those of an `identity` are shared, and `table` caches them together between runs.

        In those of this site, `words` take the place of their marks.
        """
        self._menu = frozenset(url for _, links in menu for _, url in links)
        self._make = make
        self._table = table or Table()
        self._identity = identity
        self._words = words or {}
        self._bare = _shared(identity) if identity else {}
        self._shells: dict[Key, Shell] = {}
        self._new: dict[Key, Shell] = {}

    def key(self, url: str, section: str) -> Key:
        """Return the key of a page's shell. Pages of equal depth and section share a shell, except pages in the menu.

        A page named *.html has its own shell with absolute links, because it is served at any address.
        """
        return (url if url in self._menu else "x/" * url.count("/") or url, section)

    def get(self, key: Key) -> Shell:
        """Return a shell; render it if it is not cached."""
        if key not in self._shells:
            if key not in self._bare:
                parts = self._cached.get(_name(key))
                self._bare[key] = Shell(tuple(parts)) if parts else self._make(key)
                if not parts:
                    self._new[key] = self._bare[key]
            self._shells[key] = self._bare[key].saying(self._words)
        return self._shells[key]

    def put(self, shells: Mapping[Key, Shell]) -> None:
        """Add shells that another process rendered."""
        self._bare.update(shells)

    def keep(self) -> None:
        """Save all shells that there are."""
        new = {_name(key): shell.parts for key, shell in self._bare.items() if _name(key) not in self._cached}
        if new:
            self._cached.update(new)
            self._table.put(self._digest, json.dumps(self._cached, ensure_ascii=False).encode())
            self._table.save()

    @cached_property
    def _cached(self) -> dict[str, Sequence[str]]:
        """The parts of all shells that are cached, by the name of the key."""
        data = self._table.get(self._digest)
        return dict(json.loads(data)) if data else {}

    def taken(self) -> dict[Key, Shell]:
        """Return the shells rendered since the last call, to pass to `put` in another process."""
        new, self._new = self._new, {}
        return new

    @property
    def _digest(self) -> bytes:
        """The cache key of the shells."""
        return digest(self._identity.encode())


@lru_cache(maxsize=8)
def _shared(identity: str) -> dict[Key, Shell]:
    """Return the shells of an identity that this process has made so far."""
    return {}


def _name(key: Key) -> str:
    """Return a shell's key as one text."""
    return "\n".join(key)


def site_root(base_url: str) -> str:
    """Return the path of a site on its host, with "/" at both ends."""
    return urlsplit(base_url).path.rstrip("/") + "/"
