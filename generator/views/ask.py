"""该问谁: whom to ask about each matter, who covers, to whom one is handed over; and one number for everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.organs import Organ, OrganKind
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.remedies import Remedy
from generator.model.routes import index_of
from generator.model.vocabularies import THEMES
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import hand_over_chain, link, link_to, post_phone
from generator.views.rosters import DutyView, duty_views
from generator.views.shapes import HandOverView, LinkView

_MOST = 200
"""Most rows on one page."""


class DeskView(LinkView):
    """A hall where anybody may ask: its telephone, and the post that answers first."""

    phone: str
    address: str
    post: LinkView | None


class AskedPost(LinkView):
    """A post with the matters of a theme that it answers for first."""

    organ: str
    phone: str
    cover: LinkView | None
    hands_over_to: list[HandOverView]
    matters: list[LinkView]


class ThemeView(TypedDict):
    """The posts to ask about the matters of one theme."""

    id: str
    name: str
    count: int
    posts: list[AskedPost]


class AskView(TypedDict):
    """What ask.html shows. `unknown` are matters without a post to ask first."""

    hotline: str
    desks: list[DeskView]
    duty: list[DutyView]
    complaint_phone: str
    finder: str
    themes: list[ThemeView]
    unknown: list[LinkView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    halls = [organ for organ in session.current(Organ) if organ.kind is OrganKind.HALL]
    posts = session.registry.all(Post)
    by_theme: dict[str, dict[str, list[Procedure]]] = {}
    for item in session.procedures:
        if item.first_contact in posts and item.themes:
            by_theme.setdefault(item.themes[0], {}).setdefault(item.first_contact or "", []).append(item)
    view: AskView = {
        "hotline": session.site.hotline,
        "desks": [_desk(session, hall) for hall in halls],
        "duty": duty_views(session),
        "complaint_phone": (session.bureau.complaint_phone if session.bureau else "") or "",
        "finder": index_of(Remedy.FOLDER) if session.registry.all(Remedy) else "",
        "themes": [
            {
                "id": f"theme-{id}",
                "name": name,
                "count": sum(map(len, found.values())),
                "posts": [_asked(session, posts[post], matters) for post, matters in found.items()],
            }
            for id, name in session.terms(THEMES).items()
            if (found := by_theme.get(id))
        ],
        "unknown": [link(item) for item in session.procedures if item.first_contact not in posts],
    }
    words = "这件事先问谁、电话多少、人不在找谁、会转给谁；不知道问谁的，打一个电话就行。"
    yield from paged(
        listing("ask/", "ask.html", words, view, scripts=("hours.js", "narrow.js")), _MOST, "themes", "posts"
    )


def _desk(session: Session, hall: Organ) -> DeskView:
    """Return a hall where anybody may ask."""
    return {
        **link(hall),
        "phone": hall.inquiry_phone or "",
        "address": hall.address or "",
        "post": link_to(session, "posts", hall.first_contact),
    }


def _asked(session: Session, post: Post, matters: list[Procedure]) -> AskedPost:
    """Return a post with the matters that it answers for first."""
    organ = session.registry.get(Organ, post.organ)
    return {
        **link(post),
        "organ": (organ.short_name or organ.name) if organ else "",
        "phone": post_phone(session, post),
        "cover": link_to(session, "posts", post.cover),
        "hands_over_to": hand_over_chain(session, post.hands_over_to),
        "matters": [{**link(item), "name": item.common_name or item.name} for item in matters],
    }
