"""The identity of this program: a digest of its code and of the versions of Python and the libraries it depends on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_LIBRARIES = (
    "chinesecalendar",
    "jinja2",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "msgspec",
    "py-yaml12",
    "pydantic",
    "pypdf",
    "pypinyin",
    "pyyaml",
)


_NOTES = (".dist-info", ".egg-info")


def _installed() -> list[str]:
    """Return the names of the libraries' metadata folders, which include the version, e.g. jinja2-3.1.6.dist-info.

    importlib.metadata would take twenty times as long, at every start.
    """
    wanted = {library.replace("-", "_") for library in _LIBRARIES}
    folders = {folder for folder in sys.path if folder and Path(folder).is_dir()}
    names = {path.name for folder in folders for path in Path(folder).iterdir() if path.suffix in _NOTES}
    return sorted(name for name in names if name.partition("-")[0].lower().replace("-", "_") in wanted)


@cache
def program() -> str:
    """Return the digest as hexadecimal text."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update("\n".join(_installed()).encode())
    for path in sorted(_code(str(Path(__file__).parent))):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            while data := os.read(handle, 1 << 20):
                digest.update(data)
        finally:
            os.close(handle)
    return digest.hexdigest()


def _code(folder: str) -> Iterator[str]:
    """Yield the paths of the files that decide what this program does. A Path each would take twice as long."""
    for above, _, names in os.walk(folder):
        yield from (f"{above}/{name}" for name in names if name.endswith((".py", ".txt")))
