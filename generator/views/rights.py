"""纳税人权利与义务: each of the fourteen rights and ten duties in plain words, with where it is honoured here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.check.limits import owner_of
from generator.model.rights import Right, RightKind
from generator.model.routes import address, indexes, page_address
from generator.model.time_limits import TimeLimit
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import bases, links
from generator.views.shapes import BasisView, LinkView


class PlacesView(TypedDict):
    """Where a right is honoured: a word for the kind of places, and the places."""

    label: str
    links: list[LinkView]


class RightView(TypedDict):
    """A right or duty."""

    id: str
    number: int
    name: str
    says: str
    places: list[PlacesView]
    basis: list[BasisView]


class RightGroup(TypedDict):
    """The rights, or the duties."""

    id: str
    name: str
    items: list[RightView]


class RightsView(TypedDict):
    """What rights.html shows."""

    groups: list[RightGroup]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    found = sorted(session.current(Right), key=lambda item: item.number)
    groups: list[RightGroup] = [
        {"id": f"{kind.value}s", "name": kind.label, "items": items}
        for kind in RightKind
        if (items := [_right(session, item) for item in found if item.kind is kind])
    ]
    view: RightsView = {"groups": groups}
    counts = "、".join(f"{len(group['items'])} 项{group['name']}" for group in groups)
    yield listing(
        Right,
        "rights.html",
        f"{counts or '纳税人的权利和义务'}：说的是什么，在这里怎么办，没兑现找谁。",
        view,
        toc=tuple((group["id"], f"您的{group['name']}") for group in groups),
    )


def _right(session: Session, item: Right) -> RightView:
    """Return what is shown of a right or duty."""
    places = (
        ("怎么办", links(session, "procedures", item.procedures)),
        ("多久", _limits(session, item.time_limits)),
        ("靠什么保证", links(session, "regimes", item.regimes)),
        ("没兑现找谁", links(session, "oversight", item.oversight)),
        ("还可以看", _seen(session, item.see)),
    )
    return {
        "id": item.id,
        "number": item.number,
        "name": item.name,
        "says": item.says,
        "places": [{"label": label, "links": found} for label, found in places if found],
        "basis": bases(session, item.basis),
    }


def _limits(session: Session, ids: tuple[str, ...]) -> list[LinkView]:
    """Return time limits by id, each with the address of the page that shows it: the list of limits has several."""
    limits = filter(None, (session.registry.get(TimeLimit, id) for id in ids))
    owned = ((limit, owner_of(session, limit)) for limit in limits)
    return [{"name": limit.name, "url": address(owner)} for limit, owner in owned if owner]


def _seen(session: Session, addresses: tuple[str, ...]) -> list[LinkView]:
    """Return links to pages of the site by their addresses; pages that do not exist are skipped."""
    titles = {
        **indexes(session.registry.kinds),
        **{page_address(page.file): meta.title for page, meta in session.written},
    }
    urls = (address.lstrip("/") for address in addresses)
    return [{"name": titles[url], "url": url} for url in urls if url in titles]
