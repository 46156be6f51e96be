"""Where a site is published: what publishing asks of a target, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from generator.publish.manifest import Manifest


class Sent(NamedTuple):
    """What travelled to a target: the number of files and their size in bytes; the others were there already."""

    files: int
    size: int


class Content(NamedTuple):
    """The content of a release: where its files are, their manifest, and the files that the manifest does not list."""

    folder: Path
    manifest: Manifest
    own: Mapping[str, bytes]


class Target(Protocol):
    """A place that holds releases by version, one of which is served. Every method may raise PublishError."""

    keeps_all: bool
    """True if old releases are never removed."""

    def locked(self, new: bool) -> AbstractContextManager[None]:
        """Hold the target for this run alone; all other methods are called within. It may be `new`, or must exist."""

    def versions(self) -> frozenset[int]:
        """Return the versions that are there, whole or damaged."""

    def current(self) -> int | None:
        """Return the version that is served; None before the first publication."""

    def read(self, version: int, name: str) -> bytes | None:
        """Return a file at the top of a release; None if it cannot be read."""

    def send(self, version: int, content: Content) -> Sent:
        """Make a whole release of a folder, of which only the files travel that the served release lacks.

        What an interrupted run has sent already does not travel again.
        """

    def copy(self, version: int, old: int, content: Content) -> Sent:
        """Make a whole release of the files of an `old` one, after comparing each with the manifest."""

    def switch(self, version: int) -> None:
        """Serve this release from now on, in one step."""

    def remove(self, version: int) -> None:
        """Remove a release that is not served."""
