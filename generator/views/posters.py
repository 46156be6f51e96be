"""A service hall's poster (A3): what it takes, when it is open, what it promises, telephones, how to complain.

Typeset as a PDF file (generator/pdf/); there is no page of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.commitments import Commitment
from generator.model.organs import Organ, OrganKind
from generator.model.oversight import Oversight, OversightKind
from generator.model.posts import Post
from generator.model.procedures import Procedure, Theme
from generator.model.routes import address
from generator.model.types import ChannelKind
from generator.session import Session
from generator.views.pieces import changes, contact, post_phone
from generator.views.procedure_shapes import ComplaintPhoneView
from generator.views.shapes import ChangeView, PlaceView, WindowView


class PosterWindow(WindowView):
    """A window, and what it is for."""

    handles: str


class ThemeView(TypedDict):
    """The names of the procedures of one main theme."""

    name: str
    procedures: list[str]


class Promise(TypedDict):
    """A commitment's name and words."""

    name: str
    promise: str


class AskedFirst(TypedDict):
    """The post that is asked first."""

    name: str
    phone: str


class ConsequenceView(TypedDict):
    """What follows when a complaint is proven for the nth time."""

    times: int
    consequence: str


class ComplaintView(TypedDict):
    """A way to complain."""

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
    """Yield every service hall in force with what its poster shows."""
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
    first = session.registry.all(Post).get(hall.first_contact or "")
    return {
        **contact(hall),
        "changes": changes(session, hall),
        "bureau": session.bureau.name if session.bureau else session.site.organiser,
        "address_of_page": session.site.base_url.rstrip("/") + "/" + address(hall),
        "summary": hall.summary,
        "transit": hall.transit or "",
        "appointment": hall.appointment or "",
        "windows": [
            {"name": item.name, "number": item.number or "", "floor": item.floor or "", "handles": item.handles or ""}
            for item in hall.windows.values()
        ],
        "count": len(taken),
        "themes": _by_theme(taken),
        "promises": _promises(session, taken),
        "first_contact": {"name": first.name, "phone": post_phone(session, first)} if first else None,
        "hotline": session.site.hotline,
        "complaints": _complaints(session),
    }


def _by_theme(procedures: list[Procedure]) -> list[ThemeView]:
    """Return the names of procedures by their main theme, each once, in the order of the vocabulary."""
    groups: dict[Theme, list[str]] = {}
    for procedure in procedures:
        groups.setdefault(procedure.themes[0], []).append(procedure.name)
    return [{"name": theme.label, "procedures": groups[theme]} for theme in Theme if theme in groups]


def _promises(session: Session, taken: list[Procedure]) -> list[Promise]:
    """Return the promises that hold for everything or for something brought here; the wide ones first."""
    here = {procedure.id for procedure in taken}
    found = [item for item in session.current(Commitment) if not item.procedures or here & set(item.procedures)]
    return [
        {"name": item.name, "promise": item.promise} for item in sorted(found, key=lambda item: len(item.procedures))
    ]


def _complaints(session: Session) -> list[ComplaintView]:
    """Return how to complain: each way with its telephones."""
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
