"""A line that says how far a long command is, on a terminal; nothing elsewhere."""

from __future__ import annotations

import sys
import time

from generator.timing import Timing

_EVERY_SECONDS = 0.1


class Progress(Timing):
    """Shows how many pages are done, how many a second, and how long the rest may take."""

    def __init__(self) -> None:
        """Begin now."""
        super().__init__()
        self._begun = self._shown = time.perf_counter()
        self._wide = 0

    def page(self, path: str, seconds: float) -> None:
        """Note a page that was rendered, and show the line again once in a while."""
        super().page(path, seconds)
        now = time.perf_counter()
        if now - self._shown >= _EVERY_SECONDS:
            self._shown = now
            self._show(line(self.done, self.expected, now - self._begun))

    def close(self) -> None:
        """Take the line away."""
        self._show("")

    def _show(self, text: str) -> None:
        """Put a text in the place of the last one."""
        print("\r" + " " * self._wide + "\r" + text, end="", file=sys.stderr, flush=True)
        self._wide = 2 * len(text)


def line(done: int, expected: int, seconds: float) -> str:
    """Return the line for so many pages done of about so many, in so many seconds."""
    rate = done / seconds if seconds else 0.0
    if expected <= done or not rate:
        return f"生成页面 {done}，每秒 {rate:.0f} 页"
    filled = 20 * done // expected
    bar = "█" * filled + "░" * (20 - filled)
    return f"生成页面 {bar} {done}/约 {expected}，每秒 {rate:.0f} 页，还要 {(expected - done) / rate:.0f} 秒"
