"""整改台账: what was found, who mends it by when, what is late, what came back; and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.check.rectifications import mended_before
from generator.model.rectifications import Rectification
from generator.model.work_items import WorkState
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import paged
from generator.views.pieces import link, link_to
from generator.views.shapes import LinkView
from generator.views.work_items import (
    AxisView,
    StateCount,
    WorkDetail,
    WorkView,
    axis_of,
    axis_view,
    counts,
    urgent_first,
    work_detail,
    work_view,
)

_ON_A_PAGE, _CLOSED = 80, 200
"""Most open rectifications on a page, and most of the closed ones, the newest."""


class RectificationRow(WorkView):
    """A rectification as the ledger shows it; `back` is the one that mended the same problem before."""

    topic: str
    origin: str
    back: LinkView | None


class LedgerView(TypedDict):
    """What rectifications.html shows: the open ones, those that wait for verification, and the closed ones."""

    today: str
    counts: list[StateCount]
    open: list[RectificationRow]
    closed: list[RectificationRow]
    more_closed: int
    back: list[RectificationRow]
    axis: AxisView


class RectificationView(WorkDetail):
    """All that is shown of a rectification."""

    problem: str
    topic: str
    origin: str
    round: LinkView | None
    failure: str
    cause: str
    heavier: str
    back: LinkView | None


class RectificationPage(RectificationView, EntryPart):
    """What rectification.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the ledger."""
    items = urgent_first(session.current(Rectification), session.as_of)
    span = axis_of(items, session.as_of)
    rows = [_row(session, item, work_view(session, item, span)) for item in items]
    closed = sorted(
        (row for row in rows if row["state"] == WorkState.CLOSED.value), key=lambda row: row["due"], reverse=True
    )
    view: LedgerView = {
        "today": day_text(session.as_of),
        "counts": counts(items, session.as_of),
        "open": [row for row in rows if row["state"] != WorkState.CLOSED.value],
        "closed": closed[:_CLOSED],
        "more_closed": max(0, len(closed) - _CLOSED),
        "back": [row for row in rows if row["back"]],
        "axis": axis_view(span, session.as_of),
    }
    index = listing(
        Rectification,
        "rectifications.html",
        "查出来的问题：谁负责改，改到什么程度，最迟哪天，改好没有，谁核实的。",
        view,
        toc=(("open", "正在改的"), *((("back", "改好又出现的"),) if view["back"] else ()), ("closed", "已经销号的"))
        if rows
        else (),
    )
    yield from paged(index, _ON_A_PAGE, "open")


def _row(session: Session, item: Rectification, row: WorkView) -> RectificationRow:
    """Return a rectification as the ledger shows it."""
    back = mended_before(session).get(item.id)
    return {**row, "topic": item.topic, "origin": item.origin.label, "back": link(back) if back else None}


def pages_of(session: Session, item: Rectification) -> Iterator[Page]:
    """Yield a rectification's page."""
    yield detail(session, item, "rectification.html", item.problem, rectification_view(session, item))


def rectification_view(session: Session, item: Rectification) -> RectificationView:
    """Return everything that a rectification's page shows."""
    back = mended_before(session).get(item.id)
    return {
        **work_detail(session, item),
        "problem": item.problem,
        "topic": item.topic,
        "origin": item.origin.label,
        "round": link_to(session, "rounds", item.round),
        "failure": item.failure.label,
        "cause": item.cause.label,
        "heavier": item.heavier or "",
        "back": link(back) if back else None,
    }
