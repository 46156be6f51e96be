"""Times of stages and pages, for the summary of a command. They never influence the output."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import heappush, heappushpop
from typing import TypeVar

T = TypeVar("T")

_SLOWEST = 5


class Timing:
    """Wall seconds by stage, and the slowest pages. The time of a nested stage is not counted in the outer one.

    `pages` counts the rendered pages, `done` all files done so far; `expected` estimates the final number.
    """

    def __init__(self) -> None:
        """Start with all times at zero."""
        self.seconds: dict[str, float] = {}
        self.pages = 0
        self.done = 0
        self.expected = 0
        self._slowest: list[tuple[float, str]] = []
        self._inner = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        before, self._inner = self._inner, 0.0
        start = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + took - self._inner
            self._inner = before + took

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Yield the items; add the time of producing each to a stage."""
        rest = iter(items)
        while True:
            with self.stage(name):
                item = next(rest, self)
            if item is self:
                return
            yield item  # type: ignore[misc]  # only the sentinel is no T

    def page(self, path: str, seconds: float) -> None:
        """Record a rendered page."""
        self.add(1, [(seconds, path)])

    def add(self, pages: int, slowest: Iterable[tuple[float, str]]) -> None:
        """Record pages that another process rendered, with the slowest of them."""
        self.pages += pages
        for item in slowest:
            self._note(item)

    def _note(self, page: tuple[float, str]) -> None:
        """Keep a page if it is among the slowest."""
        if len(self._slowest) < _SLOWEST:
            heappush(self._slowest, page)
        else:
            heappushpop(self._slowest, page)

    def close(self) -> None:
        """Do nothing; a subclass clears its output."""

    @property
    def slowest(self) -> list[tuple[float, str]]:
        """The five slowest pages as (seconds, path), slowest first."""
        return sorted(self._slowest, reverse=True)
