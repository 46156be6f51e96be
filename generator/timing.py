"""How long things take, for the summary at the end of a command. Times never decide what is made."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import heappush, heappushpop
from typing import TypeVar

T = TypeVar("T")

_SLOWEST = 5


class Timing:
    """Seconds (wall) by stage, a stage within another not counted in the outer one, and the slowest pages.

    `pages` are those rendered, `done` those rendered or taken over, `expected` about how many there will be.
    """

    def __init__(self) -> None:
        """Start with nothing measured."""
        self.seconds: dict[str, float] = {}
        self.pages = 0
        self.done = 0
        self.expected = 0
        self._slowest: list[tuple[float, str]] = []
        self._inner = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time until the end of the block to a stage."""
        before, self._inner = self._inner, 0.0
        start = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + took - self._inner
            self._inner = before + took

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Pass items on, adding the time that making them takes to a stage."""
        rest = iter(items)
        while True:
            with self.stage(name):
                item = next(rest, self)
            if item is self:
                return
            yield item  # type: ignore[misc]  # only the sentinel is no T

    def page(self, path: str, seconds: float) -> None:
        """Note a page that was rendered."""
        self.pages += 1
        if len(self._slowest) < _SLOWEST:
            heappush(self._slowest, (seconds, path))
        else:
            heappushpop(self._slowest, (seconds, path))

    def close(self) -> None:
        """End; whoever shows something takes it away."""

    @property
    def slowest(self) -> list[tuple[float, str]]:
        """The slowest pages, (seconds, path), slowest first."""
        return sorted(self._slowest, reverse=True)
