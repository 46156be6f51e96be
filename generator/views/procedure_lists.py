"""办事指南: the index of procedures, and a page for each theme and audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypedDict

from generator.model.organs import Organ
from generator.model.procedures import OnlineDepth, Procedure
from generator.model.routes import title_of
from generator.model.types import Unit
from generator.model.vocabularies import AUDIENCES, THEMES
from generator.session import Session, once
from generator.views.common import Page, listing
from generator.views.handbook import HandbookLink, handbook_links
from generator.views.paging import paged
from generator.views.pieces import link, promised_range
from generator.views.shapes import ChoiceView, CountedView, LinkView

_SOME = 3
"""Procedures named under a theme or an audience on their index page."""

_MOST = 200
"""Most procedures on one page. Filters work within one page, so they are shown only if one page holds all."""


class CardView(LinkView):
    """A procedure as lists show it, with the values that filters use."""

    id: str
    common_name: str
    aliases: list[str]
    summary: str
    themes: list[str]
    audience: list[str]
    organs: list[str]
    promised: str
    immediate: bool
    online: bool
    fully_online: bool


class GroupView(CountedView):
    """The procedures of one main theme."""

    procedures: list[CardView]


class IndexView(TypedDict):
    """Every procedure once, and the choices of the filters."""

    groups: list[GroupView]
    themes: list[CountedView]
    audiences: list[CountedView]
    organs: list[ChoiceView]
    total: int


class ProceduresView(IndexView):
    """What procedures.html shows."""

    handbooks: list[HandbookLink]


class WayView(CountedView):
    """A theme or an audience with a few of its procedures."""

    url: str
    some: list[LinkView]


class WaysView(TypedDict):
    """What ways.html shows."""

    ways: list[WayView]


class ChosenView(TypedDict):
    """What chosen.html shows."""

    procedures: list[CardView]
    title: str


def pages(session: Session) -> Iterator[Page]:
    """Yield the index, and a page for each theme and audience in use."""
    cards = cards_of(session)
    view: ProceduresView = {**index_view(session, cards), "handbooks": handbook_links(session)}
    index = listing(
        Procedure,
        "procedures.html",
        f"{session.site.organiser}的 {len(cards)} 个办税缴费事项：按主题、对象和办理方式查找。",
        view,
        scripts=("filter.js",) if len(cards) <= _MOST else (),
    )
    yield from paged(index, _MOST, "groups", "procedures")
    by_theme = {id: [item for item in cards.values() if id in item["themes"]] for id in session.terms(THEMES)}
    by_audience = {id: [item for item in cards.values() if id in item["audience"]] for id in session.terms(AUDIENCES)}
    yield _ways("themes/", "先选是哪方面的事，再选办哪一项。", themes(session), by_theme)
    yield _ways("audiences/", "先选您是谁，再选办哪一项。", audiences(session), by_audience)
    for id, name in session.terms(THEMES).items():
        yield from _chosen(session, "themes/", id, name, by_theme[id])
    for id, name in session.terms(AUDIENCES).items():
        yield from _chosen(session, "audiences/", id, name, by_audience[id])


def _ways(url: str, what: str, choices: list[CountedView], found: Mapping[str, list[CardView]]) -> Page:
    """Return the index page of the themes or the audiences, each with a few of its procedures."""
    ways: list[WayView] = [
        {
            **choice,
            "url": f"{url}{choice['id']}/",
            "some": [{"name": item["name"], "url": item["url"]} for item in found[choice["id"]][:_SOME]],
        }
        for choice in choices
    ]
    view: WaysView = {"ways": ways}
    return listing(url, "ways.html", what, view)


def _chosen(session: Session, index: str, id: str, title: str, found: list[CardView]) -> Iterator[Page]:
    """Yield the pages of one theme or audience; nothing if no procedure has it."""
    url = f"{index}{id}/"
    if found:
        view: ChosenView = {"procedures": found, "title": title}
        page = Page(
            url,
            "chosen.html",
            title,
            f"{session.site.organiser}办理的“{title}”事项，共 {len(found)} 项。",
            index,
            view,
            kind="list",
            column=title,
            crumbs=(("", "首页"), (index, title_of(index))),
        )
        yield from paged(page, _MOST, "procedures")


def index_view(session: Session, cards: Mapping[str, CardView]) -> IndexView:
    """Return every procedure once under its main theme, and the choices of the filters."""
    groups: dict[str, list[CardView]] = {}
    for item in cards.values():
        groups.setdefault(next(iter(item["themes"]), ""), []).append(item)
    return {
        "groups": [
            {"id": id, "name": name, "count": len(found), "procedures": found}
            for id, name in session.terms(THEMES).items()
            if (found := groups.get(id))
        ],
        "themes": themes(session),
        "audiences": audiences(session),
        "organs": organs(session),
        "total": len(cards),
    }


@once
def cards_of(session: Session) -> dict[str, CardView]:
    """Return the cards of procedures in force, by id."""
    return {procedure.id: card(session, procedure) for procedure in session.procedures}


def card(session: Session, procedure: Procedure) -> CardView:
    """Return a procedure as lists show it."""
    promised = promised_range(session.limits(procedure))
    immediate = promised == Unit.ON_THE_SPOT.label
    online = procedure.online_depth in (OnlineDepth.FULL, OnlineDepth.APPLICATION) or any(
        channel.kind.is_online for channel in procedure.channels
    )
    return {
        **link(procedure),
        "id": procedure.id,
        "common_name": procedure.common_name or "",
        "aliases": list(procedure.aliases),
        "summary": procedure.summary,
        "themes": list(procedure.themes),
        "audience": list(procedure.audience),
        "organs": sorted({place.organ for place in procedure.where}),
        "promised": promised,
        "immediate": immediate,
        "online": online,
        "fully_online": procedure.online_depth is OnlineDepth.FULL,
    }


def themes(session: Session) -> list[CountedView]:
    """Return the themes in use with their numbers of procedures."""
    count = Counter(theme for item in cards_of(session).values() for theme in item["themes"])
    return [{"id": id, "name": name, "count": count[id]} for id, name in session.terms(THEMES).items() if id in count]


def audiences(session: Session) -> list[CountedView]:
    """Return the audiences in use with their numbers of procedures, the largest first."""
    count = Counter(audience for item in cards_of(session).values() for audience in item["audience"])
    return [{"id": id, "name": session.label(AUDIENCES, id), "count": number} for id, number in count.most_common()]


def organs(session: Session) -> list[ChoiceView]:
    """Return the organs that handle procedures, in order of id; none if there are more than _MOST."""
    used = {organ for item in cards_of(session).values() for organ in item["organs"]}
    known = session.registry.all(Organ).values()
    found: list[ChoiceView] = [
        {"id": organ.id, "name": organ.short_name or organ.name} for organ in known if organ.id in used
    ]
    return found if len(found) <= _MOST else []
