"""一次性告知书: everything about one procedure on one sheet, filtered by the reader's answers about their case.

The page holds the complete table by situation; theme/assets/notice.js shows what applies to the answers. The same view
is typeset as a PDF file (generator/pdf/).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TypedDict

from generator.model.materials import Material
from generator.model.procedures import Necessity, Procedure, Result, ResultKind, Step
from generator.model.routes import notice_address
from generator.model.time_limits import Bound, TimeLimit
from generator.session import Session
from generator.views.cases import case_text, when_text
from generator.views.common import Page, bureau_name, moved_to, part
from generator.views.due import DueView, due_scripts
from generator.views.pieces import asked, channels, limit_view, link
from generator.views.procedure_shapes import FeeView, FirstContactView, UsedView
from generator.views.procedures import fee_view, material_view, place_views, post_view
from generator.views.shapes import (
    AskedView,
    ChannelView,
    ContactView,
    HoursView,
    LinkView,
    PhoneView,
    WindowView,
)


class NoticeMaterial(UsedView):
    """A material with the case that asks for it, and how to fill it in."""

    case: str
    fill: list[str]


class SparedView(LinkView):
    """A material that need not be brought, and why."""

    why: str


class NoticeStep(TypedDict):
    """A step with the case in which it is needed."""

    name: str
    within: str
    decided_by: str
    what: str
    when: str
    case: str


class NoticeLimit(TypedDict):
    """A time limit with the case to which it applies."""

    id: str
    name: str
    promised: str
    statutory: str
    starts: str
    lead: str
    tail: str
    stops: list[str]
    due: DueView | None
    when: str
    case: str


class NoticePlace(LinkView):
    """A place where the procedure is handled; opening hours are separate, once for all places."""

    address: str
    inquiry_phone: str
    phones: list[PhoneView]
    windows: list[WindowView]


class SharedHours(TypedDict):
    """Opening hours, and the names of the places that have them."""

    names: list[str]
    lines: list[HoursView]


class VisitsView(TypedDict):
    """The number of visits needed, and the reason."""

    count: int
    reason: str


class NoticeView(TypedDict):
    """What notice.html, notice.typ and handbook.typ show. `code` is the digest of what the notice says."""

    procedure: LinkView
    bureau: str
    address: str
    situations: list[AskedView]
    materials: list[NoticeMaterial]
    no_materials: str
    not_needed: list[SparedView]
    steps: list[NoticeStep]
    limits: list[NoticeLimit]
    own_deadlines: list[NoticeLimit]
    fee: FeeView | None
    places: list[NoticePlace]
    hours: list[SharedHours]
    channels: list[ChannelView]
    visits: VisitsView | None
    result: str
    first_contact: FirstContactView | None
    inquiry_phone: str
    complaint_phone: str
    pdf: bool
    code: str


def pages_of(session: Session, procedure: Procedure) -> Iterator[Page]:
    """Yield the notice of a procedure; if that is not in force, a page that leads to the procedure."""
    if not procedure.in_force(session.as_of):
        yield moved_to(notice_address(procedure), procedure)
        return
    view = notice_view(session, procedure)
    yield part(
        procedure,
        notice_address(procedure),
        "notice.html",
        f"{procedure.name}一次性告知书",
        f"办理{procedure.name}要带什么、怎么办、多久办好、去哪里办，按您的情况一次说清，可以打印。",
        view,
        scripts=("qr.js", "notice.js", *due_scripts(*view["limits"])),
    )


def notice_view(session: Session, procedure: Procedure) -> NoticeView:
    """Return everything that a notice shows. What depends on the case has it as `case`; see `case_text`."""
    registry = session.registry
    limits = session.limits(procedure)
    places = place_views(session, procedure)
    visits = procedure.visits
    phone = next((place["inquiry_phone"] for place in places if place["inquiry_phone"]), session.site.hotline)
    view: NoticeView = {
        "procedure": link(procedure),
        "bureau": bureau_name(session),
        "address": session.site.base_url.rstrip("/") + "/" + notice_address(procedure),
        "situations": asked(procedure.situations),
        "materials": _materials(session, procedure),
        "no_materials": procedure.no_materials or "",
        "not_needed": [
            {**link(item), "why": item.description or ""}
            for id in procedure.not_needed
            if (item := registry.get(Material, id))
        ],
        "steps": [_step(procedure, step) for step in procedure.steps],
        "limits": [_limit(session, procedure, limit) for limit in limits if limit.binds is Bound.BUREAU],
        "own_deadlines": [_limit(session, procedure, limit) for limit in limits if limit.binds is Bound.TAXPAYER],
        "fee": fee_view(session, procedure),
        "places": [_place(place) for place in places],
        "hours": _hours(places),
        "channels": channels(procedure.channels),
        "visits": {"count": visits.count, "reason": visits.reason or ""} if visits else None,
        "result": _result(procedure.result),
        "first_contact": post_view(session, procedure.first_contact),
        "inquiry_phone": procedure.inquiry_phone or phone,
        "complaint_phone": procedure.complaint_phone
        or next((place["complaint_phone"] for place in places if place["complaint_phone"]), ""),
        "pdf": session.pdf,
        "code": "",
    }
    return {**view, "code": code_of(view)}


def code_of(view: NoticeView) -> str:
    """Return twelve digits that change with what a notice says: with neither its address, nor the days of due dates."""
    said = {name: value for name, value in view.items() if name not in {"address", "pdf", "code"}}
    said |= {name: [{**limit, "due": None} for limit in view[name]] for name in ("limits", "own_deadlines")}
    digits = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
    return "-".join(digits[start : start + 4] for start in range(0, 12, 4))


def _materials(session: Session, procedure: Procedure) -> list[NoticeMaterial]:
    """Return the materials asked for, with how to fill them in; optional ones come last."""
    found: list[NoticeMaterial] = []
    for use in sorted(procedure.materials, key=lambda use: use.necessity is Necessity.OPTIONAL):
        if view := material_view(session, procedure, use):
            fill = list(session.registry.all(Material)[use.material].fill_notes)
            found.append({**view, "when": when_text(procedure, use.when), "case": case_text(use.when), "fill": fill})
    return found


def _result(result: Result | None) -> str:
    """Return the name or kind of the result; empty if there is no document."""
    if result is None or (result.kind is ResultKind.NONE and not result.name):
        return ""
    return result.name or result.kind.label


def _hours(places: list[ContactView]) -> list[SharedHours]:
    """Return the regular opening hours; places with equal hours share an item."""
    shared: dict[str, SharedHours] = {}
    for place in places:
        lines = [line for line in place["hours"] if line["regular"]]
        if lines:
            shared.setdefault(repr(lines), {"names": [], "lines": lines})["names"].append(place["name"])
    return list(shared.values())


def _step(procedure: Procedure, step: Step) -> NoticeStep:
    """Return a step with the case in which it is needed."""
    return {
        "name": step.name,
        "within": str(step.within) if step.within else "",
        "decided_by": step.decided_by or "",
        "what": step.what or "",
        "when": when_text(procedure, step.when),
        "case": case_text(step.when),
    }


def _limit(session: Session, procedure: Procedure, limit: TimeLimit) -> NoticeLimit:
    """Return a time limit with the case to which it applies."""
    view = limit_view(session, limit)
    return {
        "id": view["id"],
        "name": view["name"],
        "promised": view["promised"],
        "statutory": view["statutory"],
        "starts": view["starts"],
        "lead": view["lead"],
        "tail": view["tail"],
        "stops": view["stops"],
        "due": view["due"],
        "when": when_text(procedure, limit.when),
        "case": case_text(limit.when),
    }


def _place(place: ContactView) -> NoticePlace:
    """Return a place as a notice shows it."""
    return {
        "name": place["name"],
        "url": place["url"],
        "address": place["address"],
        "inquiry_phone": place["inquiry_phone"],
        "phones": place["phones"],
        "windows": place["windows"],
    }
