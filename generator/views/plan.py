"""征收计划: the layers of a year's plan, what was collected by month against time, and the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TypedDict

from generator.model.plan import Plan, PlanMonth
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import link_to, single_basis
from generator.views.plots import CurveView, curve
from generator.views.shapes import BasisView, LinkView


class LayerView(TypedDict):
    """A layer of the plan, and how much of it is reached."""

    name: str
    set_by: str
    amount: str
    share: str


class PlanRowView(TypedDict):
    """A month as texts; empty if not known."""

    month: str
    collected: str
    share: str
    even: str
    year_before: str
    change: str
    note: str


class PlanYearView(TypedDict):
    """A year's plan."""

    id: str
    name: str
    scope: str
    summary: str
    layers: list[LayerView]
    curve: CurveView
    months: list[PlanRowView]
    regime: LinkView | None
    basis: list[BasisView]


class PlansView(TypedDict):
    """What plan.html shows, the newest year first."""

    years: list[PlanYearView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    plans = sorted(session.current(Plan), key=lambda plan: plan.rows[0].month, reverse=True)
    view: PlansView = {"years": [_year(session, plan) for plan in plans]}
    yield listing(
        Plan,
        "plan.html",
        "一年计划收多少，谁定的，逐月累计收了多少，和时间、和上年比。",
        view,
        toc=tuple((plan.id, plan.name) for plan in plans),
    )


def _year(session: Session, plan: Plan) -> PlanYearView:
    """Return a year's plan."""
    latest = plan.rows[-1]
    return {
        "id": plan.id,
        "name": plan.name,
        "scope": plan.scope,
        "summary": _summary(plan, latest),
        "layers": list(_layers(plan, latest)),
        "curve": _curve(plan),
        "months": [_month(plan, row) for row in reversed(plan.rows)],
        "regime": link_to(session, "regimes", plan.regime),
        "basis": single_basis(session, plan.law, plan.article),
    }


def _layers(plan: Plan, latest: PlanMonth) -> Iterator[LayerView]:
    """Yield the plan, and the raised target if there is one."""
    for name, amount, set_by in (
        ("年度计划", plan.planned, plan.planned_by),
        ("加压目标", plan.raised, plan.raised_by or ""),
    ):
        if amount:
            share = _percent(latest.collected, amount)
            yield {"name": name, "set_by": set_by, "amount": _money(amount), "share": share}


def _summary(plan: Plan, latest: PlanMonth) -> str:
    """Return the newest month in a sentence."""
    number = int(latest.month[5:])
    said = f"到 {number} 月底累计 {_money(latest.collected)}，完成年度计划的 {_percent(latest.collected, plan.planned)}"
    return f"{said}；时间过了 {_percent(str(number), '12')}"


def _month(plan: Plan, row: PlanMonth) -> PlanRowView:
    """Return a month as texts."""
    number = int(row.month[5:])
    change = ""
    if row.year_before and Decimal(row.year_before):
        grown = 100 * (Decimal(row.collected) - Decimal(row.year_before)) / Decimal(row.year_before)
        change = f"{grown.quantize(Decimal('0.1'), ROUND_HALF_UP):+}%"
    return {
        "month": f"{row.month[:4]}年{number}月",
        "collected": _exact(row.collected),
        "share": _percent(row.collected, plan.planned),
        "even": _percent(str(number), "12"),
        "year_before": _exact(row.year_before) if row.year_before else "",
        "change": change,
        "note": row.note or "",
    }


def _percent(part: str, whole: str) -> str:
    """Return part / whole in percent, rounded to 0.1; empty if the whole is 0."""
    if not Decimal(whole):
        return ""
    return f"{(100 * Decimal(part) / Decimal(whole)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _money(amount: str) -> str:
    """Return 万元 in a sentence, from 10,000 on as 亿元 to two digits: 57240.3 -> 5.72 亿元, 5230.5 -> 5230.5 万元."""
    value = Decimal(amount)
    if value < 10000:
        return f"{value.normalize():f} 万元"
    return f"{(value / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f} 亿元"


def _exact(amount: str) -> str:
    """Return 万元 for a table, with commas: 57240.3 -> 57,240.3."""
    return f"{Decimal(amount):,f}"


def _curve(plan: Plan) -> CurveView:
    """Return the drawing of the year."""
    amounts = [Decimal(amount) for amount in (plan.planned, plan.raised) if amount]
    labels = [f"{item['name']} {item['amount']}" for item in _layers(plan, plan.rows[-1])]
    return curve(
        list(zip(labels, amounts, strict=True)),
        [(int(row.month[5:]), Decimal(row.collected)) for row in plan.rows],
        [(int(row.month[5:]), Decimal(row.year_before)) for row in plan.rows if row.year_before],
    )
