"""办事指南: a page for each procedure, with the seven contents that must be public (七公开)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.penalties import Penalty
from generator.model.posts import Post
from generator.model.procedures import (
    MaterialUse,
    Necessity,
    Procedure,
    Step,
)
from generator.model.reliefs import Relief
from generator.model.routes import form_address, notice_address
from generator.model.standards import Standard
from generator.model.time_limits import Bound
from generator.model.vocabularies import AUDIENCES, THEMES
from generator.session import Session
from generator.views.better import better_than_above
from generator.views.bureaus import comparison_address
from generator.views.cases import when_text
from generator.views.common import Page, detail
from generator.views.due import due_scripts
from generator.views.kept import kept_of_procedure
from generator.views.linked import service
from generator.views.opening import contact
from generator.views.penalties import brief
from generator.views.pieces import bases, channels, hand_over_chain, limit_view, link, link_to, links, post_phone
from generator.views.procedure_facts import facts
from generator.views.procedure_shapes import (
    AnsweringView,
    FeeView,
    FirstContactView,
    ProcedureView,
    RemedyView,
    StepView,
    UsedView,
)
from generator.views.reliefs import until_text
from generator.views.shapes import ContactView, HandOverView
from generator.views.standards import in_force

SEVEN = (
    ("duty", "职责权限"),
    ("process", "办事程序"),
    ("basis", "办事依据"),
    ("conditions", "办事条件"),
    ("time-limit", "办事时限"),
    ("standards", "办事标准"),
    ("oversight", "监督办法"),
)
"""The seven contents (七公开): (anchor on a procedure's page, name)."""

TOC = (
    ("conditions", "办事条件"),
    ("materials", "要带什么"),
    ("process", "办事程序"),
    ("where", "去哪里办"),
    ("time-limit", "办事时限"),
    ("standards", "办事标准"),
    ("rates", "税费标准"),
    ("reliefs", "能享受的优惠"),
    ("penalties", "没按时办会怎样"),
    ("questions", "常见问题"),
    ("notes", "注意事项"),
    ("duty", "职责权限"),
    ("basis", "办事依据"),
    ("oversight", "监督办法"),
)
"""Sections of a procedure's page: (anchor, title)."""


def pages_of(session: Session, procedure: Procedure) -> Iterator[Page]:
    """Yield a procedure's page."""
    view = procedure_view(session, procedure)
    shown: dict[str, object] = {
        "rates": view["rates"],
        "reliefs": view["reliefs"],
        "penalties": view["penalties"],
        "questions": view["questions"],
        "notes": view["notes"],
    }
    yield detail(
        session,
        procedure,
        "procedure.html",
        procedure.summary,
        {**view, "facts": facts(session, procedure, view)},
        toc=tuple(item for item in TOC if shown.get(item[0], True)),
        keywords=procedure.aliases,
        scripts=due_scripts(*view["limits"], *view["own_deadlines"]),
        linked=service(session, procedure),
    )


def procedure_view(session: Session, procedure: Procedure) -> ProcedureView:
    """Return what a procedure's page shows below the answers at its top."""
    registry = session.registry
    own = session.limits(procedure)
    limits = [limit_view(session, limit) for limit in own if limit.binds is Bound.BUREAU]
    places = place_views(session, procedure)
    first = post_view(session, procedure.first_contact)
    return {
        "id": procedure.id,
        "name": procedure.name,
        "common_name": procedure.common_name or "",
        "notice": notice_address(procedure) if procedure.in_force(session.as_of) else "",
        "aliases": list(procedure.aliases),
        "code": procedure.code or "",
        "kind": procedure.kind.label,
        "audience": [session.label(AUDIENCES, id) for id in procedure.audience],
        "themes": [{"id": id, "name": session.label(THEMES, id)} for id in procedure.themes],
        "summary": procedure.summary,
        "better": better_than_above(session, *own, procedure),
        "compare": comparison_address(session, procedure),
        "limits": limits,
        "kept": kept_of_procedure(session, procedure.id),
        "own_deadlines": [limit_view(session, limit) for limit in own if limit.binds is Bound.TAXPAYER],
        "reach": _reach(procedure),
        "conditions": list(procedure.conditions),
        "conditions_any": list(procedure.conditions_any),
        "situations": [
            {"ask": item.ask, "options": list(item.options.values())} for item in procedure.situations.values()
        ],
        "materials": [material for use in procedure.materials if (material := material_view(session, procedure, use))],
        "not_needed": links(session, "materials", procedure.not_needed),
        "no_materials": procedure.no_materials or "",
        "steps": [step_view(session, procedure, step) for step in procedure.steps],
        "places": places,
        "channels": channels(procedure.channels),
        "fee": fee_view(session, procedure),
        "result": {
            "kind": procedure.result.kind.label,
            "name": procedure.result.name or "",
            "delivery": [item.label for item in procedure.result.delivery],
            "validity": procedure.result.validity or "",
        }
        if procedure.result
        else None,
        "standards": list(procedure.standards),
        "commitments": [{**link(item), "promise": item.promise} for item in session.referrers(procedure, Commitment)],
        "rates": [in_force(session, item) for item in session.referrers(procedure, Standard)],
        "reliefs": [
            {**link(item), "benefit": item.benefit, "until": until_text(item)}
            for item in session.referrers(procedure, Relief)
        ],
        "penalties": [brief(item) for item in session.referrers(procedure, Penalty)],
        "questions": [{"q": item.q, "a": item.a} for item in procedure.questions],
        "notes": list(procedure.notes),
        "duties": [
            session.once(("duty", id), partial(_duty, session, id))
            for id in procedure.duties
            if id in registry.all(Duty)
        ],
        "basis": bases(session, procedure.basis),
        "first_contact": first,
        "hands_over_to": _handed_over(session, procedure),
        "ask_phone": (first["phone"] if first else "")
        or procedure.inquiry_phone
        or next((p["inquiry_phone"] for p in places), "")
        or session.site.hotline,
        "complaint_phones": [{"name": "", "phone": procedure.complaint_phone}]
        if procedure.complaint_phone
        else [{"name": p["name"], "phone": p["complaint_phone"]} for p in places if p["complaint_phone"]],
        "oversight": [_oversight(session, id) for id in procedure.oversight if id in registry.all(Oversight)],
        "related": links(session, "procedures", procedure.related),
    }


def _reach(procedure: Procedure) -> list[str]:
    """Return scope, online depth and visits of a procedure in words, as far as stated."""
    visits = procedure.visits
    reason = f"（{visits.reason}）" if visits and visits.reason else ""
    return [
        *([f"通办范围：{procedure.scope.label}"] if procedure.scope else []),
        *([f"网上：{procedure.online_depth.words}"] if procedure.online_depth else []),
        *([f"到现场 {visits.count} 次{reason}" if visits.count else "可以不到现场"] if visits else []),
    ]


def material_view(session: Session, procedure: Procedure, use: MaterialUse) -> UsedView | None:
    """Return a material as a procedure's table shows it, or None if it does not exist."""
    material = session.registry.get(Material, use.material)
    if material is None:
        return None
    return {
        **link(material),
        "copies": "；".join(filter(None, (f"{use.copies}份" if use.copies else "", use.copies_by))),
        "form": form_text(use),
        "medium": use.medium.label if use.medium else "",
        "necessity": use.necessity.label,
        "required": use.necessity is Necessity.REQUIRED,
        "optional": use.necessity is Necessity.OPTIONAL,
        "when": when_text(procedure, use.when),
        "note": use.note or "",
        "issuer": material.issuer or material.origin.label,
        "blank_form": material.blank_form or "",
        "set_form": form_address(material) if material.blank else "",
        "sample": material.sample or "",
    }


def form_text(use: MaterialUse) -> str:
    """Return the form in which a material is asked for and whether it is returned; empty if not stated."""
    back = {True: "退还", False: "不退还", None: ""}[use.returned]
    if use.returned_when and use.returned is not False:
        back = f"{use.returned_when}退还"
    return "，".join(filter(None, (use.form.label if use.form else "", back)))


def step_view(session: Session, procedure: Procedure, step: Step) -> StepView:
    """Return a step of a procedure."""
    return {
        "name": step.name,
        "post": link_to(session, "posts", step.post),
        "decided_by": step.decided_by or "",
        "within": str(step.within) if step.within else "",
        "what": step.what or "",
        "when": when_text(procedure, step.when),
    }


def place_views(session: Session, procedure: Procedure) -> list[ContactView]:
    """Return the places where a procedure is handled."""
    places = (
        session.once(("place", place), partial(_place, session, place.organ, place.windows))
        for place in procedure.where
    )
    return [place for place in places if place]


def _place(session: Session, id: str, windows: tuple[str, ...]) -> ContactView | None:
    """Return a place with those of its windows that are named, or None if it does not exist."""
    organ = session.registry.get(Organ, id)
    if organ is None:
        return None
    return {
        **contact(organ),
        "windows": [
            {"name": window.name, "number": window.number or "", "floor": window.floor or ""}
            for key in windows
            if (window := organ.windows.get(key))
        ],
    }


def fee_view(session: Session, procedure: Procedure) -> FeeView | None:
    """Return the charges, or None if nothing is stated about them."""
    fee = procedure.fee
    if fee is None or not (fee.free or fee.charges):
        return None
    return {
        "free": not fee.charges,
        "charges": [
            {"item": charge.item, "rate": charge.rate, "basis": bases(session, charge.basis)} for charge in fee.charges
        ],
        "payment": {True: "可以网上缴费。", False: "不能网上缴费。", None: ""}[fee.online_payment],
    }


def _duty(session: Session, id: str) -> AnsweringView:
    """Return a duty with the organ and posts that are responsible for it."""
    duty = session.registry.all(Duty)[id]
    return {
        **link(duty),
        "summary": duty.summary,
        "organ": link_to(session, "organs", duty.organ),
        "posts": links(session, "posts", duty.posts),
    }


def post_view(session: Session, id: str | None) -> FirstContactView | None:
    """Return the first-contact post with its organ and telephone, or None; computed once for each post."""
    return session.once(("first contact", id), lambda: _post(session, id))


def _post(session: Session, id: str | None) -> FirstContactView | None:
    """Return a first-contact post, or None if it does not exist."""
    post = session.registry.get(Post, id)
    if post is None:
        return None
    return {
        **link(post),
        "organ": link_to(session, "organs", post.organ),
        "phone": post_phone(session, post),
    }


def _handed_over(session: Session, procedure: Procedure) -> list[HandOverView]:
    """Return to which of the posts of a procedure's steps and duties its first contact hands over, and when."""
    first = session.registry.get(Post, procedure.first_contact)
    duties = filter(None, (session.registry.get(Duty, id) for id in procedure.duties))
    posts = {step.post for step in procedure.steps}.union(*(duty.posts for duty in duties))
    return hand_over_chain(session, [item for item in first.hands_over_to if item.post in posts] if first else [])


def _oversight(session: Session, id: str) -> RemedyView:
    """Return an oversight channel with its kind and summary."""
    item = session.registry.all(Oversight)[id]
    return {
        **link(item),
        "kind": item.kind.label,
        "summary": item.summary,
    }
