"""机构与大厅: what each organ does, where it is, when it is open, and its first-contact post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.duties import Duty
from generator.model.organs import Organ, OrganKind, Weekday
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.rectifications import Rectification
from generator.model.regimes import Regime
from generator.model.rounds import Round
from generator.model.routes import address
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.kept import KeptView, kept_of_organ
from generator.views.linked import office
from generator.views.opening import changes, contact, opening_calendar, opening_hours
from generator.views.paging import LISTED, ListsPart, paged, shortened
from generator.views.pieces import entry_links, link, link_to
from generator.views.rosters import RosterView, roster_of
from generator.views.shapes import (
    ChangeView,
    ContactView,
    LinkView,
    OpeningCalendarView,
    OpenOtherwiseView,
    OpenView,
    PlaceView,
    WindowView,
)
from generator.views.watched import WatchedView, watched_of

_ORDER = (OrganKind.HALL, OrganKind.BRANCH, OrganKind.DEPARTMENT, OrganKind.BUREAU, OrganKind.GROUP)
"""Kinds of organs in the order in which the index shows them."""

_LISTS = {
    "children": "下属机构",
    "posts": "岗位",
    "duties": "权责事项",
    "procedures": "这里能办",
    "watched": "负责的承诺、任务和答复",
    "findings": "督查发现的问题",
}
"""Lists that grow with other registries: key in the view -> heading."""


class OrganPlace(PlaceView):
    """An organ with what it does and its first-contact post."""

    summary: str
    area: str
    first_contact: LinkView | None


class OrganCard(OrganPlace, ContactView):
    """An organ as lists show it."""


class ListedHall(OrganCard):
    """A hall in the index, with its opening hours for hours.js."""

    opening: list[OpenView | OpenOtherwiseView]


class KindView(TypedDict):
    """The organs of one kind."""

    id: str
    name: str
    organs: list[OrganCard | ListedHall]


class OrgansView(TypedDict):
    """What organs.html shows."""

    groups: list[KindView]
    opening_calendar: OpeningCalendarView


class OrganWindow(WindowView):
    """A window of a hall: what it handles, and the post that staffs it."""

    id: str
    handles: str
    post: LinkView | None
    procedures: list[LinkView]


class OrganPost(LinkView):
    """A post of an organ, with its scope as first contact."""

    scope: str


class MemberView(LinkView):
    """A post that is a member of a leading group."""

    role: str


class FoundView(LinkView):
    """A finding of a round at an organ: `name` is what was found, `url` the round's page or the rectification's."""

    round: str
    tone: str
    word: str


class OrganView(OrganPlace):
    """All that is shown of an organ."""

    type: str
    opening: list[OpenView | OpenOtherwiseView]
    changes: list[ChangeView]
    opening_calendar: OpeningCalendarView | None
    workdays: bool
    roster: RosterView | None
    level: str
    aliases: list[str]
    parent: LinkView | None
    children: list[LinkView]
    handles: list[str]
    poster: bool
    transit: str
    appointment: str
    windows: list[OrganWindow]
    members: list[MemberView]
    posts: list[OrganPost]
    duties: list[LinkView]
    regimes: list[LinkView]
    procedures: list[LinkView]
    kept: list[KeptView]
    watched: list[WatchedView]
    findings: list[FoundView]


class OrganPage(OrganView, EntryPart, ListsPart):
    """What organ.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    organs = session.current(Organ)
    view: OrgansView = {
        "groups": [
            {"id": kind.value, "name": kind.label, "organs": found}
            for kind in _ORDER
            if (found := [_listed(session, organ) for organ in organs if organ.kind is kind])
        ],
        "opening_calendar": opening_calendar(session),
    }
    index = listing(
        Organ,
        "organs.html",
        "办税服务厅、税务分局和各股室：管什么、在哪里、几点开门、先问谁。",
        view,
        toc=tuple((kind.value, kind.label) for kind in _ORDER if any(organ.kind is kind for organ in organs)),
        scripts=("hours.js",),
    )
    yield from paged(index, LISTED // 5, "groups", "organs")


def pages_of(session: Session, organ: Organ) -> Iterator[Page]:
    """Yield an organ's page, and the pages of its long lists."""
    scripts = ("hours.js",) if organ.hours else ()
    view = organ_view(session, organ)
    page = detail(session, organ, "organ.html", organ.summary, view, scripts=scripts, linked=office(session, organ))
    yield from shortened(page, _LISTS)


def _listed(session: Session, organ: Organ) -> OrganCard | ListedHall:
    """Return an organ as the index shows it; a hall has its opening hours for hours.js."""
    card = _card(session, organ)
    return {**card, "opening": opening_hours(session, organ)} if organ.kind is OrganKind.HALL else card


def _card(session: Session, organ: Organ) -> OrganCard:
    """Return an organ as lists show it."""
    return {
        **contact(organ),
        "summary": organ.summary,
        "area": organ.area or "",
        "first_contact": link_to(session, "posts", organ.first_contact),
    }


def organ_view(session: Session, organ: Organ) -> OrganView:
    """Return everything that an organ's page shows."""
    procedures = [
        (procedure, places)
        for procedure in session.referrers(organ, Procedure)
        if (places := [place for place in procedure.where if place.organ == organ.id])
    ]
    return {
        **_card(session, organ),
        "type": organ.kind.label,
        "opening": opening_hours(session, organ),
        "changes": changes(session, organ),
        "opening_calendar": opening_calendar(session) if organ.hours else None,
        "workdays": any(Weekday.WORKDAY in item.days for item in organ.hours),
        "roster": roster_of(session, organ),
        "level": organ.level.label if organ.level else "",
        "aliases": list(organ.aliases),
        "parent": link_to(session, "organs", organ.parent),
        "children": entry_links(item for item in session.referrers(organ, Organ) if item.parent == organ.id),
        "handles": list(organ.handles),
        "poster": session.pdf and organ.kind is OrganKind.HALL and organ.in_force(session.as_of),
        "transit": organ.transit or "",
        "appointment": organ.appointment or "",
        "windows": [
            {
                "id": id,
                "name": window.name,
                "number": window.number or "",
                "floor": window.floor or "",
                "handles": window.handles or "",
                "post": link_to(session, "posts", window.post),
                "procedures": entry_links(
                    item for item, places in procedures if any(id in place.windows for place in places)
                ),
            }
            for id, window in organ.windows.items()
        ],
        "members": [
            {**link(post), "role": member.role}
            for member in organ.members
            if (post := session.registry.get(Post, member.post))
        ],
        "posts": [{**link(post), "scope": post.first_contact_scope or ""} for post in session.referrers(organ, Post)],
        "duties": entry_links(item for item in session.referrers(organ, Duty) if item.organ == organ.id),
        "regimes": entry_links(item for item in session.referrers(organ, Regime) if item.organ == organ.id),
        "procedures": entry_links(item for item, _ in procedures) if not organ.windows else [],
        "kept": kept_of_organ(session, organ.id),
        "watched": watched_of(session, organ.id),
        "findings": _findings(session, organ),
    }


def _findings(session: Session, organ: Organ) -> list[FoundView]:
    """Return what rounds found at an organ, the newest first, and what became of it."""
    rows: list[FoundView] = []
    for item in sorted(session.referrers(organ, Round), key=lambda item: item.held_to, reverse=True):
        for finding in item.findings:
            if finding.organ != organ.id:
                continue
            mending = session.registry.get(Rectification, finding.rectification)
            state = mending.state(session.as_of) if mending else None
            rows.append(
                {
                    "name": finding.what,
                    "url": address(mending or item),
                    "round": item.name,
                    "tone": state.value if state else "closed" if finding.settled else "",
                    "word": state.label if state else "当场改正" if finding.settled else "",
                }
            )
    return rows
