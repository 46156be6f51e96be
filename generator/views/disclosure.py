"""政府信息公开: the page of the column, and the directory of what is published proactively."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.content import Column
from generator.model.oversight import Oversight, OversightKind
from generator.model.routes import index_of
from generator.session import Session
from generator.views.catalogue import StateView, states
from generator.views.common import Page, listing
from generator.views.pages import WrittenView, column_pages
from generator.views.pieces import entry_links
from generator.views.shapes import LinkView


class DisclosureView(TypedDict):
    """What disclosure.html shows: the column's content pages, and how to apply for what is not published."""

    written: list[WrittenView]
    application: list[LinkView]


class CatalogueRow(LinkView):
    """A registry in the directory, with its number in the list and its count of entries."""

    number: int
    theme: str
    content: str
    count: int


class CatalogueView(TypedDict):
    """What catalogue.html shows. `states` counts the matters of the standard directory, if there is one.

    `organ` publishes all of them.
    """

    organ: str
    states: list[StateView]
    rows: list[CatalogueRow]


def pages(session: Session) -> Iterator[Page]:
    """Yield the column's page and the directory."""
    ways = [item for item in session.registry.all(Oversight).values() if item.kind is OversightKind.DISCLOSURE]
    view: DisclosureView = {"written": column_pages(session, Column.DISCLOSURE), "application": entry_links(ways)}
    yield listing(
        "disclosure/",
        "disclosure.html",
        "政府信息公开指南、制度、法定主动公开内容、年报和依申请公开。",
        view,
    )
    directory: CatalogueView = {
        "organ": session.site.organiser,
        "states": states(session),
        "rows": catalogue(session),
    }
    yield listing(
        "disclosure/catalogue/",
        "catalogue.html",
        "主动公开的内容逐类列出：公开什么、谁来公开、在哪里看。",
        directory,
    )


def catalogue(session: Session) -> list[CatalogueRow]:
    """Return the directory's rows, one for each registry that has entries."""
    rows: list[CatalogueRow] = []
    for record in session.registry.kinds.values():
        entries = session.current(record)
        if not entries:
            continue
        theme, content = record.DISCLOSES
        url = index_of(record.FOLDER)
        rows.append(
            {
                "number": len(rows) + 1,
                "theme": theme,
                "name": record.COLUMN,
                "url": url,
                "content": content,
                "count": len(entries),
            }
        )
    return rows
