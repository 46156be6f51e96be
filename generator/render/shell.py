"""Shells: the chrome of a kind of page as text with holes, and those of one site, made when first asked for.

What makes them, Material and mkdocs, is slow to start; it is not imported while every shell is known from before.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from generator.cache import Table, digest

HOLES = ("title", "description", "canonical", "head", "toc", "content")

Menu = Sequence[tuple[str, Sequence[tuple[str, str]]]]
Key = tuple[str, str]
"""A page's address, or one that stands for all of its depth, and the section that is marked as active."""


@dataclass(frozen=True)
class Shell:
    """A rendered chrome, split at its holes: text, hole, text, hole, …, text."""

    parts: tuple[str, ...]

    @cached_property
    def _encoded(self) -> tuple[bytes, ...]:
        """The texts between the holes as bytes."""
        return tuple(part.encode() for part in self.parts[::2])

    def pour(self, values: Mapping[str, str]) -> bytes:
        """Return the page: every hole filled with the HTML given for it."""
        filled = list(self._encoded * 2)
        filled[::2] = self._encoded
        filled[1::2] = [*(values[hole].encode() for hole in self.parts[1::2]), b""]
        return b"".join(filled)


class Shells:
    """The shells of one site, by key."""

    def __init__(
        self, menu: Menu, make: Callable[[Key], Shell], table: Table | None = None, identity: str = ""
    ) -> None:
        """Make shells with `make`; `table` keeps them between runs, for the site and theme of this `identity`."""
        self._menu = frozenset(url for _, links in menu for _, url in links)
        self._make = make
        self._table = table or Table()
        self._identity = identity
        self._made: dict[Key, Shell] = {}
        self._new: dict[Key, Shell] = {}

    def key(self, url: str, section: str) -> Key:
        """Return the key of a page's shell. Pages of equal depth and section share one, but for those in the menu.

        A page named *.html has absolute links: it is served anywhere.
        """
        return (url if url in self._menu else "x/" * url.count("/") or url, section)

    def get(self, key: Key) -> Shell:
        """Return a shell, made now if it is unknown."""
        if key not in self._made:
            known = self._table.get(self._digest(key))
            self._made[key] = Shell(tuple(json.loads(known))) if known else self._make(key)
            if not known:
                self._new[key] = self._made[key]
        return self._made[key]

    def put(self, shells: Mapping[Key, Shell]) -> None:
        """Take over shells that were made by another process, and keep them."""
        for key, shell in shells.items():
            self._made[key] = shell
            self._table.put(self._digest(key), json.dumps(shell.parts, ensure_ascii=False).encode())

    def taken(self) -> dict[Key, Shell]:
        """Return the shells that were made since this was last asked, for `put`."""
        new, self._new = self._new, {}
        return new

    def _digest(self, key: Key) -> bytes:
        """Return the key of a shell in the table."""
        return digest(self._identity.encode(), *(part.encode() for part in key))


def material_assets() -> Iterator[tuple[str, Path]]:
    """Yield Material's scripts and styles that pages use: address on the site, and file."""
    found = importlib.util.find_spec("material")
    for folder in found.submodule_search_locations or () if found else ():
        root = Path(folder) / "templates/assets"
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root)
            if path.is_file() and path.suffix != ".map" and not {"lunr", "workers"} & set(name.parts):
                yield f"assets/{name.as_posix()}", path


def site_root(base_url: str) -> str:
    """Return the path under which a site stands on its host, with "/" at both ends."""
    return urlsplit(base_url).path.rstrip("/") + "/"
