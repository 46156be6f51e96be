"""机构与大厅: what each organ does, where it is, when it is open, and whom to ask first."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.duties import Duty
from generator.model.organs import Organ, OrganKind, Weekday
from generator.model.posts import Post
from generator.model.regimes import Regime
from generator.views.common import Page, Source, View, detail, listing, named
from generator.views.paging import LISTED, paged, shortened
from generator.views.pieces import changes, contact, entry_links, link, link_to, opening_calendar, opening_hours
from generator.views.rosters import roster_of

_ORDER = (OrganKind.HALL, OrganKind.BRANCH, OrganKind.DEPARTMENT, OrganKind.BUREAU)


_LISTS = {"children": "下属机构", "posts": "岗位", "duties": "权责事项", "procedures": "这里能办"}
"""Lists that grow with the number of entries elsewhere."""


def pages(source: Source) -> Iterator[Page]:
    """Yield the index."""
    organs = source.current(Organ)
    index = listing(
        "organs/",
        "organs.html",
        "办税服务厅、税务分局和各股室：管什么、在哪里、几点开门、先问谁。",
        {
            "groups": [
                {"id": kind.value, "name": kind.label, "organs": found}
                for kind in _ORDER
                if (found := [_listed(source, organ) for organ in organs if organ.kind is kind])
            ],
            "opening_calendar": opening_calendar(source),
        },
        toc=tuple((kind.value, kind.label) for kind in _ORDER if any(organ.kind is kind for organ in organs)),
        scripts=("hours.js",),
    )
    yield from paged(index, LISTED // 5, "groups", "organs")


def pages_of(source: Source, organ: Organ) -> Iterator[Page]:
    """Yield an organ's page, and those of its long lists."""
    scripts = ("hours.js",) if organ.hours else ()
    page = detail(source, organ, "organ.html", organ.summary, organ_view(source, organ), scripts=scripts)
    yield from shortened(page, _LISTS)


def _listed(source: Source, organ: Organ) -> View:
    """Return an organ as it stands in the index, which tells of halls whether they are open."""
    card = _card(source, organ)
    return {**card, "opening": opening_hours(source, organ)} if organ.kind is OrganKind.HALL else card


def _card(source: Source, organ: Organ) -> View:
    """Return an organ as it stands in lists."""
    return {
        **contact(organ),
        "summary": organ.summary,
        "area": organ.area or "",
        "first_contact": link_to(source, "posts", organ.first_contact),
    }


def organ_view(source: Source, organ: Organ) -> View:
    """Return everything that an organ's page shows."""
    procedures = [item for item in source.procedures_of(organ) if organ.id in item["places"]]
    return {
        **_card(source, organ),
        "type": organ.kind.label,
        "opening": opening_hours(source, organ),
        "changes": changes(source, organ),
        "opening_calendar": opening_calendar(source) if organ.hours else None,
        "workdays": any(Weekday.WORKDAY in item.days for item in organ.hours),
        "roster": roster_of(source, organ),
        "level": organ.level.label if organ.level else "",
        "aliases": list(organ.aliases),
        "parent": link_to(source, "organs", organ.parent),
        "children": entry_links(item for item in source.referrers(organ, Organ) if item.parent == organ.id),
        "handles": list(organ.handles),
        "poster": source.pdf and organ.kind is OrganKind.HALL and organ.in_force(source.as_of),
        "transit": organ.transit or "",
        "appointment": organ.appointment or "",
        "windows": [
            {
                "id": id,
                "name": window.name,
                "number": window.number or "",
                "floor": window.floor or "",
                "handles": window.handles or "",
                "post": link_to(source, "posts", window.post),
                "procedures": named(item for item in procedures if id in item["places"][organ.id]),
            }
            for id, window in organ.windows.items()
        ],
        "posts": [{**link(post), "scope": post.first_contact_scope or ""} for post in source.referrers(organ, Post)],
        "duties": entry_links(item for item in source.referrers(organ, Duty) if item.organ == organ.id),
        "regimes": entry_links(item for item in source.referrers(organ, Regime) if item.organ == organ.id),
        "procedures": named(procedures) if not organ.windows else [],
    }
