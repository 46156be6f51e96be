"""Search documents of the bureau's own work: duties, posts, regimes, promises and results, rounds, tasks."""

from __future__ import annotations

from dataclasses import fields

from generator.assessment import assessments
from generator.model.annual_report import AnnualReport
from generator.model.appraisals import Appraisal
from generator.model.areas import Area
from generator.model.campaigns import Campaign
from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.enforcement import Enforcement
from generator.model.inspections import Inspection
from generator.model.meetings import Meeting
from generator.model.periods import label
from generator.model.posts import Post
from generator.model.rectifications import Rectification
from generator.model.regimes import Regime
from generator.model.results import Result
from generator.model.rhythms import Rhythm
from generator.model.rounds import Round
from generator.model.suggestions import Suggestion
from generator.model.work_items import WorkItem
from generator.search import answers
from generator.search.documents import Document, base, names_of
from generator.session import Session
from generator.views.annual_report import in_a_sentence
from generator.views.kept import WORDS, figure_of


def duty(session: Session, entry: Duty) -> Document:
    """Return a duty's document."""
    return base(
        entry,
        entry.summary,
        near=(entry.summary, entry.area),
        inner=entry.sub_items,
        far=(*entry.performance, *entry.accountability, *names_of(session, "organs", [entry.organ])),
        passages=(*entry.sub_items, *entry.performance),
        answers=answers.of_duty(session, entry),
    )


def post(session: Session, entry: Post) -> Document:
    """Return a post's document."""
    return base(
        entry,
        entry.summary,
        near=(entry.summary, entry.first_contact_scope or ""),
        far=(
            *names_of(session, "organs", [entry.organ]),
            *(item.when for item in entry.hands_over_to),
            *entry.standards,
        ),
        passages=(entry.first_contact_scope or "", *entry.standards),
        answers=answers.of_post(session, entry),
    )


def regime(session: Session, entry: Regime) -> Document:
    """Return a regime's document."""
    rules = tuple(f"{item.name}：{item.text}" for item in (*entry.rules, *entry.consequences))
    return base(
        entry,
        entry.definition,
        near=(entry.definition, entry.trigger or ""),
        inner=(*rules, *entry.binds),
        far=(*entry.participants, *names_of(session, "organs", [entry.organ])),
        passages=rules,
        answers=answers.of_regime(session, entry),
    )


def commitment(session: Session, entry: Commitment) -> Document:
    """Return a commitment's document."""
    return base(
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
    return base(
        entry,
        summary,
        near=(found.measure.name if found else "", f"{entry.name}做到没有、达标了吗"),
        inner=(promise, entry.counted),
        far=("承诺兑现 结果 数字 每月公布",),
        passages=(promise, entry.counted),
    )


def annual_report(session: Session, entry: AnnualReport) -> Document:
    """Return the document of a year's report."""
    texts = tuple(getattr(entry.overview, item.name) for item in fields(entry.overview))
    told = in_a_sentence(entry)
    return base(
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
    return base(entry, told, near=("行政执法统计年报", told), inner=items, passages=(entry.counted,))


def inspected(session: Session, entry: Inspection) -> Document:
    """Return the document of a kind of inspection."""
    summary = f"{entry.kind.label}：{entry.objects}，同一户一年最多 {entry.yearly_cap} 次。"
    return base(
        entry,
        summary,
        near=(entry.kind.label, entry.objects, "检查 抽查"),
        inner=entry.standards,
        far=names_of(session, "organs", [entry.organ]),
        passages=(entry.objects, *entry.standards),
    )


def work_item(session: Session, entry: WorkItem) -> Document:
    """Return the document of a task or another work item."""
    return base(
        entry,
        entry.requirement,
        near=(entry.requirement,),
        inner=entry.measures,
        far=(*names_of(session, "organs", [entry.organ]), *names_of(session, "posts", [entry.post, entry.lead_post])),
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
    return base(
        entry,
        entry.scope,
        near=(entry.scope, entry.kind.label, label(entry.period)),
        inner=(*found, *entry.methods, entry.none_found or ""),
        far=names_of(session, "organs", entry.organs),
        passages=(*found, *entry.praise),
    )


def suggestion(session: Session, entry: Suggestion) -> Document:
    """Return a suggestion's document."""
    return base(
        entry,
        entry.text,
        near=(entry.text, entry.theme),
        inner=(entry.reply or "", entry.reason or ""),
        far=(entry.number, *names_of(session, "organs", [entry.organ])),
        passages=(entry.reply or "",),
    )


def appraisal(session: Session, entry: Appraisal) -> Document:
    """Return an appraisal's document."""
    names = tuple(indicator.name for indicator in entry.indicators.values())
    lost = tuple(deduction.why for deduction in entry.deductions)
    return base(
        entry,
        f"考核{'、'.join(names)}。",
        near=(label(entry.period), "考核得分", "扣分", *names),
        inner=(*lost, *(item.text for item in entry.consequences)),
        far=names_of(session, "organs", entry.organs),
        passages=(*lost, *(item.text for item in entry.consequences)),
    )


def campaign(session: Session, entry: Campaign) -> Document:
    """Return a campaign's document."""
    parts = tuple(part.name for part in entry.parts)
    return base(
        entry,
        entry.summary,
        near=(entry.summary, *parts),
        inner=(entry.result or "", entry.how_to_join or ""),
        far=names_of(session, "organs", [entry.organ]),
        passages=(entry.how_to_join or "", entry.result or ""),
    )


def rhythm(session: Session, entry: Rhythm) -> Document:
    """Return the document of a record of recurring work: its newest outcomes can be found."""
    said = tuple(row.outcome for row in reversed(entry.rows) if row.outcome)[:12]
    return base(
        entry,
        f"{entry.every.label}：{entry.what}",
        near=(entry.what, entry.every.label),
        inner=said,
        far=names_of(session, "organs", [entry.organ]),
        passages=said,
    )


def area(session: Session, entry: Area) -> Document:
    """Return an area's document: it is found by its places."""
    people = names_of(session, "posts", [entry.post, entry.lead_post])
    return base(
        entry,
        f"{'、'.join(entry.places)}的{entry.kind}，由{'、'.join(people[:1])}管。",
        near=entry.places,
        inner=people,
        far=names_of(session, "organs", [entry.organ]),
        passages=entry.places,
        answers=(("contact", "，".join(people[:1])),) if people else (),
    )


def meeting(session: Session, entry: Meeting) -> Document:
    """Return the document of a matter that several departments settled."""
    return base(
        entry,
        entry.subject,
        near=(entry.subject, entry.kind.label),
        inner=(entry.reply or "", entry.settled or ""),
        far=(entry.number, *names_of(session, "organs", [entry.organ, *entry.organs])),
        passages=(entry.reply or "",),
    )
