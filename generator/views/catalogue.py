"""政务公开标准目录: the matters of the standard directory, by state, with their page and last day of change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.check.catalogue import updated
from generator.model.catalogue import CatalogueItem, OpenState
from generator.model.routes import rooted
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import bases, link_to
from generator.views.shapes import BasisView, LinkView


class ItemView(TypedDict):
    """A matter of the directory. `page` is its address on the site without the leading slash, "" if it has none."""

    id: str
    name: str
    elements: str
    state: str
    state_name: str
    page: str
    cadence: str
    updated: str
    whose: str
    due: str
    post: LinkView | None
    basis: list[BasisView]
    time_limit: str
    subject: str
    channels: str
    audience: str
    way: str


class ThemeView(TypedDict):
    """The matters of one theme."""

    id: str
    name: str
    items: list[ItemView]


class StateView(TypedDict):
    """How many matters have a state."""

    name: str
    count: int


class DirectoryView(TypedDict):
    """What directory.html shows."""

    states: list[StateView]
    themes: list[ThemeView]


def states(session: Session) -> list[StateView]:
    """Return how many matters have each state; empty without a directory."""
    counts = Counter(item.state for item in session.current(CatalogueItem))
    return [{"name": state.label, "count": counts[state]} for state in OpenState] if counts else []


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    by_theme: dict[str, list[ItemView]] = {}
    for item in sorted(session.current(CatalogueItem), key=lambda item: (item.order, item.id)):
        by_theme.setdefault(item.theme, []).append(_item(session, item))
    themes: list[ThemeView] = [
        {"id": f"theme-{number}", "name": name, "items": items} for number, (name, items) in enumerate(by_theme.items())
    ]
    view: DirectoryView = {"states": states(session), "themes": themes}
    yield listing(
        CatalogueItem,
        "directory.html",
        "依法要公开的事项：公开了没有、在哪里看、依据是什么；没有公开的，何时公开、谁负责。",
        view,
        toc=tuple((item["id"], item["name"]) for item in themes),
    )


def _item(session: Session, item: CatalogueItem) -> ItemView:
    """Return a matter as the page shows it."""
    last = updated(session, item.page) if item.page else None
    return {
        "id": item.id,
        "name": item.name,
        "elements": item.elements,
        "state": item.state.value,
        "state_name": item.state.label,
        "page": rooted(item.page),
        "cadence": item.cadence.label if item.cadence else "",
        "updated": day_text(last),
        "whose": item.whose or "",
        "due": day_text(item.due),
        "post": link_to(session, "posts", item.post),
        "basis": bases(session, item.basis),
        "time_limit": item.time_limit,
        "subject": item.subject,
        "channels": item.channels,
        "audience": item.audience,
        "way": item.way.label,
    }
