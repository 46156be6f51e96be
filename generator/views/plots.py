"""Line drawings: coordinates for SVG. A template draws them; a table beside has the figures.

`plot` draws figures by period, `pace` reports of progress against an even pace, `curve` the sums of a year's months.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypedDict

WIDTH, HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 24, 16, 36
_TICKS = 4
_STEPS = (1, 2, 5)
_PACE = (320, 120)
"""Width and height of a drawing of progress."""
_CURVE = (330, 150)
"""Width and height of a drawing of a year."""


class Point(NamedTuple):
    """The figure of one period, None if there is none, with the period's short name and its state."""

    name: str
    amount: Fraction | None
    state: str


class TickView(TypedDict):
    """A mark of an axis: its place and its text."""

    at: float
    text: str


class DotView(TypedDict):
    """A figure: its place and its state (reached, missed or open)."""

    x: float
    y: float
    state: str


class SpotView(TypedDict):
    """A place."""

    x: float
    y: float


class PaceView(TypedDict):
    """Progress against an even pace: two lines, the reports, where today is, and the days at both ends."""

    plan: str
    reported: str
    dots: list[SpotView]
    today: float
    start: str
    end: str


class LevelView(TypedDict):
    """A horizontal line, and where its label stands."""

    label: str
    y: float
    text: float


class MonthTickView(TypedDict):
    """A month below a drawing of a year."""

    label: str
    x: float


class CurveView(TypedDict):
    """A year: levels, the layers of its plan, months, and lines; `last_year` is empty without figures."""

    levels: list[LevelView]
    layers: list[LevelView]
    months: list[MonthTickView]
    pace: str
    actual: str
    last_year: str


class PlotView(TypedDict):
    """A drawing of WIDTH x HEIGHT units: `lines` are unbroken runs of points, `target` the target's place, or none."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    ticks: list[TickView]
    periods: list[TickView]
    dots: list[DotView]
    lines: list[str]
    target: list[float]


def plot(points: Sequence[Point], target: Fraction | None, *, percent: bool, unit: str) -> PlotView | None:
    """Return the plot of figures in order of time; None for fewer than two figures.

    The axis of percentages near 100 starts above 0; its marks say where.
    """
    amounts = [point.amount for point in points if point.amount is not None]
    if len(amounts) < 2:
        return None
    low, high, step = _axis([*amounts, *([target] if target is not None else [])], percent=percent)

    def y(amount: Fraction) -> float:
        return round(float(_TOP + (HEIGHT - _TOP - _BOTTOM) * (high - amount) / (high - low)), 1)

    gap = (WIDTH - _LEFT - _RIGHT) / len(points)
    x = [round(_LEFT + gap * (index + 0.5), 1) for index in range(len(points))]
    places = [None if item.amount is None else (at, y(item.amount)) for at, item in zip(x, points, strict=True)]
    every = math.ceil(len(points) / 12)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "right": WIDTH - _RIGHT,
        "bottom": HEIGHT - _BOTTOM,
        "ticks": [
            {"at": y(low + step * index), "text": f"{number(low + step * index)}{'%' if percent else unit}"}
            for index in range(int((high - low) / step) + 1)
        ],
        "periods": [
            {"at": x[index], "text": point.name}
            for index, point in enumerate(points)
            if (len(points) - 1 - index) % every == 0
        ],
        "dots": [
            {"x": place[0], "y": place[1], "state": item.state}
            for place, item in zip(places, points, strict=True)
            if place
        ],
        "lines": _runs(places),
        "target": [y(target)] if target is not None else [],
    }


def _axis(amounts: Sequence[Fraction], *, percent: bool) -> tuple[Fraction, Fraction, Fraction]:
    """Return the axis: its first value, its last, and the step between marks."""
    low, high = min(amounts), max(amounts)
    if not percent or low < 50:
        low = Fraction(0)
    step = _step((high - low) / _TICKS)
    low = step * math.floor(low / step)
    high = step * max(math.ceil(high / step), math.floor(low / step) + 1)
    if percent and high == low + step:
        low -= step
    return low, min(high, Fraction(100)) if percent else high, step


def _step(rough: Fraction) -> Fraction:
    """Return the smallest of 1, 2, 5, 10, … (or tenths of them) that is not below `rough`."""
    size = Fraction(1, 10)
    while True:
        for digit in _STEPS:
            if size * digit >= rough:
                return size * digit
        size *= 10


def _runs(places: Sequence[tuple[float, float] | None]) -> list[str]:
    """Return the unbroken runs of at least two places, as SVG's points."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [_line(run) for run in runs if len(run) > 1]


def _line(places: Iterable[tuple[float, float]]) -> str:
    """Return places as SVG's points."""
    return " ".join(f"{x},{y}" for x, y in places)


def pace(
    start: datetime.date,
    due: datetime.date,
    reports: Sequence[tuple[datetime.date, int]],
    *,
    end: datetime.date,
    today: datetime.date,
) -> PaceView:
    """Return the drawing of reports (day, percent) against an even pace, from the start to `end`."""
    width, height = _PACE
    length = max(1, (end - start).days)

    def spot(on: datetime.date, percent: int) -> tuple[float, float]:
        along = min(1, max(0, (on - start).days / length))
        return round(width * along, 1), round(height * (100 - percent) / 100, 1)

    line = [spot(start, 0), *(spot(on, percent) for on, percent in reports)]
    return {
        "plan": _line([spot(start, 0), spot(due, 100), spot(end, 100)]),
        "reported": _line(line),
        "dots": [{"x": x, "y": y} for x, y in line],
        "today": spot(min(today, end), 0)[0],
        "start": str(start),
        "end": str(end),
    }


def curve(
    layers: Sequence[tuple[str, Decimal]],
    actual: Sequence[tuple[int, Decimal]],
    last_year: Sequence[tuple[int, Decimal]],
) -> CurveView:
    """Return the drawing of sums up to months (month, amount), under the layers of a plan (label, amount).

    The even pace leads to the first layer. The top is above the highest layer and figure.
    """
    width, height = _CURVE
    top = max(amount for _, amount in (*layers, *actual, *last_year)) * Decimal("1.1") or Decimal(1)

    def x(month: int) -> float:
        return round(width * month / 12, 1)

    def y(amount: Decimal) -> float:
        return round(float(height * (1 - amount / top)), 1)

    def line(sums: Sequence[tuple[int, Decimal]]) -> str:
        return _line([(0, height), *((x(month), y(amount)) for month, amount in sums)])

    return {
        "levels": [{"label": "0", "y": float(height), "text": float(height) + 5}],
        "layers": [
            {"label": label, "y": y(amount), "text": y(amount) + below}
            for (label, amount), below in zip(layers, (15, -4), strict=False)
        ],
        "months": [{"label": f"{month}月", "x": x(month)} for month in (2, 4, 6, 8, 10, 12)],
        "pace": line([(12, layers[0][1])]),
        "actual": line(actual),
        "last_year": line(last_year) if last_year else "",
    }


def number(amount: Fraction, places: int = 1) -> str:
    """Return a figure as text, rounded half up to so many decimals, without trailing zeros."""
    scaled = math.floor(amount * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else f"{whole}"
