"""The progress line of a long command on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from generator.report import STAGES
from generator.timing import Timing

_EVERY_SECONDS = 0.1


class Progress(Timing):
    """A timing that also shows the current stage; for pages their number, rate and the estimated time left."""

    def __init__(self) -> None:
        """Start with an empty line."""
        super().__init__()
        self._stage = ""
        self._begun = self._shown = 0.0
        self._before = 0
        self._wide = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage, and show the stage's name."""
        if name != self._stage:
            self._stage = name
            self._begun, self._before = time.perf_counter(), self.done
            self._show(f"{STAGES.get(name, name)}……")
        with super().stage(name):
            yield

    def page(self, path: str, seconds: float) -> None:
        """Record a rendered page; refresh the line at most every 0.1 s."""
        super().page(path, seconds)
        now = time.perf_counter()
        if now - self._shown >= _EVERY_SECONDS:
            self._shown = now
            rate = (self.done - self._before) / (now - self._begun)
            self._show(line(self.done, self.expected, rate))

    def close(self) -> None:
        """Clear the line."""
        self._show("")

    def _show(self, text: str) -> None:
        """Replace the text of the line."""
        print("\r" + " " * self._wide + "\r" + text, end="", file=sys.stderr, flush=True)
        self._wide = 2 * len(text)


def line(done: int, expected: int, rate: float) -> str:
    """Return the text of the line. `rate` is in pages per second; `expected` is an estimate."""
    if expected <= done or rate <= 0:
        return f"生成页面 {done}，每秒 {rate:.0f} 页"
    filled = 20 * done // expected
    bar = "█" * filled + "░" * (20 - filled)
    return f"生成页面 {bar} {done}/约 {expected}，每秒 {rate:.0f} 页，还要 {(expected - done) / rate:.0f} 秒"
