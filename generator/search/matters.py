"""Search documents of what taxpayers look for: matters, materials, law, reliefs, places, remedies."""

from __future__ import annotations

from generator.model.announcements import Announcement
from generator.model.consultations import Consultation
from generator.model.credit_grades import CreditGrade
from generator.model.explanations import Explanation
from generator.model.laws import Law
from generator.model.life_events import LifeEvent
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.penalties import Penalty
from generator.model.procedures import Procedure
from generator.model.questions import HotQuestion
from generator.model.reliefs import Relief
from generator.model.remedies import Remedy
from generator.model.rights import Right
from generator.model.standards import Standard
from generator.model.time_limits import Bound
from generator.model.types import Unit
from generator.model.vocabularies import THEMES
from generator.search import answers
from generator.search.documents import Document, base, names_of
from generator.session import Session


def procedure(session: Session, entry: Procedure) -> Document:
    """Return a procedure's document."""
    themes = [session.label(THEMES, id) for id in entry.themes]
    promises = session.limits(entry)
    materials = names_of(session, "materials", (use.material for use in entry.materials))
    cases = tuple(f"{item.ask}{' '.join(item.options.values())}" for item in entry.situations.values())
    questions = tuple(item.q for item in entry.questions)
    replies = tuple(item.a for item in entry.questions)
    laws = tuple(
        law.short_name or law.name for basis in entry.basis if (law := session.registry.get(Law, basis.law)) is not None
    )
    notes = tuple(f"{use.note}" for use in entry.materials if use.note)
    channels = tuple(f"{item.name or ''} {item.note or ''}" for item in entry.channels if item.name or item.note)
    steps = tuple(f"{step.name} {step.what or ''}" for step in entry.steps)
    return base(
        entry,
        entry.summary,
        near=(entry.summary, *questions, *cases, *themes[:1]),
        inner=(*entry.conditions, *entry.conditions_any, *entry.notes, *replies, *materials, _result(entry)),
        far=(*laws, *steps, *entry.standards, *notes, *channels, *themes[1:]),
        passages=(
            *(f"{item.q}{item.a}" for item in entry.questions),
            *entry.conditions,
            *entry.conditions_any,
            *entry.notes,
        ),
        audience=entry.audience,
        themes=entry.themes,
        organs=tuple(dict.fromkeys(place.organ for place in entry.where)),
        immediate=any(
            limit.promised.unit is Unit.ON_THE_SPOT
            for limit in promises
            if limit.binds is Bound.BUREAU and limit.promised
        ),
        online=any(channel.kind.is_online for channel in entry.channels),
        answers=answers.of_procedure(session, entry),
    )


def _result(entry: Procedure) -> str:
    """Return the name of a procedure's result."""
    return (entry.result and entry.result.name) or ""


def material(session: Session, entry: Material) -> Document:
    """Return a material's document."""
    summary = entry.description or "，".join(filter(None, (entry.kind.label, entry.issuer or entry.origin.label)))
    return base(
        entry,
        summary,
        near=(entry.description or "", *entry.fill_notes),
        far=(entry.issuer or "",),
        passages=entry.fill_notes,
        answers=answers.of_material(entry),
    )


def law(session: Session, entry: Law) -> Document:
    """Return a law's document; its short name is a further alias, and people say its number."""
    document = base(
        entry,
        entry.summary or f"{entry.issuer}，{entry.number or entry.kind.label}",
        near=(entry.summary or "",),
        inner=tuple(item.summary for item in entry.articles if item.summary),
        far=(entry.issuer, entry.kind.label),
        passages=tuple(f"{item.number}：{item.summary}" for item in entry.articles if item.summary),
    )
    aliases = (entry.short_name, *document.aliases) if entry.short_name else document.aliases
    return document._replace(aliases=aliases, said=(entry.number or "",))


def relief(session: Session, entry: Relief) -> Document:
    """Return a relief's document."""
    return base(
        entry,
        entry.benefit,
        near=(entry.benefit, *(item.label for item in entry.occasions)),
        inner=(*entry.who, *entry.taxes, *entry.keep),
        far=tuple(filter(None, (entry.how, entry.note))),
        passages=(*entry.who, *filter(None, (entry.how, entry.note))),
        audience=entry.audience,
        answers=answers.of_relief(entry),
    )


def penalty(session: Session, entry: Penalty) -> Document:
    """Return the document of a breach and its fine."""
    first = ("首违不罚，第一次不罚",) if entry.first_offence else ()
    return base(
        entry,
        entry.law_says,
        near=(entry.theme, "罚款 处罚 罚多少", *first),
        inner=(entry.law_says,),
        far=names_of(session, "procedures", entry.guides),
        passages=(entry.law_says,),
    )


def announcement(session: Session, entry: Announcement) -> Document:
    """Return the document of a kind of announcements."""
    return base(
        entry,
        entry.covers,
        near=(entry.kind.label, entry.covers, "公告 公示 名单"),
        far=names_of(session, "organs", [entry.organ]),
        passages=(entry.covers,),
    )


def question(session: Session, entry: HotQuestion) -> Document:
    """Return the document of a hot question."""
    return base(entry, entry.answer, near=(entry.theme,), inner=(entry.answer,), passages=(entry.answer,))


def right(session: Session, entry: Right) -> Document:
    """Return the document of a right or duty."""
    return base(
        entry,
        entry.says,
        near=(f"纳税人{entry.kind.label}", entry.says),
        far=(*names_of(session, "procedures", entry.procedures), *names_of(session, "oversight", entry.oversight)),
        passages=(entry.says,),
    )


def standard(session: Session, entry: Standard) -> Document:
    """Return the document of a standard, with its values in force."""
    unit = entry.unit.of if entry.unit else str
    values = tuple(f"{rate.grade} {unit(rate.value)}" for rate in entry.in_force_on(session.as_of))
    note = (entry.note,) if entry.note else ()
    return base(entry, "；".join(values[:3]), near=(entry.tax, *values), inner=note, passages=(*values, *note))


def oversight(session: Session, entry: Oversight) -> Document:
    """Return an oversight channel's document."""
    return base(
        entry,
        entry.summary,
        near=(entry.summary, entry.who, entry.kind.label),
        inner=(*entry.provide, *entry.process),
        far=tuple(rung.text for rung in entry.ladder),
        passages=(entry.who, *entry.process),
        answers=answers.of_oversight(session, entry),
    )


def organ(session: Session, entry: Organ) -> Document:
    """Return an organ's document."""
    return base(
        entry,
        entry.summary,
        near=(entry.summary, entry.address or "", entry.area or ""),
        inner=(*entry.handles, *(window.handles or "" for window in entry.windows.values())),
        far=(
            entry.inquiry_phone or "",
            *(f"{item.label} {item.number}" for item in entry.phones),
            entry.complaint_phone or "",
            entry.transit or "",
            entry.appointment or "",
        ),
        passages=(*entry.handles, entry.address or "", entry.transit or ""),
        short_name=entry.short_name or "",
        answers=answers.of_organ(entry),
    )


def explanation(session: Session, entry: Explanation) -> Document:
    """Return the document of a measure's explanation."""
    people = names_of(session, "posts", [entry.ask])
    return base(
        entry,
        entry.why,
        near=(entry.why, entry.concerns),
        inner=entry.changes,
        far=people,
        passages=entry.changes,
        answers=tuple(("contact", name) for name in people),
    )


def consultation(session: Session, entry: Consultation) -> Document:
    """Return a consultation's document: its state, and what people said."""
    said = tuple(opinion.text for opinion in entry.opinions)
    state = entry.state(session.as_of).label
    return base(
        entry,
        f"{state}，{entry.opens} 至 {entry.closes}。{entry.summary}",
        near=(entry.summary, entry.concerns, state),
        inner=(*entry.points, *said, entry.result or ""),
        far=(*names_of(session, "organs", [entry.organ]), "征求意见 公示 听取意见"),
        passages=(*entry.points, *said, entry.result or ""),
        answers=(("time", f"{entry.closes} 截止"),),
    )


def credit_grade(session: Session, entry: CreditGrade) -> Document:
    """Return the document of a grade of tax credit."""
    treatments = tuple(f"{item.topic}：{item.text}" for item in entry.treatments)
    return base(
        entry,
        "；".join(treatments[:3]),
        near=("纳税信用级别 信用等级", *entry.reached),
        inner=(*treatments, *entry.excluded),
        passages=treatments,
    )


def life_event(session: Session, entry: LifeEvent) -> Document:
    """Return the document of a life event."""
    matters = names_of(session, "procedures", entry.ids)
    return base(
        entry,
        entry.summary,
        near=(entry.summary,),
        inner=matters,
        far=tuple(item.name for item in entry.elsewhere),
        passages=(entry.summary,),
        answers=tuple(("process", name) for name in matters),
    )


def remedy(session: Session, entry: Remedy) -> Document:
    """Return the document of a case of not agreeing, with its routes."""
    ways = names_of(session, "oversight", (route.oversight for route in entry.routes))
    return base(
        entry,
        entry.summary,
        near=(entry.summary, entry.act.label),
        inner=ways,
        passages=(entry.summary, *filter(None, (route.note for route in entry.routes))),
        answers=tuple(("complaint", name) for name in dict.fromkeys(ways)),
    )
