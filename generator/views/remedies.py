"""我不同意怎么办: the routes for each case, in order, with the last day, what to hand in, and the ground.

The page has two questions; reliefs.js shows the cases that fit the answers. Without scripts it is a complete list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.oversight import Oversight
from generator.model.remedies import Act, Remedy, Route, Stage
from generator.model.time_limits import TimeLimit
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.due import due_scripts
from generator.views.oversight import card
from generator.views.paging import paged
from generator.views.pieces import bases, choices, limit_view
from generator.views.shapes import AskedView, BasisView, ChoiceView, LimitView, LinkView

_MOST = 100
"""Most cases on one page; more are paged, without questions."""


class RouteView(LinkView):
    """A route: where, what to hand in, until when, how soon there is an answer. `first`: the law puts it first."""

    kind: str
    first: bool
    where: str
    provide: list[str]
    reply: str
    limit: LimitView | None
    basis: list[BasisView]
    note: str


class RemedyView(TypedDict):
    """A case with its routes. `case` is read by reliefs.js."""

    id: str
    name: str
    summary: str
    stages: str
    case: str
    routes: list[RouteView]


class ActView(ChoiceView):
    """The cases of one kind of act."""

    remedies: list[RemedyView]


class RemediesView(TypedDict):
    """What remedies.html shows."""

    questions: list[AskedView]
    acts: list[ActView]
    count: int
    hotline: str


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    found = session.current(Remedy)
    acts: list[ActView] = [
        {"id": act.value, "name": act.label, "remedies": [_remedy(session, item) for item in found if item.act is act]}
        for act in Act
    ]
    acts = [item for item in acts if item["remedies"]]
    asked = _questions(found) if len(found) <= _MOST else []
    view: RemediesView = {
        "questions": asked,
        "acts": acts,
        "count": len(found),
        "hotline": session.site.hotline,
    }
    limits = [route["limit"] for act in acts for item in act["remedies"] for route in item["routes"] if route["limit"]]
    page = listing(
        Remedy,
        "remedies.html",
        "不同意税务局的做法：有哪些路、先走哪条、最迟哪天、要交什么。",
        view,
        scripts=(*(("reliefs.js",) if asked else ()), *due_scripts(*limits)),
    )
    yield from paged(page, _MOST, "acts", "remedies")


def _questions(found: list[Remedy]) -> list[AskedView]:
    """Return the questions whose answers tell the cases apart."""
    acts, stages = {item.act for item in found}, {stage for item in found for stage in item.stages}
    asked: list[AskedView] = [
        {"id": "act", "ask": "您不同意什么？", "options": choices(a for a in Act if a in acts)},
        {"id": "stage", "ask": "到了哪一步？", "options": choices(s for s in Stage if s in stages)},
    ]
    return [item for item in asked if len(item["options"]) > 1]


def _remedy(session: Session, item: Remedy) -> RemedyView:
    """Return a case with its routes."""
    stages = "|".join(stage.value for stage in item.stages)
    return {
        "id": item.id,
        "name": item.name,
        "summary": item.summary,
        "stages": "、".join(stage.label for stage in item.stages),
        "case": f"act={item.act.value}" + (f" stage={stages}" if stages else ""),
        "routes": [
            _route(session, route, way)
            for route in item.routes
            if (way := session.registry.get(Oversight, route.oversight)) and way.in_force(session.as_of)
        ],
    }


def _route(session: Session, route: Route, way: Oversight) -> RouteView:
    """Return a route."""
    shown, limit = card(session, way), session.registry.get(TimeLimit, route.limit)
    organ = session.registry.entries["organs"].get(way.organ or "")
    return {
        "name": shown["name"],
        "url": shown["url"],
        "kind": shown["kind"],
        "first": route.first,
        "where": way.external_organ or (organ.name if organ else ""),
        "provide": list(way.provide),
        "reply": shown["reply"],
        "limit": limit_view(session, limit) if limit else None,
        "basis": bases(session, route.basis),
        "note": route.note or "",
    }
