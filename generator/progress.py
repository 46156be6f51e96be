"""A line that says how far a long command is, on a terminal; nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from generator.report import STAGES
from generator.timing import Timing

_EVERY_SECONDS = 0.1


class Progress(Timing):
    """Shows what is being done; of pages how many are done, how many a second, and how long the rest may take."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        super().__init__()
        self._stage = ""
        self._begun = self._shown = 0.0
        self._before = 0
        self._wide = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time until the end of the block to a stage, and show its name."""
        if name != self._stage:
            self._stage = name
            self._begun, self._before = time.perf_counter(), self.done
            self._show(f"{STAGES.get(name, name)}……")
        with super().stage(name):
            yield

    def page(self, path: str, seconds: float) -> None:
        """Note a page that was rendered, and show the line again once in a while."""
        super().page(path, seconds)
        now = time.perf_counter()
        if now - self._shown >= _EVERY_SECONDS:
            self._shown = now
            rate = (self.done - self._before) / (now - self._begun)
            self._show(line(self.done, self.expected, rate))

    def close(self) -> None:
        """Take the line away."""
        self._show("")

    def _show(self, text: str) -> None:
        """Put a text in the place of the last one."""
        print("\r" + " " * self._wide + "\r" + text, end="", file=sys.stderr, flush=True)
        self._wide = 2 * len(text)


def line(done: int, expected: int, rate: float) -> str:
    """Return the line for so many pages done of about so many, at so many a second."""
    if expected <= done or rate <= 0:
        return f"生成页面 {done}，每秒 {rate:.0f} 页"
    filled = 20 * done // expected
    bar = "█" * filled + "░" * (20 - filled)
    return f"生成页面 {bar} {done}/约 {expected}，每秒 {rate:.0f} 页，还要 {(expected - done) / rate:.0f} 秒"
