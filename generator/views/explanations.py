"""事前解释说明: what new measures mean, those to come first, each with how long before it was explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.explanations import Explanation
from generator.model.posts import Post
from generator.model.routes import rooted
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import link, link_to, post_phone
from generator.views.shapes import LinkView

_ON_A_PAGE = 100


class ExplanationView(TypedDict):
    """An explanation. `coming` is True if the measure does not apply yet; `notice` is the days between."""

    id: str
    name: str
    concerns: str
    published_on: str
    starts_on: str
    coming: bool
    notice: int
    short_notice: str
    why: str
    changes: list[str]
    ask: LinkView | None
    phone: str
    page: str
    regime: LinkView | None


class ExplanationsView(TypedDict):
    """What explanations.html shows."""

    rows: list[ExplanationView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    items = sorted(session.current(Explanation), key=lambda item: (item.starts_on, item.id), reverse=True)
    view: ExplanationsView = {"rows": [_explanation(session, item) for item in items]}
    index = listing(
        Explanation,
        "explanations.html",
        "新措施实行以前先说清楚：影响谁，从哪天起，有什么变化，怎么办，问谁。",
        view,
    )
    yield from paged(index, _ON_A_PAGE, "rows")


def _explanation(session: Session, item: Explanation) -> ExplanationView:
    """Return what is shown of an explanation."""
    post = session.registry.get(Post, item.ask)
    return {
        "id": item.id,
        "name": item.name,
        "concerns": item.concerns,
        "published_on": str(item.published_on),
        "starts_on": str(item.starts_on),
        "coming": item.starts_on > session.as_of,
        "notice": (item.starts_on - item.published_on).days,
        "short_notice": item.short_notice or "",
        "why": item.why,
        "changes": list(item.changes),
        "ask": link(post) if post else None,
        "phone": post_phone(session, post) if post else "",
        "page": rooted(item.page),
        "regime": link_to(session, "regimes", item.regime),
    }
