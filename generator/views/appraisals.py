"""效能考核: the scores of each period, and a page for each with indicators, ties, deductions and consequences."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypedDict

from generator.model.appraisals import Appraisal
from generator.model.periods import label, last_day
from generator.model.rectifications import Rectification
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.pieces import link, link_to
from generator.views.shapes import LinkView


class AppraisalRow(LinkView):
    """An appraisal as the index shows it."""

    period: str
    organs: int
    full: int
    lowest: str
    published: str


class AppraisalsView(TypedDict):
    """What appraisals.html shows."""

    appraisals: list[AppraisalRow]


class IndicatorView(TypedDict):
    """An indicator."""

    name: str
    weight: str
    method: str
    target: str
    data: str
    owner: LinkView | None


class TieView(TypedDict):
    """Who shares whose points, and by how much."""

    kind: str
    whom: LinkView | None
    of: LinkView | None
    share: str
    text: str


class ScoreView(TypedDict):
    """An organ's score; `width` is that of its bar, 100 for full marks."""

    organ: LinkView | None
    score: str
    width: float
    lost: list[str]


class DeductionView(TypedDict):
    """Points lost, why, and the rectification with its state."""

    organ: LinkView | None
    indicator: str
    points: str
    why: str
    rectification: LinkView | None
    due: str
    state: str
    label: str


class ConsequenceView(TypedDict):
    """What follows from the scores."""

    name: str
    text: str
    decided_by: str


class AppraisalView(TypedDict):
    """All that is shown of an appraisal."""

    period: str
    regime: LinkView | None
    indicators: list[IndicatorView]
    total: str
    ties: list[TieView]
    scores: list[ScoreView]
    deductions: list[DeductionView]
    published_on: str
    appeals_until: str
    appeals: str
    consequences: list[ConsequenceView]


class AppraisalPage(AppraisalView, EntryPart):
    """What appraisal.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    items = sorted(session.current(Appraisal), key=lambda item: (last_day(item.period), item.id), reverse=True)
    view: AppraisalsView = {"appraisals": [_row(item) for item in items]}
    yield listing(Appraisal, "appraisals.html", "考什么、占多少分、谁和谁捆在一起、为什么扣分、结果怎么用。", view)


def _row(item: Appraisal) -> AppraisalRow:
    """Return an appraisal as the index shows it."""
    scores = [item.score(organ) for organ in item.organs]
    return {
        **link(item),
        "period": label(item.period),
        "organs": len(scores),
        "full": sum(1 for score in scores if score == 100),
        "lowest": _number(min(scores)),
        "published": str(item.published_on),
    }


def _number(value: Decimal) -> str:
    """Return a number without needless zeros: 98.50 -> 98.5."""
    return f"{value.normalize():f}"


def pages_of(session: Session, item: Appraisal) -> Iterator[Page]:
    """Yield an appraisal's page."""
    words = f"{item.name}：{len(item.indicators)} 项指标，{len(item.organs)} 个机构的得分，扣分的原因和整改。"
    yield detail(session, item, "appraisal.html", words, appraisal_view(session, item))


def appraisal_view(session: Session, item: Appraisal) -> AppraisalView:
    """Return everything that an appraisal's page shows; the best scores first."""
    best = sorted(item.organs, key=lambda organ: (-item.score(organ), item.organs.index(organ)))
    return {
        "period": label(item.period),
        "regime": link_to(session, "regimes", item.regime),
        "indicators": [
            {
                "name": one.name,
                "weight": one.weight,
                "method": one.method,
                "target": one.target or "",
                "data": one.data,
                "owner": link_to(session, "posts", one.owner),
            }
            for one in item.indicators.values()
        ],
        "total": _number(sum((Decimal(one.weight) for one in item.indicators.values()), Decimal(0))),
        "ties": [
            {
                "kind": tie.kind.label,
                "whom": link_to(session, "posts", tie.whom),
                "of": link_to(session, "organs", tie.of),
                "share": tie.share,
                "text": tie.text,
            }
            for tie in item.ties
        ],
        "scores": [_score(session, item, organ) for organ in best],
        "deductions": list(_deductions(session, item)),
        "published_on": str(item.published_on),
        "appeals_until": str(item.appeals_until),
        "appeals": item.appeals or "",
        "consequences": [
            {"name": one.name, "text": one.text, "decided_by": one.decided_by} for one in item.consequences
        ],
    }


def _score(session: Session, item: Appraisal, organ: str) -> ScoreView:
    """Return an organ's score, and on which indicators it lost points."""
    lost = ((one.name, item.lost(organ, id)) for id, one in item.indicators.items())
    return {
        "organ": link_to(session, "organs", organ),
        "score": _number(item.score(organ)),
        "width": float(item.score(organ)),
        "lost": [f"{name}扣 {_number(points)} 分" for name, points in lost if points],
    }


def _deductions(session: Session, item: Appraisal) -> Iterator[DeductionView]:
    """Yield the deductions with the state of their rectifications."""
    for deduction in item.deductions:
        mended = session.registry.get(Rectification, deduction.rectification)
        state = mended.state(session.as_of) if mended else None
        indicator = item.indicators.get(deduction.indicator)
        yield {
            "organ": link_to(session, "organs", deduction.organ),
            "indicator": indicator.name if indicator else deduction.indicator,
            "points": deduction.points,
            "why": deduction.why,
            "rectification": link(mended) if mended else None,
            "due": str(mended.due) if mended else "",
            "state": state.value if state else "",
            "label": state.label if state else "",
        }
