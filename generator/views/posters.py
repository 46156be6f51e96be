"""A service hall's poster (A3): its procedures, hours, commitments, telephones, and how to complain.

It is typeset as a PDF file (generator/pdf/) and has no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.commitments import Commitment
from generator.model.organs import Organ, OrganKind
from generator.model.oversight import Oversight, OversightKind
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.routes import address
from generator.model.types import ChannelKind
from generator.model.vocabularies import THEMES
from generator.session import Session
from generator.views.common import bureau_name
from generator.views.opening import changes, contact
from generator.views.pieces import post_phone
from generator.views.procedure_shapes import ComplaintPhoneView
from generator.views.shapes import ChangeView, PlaceView, WindowView


class PosterWindow(WindowView):
    """A window, and what it handles."""

    handles: str


class ThemeView(TypedDict):
    """The names of the procedures of one main theme."""

    name: str
    procedures: list[str]


class Promise(TypedDict):
    """A commitment's name and text."""

    name: str
    promise: str


class AskedFirst(TypedDict):
    """The first-contact post."""

    name: str
    phone: str


class ConsequenceView(TypedDict):
    """The consequence of the nth proven complaint."""

    times: int
    consequence: str


class ComplaintView(TypedDict):
    """A channel for complaints."""

    name: str
    phones: list[ComplaintPhoneView]
    ladder: list[ConsequenceView]


class PosterView(PlaceView):
    """What poster.typ shows."""

    windows: list[PosterWindow]
    changes: list[ChangeView]
    bureau: str
    address_of_page: str
    summary: str
    transit: str
    appointment: str
    count: int
    themes: list[ThemeView]
    promises: list[Promise]
    first_contact: AskedFirst | None
    hotline: str
    complaints: list[ComplaintView]


def posters(session: Session) -> Iterator[tuple[Organ, PosterView]]:
    """Yield every service hall in force with its poster's view."""
    for organ in session.current(Organ):
        if organ.kind is OrganKind.HALL:
            yield organ, poster_view(session, organ)


def poster_view(session: Session, hall: Organ) -> PosterView:
    """Return everything that a hall's poster shows."""
    taken = [
        procedure
        for procedure in session.referrers(hall, Procedure)
        if any(place.organ == hall.id for place in procedure.where)
    ]
    first = session.registry.get(Post, hall.first_contact)
    return {
        **contact(hall),
        "changes": changes(session, hall),
        "bureau": bureau_name(session),
        "address_of_page": session.site.base_url.rstrip("/") + "/" + address(hall),
        "summary": hall.summary,
        "transit": hall.transit or "",
        "appointment": hall.appointment or "",
        "windows": [
            {"name": item.name, "number": item.number or "", "floor": item.floor or "", "handles": item.handles or ""}
            for item in hall.windows.values()
        ],
        "count": len(taken),
        "themes": _by_theme(session, taken),
        "promises": _promises(session, taken),
        "first_contact": {"name": first.name, "phone": post_phone(session, first)} if first else None,
        "hotline": session.site.hotline,
        "complaints": _complaints(session),
    }


def _by_theme(session: Session, procedures: list[Procedure]) -> list[ThemeView]:
    """Return the names of procedures by main theme, in the order of themes."""
    groups: dict[str, list[str]] = {}
    for procedure in procedures:
        groups.setdefault(procedure.themes[0], []).append(procedure.name)
    return [{"name": name, "procedures": groups[id]} for id, name in session.terms(THEMES).items() if id in groups]


def _promises(session: Session, taken: list[Procedure]) -> list[Promise]:
    """Return the commitments on all procedures or on one handled here; the general ones come first."""
    here = {procedure.id for procedure in taken}
    found = [item for item in session.current(Commitment) if not item.procedures or here & set(item.procedures)]
    return [
        {"name": item.name, "promise": item.promise} for item in sorted(found, key=lambda item: len(item.procedures))
    ]


def _complaints(session: Session) -> list[ComplaintView]:
    """Return the channels for complaints, with telephones and consequences."""
    return [
        {
            "name": item.name,
            "phones": [
                {"name": channel.name or "", "phone": channel.phone}
                for channel in item.channels
                if channel.kind is ChannelKind.PHONE and channel.phone
            ],
            "ladder": [{"times": step.times, "consequence": step.consequence} for step in item.ladder],
        }
        for item in session.current(Oversight)
        if item.kind is OversightKind.COMPLAINT
    ]
