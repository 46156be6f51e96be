"""制度: the rules that bind the bureau in its service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from generator.model.appraisals import Appraisal
from generator.model.campaigns import Campaign
from generator.model.commitments import Commitment
from generator.model.consultations import Consultation
from generator.model.credit_grades import CreditGrade
from generator.model.goals import Goal
from generator.model.meetings import Meeting
from generator.model.outcomes import Outcome
from generator.model.oversight import Oversight
from generator.model.regimes import Regime, RegimeArea, RegimeRule
from generator.model.requests import BranchRequest
from generator.model.rhythms import Rhythm
from generator.model.rounds import Round
from generator.model.routes import address, index_of, rooted
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.model.types import Entry
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.due import due_scripts
from generator.views.pieces import bases, entry_links, limit_view, link, link_to
from generator.views.shapes import BasisView, LimitView, LinkView, PromiseView

_PRACTICE: tuple[type[Entry], ...] = (Task, Round, Appraisal, Outcome, Goal, Campaign, Consultation, CreditGrade)
"""The registries that show a regime being carried out, besides the records of recurring work."""


class RegimeRow(LinkView):
    """A regime as the index shows it."""

    definition: str


class GroupView(TypedDict):
    """The regimes of one area."""

    id: str
    name: str
    regimes: list[RegimeRow]


class RegimesView(TypedDict):
    """What regimes.html shows."""

    groups: list[GroupView]


class RuleView(TypedDict):
    """A rule of a regime, or a consequence of breaking one."""

    name: str
    text: str
    decided_by: str
    form: str
    within: str
    published_at: str


class RegimeView(TypedDict):
    """All that is shown of a regime."""

    name: str
    aliases: list[str]
    area: str
    definition: str
    binds: list[str]
    trigger: str
    participants: list[str]
    rules: list[RuleView]
    consequences: list[RuleView]
    frequency: str
    organ: LinkView | None
    supervised_by: LinkView | None
    basis: list[BasisView]
    limits: list[LimitView]
    commitments: list[PromiseView]
    oversight: list[LinkView]
    practice: list[LinkView]


class RegimePage(RegimeView, EntryPart):
    """What regime.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    regimes = session.current(Regime)
    view: RegimesView = {
        "groups": [
            {"id": area.value, "name": area.label, "regimes": found}
            for area in RegimeArea
            if (found := [_row(item) for item in regimes if item.area is area])
        ]
    }
    yield listing(
        Regime,
        "regimes.html",
        f"{len(regimes)} 项制度：税务机关给自己立的规矩，和违反了怎么办。",
        view,
    )


def pages_of(session: Session, regime: Regime) -> Iterator[Page]:
    """Yield a regime's page."""
    view = regime_view(session, regime)
    scripts = due_scripts(*view["limits"])
    yield detail(session, regime, "regime.html", regime.definition, view, scripts=scripts)


def _row(regime: Regime) -> RegimeRow:
    """Return a regime as the index shows it."""
    return {**link(regime), "definition": regime.definition}


def regime_view(session: Session, regime: Regime) -> RegimeView:
    """Return everything that a regime's page shows."""
    return {
        "name": regime.name,
        "aliases": list(regime.aliases),
        "area": regime.area.label,
        "definition": regime.definition,
        "binds": list(regime.binds),
        "trigger": regime.trigger or "",
        "participants": list(regime.participants),
        "rules": _rules(regime.rules),
        "consequences": _rules(regime.consequences),
        "frequency": regime.frequency.label if regime.frequency else "",
        "organ": link_to(session, "organs", regime.organ),
        "supervised_by": link_to(session, "organs", regime.supervised_by),
        "basis": bases(session, regime.basis),
        "limits": [limit_view(session, limit) for limit in session.limits(regime)],
        "commitments": [{**link(item), "promise": item.promise} for item in session.referrers(regime, Commitment)],
        "oversight": entry_links(session.referrers(regime, Oversight)),
        "practice": list(_practice(session, regime)),
    }


def _practice(session: Session, regime: Regime) -> Iterator[LinkView]:
    """Yield where one sees whether a regime is carried out: its records, and the lists that name it, with numbers."""
    for record in session.referrers(regime, Rhythm):
        yield {"name": f"{record.name}（{record.every.label}）", "url": address(record)}
    for kind in _PRACTICE:
        if found := session.referrers(regime, kind):
            yield {"name": f"{kind.COLUMN}：{len(found)} 项", "url": index_of(kind.FOLDER)}
    for awaited in (Suggestion, BranchRequest, Meeting):
        if count := sum(len(session.referrers(limit, awaited)) for limit in session.limits(regime)):
            yield {"name": f"{awaited.COLUMN}：{count} 件", "url": index_of(awaited.FOLDER)}


def _rules(rules: Iterable[RegimeRule]) -> list[RuleView]:
    """Return the views of rules or consequences."""
    return [
        {
            "name": item.name,
            "text": item.text,
            "decided_by": item.decided_by or "",
            "form": item.form or "",
            "within": str(item.within) if item.within else "",
            "published_at": rooted(item.published_at),
        }
        for item in rules
    ]
