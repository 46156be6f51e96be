"""The results as a table: the median of each figure over the rounds, and its ratio to ours."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.bench.run import TITLES, Run

HEAD = ("", "墙钟(秒)", "比", "处理器(秒)", "比", "内存(MB)", "比", "毫秒/页", "处理器毫秒/页", "文件", "MB", "KB/页")
"""Columns: wall and CPU seconds and peak memory, each with its ratio to ours; then time per page, and the output."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A contender at one size: medians over the rounds."""

    size: int
    contender: str
    wall_seconds: float
    cpu_seconds: float
    peak_bytes: float
    files: int
    output_bytes: int
    page_bytes: int

    @property
    def wall_ms_a_page(self) -> float:
        """Milliseconds of wall time for each procedure."""
        return self.wall_seconds / self.size * 1e3

    @property
    def cpu_ms_a_page(self) -> float:
        """Milliseconds of CPU for each procedure."""
        return self.cpu_seconds / self.size * 1e3


def figures(runs: Iterable[Run]) -> list[Figures]:
    """Return the medians of every contender at every size, in the order of the runs."""
    groups: dict[tuple[int, str], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.size, run.contender), []).append(run)
    return [
        Figures(
            size,
            contender,
            statistics.median(run.wall_seconds for run in group),
            statistics.median(run.cpu_seconds for run in group),
            statistics.median(run.peak_bytes for run in group),
            group[-1].files,
            group[-1].output_bytes,
            group[-1].page_bytes,
        )
        for (size, contender), group in groups.items()
    ]


def table(results: Sequence[Figures], size: int) -> str:
    """Return the table of one size, for a terminal."""
    rows = [item for item in results if item.size == size]
    ours = next((item for item in rows if item.contender == "zwgk"), None)
    return f"{size} 个事项\n" + aligned([HEAD, *(_row(item, ours) for item in rows)])


PLAIN_PEERS = ("eleventy", "hugo")
"""The fastest peers, which the budgets compare equal work and the whole job with."""


def budgets(results: Sequence[Figures], size: int) -> str:
    """Return the table of budgets: our results against the fastest peer and against Material with search."""
    rows = {item.contender: item for item in results if item.size == size}
    lines = [line for make in (_equal_work, _whole_job, _memory, _against_search) if (line := make(rows))]
    return "和预算比\n" + aligned([("", "得到", "预算", ""), *lines]) if lines else ""


def _equal_work(rows: Mapping[str, Figures]) -> tuple[str, ...] | None:
    """Return the row for equal work: the larger of our ratios to the fastest peer's wall time and memory."""
    peers = [rows[key] for key in PLAIN_PEERS if key in rows]
    ours = rows.get("equal")
    if ours is None or not peers:
        return None
    wall = ours.wall_seconds / min(item.wall_seconds for item in peers)
    memory = ours.peak_bytes / min(item.peak_bytes for item in peers)
    return _verdict(f"同样的活：墙钟 {wall:.2f}，内存 {memory:.2f}", max(wall, memory), 1 / 3)


def _whole_job(rows: Mapping[str, Figures]) -> tuple[str, ...] | None:
    """Return the row for the whole job: the ratio of our time per file to the fastest peer's."""
    peers = [rows[key] for key in PLAIN_PEERS if key in rows and rows[key].files]
    ours = rows.get("zwgk")
    if ours is None or not ours.files or not peers:
        return None
    theirs = min(item.wall_seconds / item.files for item in peers)
    return _verdict("整件事，每个文件的墙钟", ours.wall_seconds / ours.files / theirs, 1 / 2)


def _memory(rows: Mapping[str, Figures]) -> tuple[str, ...] | None:
    """Return the row for memory: the ratio of our peak to Eleventy's."""
    ours, theirs = rows.get("zwgk"), rows.get("eleventy")
    if ours is None or theirs is None:
        return None
    return _verdict("整件事，比 Eleventy 的内存", ours.peak_bytes / theirs.peak_bytes, 1 / 3)


def _against_search(rows: Mapping[str, Figures]) -> tuple[str, ...] | None:
    """Return the row for mkdocs-material with search: the ratio of our time to its time."""
    ours, theirs = rows.get("zwgk"), rows.get("mkdocs-search")
    if ours is None or theirs is None:
        return None
    return _verdict("整件事，比 mkdocs-material + 搜索的墙钟", ours.wall_seconds / theirs.wall_seconds, 1 / 25)


def _verdict(what: str, share: float, budget: float) -> tuple[str, ...]:
    """Return a row: the name of the budget, our ratio, the budget, and whether it holds."""
    return (what, f"{share:.3f}", f"{budget:.3f}", "做到" if share <= budget else "没做到")


def _row(item: Figures, ours: Figures | None) -> tuple[str, ...]:
    """Return a line of the table."""
    return (
        TITLES[item.contender],
        f"{item.wall_seconds:.2f}",
        _ratio(item.wall_seconds, ours.wall_seconds if ours else None),
        f"{item.cpu_seconds:.2f}",
        _ratio(item.cpu_seconds, ours.cpu_seconds if ours else None),
        f"{item.peak_bytes / 1e6:.0f}",
        _ratio(item.peak_bytes, ours.peak_bytes if ours else None),
        f"{item.wall_ms_a_page:.2f}",
        f"{item.cpu_ms_a_page:.2f}",
        str(item.files) if item.files else "—",
        f"{item.output_bytes / 1e6:.1f}" if item.files else "—",
        f"{item.page_bytes / 1e3:.1f}" if item.files else "—",
    )


def _ratio(value: float, ours: float | None) -> str:
    """Return the ratio of a value to ours as text."""
    return f"{value / ours:.2f}" if ours else "—"


def growth(results: Iterable[Figures]) -> str:
    """Return how time and memory per page of our cold build grow with the size, relative to the smallest size."""
    rows = sorted((item for item in results if item.contender == "zwgk"), key=lambda item: item.size)
    if len(rows) < 2:
        return ""
    least = rows[0]
    head = ("事项", "毫秒/页", "比", "处理器毫秒/页", "比", "内存 KB/页", "比")
    lines = [
        (
            str(item.size),
            f"{item.wall_ms_a_page:.2f}",
            _ratio(item.wall_ms_a_page, least.wall_ms_a_page),
            f"{item.cpu_ms_a_page:.2f}",
            _ratio(item.cpu_ms_a_page, least.cpu_ms_a_page),
            f"{item.peak_bytes / item.size / 1e3:.1f}",
            _ratio(item.peak_bytes / item.size, least.peak_bytes / least.size),
        )
        for item in rows
    ]
    return "越来越大时（zwgk build）\n" + aligned([head, *lines])


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as columns: the first left-aligned, the others right-aligned. A Chinese character has width 2."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = [" " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([first, *rest]).rstrip() + "\n")
    return "".join(lines)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
