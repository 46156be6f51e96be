"""What a simple calculator computes: a tax from an amount or an area, in whole fen.

    calculate(Sum(amount="113000", value="10", divisor=100, vat="13"))
    # Outcome(base="100000.00", tax="10000.00", reduced="0.00", due="10000.00")

`theme/assets/standards.js` computes the same; tests/vectors/standards.json holds both to the same answers. Numbers are
decimal texts and are computed exactly; the base, the tax and the reduction are each rounded to 0.01 yuan, half up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Sum:
    """A question: `amount` yuan or square metres, a `value` that is divided by `divisor`, and what changes the result.

    `vat` is the rate in percent of the VAT inside the amount, "" if there is none. `months` of a year count.
    `percent` of the tax is reduced, by `at_most` yuan if that is not None.
    """

    amount: str
    value: str
    divisor: int = 1
    vat: str = ""
    months: int = 12
    percent: str = "0"
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, each number as a decimal text with two places: due = tax - reduced."""

    base: str
    tax: str
    reduced: str
    due: str


def calculate(question: Sum) -> Outcome:
    """Return the tax on an amount. Raises ValueError if a text is no number."""
    base = _fen(Fraction(question.amount) / (1 + Fraction(question.vat or "0") / 100))
    tax = _fen(Fraction(base, 100) * Fraction(question.value) / question.divisor * Fraction(question.months, 12))
    reduced = _fen(Fraction(tax, 100) * Fraction(question.percent) / 100)
    if question.at_most is not None:
        reduced = min(reduced, 100 * question.at_most)
    return Outcome(*map(_text, (base, tax, reduced, tax - reduced)))


def _fen(yuan: Fraction) -> int:
    """Return yuan as whole fen, rounded half up."""
    return int((2 * 100 * yuan + 1) // 2)


def _text(fen: int) -> str:
    """Return fen as yuan with two places."""
    return f"{fen // 100}.{fen % 100:02d}"
