"""督查和评议: rounds by period, whether the ones that are due took place, and a page for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypedDict

from generator.model.faults import Cause, Failure
from generator.model.organs import Organ
from generator.model.periods import ended, every, label
from generator.model.rectifications import Rectification
from generator.model.rounds import RHYTHM, Ballot, Round, RoundFinding
from generator.model.routes import rooted
from generator.model.types import Vocabulary
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import paged
from generator.views.pieces import link, link_to, links
from generator.views.shapes import LinkView


class CountView(TypedDict):
    """A number of things with a name, as the component `bars` shows it."""

    name: str
    count: int


class RoundRow(LinkView):
    """A round as the index shows it. `mended` of `listed` rectifications are done."""

    kind: str
    period: str
    held: str
    checked: str
    found: int
    mended: int
    listed: int
    circular: str


class DueRoundView(TypedDict):
    """A period in which a kind of round is due; `round` is None if it is missing."""

    period: str
    round: LinkView | None


class RhythmView(TypedDict):
    """The periods of a kind of round that has a rhythm, the newest first."""

    kind: str
    rounds: list[DueRoundView]


class RoundsView(TypedDict):
    """What rounds.html shows."""

    rounds: list[RoundRow]
    rhythms: list[RhythmView]
    failures: list[CountView]
    causes: list[CountView]
    found: int


class FindingView(TypedDict):
    """A finding of a round, and what became of it."""

    what: str
    organ: LinkView | None
    failure: str
    cause: str
    settled: str
    rectification: LinkView | None
    state: str
    label: str


class BallotView(TypedDict):
    """What one group thinks of another. `share` is content / answered."""

    reviewers: str
    reviewed: str
    aspect: str
    asked: int
    answered: int
    content: int
    share: str


class RoundView(TypedDict):
    """All that is shown of a round."""

    kind: str
    period: str
    held: str
    scope: str
    organs: list[LinkView]
    by: LinkView | None
    regime: LinkView | None
    methods: list[str]
    checked: str
    findings: list[FindingView]
    none_found: str
    praise: list[str]
    ballots: list[BallotView]
    circular: str
    comment: str


class RoundPage(RoundView, EntryPart):
    """What round.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    rounds = sorted(session.current(Round), key=lambda item: (item.held_to, item.id), reverse=True)
    findings = [finding for item in rounds for finding in item.findings]
    view: RoundsView = {
        "rounds": [_row(session, item) for item in rounds],
        "rhythms": list(_rhythms(session, rounds)),
        "failures": _counted(Failure, (item.failure for item in findings)),
        "causes": _counted(Cause, (item.cause for item in findings)),
        "found": len(findings),
    }
    index = listing(
        Round,
        "rounds.html",
        "每一轮督查、回头看、评议：查了什么，发现什么，通报在哪里，改好没有。",
        view,
        toc=(("rounds", "每一轮"), ("due", "该做的做了没有"), ("faults", "问题和原因")) if rounds else (),
    )
    yield from paged(index, 150, "rounds")


def _row(session: Session, item: Round) -> RoundRow:
    """Return a round as the index shows it."""
    listed = [found for finding in item.findings if (found := _rectification(session, finding))]
    return {
        **link(item),
        "kind": item.kind.label,
        "period": label(item.period),
        "held": f"{item.held_from} 至 {item.held_to}",
        "checked": "" if item.checked is None else str(item.checked),
        "found": len(item.findings),
        "mended": sum(1 for one in listed if one.done and one.done <= session.as_of),
        "listed": len(listed),
        "circular": rooted(item.circular),
    }


def _rectification(session: Session, finding: RoundFinding) -> Rectification | None:
    """Return the rectification of a finding, if it has one."""
    return session.registry.get(Rectification, finding.rectification)


def _rhythms(session: Session, rounds: Iterable[Round]) -> Iterator[RhythmView]:
    """Yield the kinds that have a rhythm and took place, with every period since the first."""
    for kind, length in RHYTHM.items():
        held = {item.period: item for item in rounds if item.kind is kind and every(item.period) == length}
        if held:
            due = sorted({*ended(min(held), session.as_of), *held}, reverse=True)
            yield {
                "kind": kind.label,
                "rounds": [
                    {"period": label(period), "round": link(held[period]) if period in held else None} for period in due
                ],
            }


def _counted(kinds: type[Vocabulary], found: Iterable[Vocabulary]) -> list[CountView]:
    """Return how often each value of a vocabulary occurs, also 0."""
    count = Counter(found)
    return [{"name": kind.label, "count": count[kind]} for kind in kinds]


def pages_of(session: Session, item: Round) -> Iterator[Page]:
    """Yield a round's page."""
    yield detail(session, item, "round.html", item.scope, round_view(session, item))


def round_view(session: Session, item: Round) -> RoundView:
    """Return everything that a round's page shows."""
    return {
        "kind": item.kind.label,
        "period": label(item.period),
        "held": f"{item.held_from} 至 {item.held_to}",
        "scope": item.scope,
        "organs": links(session, Organ.FOLDER, item.organs),
        "by": link_to(session, "posts", item.by),
        "regime": link_to(session, "regimes", item.regime),
        "methods": list(item.methods),
        "checked": "" if item.checked is None else f"{item.checked} 件",
        "findings": [_finding(session, finding) for finding in item.findings],
        "none_found": item.none_found or "",
        "praise": list(item.praise),
        "ballots": [_ballot(ballot) for ballot in item.ballots],
        "circular": rooted(item.circular),
        "comment": item.comment or "",
    }


def _finding(session: Session, finding: RoundFinding) -> FindingView:
    """Return a finding with the state of its rectification."""
    mended = _rectification(session, finding)
    state = mended.state(session.as_of) if mended else None
    return {
        "what": finding.what,
        "organ": link_to(session, "organs", finding.organ),
        "failure": finding.failure.label,
        "cause": finding.cause.label,
        "settled": finding.settled or "",
        "rectification": link(mended) if mended else None,
        "state": state.value if state else "",
        "label": state.label if state else "",
    }


def _ballot(ballot: Ballot) -> BallotView:
    """Return a ballot with the share of the content, to a tenth of a percent."""
    share = ballot.share()
    return {
        "reviewers": ballot.reviewers,
        "reviewed": ballot.reviewed,
        "aspect": ballot.aspect,
        "asked": ballot.asked,
        "answered": ballot.answered,
        "content": ballot.content,
        "share": "" if share is None else f"{share}%",
    }
