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

from generator.kept import keep_sealed, sealed

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

    def __init__(self, menu: Menu, make: Callable[[Key], Shell], kept: Path | None = None) -> None:
        """Make shells with `make`; `kept` is the file that keeps them between runs, for exactly this site and theme."""
        self._menu = frozenset(url for _, links in menu for _, url in links)
        self._make = make
        self._kept = kept
        self._made: dict[Key, Shell] = dict(_read(kept)) if kept else {}
        self._new: dict[Key, Shell] = {}

    def key(self, url: str, section: str) -> Key:
        """Return the key of a page's shell. Pages of equal depth and section share one, but for those in the menu.

        A page named *.html has absolute links: it is served anywhere.
        """
        return (url if url in self._menu else "x/" * url.count("/") or url, section)

    def get(self, key: Key) -> Shell:
        """Return a shell, made now where it is not known."""
        if key not in self._made:
            self._made[key] = self._new[key] = self._make(key)
        return self._made[key]

    def put(self, shells: Mapping[Key, Shell]) -> None:
        """Take over shells that were made elsewhere."""
        self._made.update(shells)
        self._new.update(shells)

    def taken(self) -> Mapping[Key, Shell]:
        """Return the shells that were made since this was last asked, to be put where they are kept."""
        new, self._new = self._new, {}
        return new

    def save(self) -> None:
        """Keep the shells for the next run, where that is possible."""
        if self._kept and self._new:
            rows = [[*key, shell.parts] for key, shell in sorted(self._made.items())]
            keep_sealed(self._kept, json.dumps(rows, ensure_ascii=False).encode())


def _read(kept: Path) -> Iterator[tuple[Key, Shell]]:
    """Yield the shells of an earlier run, none where the file is not whole."""
    try:
        rows = json.loads(bytes(sealed(kept)))
    except (OSError, ValueError):
        return
    for url, section, parts in rows:
        yield (url, section), Shell(tuple(parts))


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
