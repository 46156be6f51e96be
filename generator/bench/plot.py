"""The results as an SVG picture: time per page by size, and the stages of our build."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from generator.bench.run import OURS, TITLES, Run
from generator.bench.tables import Figures
from generator.report import STAGES

_COLOURS = ("#c0392b", "#2166ac", "#1b7837", "#8073ac", "#b35806", "#555555", "#35978f", "#9e6a1d")
_WIDTH, _HEIGHT = 860, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 620, 50, 300
_STYLE = "font-family:sans-serif;font-size:13px"

Point = tuple[float, float]


def plot(results: Sequence[Figures], runs: Sequence[Run]) -> str:
    """Return an SVG: wall time per page by size and contender, and below it our stages if the build reported them."""
    timed = {run.size: run.stages for run in runs if run.contender == "zwgk" and run.stages}
    parts = [*_lines(results)]
    if timed:
        parts += [f'<g transform="translate(0 {_HEIGHT})">', *_bars(timed), "</g>"]
    height = _HEIGHT * (2 if timed else 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" style="{_STYLE}">\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _lines(results: Sequence[Figures]) -> Iterator[str]:
    """Yield the chart of time per page: both axes logarithmic, one line per contender."""
    builds = [item for item in results if item.contender not in OURS[1:]]
    if not builds:
        return
    x = _scale([item.size for item in builds], _LEFT, _RIGHT)
    y = _scale([item.wall_ms_a_page for item in builds], _BOTTOM, _TOP)
    yield _text(_LEFT, 25, "每页用时（毫秒，墙钟；两轴均为对数）")
    for size in sorted({item.size for item in builds}):
        yield _text(x(size), _BOTTOM + 20, f"{size:,}", "middle")
    for value in _decades([item.wall_ms_a_page for item in builds]):
        yield f'<path d="M{_LEFT} {y(value):.1f}H{_RIGHT}" stroke="#ddd"/>'
        yield _text(_LEFT - 8, y(value) + 4, f"{value:g}", "end")
    for index, contender in enumerate(dict.fromkeys(item.contender for item in builds)):
        points = [(x(item.size), y(item.wall_ms_a_page)) for item in builds if item.contender == contender]
        yield from _line(points, TITLES[contender], index)


def _line(points: Sequence[Point], title: str, index: int) -> Iterator[str]:
    """Yield one line with its dots and its entry in the key."""
    colour = _COLOURS[index % len(_COLOURS)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points)
    yield from _key(index, colour, title)


def _bars(timed: dict[int, dict[str, float]]) -> Iterator[str]:
    """Yield the chart of our stages: one stacked bar per size, in milliseconds per page."""
    names = list(dict.fromkeys(name for stages in timed.values() for name in stages))
    highest = max(sum(stages.values()) / size * 1e3 for size, stages in timed.items()) or 1
    step = (_RIGHT - _LEFT) / len(timed)
    yield _text(_LEFT, 25, "zwgk build 各阶段每页用时（毫秒）")
    yield f'<path d="M{_LEFT} {_BOTTOM}H{_RIGHT}" stroke="#999"/>'
    for place, (size, stages) in enumerate(sorted(timed.items())):
        left, foot = _LEFT + place * step + step / 4, float(_BOTTOM)
        for name, seconds in stages.items():
            high = seconds / size * 1e3 / highest * (_BOTTOM - _TOP)
            foot -= high
            colour = _COLOURS[names.index(name) % len(_COLOURS)]
            yield f'<rect x="{left:.1f}" y="{foot:.1f}" width="{step / 2:.1f}" height="{high:.1f}" fill="{colour}"/>'
        yield _text(left + step / 4, foot - 6, f"{sum(stages.values()) / size * 1e3:.2f}", "middle")
        yield _text(left + step / 4, _BOTTOM + 20, f"{size:,}", "middle")
    for index, name in enumerate(names):
        yield from _key(index, _COLOURS[index % len(_COLOURS)], STAGES.get(name, name))


def _key(index: int, colour: str, title: str) -> Iterator[str]:
    """Yield an entry of the key, at the right."""
    top = _TOP + index * 24
    yield f'<rect x="{_RIGHT + 30}" y="{top}" width="14" height="14" fill="{colour}"/>'
    yield _text(_RIGHT + 52, top + 12, title)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """Return a text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _scale(values: Iterable[float], low: float, high: float) -> Callable[[float], float]:
    """Return a function from a value to its position on a logarithmic axis from `low` to `high`, with margins."""
    logs = [math.log10(value) for value in values]
    least, span = min(logs) - 0.1, max(logs) - min(logs) + 0.2
    return lambda value: low + (math.log10(value) - least) / span * (high - low)


def _decades(values: Sequence[float]) -> list[float]:
    """Return the axis marks 1, 2 and 5 times each power of ten within the range of the values."""
    powers = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
    marks = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    return [mark for mark in marks if min(values) * 0.8 <= mark <= max(values) * 1.25]
