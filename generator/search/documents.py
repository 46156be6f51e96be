"""Search documents: one per entry, as plain data."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, NamedTuple

from generator.assessment import assessments
from generator.model.announcements import Announcement
from generator.model.annual_report import AnnualReport
from generator.model.appraisals import Appraisal
from generator.model.areas import Area
from generator.model.attachments import Attachment
from generator.model.campaigns import Campaign
from generator.model.commitments import Commitment
from generator.model.consultations import Consultation
from generator.model.credit_grades import CreditGrade
from generator.model.duties import Duty
from generator.model.enforcement import Enforcement
from generator.model.explanations import Explanation
from generator.model.inspections import Inspection
from generator.model.laws import Law
from generator.model.life_events import LifeEvent
from generator.model.materials import Material
from generator.model.meetings import Meeting
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.penalties import Penalty
from generator.model.periods import label
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.questions import HotQuestion
from generator.model.rectifications import Rectification
from generator.model.regimes import Regime
from generator.model.reliefs import Relief
from generator.model.remedies import Remedy
from generator.model.results import Result
from generator.model.rhythms import Rhythm
from generator.model.rights import Right
from generator.model.rounds import Round
from generator.model.routes import page_address
from generator.model.standards import Standard
from generator.model.suggestions import Suggestion
from generator.model.time_limits import Bound
from generator.model.types import Entry, Unit
from generator.model.vocabularies import THEMES
from generator.model.work_items import WorkItem
from generator.search import answers
from generator.session import Session
from generator.views.annual_report import in_a_sentence
from generator.views.kept import WORDS, figure_of
from generator.views.own import texts_of

Texts = tuple[str, ...]

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_CELL = re.compile(r" *\|[-: |]*")


class Document(NamedTuple):
    """The text of one entry that the search indexes, by prominence.

    `said`: sayings. `near`: likely query text (questions, situations, a summary). `inner`: the entry's own text
    (conditions, materials, notes). `far`: text that it only mentions (laws, steps). `summary` and `passages` are shown
    as excerpts. `short_name` is an alias that, like the name, differs between copies. `answers` are (intent, text)
    pairs.
    """

    id: str
    kind: str
    name: str
    summary: str
    aliases: Texts = ()
    said: Texts = ()
    near: Texts = ()
    inner: Texts = ()
    far: Texts = ()
    passages: Texts = ()
    audience: Texts = ()
    themes: Texts = ()
    organs: Texts = ()
    short_name: str = ""
    immediate: bool = False
    online: bool = False
    answers: tuple[tuple[str, str], ...] = ()

    def packed(self) -> bytes:
        """Return the document as bytes; different documents give different bytes."""
        return marshal.dumps(tuple(self), 2)  # from version 3 on, equal texts may give different bytes

    @property
    def path(self) -> str:
        """The document's id across kinds: "procedures/fapiao-ling-yong"."""
        return f"{self.kind}/{self.id}"


def written(session: Session) -> Iterator[Document]:
    """Yield the documents of content pages."""
    for raw, meta in session.written:
        url = page_address(raw.file).rstrip("/")
        body = tuple(line for line in map(_unmarked, raw.body.splitlines()) if len(line) > 1)
        heads = tuple(line.strip("# ") for line in raw.body.splitlines() if line.startswith("#"))
        yield Document(
            url, "pages", meta.title, meta.description, near=heads, inner=(meta.description,), far=body, passages=body
        )


def _unmarked(line: str) -> str:
    """Return a line of a page without Markdown syntax; the cells of a table row become a list."""
    text = _LINK.sub(r"\1", line).replace("**", "").replace("`", "").strip("#>*-|: ")
    return _CELL.sub("，", text)


def _base(entry: Entry, summary: str, **more: Any) -> Document:
    """Return an entry's document."""
    aliases, said = (tuple(getattr(entry, field, ())) for field in ("aliases", "sayings"))
    return Document(entry.id, entry.FOLDER, entry.name, summary, aliases, said, **more)


def _names(session: Session, folder: str, ids: Iterable[str]) -> Texts:
    """Return the names of those ids that exist."""
    entries = session.registry.entries[folder]
    return tuple(entries[id].name for id in ids if id in entries)


def procedure(session: Session, entry: Procedure) -> Document:
    """Return a procedure's document."""
    themes = [session.label(THEMES, id) for id in entry.themes]
    promises = session.limits(entry)
    materials = _names(session, "materials", (use.material for use in entry.materials))
    cases = tuple(f"{item.ask}{' '.join(item.options.values())}" for item in entry.situations.values())
    questions = tuple(item.q for item in entry.questions)
    replies = tuple(item.a for item in entry.questions)
    laws = tuple(
        law.short_name or law.name for basis in entry.basis if (law := session.registry.get(Law, basis.law)) is not None
    )
    notes = tuple(f"{use.note}" for use in entry.materials if use.note)
    channels = tuple(f"{item.name or ''} {item.note or ''}" for item in entry.channels if item.name or item.note)
    steps = tuple(f"{step.name} {step.what or ''}" for step in entry.steps)
    return _base(
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
    return _base(
        entry,
        summary,
        near=(entry.description or "", *entry.fill_notes),
        far=(entry.issuer or "",),
        passages=entry.fill_notes,
        answers=answers.of_material(entry),
    )


def duty(session: Session, entry: Duty) -> Document:
    """Return a duty's document."""
    return _base(
        entry,
        entry.summary,
        near=(entry.summary, entry.area),
        inner=entry.sub_items,
        far=(*entry.performance, *entry.accountability, *_names(session, "organs", [entry.organ])),
        passages=(*entry.sub_items, *entry.performance),
        answers=answers.of_duty(session, entry),
    )


def post(session: Session, entry: Post) -> Document:
    """Return a post's document."""
    return _base(
        entry,
        entry.summary,
        near=(entry.summary, entry.first_contact_scope or ""),
        far=(*_names(session, "organs", [entry.organ]), *(item.when for item in entry.hands_over_to), *entry.standards),
        passages=(entry.first_contact_scope or "", *entry.standards),
        answers=answers.of_post(session, entry),
    )


def regime(session: Session, entry: Regime) -> Document:
    """Return a regime's document."""
    rules = tuple(f"{item.name}：{item.text}" for item in (*entry.rules, *entry.consequences))
    return _base(
        entry,
        entry.definition,
        near=(entry.definition, entry.trigger or ""),
        inner=(*rules, *entry.binds),
        far=(*entry.participants, *_names(session, "organs", [entry.organ])),
        passages=rules,
        answers=answers.of_regime(session, entry),
    )


def law(session: Session, entry: Law) -> Document:
    """Return a law's document; its short name is a further alias, and people say its number."""
    document = _base(
        entry,
        entry.summary or f"{entry.issuer}，{entry.number or entry.kind.label}",
        near=(entry.summary or "",),
        inner=tuple(item.summary for item in entry.articles if item.summary),
        far=(entry.issuer, entry.kind.label),
        passages=tuple(f"{item.number}：{item.summary}" for item in entry.articles if item.summary),
    )
    aliases = (entry.short_name, *document.aliases) if entry.short_name else document.aliases
    return document._replace(aliases=aliases, said=(entry.number or "",))


def commitment(session: Session, entry: Commitment) -> Document:
    """Return a commitment's document."""
    return _base(
        entry,
        entry.promise,
        near=(entry.promise,),
        inner=(entry.target, entry.remedy),
        far=(entry.metric,),
        passages=(entry.target, entry.remedy),
        answers=answers.of_commitment(entry),
    )


def result(session: Session, entry: Result) -> Document:
    """Return the document of a measure's figures."""
    found = assessments(session).get(entry.id)
    latest = found.latest if found else None
    summary = (
        f"{label(latest.period)}：{figure_of(found.measure, latest)} {WORDS[latest.state]}" if found and latest else ""
    )
    promise = found.commitment.promise if found else ""
    return _base(
        entry,
        summary,
        near=(found.measure.name if found else "", f"{entry.name}做到没有、达标了吗"),
        inner=(promise, entry.counted),
        far=("承诺兑现 结果 数字 每月公布",),
        passages=(promise, entry.counted),
    )


def relief(session: Session, entry: Relief) -> Document:
    """Return a relief's document."""
    return _base(
        entry,
        entry.benefit,
        near=(entry.benefit, *(item.label for item in entry.occasions)),
        inner=(*entry.who, *entry.taxes, *entry.keep),
        far=tuple(filter(None, (entry.how, entry.note))),
        passages=(*entry.who, *filter(None, (entry.how, entry.note))),
        audience=entry.audience,
        answers=answers.of_relief(entry),
    )


def annual_report(session: Session, entry: AnnualReport) -> Document:
    """Return the document of a year's report."""
    texts = tuple(getattr(entry.overview, item.name) for item in fields(entry.overview))
    told = in_a_sentence(entry)
    return _base(
        entry,
        told,
        near=("信息公开年报", told),
        inner=(*texts, *entry.problems),
        passages=(*entry.problems, *entry.other),
    )


def enforcement(session: Session, entry: Enforcement) -> Document:
    """Return the document of a year's enforcement figures."""
    told = f"{entry.id}年行政许可决定 {entry.licences()} 件，行政处罚 {entry.penalties()} 宗。"
    items = tuple(dict.fromkeys(row.item for row in entry.rows if row.count))
    return _base(entry, told, near=("行政执法统计年报", told), inner=items, passages=(entry.counted,))


def inspected(session: Session, entry: Inspection) -> Document:
    """Return the document of a kind of inspection."""
    summary = f"{entry.kind.label}：{entry.objects}，同一户一年最多 {entry.yearly_cap} 次。"
    return _base(
        entry,
        summary,
        near=(entry.kind.label, entry.objects, "检查 抽查"),
        inner=entry.standards,
        far=_names(session, "organs", [entry.organ]),
        passages=(entry.objects, *entry.standards),
    )


def penalty(session: Session, entry: Penalty) -> Document:
    """Return the document of a breach and its fine."""
    first = ("首违不罚，第一次不罚",) if entry.first_offence else ()
    return _base(
        entry,
        entry.law_says,
        near=(entry.theme, "罚款 处罚 罚多少", *first),
        inner=(entry.law_says,),
        far=_names(session, "procedures", entry.guides),
        passages=(entry.law_says,),
    )


def announcement(session: Session, entry: Announcement) -> Document:
    """Return the document of a kind of announcements."""
    return _base(
        entry,
        entry.covers,
        near=(entry.kind.label, entry.covers, "公告 公示 名单"),
        far=_names(session, "organs", [entry.organ]),
        passages=(entry.covers,),
    )


def question(session: Session, entry: HotQuestion) -> Document:
    """Return the document of a hot question."""
    return _base(entry, entry.answer, near=(entry.theme,), inner=(entry.answer,), passages=(entry.answer,))


def right(session: Session, entry: Right) -> Document:
    """Return the document of a right or duty."""
    return _base(
        entry,
        entry.says,
        near=(f"纳税人{entry.kind.label}", entry.says),
        far=(*_names(session, "procedures", entry.procedures), *_names(session, "oversight", entry.oversight)),
        passages=(entry.says,),
    )


def standard(session: Session, entry: Standard) -> Document:
    """Return the document of a standard, with its values in force."""
    unit = entry.unit.of if entry.unit else str
    values = tuple(f"{rate.grade} {unit(rate.value)}" for rate in entry.in_force_on(session.as_of))
    note = (entry.note,) if entry.note else ()
    return _base(entry, "；".join(values[:3]), near=(entry.tax, *values), inner=note, passages=(*values, *note))


def oversight(session: Session, entry: Oversight) -> Document:
    """Return an oversight channel's document."""
    return _base(
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
    return _base(
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


def work_item(session: Session, entry: WorkItem) -> Document:
    """Return the document of a task or another work item."""
    return _base(
        entry,
        entry.requirement,
        near=(entry.requirement,),
        inner=entry.measures,
        far=(*_names(session, "organs", [entry.organ]), *_names(session, "posts", [entry.post, entry.lead_post])),
        passages=entry.measures,
        answers=answers.of_work_item(session, entry),
    )


def rectification(session: Session, entry: Rectification) -> Document:
    """Return a rectification's document: that of work, found by its problem too."""
    document = work_item(session, entry)
    return document._replace(
        summary=entry.problem, near=(entry.problem, entry.requirement, entry.topic), far=(*document.far, "整改")
    )


def inspection(session: Session, entry: Round) -> Document:
    """Return the document of a round of inspection or review."""
    found = tuple(finding.what for finding in entry.findings)
    return _base(
        entry,
        entry.scope,
        near=(entry.scope, entry.kind.label, label(entry.period)),
        inner=(*found, *entry.methods, entry.none_found or ""),
        far=_names(session, "organs", entry.organs),
        passages=(*found, *entry.praise),
    )


def suggestion(session: Session, entry: Suggestion) -> Document:
    """Return a suggestion's document."""
    return _base(
        entry,
        entry.text,
        near=(entry.text, entry.theme),
        inner=(entry.reply or "", entry.reason or ""),
        far=(entry.number, *_names(session, "organs", [entry.organ])),
        passages=(entry.reply or "",),
    )


def appraisal(session: Session, entry: Appraisal) -> Document:
    """Return an appraisal's document."""
    names = tuple(indicator.name for indicator in entry.indicators.values())
    lost = tuple(deduction.why for deduction in entry.deductions)
    return _base(
        entry,
        f"考核{'、'.join(names)}。",
        near=(label(entry.period), "考核得分", "扣分", *names),
        inner=(*lost, *(item.text for item in entry.consequences)),
        far=_names(session, "organs", entry.organs),
        passages=(*lost, *(item.text for item in entry.consequences)),
    )


def campaign(session: Session, entry: Campaign) -> Document:
    """Return a campaign's document."""
    parts = tuple(part.name for part in entry.parts)
    return _base(
        entry,
        entry.summary,
        near=(entry.summary, *parts),
        inner=(entry.result or "", entry.how_to_join or ""),
        far=_names(session, "organs", [entry.organ]),
        passages=(entry.how_to_join or "", entry.result or ""),
    )


def rhythm(session: Session, entry: Rhythm) -> Document:
    """Return the document of a record of recurring work: its newest outcomes can be found."""
    said = tuple(row.outcome for row in reversed(entry.rows) if row.outcome)[:12]
    return _base(
        entry,
        f"{entry.every.label}：{entry.what}",
        near=(entry.what, entry.every.label),
        inner=said,
        far=_names(session, "organs", [entry.organ]),
        passages=said,
    )


def area(session: Session, entry: Area) -> Document:
    """Return an area's document: it is found by its places."""
    people = _names(session, "posts", [entry.post, entry.lead_post])
    return _base(
        entry,
        f"{'、'.join(entry.places)}的{entry.kind}，由{'、'.join(people[:1])}管。",
        near=entry.places,
        inner=people,
        far=_names(session, "organs", [entry.organ]),
        passages=entry.places,
        answers=(("contact", "，".join(people[:1])),) if people else (),
    )


def explanation(session: Session, entry: Explanation) -> Document:
    """Return the document of a measure's explanation."""
    people = _names(session, "posts", [entry.ask])
    return _base(
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
    return _base(
        entry,
        f"{state}，{entry.opens} 至 {entry.closes}。{entry.summary}",
        near=(entry.summary, entry.concerns, state),
        inner=(*entry.points, *said, entry.result or ""),
        far=(*_names(session, "organs", [entry.organ]), "征求意见 公示 听取意见"),
        passages=(*entry.points, *said, entry.result or ""),
        answers=(("time", f"{entry.closes} 截止"),),
    )


def meeting(session: Session, entry: Meeting) -> Document:
    """Return the document of a matter that several departments settled."""
    return _base(
        entry,
        entry.subject,
        near=(entry.subject, entry.kind.label),
        inner=(entry.reply or "", entry.settled or ""),
        far=(entry.number, *_names(session, "organs", [entry.organ, *entry.organs])),
        passages=(entry.reply or "",),
    )


def credit_grade(session: Session, entry: CreditGrade) -> Document:
    """Return the document of a grade of tax credit."""
    treatments = tuple(f"{item.topic}：{item.text}" for item in entry.treatments)
    return _base(
        entry,
        "；".join(treatments[:3]),
        near=("纳税信用级别 信用等级", *entry.reached),
        inner=(*treatments, *entry.excluded),
        passages=treatments,
    )


def life_event(session: Session, entry: LifeEvent) -> Document:
    """Return the document of a life event."""
    matters = _names(session, "procedures", entry.ids)
    return _base(
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
    ways = _names(session, "oversight", (route.oversight for route in entry.routes))
    return _base(
        entry,
        entry.summary,
        near=(entry.summary, entry.act.label),
        inner=ways,
        passages=(entry.summary, *filter(None, (route.note for route in entry.routes))),
        answers=tuple(("complaint", name) for name in dict.fromkeys(ways)),
    )


def attachment(session: Session, entry: Attachment) -> Document:
    """Return the document of a file to download, with what it says."""
    stored = session.registry.attachments.get(entry.file)
    said = tuple(item.text for item in stored.content.passages if not item.hidden) if stored else ()
    texts = (*filter(None, [entry.says]), *said)[:_PASSAGES_OF_A_FILE]
    return _base(entry, entry.summary, near=(entry.summary,), inner=texts, passages=texts)


_PASSAGES_OF_A_FILE = 200
"""Lines of an attachment that the search reads: its beginning says what it is about."""


def own(session: Session, entry: Entry) -> Document:
    """Return the document of an entry of an own registry."""
    said = texts_of(session, entry)
    return _base(entry, said[0] if said else entry.name, near=said, passages=said)
