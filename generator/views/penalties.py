"""处罚裁量基准和首违不罚: what is fined and by how much, by theme, and what is not fined the first time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.laws import Law
from generator.model.penalties import FineUnit, Penalty, PenaltyStep
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import bases, link, links
from generator.views.shapes import BasisView, LinkView


class StepView(TypedDict):
    """A step: for whom ("" for all), in which case, and the fine, in words."""

    whom: str
    case: str
    fine: str


class FirstOffenceView(TypedDict):
    """The list of first offences, the number in it, and what else must hold."""

    list: LinkView | None
    number: str
    only_if: list[str]


class ListView(LinkView):
    """A list of first offences, with what it says in short."""

    summary: str


class BriefPenalty(LinkView):
    """A penalty as guides and questions show it: one sentence."""

    first_free: bool
    law_says: str


class PenaltyView(TypedDict):
    """A penalty."""

    id: str
    name: str
    law_says: str
    first: FirstOffenceView | None
    steps: list[StepView]
    issuer: str
    basis: list[BasisView]
    guides: list[LinkView]


class PenaltyGroup(TypedDict):
    """The penalties of one theme."""

    name: str
    items: list[PenaltyView]


class PenaltiesView(TypedDict):
    """What penalties.html shows; `first` are the breaches that are not fined the first time, `lists` say when so."""

    first: list[LinkView]
    lists: list[ListView]
    groups: list[PenaltyGroup]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    found = session.current(Penalty)
    themes = dict.fromkeys(item.theme for item in found)
    view: PenaltiesView = {
        "first": [link(item) for item in found if item.first_offence],
        "lists": _lists(session, found),
        "groups": [
            {"name": theme, "items": [_penalty(session, item) for item in found if item.theme == theme]}
            for theme in themes
        ],
    }
    yield listing(
        Penalty,
        "penalties.html",
        f"{len(found)} 种违法行为怎么罚、分几档，其中 {len(view['first'])} 种第一次不罚。",
        view,
        toc=(("first", "第一次不罚"), *((f"theme-{number}", theme) for number, theme in enumerate(themes, 1))),
    )


def _lists(session: Session, found: list[Penalty]) -> list[ListView]:
    """Return the lists of first offences that penalties name."""
    ids = dict.fromkeys(item.first_offence.list for item in found if item.first_offence)
    laws = [law for id in ids if (law := session.registry.get(Law, id))]
    laws.sort(key=lambda law: (law.effective_from is None, law.effective_from))
    return [{**link(law), "summary": law.summary or ""} for law in laws]


def brief(penalty: Penalty) -> BriefPenalty:
    """Return a penalty as guides and questions show it."""
    return {**link(penalty), "first_free": penalty.first_offence is not None, "law_says": penalty.law_says}


def _penalty(session: Session, item: Penalty) -> PenaltyView:
    """Return what is shown of a penalty."""
    first = item.first_offence
    return {
        "id": item.id,
        "name": item.name,
        "law_says": item.law_says,
        "first": {
            "list": link(law) if (law := session.registry.get(Law, first.list)) else None,
            "number": first.number or "",
            "only_if": list(first.only_if),
        }
        if first
        else None,
        "steps": [
            {
                "whom": step.whom or "",
                "case": _case(item, step),
                "fine": item.fine_in.span(step.lowest, step.highest)
                + ("（少缴税款的倍数）" if item.fine_in is FineUnit.TIMES else ""),
            }
            for step in item.steps
        ],
        "issuer": item.issuer or "",
        "basis": bases(session, item.basis),
        "guides": links(session, "procedures", item.guides),
    }


def _case(item: Penalty, step: PenaltyStep) -> str:
    """Return the case of a step in words: 逾期天数 30 天以内, 超过 30 天、90 天以内, 情节严重的."""
    unit = f" {item.measured_in}" if item.measured_in else ""
    bounds = "、".join(
        words
        for words in (
            f"超过 {step.above}{unit}" if step.above else "",
            f"{step.up_to}{unit}以内" if step.up_to else "",
        )
        if words
    )
    measured = f"{item.measured}{bounds}" if bounds and item.measured else bounds
    return "，".join(filter(None, (measured, step.case or "")))
