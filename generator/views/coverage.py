"""公开覆盖表: which of the seven contents (七公开) are public for each procedure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.calendar import YearCalendar
from generator.model.procedures import Procedure
from generator.model.records import RESTATING
from generator.model.routes import index_of
from generator.model.vocabularies import THEMES
from generator.session import Session
from generator.views.common import Page, listing, text
from generator.views.paging import paged
from generator.views.pieces import link
from generator.views.procedures import SEVEN
from generator.views.shapes import LinkView

_MOST = 170
"""Most rows on one page."""


class ColumnView(TypedDict):
    """One of the seven contents: anchor on a procedure's page, name, and number of procedures that have it."""

    anchor: str
    name: str
    total: int


class RowView(LinkView):
    """A procedure with its main theme, the anchors of its public contents, and its day of verification."""

    theme: str
    public: list[str]
    gap: bool
    verified_on: str


class RegistryView(LinkView):
    """A registry: how many entries are public, and how many of them were compared with the rules in force.

    `verified` is None if its entries are the bureau's own: none was compared. `gap`: it is empty, or not all are
    that restate rules.
    """

    total: int
    verified: int | None
    gap: bool


class CoverageView(TypedDict):
    """What coverage.html shows. `unverified` counts the procedures that were never verified."""

    registries: list[RegistryView]

    columns: list[ColumnView]
    rows: list[RowView]
    total: int
    complete: int
    unverified: int


def pages(session: Session) -> Iterator[Page]:
    """Yield the coverage matrix."""
    rows = sorted((row(session, procedure) for procedure in session.procedures), key=lambda row: not row["gap"])
    totals = [sum(anchor in row["public"] for row in rows) for anchor, _ in SEVEN]
    complete = sum(len(row["public"]) == len(SEVEN) for row in rows)
    view: CoverageView = {
        "registries": sorted(_registries(session), key=lambda item: not item["gap"]),
        "columns": [
            {"anchor": anchor, "name": name, "total": total}
            for (anchor, name), total in zip(SEVEN, totals, strict=True)
        ],
        "rows": rows,
        "total": len(rows),
        "complete": complete,
        "unverified": sum(not row["verified_on"] for row in rows),
    }
    words = f"{len(rows)} 个事项的七项公开内容，哪些已公开、哪些还缺，逐项列出。"
    page = listing("coverage/", "coverage.html", words, view, scripts=("narrow.js",))
    yield from paged(page, _MOST, "rows")


def _registries(session: Session) -> Iterator[RegistryView]:
    """Yield the registries that have a place in the menu, each with its numbers."""
    for folder, kind in session.registry.kinds.items():
        if kind.TAB and kind is not YearCalendar:  # its notices come with the program
            entries = session.current(kind)
            known = sum(item.verified_on is not None for item in entries)
            verified = known if known or issubclass(kind, RESTATING) else None
            yield {
                "name": kind.COLUMN,
                "url": index_of(folder),
                "total": len(entries),
                "verified": verified,
                "gap": not entries or (issubclass(kind, RESTATING) and known < len(entries)),
            }


def row(session: Session, procedure: Procedure) -> RowView:
    """Return a procedure's row: main theme, public contents, day of verification."""
    shown = public(session, procedure)
    return {
        **link(procedure),
        "gap": len(shown) < len(SEVEN),
        "theme": session.label(THEMES, procedure.themes[0]) if procedure.themes else "",
        "public": shown,
        "verified_on": text(procedure.verified_on),
    }


def public(session: Session, procedure: Procedure) -> list[str]:
    """Return the anchors of the seven contents that a procedure has."""
    has: dict[str, object] = {
        "duty": procedure.duties,
        "process": procedure.steps
        and (procedure.materials or procedure.no_materials)
        and (procedure.where or procedure.channels),
        "basis": procedure.basis,
        "conditions": procedure.conditions or procedure.conditions_any,
        "time-limit": session.promise(procedure),
        "standards": procedure.standards,
        "oversight": procedure.oversight,
    }
    return [anchor for anchor, _ in SEVEN if has[anchor]]
