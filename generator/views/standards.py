"""税费标准和计算: the values in force of each standard, by when they change, and a calculator where a line suffices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.reliefs import Relief
from generator.model.standards import Formula, Rate, Standard
from generator.session import Session
from generator.views.calculation import Sum, calculate
from generator.views.common import Page, listing
from generator.views.pieces import bases, link, links
from generator.views.shapes import BasisView, LinkView


class RateView(TypedDict):
    """A value: of what grade, since and until when, by whom. `number` is "" if it has no unit to compute with."""

    grade: str
    value: str
    number: str
    since: str
    until: str
    issuer: str


class ReductionView(TypedDict):
    """A reduction that a calculator offers. `most` is the highest amount in yuan, "" if there is none."""

    when: str
    percent: str
    most: str
    relief: LinkView
    until: str


class CalculatorView(TypedDict):
    """What a calculator asks for, and a worked example. `months` is empty and `vat` is "" if they are not asked for."""

    called: str
    months: list[int]
    divisor: str
    vat: str
    grades: list[RateView]
    example: str
    reductions: list[ReductionView]


class StandardView(LinkView):
    """A standard as the page shows it. `formula` is the calculator's formula in words.

    `shared` is True if all values have the same days and issuer, so that these are said once.
    """

    id: str
    tax: str
    span: str
    rates: list[RateView]
    coming: list[RateView]
    shared: bool
    formula: str
    calculator: CalculatorView | None
    basis: list[BasisView]
    guides: list[LinkView]
    note: str
    source: str
    verified_on: str


class StandardsView(TypedDict):
    """What standards.html shows. Values are those of `today`."""

    today: str
    standards: list[StandardView]


class InForceView(LinkView):
    """A standard as a guide shows it: its values in force, and the next change."""

    rates: list[RateView]
    coming: list[RateView]


def rate_view(standard: Standard, rate: Rate) -> RateView:
    """Return a value of a standard, with its unit."""
    return {
        "grade": rate.grade,
        "value": standard.unit.of(rate.value) if standard.unit else rate.value,
        "number": rate.value if standard.unit else "",
        "since": day_text(rate.since),
        "until": day_text(rate.until),
        "issuer": " ".join(filter(None, (rate.issuer, rate.number))),
    }


def in_force(session: Session, standard: Standard) -> InForceView:
    """Return a standard as guides show it."""
    return {
        **link(standard),
        "rates": [rate_view(standard, rate) for rate in standard.in_force_on(session.as_of)],
        "coming": [rate_view(standard, rate) for rate in standard.coming(session.as_of)],
    }


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    standards = sorted(session.current(Standard), key=lambda item: (item.formula is None, session.sort_key(item.name)))
    shown = [_standard(session, item) for item in standards]
    view: StandardsView = {"today": day_text(session.as_of), "standards": shown}
    yield listing(
        Standard,
        "standards.html",
        f"{len(shown)} 项税率、等级、比例和期限：现在是多少、哪天起执行、哪份文件定的。",
        view,
        toc=tuple((item["id"], item["name"]) for item in shown),
        scripts=("standards.js",) if any(item["calculator"] for item in shown) else (),
    )


def _standard(session: Session, standard: Standard) -> StandardView:
    """Return a standard with its values in force."""
    shown = in_force(session, standard)
    unit = standard.unit.of if standard.unit else str
    span = f"{unit(standard.lowest)}至{unit(standard.highest)}" if standard.lowest and standard.highest else ""
    return {
        **shown,
        "id": standard.id,
        "tax": standard.tax,
        "span": span,
        "shared": len({(rate["since"], rate["until"], rate["issuer"]) for rate in shown["rates"]}) == 1,
        "formula": standard.formula.label if standard.formula else "",
        "calculator": _calculator(session, standard, shown["rates"]),
        "basis": bases(session, standard.basis),
        "guides": links(session, "procedures", standard.guides),
        "note": standard.note or "",
        "source": standard.source or "",
        "verified_on": str(standard.verified_on or ""),
    }


def _calculator(session: Session, standard: Standard, rates: list[RateView]) -> CalculatorView | None:
    """Return what the calculator of a standard asks for; None if it has none, or nothing is in force."""
    if not (standard.formula and standard.unit and standard.called and rates):
        return None
    return {
        "called": standard.called,
        "months": list(range(12, 0, -1)) if standard.formula is Formula.AREA else [],
        "divisor": str(standard.unit.divisor),
        "vat": standard.vat or "",
        "grades": rates,
        "example": _example(standard, rates[0]),
        "reductions": [
            {
                "when": item.when,
                "percent": item.percent,
                "most": "" if item.at_most is None else str(item.at_most),
                "relief": link(relief),
                "until": day_text(relief.effective_to),
            }
            for item in standard.reductions
            if (relief := session.registry.get(Relief, item.relief)) and relief.in_force(session.as_of)
        ],
    }


def _example(standard: Standard, rate: RateView) -> str:
    """Return a worked example of a calculator, for readers without scripts: 100,000 yuan or 1,000 square metres."""
    assert standard.unit
    amount = "1000" if standard.formula is Formula.AREA else "100000"
    due = calculate(Sum(amount, rate["number"], standard.unit.divisor)).due
    return f"例：{standard.called}{amount}，{rate['grade']}，按 {rate['value']} 缴 {due} 元"
