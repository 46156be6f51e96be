"""公告公示: what was announced of each kind, how many, and the address of the official notice; never the names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.announcements import Announcement, AnnouncementRow
from generator.model.periods import label, last_day
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import link_to, single_basis
from generator.views.shapes import BasisView, LinkView


class AnnouncedView(TypedDict):
    """A period: `state` says whether the notice still stands; days are in words, "" if there is none."""

    period: str
    count: str
    url: str
    published: str
    until: str
    state: str
    note: str


class AnnouncementView(TypedDict):
    """The announcements of a kind, the newest period first."""

    id: str
    name: str
    every: str
    covers: str
    organ: LinkView | None
    basis: list[BasisView]
    rows: list[AnnouncedView]


class AnnouncementsView(TypedDict):
    """What announcements.html shows."""

    items: list[AnnouncementView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    found = session.current(Announcement)
    view: AnnouncementsView = {"items": [_announcement(session, item) for item in found]}
    yield listing(
        Announcement,
        "announcements.html",
        "欠税、非正常户、文书送达、许可和处罚决定等公告：每期多少、哪天公布、到哪里看原文。这里不登名单。",
        view,
        toc=tuple((item.id, item.name) for item in found),
    )


def _announcement(session: Session, item: Announcement) -> AnnouncementView:
    """Return the announcements of a kind."""
    rows = sorted(item.rows, key=lambda row: (last_day(row.period), row.period), reverse=True)
    return {
        "id": item.id,
        "name": item.name,
        "every": item.every.label if item.every else "",
        "covers": item.covers,
        "organ": link_to(session, "organs", item.organ),
        "basis": single_basis(session, item.law, item.article),
        "rows": [_row(item, row) for row in rows],
    }


def _row(item: Announcement, row: AnnouncementRow) -> AnnouncedView:
    """Return a period as texts."""
    if not row.count:
        state = "没有要公告的"
    elif row.withdrawn_on:
        state = f"{day_text(row.withdrawn_on)}撤下"
    else:
        state = f"公告到{day_text(row.withdraw_on)}" if row.withdraw_on else "长期公告"
    return {
        "period": label(row.period),
        "count": f"{row.count} {item.unit}",
        "url": (row.url or "") if row.count and not row.withdrawn_on else "",
        "published": day_text(row.published_on),
        "until": day_text(row.withdraw_on),
        "state": state,
        "note": row.note or "",
    }
