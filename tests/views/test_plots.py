"""Plots: every figure is inside the drawing, in order, and an axis that does not start at 0 says so."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from generator.views.plots import HEIGHT, WIDTH, Point, number, plot

SHARES = st.lists(st.none() | st.fractions(0, 100, max_denominator=5000), min_size=2, max_size=30)
COUNTS = st.lists(st.none() | st.integers(0, 10**9).map(Fraction), min_size=2, max_size=30)


def drawn(amounts: list[Fraction | None], target: Fraction | None, *, percent: bool) -> object:
    points = [Point(str(index), amount, "open") for index, amount in enumerate(amounts)]
    found = plot(points, target, percent=percent, unit="件")
    known = [amount for amount in amounts if amount is not None]
    if len(known) < 2:
        assert found is None
        return None
    assert found
    assert len(found["dots"]) == len(known)
    heights = [dot["y"] for dot in found["dots"]]
    assert all(0 < y < found["bottom"] + 0.1 for y in heights)
    assert all(found["left"] <= dot["x"] <= WIDTH for dot in found["dots"])
    for (a, y), (b, z) in zip(
        zip(known, heights, strict=True), list(zip(known, heights, strict=True))[1:], strict=False
    ):
        assert (a < b and y >= z) or (a > b and y <= z) or a == b
    assert 2 <= len(found["ticks"]) <= 8
    assert all(0 <= tick["at"] <= HEIGHT for tick in found["ticks"])
    return found


@given(SHARES, st.none() | st.integers(0, 100).map(Fraction))
def test_shares(amounts: list[Fraction | None], target: Fraction | None) -> None:
    drawn(amounts, target, percent=True)


@given(COUNTS, st.none() | st.integers(0, 100).map(Fraction))
def test_counts_start_at_nothing(amounts: list[Fraction | None], target: Fraction | None) -> None:
    found = drawn(amounts, target, percent=False)
    if found:
        assert found["ticks"][0]["text"] == "0件"  # type: ignore[index]


def test_a_gap_breaks_the_line() -> None:
    points = [Point("", Fraction(amount) if amount else None, "open") for amount in (1, 2, None, 3, None, 4, 5)]
    found = plot(points, None, percent=False, unit="件")
    assert found
    assert [len(line.split()) for line in found["lines"]] == [2, 2]


@given(st.fractions(0, 10**6, max_denominator=10**4))
def test_numbers_are_rounded_half_up(amount: Fraction) -> None:
    text = number(amount)
    assert abs(Fraction(text) - amount) <= Fraction(1, 20)
    assert "." not in text or not text.endswith("0")
    if (amount * 10) % 1 == Fraction(1, 2):
        assert Fraction(text) > amount
