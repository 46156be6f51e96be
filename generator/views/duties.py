"""权责事项: the duty list, and for each duty who is responsible and which procedures rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.duties import Duty
from generator.model.procedures import Procedure
from generator.model.routes import rooted
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import LISTED, ListsPart, paged, shortened
from generator.views.pieces import bases, entry_links, link, link_to, links
from generator.views.shapes import BasisView, LinkView

_LISTS = {"procedures": "对应的办事事项"}
"""Lists that grow with other registries: key in the view -> heading."""


class DutyRow(LinkView):
    """A duty as a row of the list."""

    code: str
    kind: str
    organ: LinkView | None
    posts: list[LinkView]


class AreaView(TypedDict):
    """The duties of one area."""

    name: str
    duties: list[DutyRow]


class DutiesView(TypedDict):
    """What duties.html shows."""

    areas: list[AreaView]
    total: int


class DutyView(DutyRow):
    """All that is shown of a duty."""

    area: str
    summary: str
    sub_items: list[str]
    basis: list[BasisView]
    performance: list[str]
    published_at: str
    accountability: list[str]
    frequency: str
    procedures: list[LinkView]


class DutyPage(DutyView, EntryPart, ListsPart):
    """What duty.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the duty list."""
    duties = session.current(Duty)
    areas: dict[str, list[DutyRow]] = {}
    for duty in duties:
        areas.setdefault(duty.area, []).append(_row(session, duty))
    view: DutiesView = {
        "areas": [{"name": name, "duties": rows} for name, rows in sorted(areas.items())],
        "total": len(duties),
    }
    index = listing(
        Duty,
        "duties.html",
        f"{session.site.organiser}的 {len(duties)} 项权力和责任：做什么、凭什么、谁负责、做不好怎么追责。",
        view,
    )
    yield from paged(index, LISTED // 2, "areas", "duties")


def pages_of(session: Session, duty: Duty) -> Iterator[Page]:
    """Yield a duty's page, and the pages of its long lists."""
    page = detail(session, duty, "duty.html", duty.summary, duty_view(session, duty))
    yield from shortened(page, _LISTS)


def _row(session: Session, duty: Duty) -> DutyRow:
    """Return a duty as a row of the list."""
    return {
        **link(duty),
        "code": duty.code or "",
        "kind": duty.kind.label,
        "organ": link_to(session, "organs", duty.organ),
        "posts": links(session, "posts", duty.posts),
    }


def duty_view(session: Session, duty: Duty) -> DutyView:
    """Return everything that a duty's page shows."""
    return {
        **_row(session, duty),
        "area": duty.area,
        "summary": duty.summary,
        "sub_items": list(duty.sub_items),
        "basis": bases(session, duty.basis),
        "performance": list(duty.performance),
        "published_at": rooted(duty.published_at),
        "accountability": list(duty.accountability),
        "frequency": duty.frequency.label if duty.frequency else "",
        "procedures": entry_links(session.referrers(duty, Procedure)),
    }
