"""责任区: which post looks after a place, by branch; and the places from A to Z, each with its posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.areas import Area
from generator.model.organs import Organ
from generator.model.posts import Post
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import link, link_to, post_phone
from generator.views.shapes import LinkView


class AreaView(TypedDict):
    """An area with its posts."""

    id: str
    name: str
    kind: str
    places: list[str]
    post: LinkView | None
    phone: str
    lead: LinkView | None


class BranchView(TypedDict):
    """The areas of a branch. `shared` is True if all have the same posts, so that these are said once."""

    id: str
    organ: LinkView
    shared: bool
    areas: list[AreaView]


class AreasView(TypedDict):
    """What areas.html shows."""

    branches: list[BranchView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    found: dict[str, list[AreaView]] = {}
    for area in session.current(Area):
        found.setdefault(area.organ, []).append(_area(session, area))
    branches: list[BranchView] = [
        {
            "id": f"organ-{organ.id}",
            "organ": link(organ),
            "shared": all(_posts(area) == _posts(found[organ.id][0]) for area in found[organ.id]),
            "areas": found[organ.id],
        }
        for organ in session.registry.all(Organ).values()
        if organ.id in found
    ]
    index = listing(
        Area,
        "areas.html",
        "我家门店、我的公司归哪个岗位管：按街道、村和园区查，岗位和电话都在这里。",
        {"branches": branches},
        toc=tuple((branch["id"], branch["organ"]["name"]) for branch in branches),
    )
    yield from paged(index, 200, "branches", "areas")


def _area(session: Session, area: Area) -> AreaView:
    """Return an area with its posts."""
    post = session.registry.get(Post, area.post)
    return {
        "id": area.id,
        "name": area.name,
        "kind": area.kind,
        "places": list(area.places),
        "post": link(post) if post else None,
        "phone": post_phone(session, post) if post else "",
        "lead": link_to(session, "posts", area.lead_post),
    }


def _posts(area: AreaView) -> tuple[LinkView | None, str, LinkView | None]:
    """Return whom to ask about an area."""
    return area["post"], area["phone"], area["lead"]
