"""Plots of figures by period: coordinates for an SVG drawing. The template draws it; a table beside has the figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, TypedDict

WIDTH, HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 24, 16, 36
_TICKS = 4
_STEPS = (1, 2, 5)


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
    runs: list[list[str]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(f"{place[0]},{place[1]}")
    return [" ".join(run) for run in runs if len(run) > 1]


def number(amount: Fraction, places: int = 1) -> str:
    """Return a figure as text, rounded half up to so many decimals, without trailing zeros."""
    scaled = math.floor(amount * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else f"{whole}"
