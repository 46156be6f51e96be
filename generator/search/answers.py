"""The answers of an entry to questions by intent: how long, how much, what to bring, where, whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.materials import Material
from generator.model.organs import HoursKind, Organ
from generator.model.oversight import Oversight
from generator.model.posts import Post
from generator.model.procedures import Necessity, Procedure
from generator.model.regimes import Regime
from generator.model.reliefs import Relief
from generator.model.work_items import WorkItem
from generator.session import Session
from generator.views.opening import hours
from generator.views.pieces import post_phone, promised_range

Answers = tuple[tuple[str, str], ...]

_LONGEST = 120
_AMOUNT = re.compile(r"[缴交]多少|多少税|税率|税怎么算")
"""Words of a guide's question that ask for an amount."""


def _answers(**answers: str) -> Answers:
    """Return the answers that are not empty, truncated."""
    return tuple((intent, _cut(text)) for intent, text in answers.items() if text)


def _cut(text: str) -> str:
    """Return text truncated to _LONGEST characters."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _listed(items: Iterable[str], most: int = 5) -> str:
    """Return names in one line; more than `most` are abbreviated with their number."""
    every = list(items)
    return "、".join(every[:most]) + (f"等{len(every)}种" if len(every) > most else "")


def of_procedure(session: Session, entry: Procedure) -> Answers:
    """Return the answers of a procedure."""
    organs = session.registry.all(Organ)
    places = [organs[place.organ] for place in entry.where if place.organ in organs]
    post = session.registry.get(Post, entry.first_contact)
    phone = entry.inquiry_phone or next((organ.inquiry_phone for organ in places if organ.inquiry_phone), None)
    return _answers(
        time=promised_range(session.limits(entry), "，看情况"),
        fee=_fee(entry),
        materials=_materials(session, entry),
        place=_where(session, entry),
        contact=f"{post.name} {post_phone(session, post)}".strip() if post else phone or session.site.hotline,
        complaint="；".join(_complaints(entry, places)),
        conditions="；".join((*entry.conditions, *entry.conditions_any)),
        process=" → ".join(dict.fromkeys(step.name for step in entry.steps)),
    )


def _fee(entry: Procedure) -> str:
    """Return a procedure's fee, if stated, and its answer on the tax to pay."""
    charges = "；".join(f"{item.item}：{item.rate}" for item in (entry.fee.charges if entry.fee else ()))
    free = "不收手续费" if entry.fee and entry.fee.free else ""
    amount = next((f"{item.q}{item.a}" for item in entry.questions if _AMOUNT.search(item.q)), "")
    if amount:
        return "。".join(filter(None, (charges or free, amount)))
    return charges or (free and f"{free}，税款另算")


def _materials(session: Session, entry: Procedure) -> str:
    """Return the materials needed in every case, then the number of those that depend on the case."""
    materials = session.registry.all(Material)
    required = [use for use in entry.materials if use.material in materials and use.necessity is not Necessity.OPTIONAL]
    always = [materials[use.material].name for use in required if not use.when]
    rest = len(required) - len(always)
    if not required:
        return entry.no_materials or ""
    return _listed(always) + (f"；另有{rest}种看情况" if always and rest else f"{rest}种材料，看情况" if rest else "")


def _where(session: Session, entry: Procedure) -> str:
    """Return where a procedure is handled: online, and the halls with windows and addresses."""
    online = next((channel for channel in entry.channels if channel.kind.is_online), None)
    places = [f"网上：{online.name or online.kind.label}"] if online else []
    for place in entry.where:
        organ = session.registry.get(Organ, place.organ)
        if organ is not None:
            windows = "、".join(organ.windows[key].name for key in place.windows if key in organ.windows)
            detail = "，".join(filter(None, (windows, organ.address)))
            places.append(f"{organ.name}（{detail}）" if detail else organ.name)
    return "；".join(places)


def _complaints(entry: Procedure, places: Iterable[Organ]) -> Iterable[str]:
    """Return the telephone numbers for complaints."""
    if entry.complaint_phone:
        return [entry.complaint_phone]
    return dict.fromkeys(f"{organ.name} {organ.complaint_phone}" for organ in places if organ.complaint_phone)


def of_material(entry: Material) -> Answers:
    """Return the answers of a material."""
    return _answers(
        place=entry.description or entry.issuer or entry.origin.label, materials="；".join(entry.fill_notes)
    )


def of_duty(session: Session, entry: Duty) -> Answers:
    """Return the answers of a duty."""
    organ = session.registry.get(Organ, entry.organ)
    posts = [session.registry.all(Post)[id].name for id in entry.posts if id in session.registry.all(Post)]
    return _answers(
        contact=" ".join([organ.name if organ else "", *posts]).strip(), process="；".join(entry.performance)
    )


def of_post(session: Session, entry: Post) -> Answers:
    """Return the answers of a post."""
    organ = session.registry.get(Organ, entry.organ)
    place = "，".join(filter(None, (organ.name, organ.address))) if organ else ""
    return _answers(contact=post_phone(session, entry), place=place)


def of_regime(session: Session, entry: Regime) -> Answers:
    """Return the answers of a regime."""
    organ = session.registry.get(Organ, entry.organ)
    return _answers(
        time=promised_range(session.limits(entry), "，看情况"),
        contact=organ.name if organ else "",
    )


def of_commitment(entry: Commitment) -> Answers:
    """Return the answers of a commitment."""
    return _answers(time=entry.promise, complaint=entry.remedy)


def of_relief(entry: Relief) -> Answers:
    """Return the answers of a relief."""
    return _answers(
        conditions="；".join(entry.who), process=entry.how or entry.enjoy.label, materials="；".join(entry.keep)
    )


def of_oversight(session: Session, entry: Oversight) -> Answers:
    """Return the answers of an oversight channel."""
    ways = "；".join(
        " ".join(filter(None, (item.name or item.kind.label, item.phone, item.note))) for item in entry.channels
    )
    return _answers(
        time=promised_range(session.limits(entry), "，看情况"),
        materials="；".join(entry.provide),
        place=ways,
        contact=ways,
        complaint=ways,
        conditions=entry.who,
        process="；".join(entry.process),
    )


def of_organ(entry: Organ) -> Answers:
    """Return the answers of an organ."""
    regular = [item for item in hours(entry) if item["regular"]]
    times = "；".join(" ".join(filter(None, (item["season"], item["days"], item["times"]))) for item in regular)
    notes = (item.note for item in entry.hours if item.kind is not HoursKind.REGULAR and item.note)
    longer = "；".join(note.rstrip("。") for note in notes)
    open_at = "；".join(filter(None, (times, longer)))
    return _answers(
        place=entry.address or "",
        contact=entry.inquiry_phone or "",
        complaint=entry.complaint_phone or "",
        hours=open_at,
        time=open_at,
    )


def of_work_item(session: Session, entry: WorkItem) -> Answers:
    """Return the answers of a task or another work item; its state is on its page, since it changes by the day."""
    posts = session.registry.all(Post)
    people = [("责任岗位：", entry.post), ("责任领导：", entry.lead_post)]
    return _answers(
        time=f"{entry.start} 到 {entry.due}",
        contact="，".join(f"{role}{posts[id].name}" for role, id in people if id in posts),
    )
