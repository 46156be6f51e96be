"""办事指南: the index of procedures, and a page for each theme and audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypedDict

from generator.model.organs import Organ
from generator.model.procedures import Audience, OnlineDepth, Procedure, Theme
from generator.model.types import ChannelKind, Unit, Vocabulary
from generator.session import Session, once
from generator.views.common import Page, listing
from generator.views.handbook import HandbookLink, handbook_links
from generator.views.paging import paged
from generator.views.pieces import link, promised_range
from generator.views.shapes import ChoiceView, CountedView, LinkView

_MOST = 200
"""Procedures on one page. Filters look at one page only, so they are there while one page holds all."""


class CardView(LinkView):
    """A procedure as it stands in lists, with what the filters look at."""

    id: str
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
    """Every procedure once, and what can be chosen among."""

    groups: list[GroupView]
    themes: list[CountedView]
    audiences: list[CountedView]
    organs: list[ChoiceView]
    total: int


class ProceduresView(IndexView):
    """What procedures.html shows."""

    handbooks: list[HandbookLink]


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
    )
    yield from paged(index, _MOST, "groups", "procedures")
    for theme in Theme:
        found = [item for item in cards.values() if theme.value in item["themes"]]
        yield from _chosen(session, "themes", theme, found)
    for audience in Audience:
        found = [item for item in cards.values() if audience.value in item["audience"]]
        yield from _chosen(session, "audiences", audience, found)


def _chosen(session: Session, group: str, member: Vocabulary, found: list[CardView]) -> Iterator[Page]:
    """Yield the page of one theme or audience, where any procedure has it."""
    if found:
        view: ChosenView = {"procedures": found, "title": member.label}
        page = Page(
            f"{group}/{member.value}/",
            "chosen.html",
            member.label,
            f"{session.site.organiser}办理的“{member.label}”事项，共 {len(found)} 项。",
            "procedures/",
            view,
            kind="list",
            column=member.label,
            crumbs=(("", "首页"), ("procedures/", "办事指南")),
        )
        yield from paged(page, _MOST, "procedures")


def index_view(session: Session, cards: Mapping[str, CardView]) -> IndexView:
    """Return the index: every procedure once under its main theme, with what the filters look at."""
    groups: dict[str, list[CardView]] = {}
    for item in cards.values():
        groups.setdefault(next(iter(item["themes"]), Theme.REGISTRATION.value), []).append(item)
    return {
        "groups": [
            {"id": theme.value, "name": theme.label, "count": len(found), "procedures": found}
            for theme in Theme
            if (found := groups.get(theme.value))
        ],
        "themes": themes(session),
        "audiences": audiences(session),
        "organs": organs(session),
        "total": len(cards),
    }


@once
def cards_of(session: Session) -> dict[str, CardView]:
    """Return every procedure in force as it stands in lists, by id."""
    return {procedure.id: card(session, procedure) for procedure in session.procedures}


def card(session: Session, procedure: Procedure) -> CardView:
    """Return a procedure as it stands in lists."""
    promised = promised_range(session.limits(procedure))
    immediate = promised == Unit.ON_THE_SPOT.label
    online = procedure.online_depth in (OnlineDepth.FULL, OnlineDepth.APPLICATION) or any(
        channel.kind in (ChannelKind.ONLINE, ChannelKind.MOBILE) for channel in procedure.channels
    )
    return {
        **link(procedure),
        "id": procedure.id,
        "aliases": list(procedure.aliases),
        "summary": procedure.summary,
        "themes": [theme.value for theme in procedure.themes],
        "audience": [audience.value for audience in procedure.audience],
        "organs": sorted({place.organ for place in procedure.where}),
        "promised": promised,
        "immediate": immediate,
        "online": online,
        "fully_online": procedure.online_depth is OnlineDepth.FULL,
    }


def themes(session: Session) -> list[CountedView]:
    """Return the themes in use, each with how many procedures it has."""
    count = Counter(theme for item in cards_of(session).values() for theme in item["themes"])
    used = [theme for theme in Theme if theme.value in count]
    return [{"id": theme.value, "name": theme.label, "count": count[theme.value]} for theme in used]


def audiences(session: Session) -> list[CountedView]:
    """Return the audiences in use, each with how many procedures are for it."""
    count = Counter(audience for item in cards_of(session).values() for audience in item["audience"])
    labels = {audience.value: audience.label for audience in Audience}
    return [{"id": id, "name": labels[id], "count": number} for id, number in count.most_common()]


def organs(session: Session) -> list[ChoiceView]:
    """Return the organs where procedures are brought, in the order of their id; none where a choice is no help."""
    used = {organ for item in cards_of(session).values() for organ in item["organs"]}
    known = session.registry.all(Organ).values()
    found: list[ChoiceView] = [
        {"id": organ.id, "name": organ.short_name or organ.name} for organ in known if organ.id in used
    ]
    return found if len(found) <= _MOST else []
