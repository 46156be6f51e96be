"""请示和答复: how many requests of branches each department answered in time, and every request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.organs import Organ
from generator.model.requests import BranchRequest
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import link, link_to
from generator.views.replies import AwaitingView, awaiting, regimes_of, reply_counts, urgent_replies
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount

_ON_A_PAGE = 100


class RequestView(AwaitingView):
    """A request with its answer."""

    route: str
    branch: LinkView | None
    through: LinkView | None
    subject: str
    common: str


class DepartmentView(TypedDict):
    """How a department answered the requests it was asked."""

    organ: LinkView
    counts: list[StateCount]
    total: int


class RequestsView(TypedDict):
    """What requests.html shows."""

    counts: list[StateCount]
    departments: list[DepartmentView]
    rows: list[RequestView]
    regimes: list[LinkView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of all requests."""
    items = urgent_replies(session, session.current(BranchRequest))
    view: RequestsView = {
        "counts": reply_counts(session, items),
        "departments": list(_departments(session, items)),
        "rows": [request_view(session, item) for item in items],
        "regimes": regimes_of(session, items),
    }
    index = listing(
        BranchRequest,
        "requests.html",
        "分局拿不准的事向股室请示：问的谁，7日内答复没有，超期几天。",
        view,
    )
    yield from paged(index, _ON_A_PAGE, "rows")


def _departments(session: Session, items: list[BranchRequest]) -> Iterator[DepartmentView]:
    """Yield the departments that were asked, in the order of the registry of organs."""
    for organ in session.registry.all(Organ).values():
        asked = [item for item in items if item.organ == organ.id]
        if asked:
            yield {"organ": link(organ), "counts": reply_counts(session, asked), "total": len(asked)}


def request_view(session: Session, item: BranchRequest) -> RequestView:
    """Return what is shown of a request."""
    return {
        **awaiting(session, item),
        "route": item.route.label,
        "branch": link_to(session, "organs", item.branch),
        "through": link_to(session, "posts", item.through),
        "subject": item.subject,
        "common": item.common or "",
    }
