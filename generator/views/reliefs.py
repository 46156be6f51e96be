"""我能享受什么优惠: the reliefs in force by occasion, and a page for each.

The index has a few questions; reliefs.js shows what fits the answers. Without scripts it is a complete list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.reliefs import SOON_DAYS, Occasion, Relief, Size
from generator.model.vocabularies import AUDIENCES
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import paged
from generator.views.pieces import bases, choices, link, links
from generator.views.shapes import AskedView, BasisView, ChoiceView, LinkView

MOST = 300
"""Most reliefs on one page; more are paged, without questions, since these would only look through one page."""


class ReliefRow(LinkView):
    """A relief in a list. `soon`: it ends within SOON_DAYS. `case` says for whom it is, as reliefs.js reads it."""

    benefit: str
    enjoy: str
    until: str
    soon: bool
    ground: str
    case: str


class OccasionView(ChoiceView):
    """The reliefs of one occasion."""

    reliefs: list[ReliefRow]


class ReliefsView(TypedDict):
    """What reliefs.html shows."""

    questions: list[AskedView]
    occasions: list[OccasionView]
    count: int


class ReliefView(TypedDict):
    """All that is shown of a relief. `until` is its last day, or that there is none."""

    benefit: str
    taxes: list[str]
    who: list[str]
    audience: list[str]
    size: str
    since: str
    until: str
    enjoy: str
    how: str
    keep: list[str]
    basis: list[BasisView]
    guides: list[LinkView]
    note: str


class ReliefPage(ReliefView, EntryPart):
    """What relief.html shows."""


def until_text(relief: Relief) -> str:
    """Return until when a relief runs, in words; empty if that is not stated."""
    if relief.effective_to:
        return f"执行到{day_text(relief.effective_to)}"
    return "没有规定截止日期" if relief.open_ended else ""


def row(session: Session, relief: Relief) -> ReliefRow:
    """Return a relief as lists show it."""
    ground = bases(session, relief.basis[:1])
    return {
        **link(relief),
        "benefit": relief.benefit,
        "enjoy": relief.enjoy.label,
        "until": until_text(relief),
        "soon": relief.effective_to is not None and (relief.effective_to - session.as_of).days <= SOON_DAYS,
        "ground": (ground[0]["number"] or ground[0]["name"]) if ground else "",
        "case": _case(relief),
    }


def _case(relief: Relief) -> str:
    """Return for whom a relief is: "who=enterprise|tax_agent doing=run size=small", without what does not matter."""
    parts = {
        "who": list(relief.audience),
        "doing": [item.value for item in relief.occasions],
        "size": [item.value for item in relief.sizes],
    }
    return " ".join(f"{key}={'|'.join(values)}" for key, values in parts.items() if values)


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    reliefs = session.current(Relief)
    occasions: list[OccasionView] = [
        {
            "id": occasion.value,
            "name": occasion.label,
            "reliefs": [row(session, item) for item in reliefs if item.occasions[0] is occasion],
        }
        for occasion in Occasion
    ]
    occasions = [item for item in occasions if item["reliefs"]]
    asked = _questions(session, reliefs) if len(reliefs) <= MOST else []
    view: ReliefsView = {"questions": asked, "occasions": occasions, "count": len(reliefs)}
    page = listing(
        Relief,
        "reliefs.html",
        f"{len(reliefs)} 项税费优惠：谁能享受、优惠多少、执行到哪天、怎么享受。",
        view,
        scripts=("reliefs.js",) if asked else (),
    )
    yield from paged(page, MOST, "occasions", "reliefs")


def _questions(session: Session, reliefs: list[Relief]) -> list[AskedView]:
    """Return the questions whose answers tell reliefs apart, with the answers that some relief has."""
    audience = {id for item in reliefs for id in item.audience}
    doing = {occasion for item in reliefs for occasion in item.occasions}
    asked: list[AskedView] = [
        {
            "id": "who",
            "ask": "您是？",
            "options": [{"id": id, "name": name} for id, name in session.terms(AUDIENCES).items() if id in audience],
        },
        {
            "id": "doing",
            "ask": "遇到什么事？",
            "options": choices(item for item in Occasion if item in doing),
        },
        {"id": "size", "ask": "规模？", "options": choices(Size)},
    ]
    return [item for item in asked if len(item["options"]) > 1]


def pages_of(session: Session, relief: Relief) -> Iterator[Page]:
    """Yield a relief's page."""
    view: ReliefView = {
        "benefit": relief.benefit,
        "taxes": list(relief.taxes),
        "who": list(relief.who),
        "audience": [session.label(AUDIENCES, id) for id in relief.audience],
        "size": "、".join(item.label for item in relief.sizes),
        "since": day_text(relief.effective_from),
        "until": until_text(relief),
        "enjoy": relief.enjoy.label,
        "how": relief.how or "",
        "keep": list(relief.keep),
        "basis": bases(session, relief.basis),
        "guides": links(session, "procedures", relief.guides),
        "note": relief.note or "",
    }
    yield detail(session, relief, "relief.html", relief.benefit, view, keywords=relief.aliases)
