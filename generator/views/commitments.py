"""服务承诺: every commitment with metric, target and remedy, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.commitments import Commitment
from generator.model.routes import rooted
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.kept import KeptView, kept_of_commitment
from generator.views.opening import days_text, times_text
from generator.views.pieces import link_to, links
from generator.views.shapes import LinkView


class CommitmentView(TypedDict):
    """All that is shown of a commitment."""

    id: str
    name: str
    promise: str
    metric: str
    target: str
    hours: list[str]
    kept: list[KeptView]
    remedy: str
    published_at: str
    organ: LinkView | None
    regimes: list[LinkView]
    procedures: list[LinkView]
    oversight: list[LinkView]


class CommitmentsView(TypedDict):
    """What commitments.html shows."""

    commitments: list[CommitmentView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of commitments."""
    commitments = session.current(Commitment)
    view: CommitmentsView = {"commitments": [_commitment(session, item) for item in commitments]}
    yield listing(
        Commitment,
        "commitments.html",
        f"{session.site.organiser}的 {len(commitments)} 条服务承诺：说到做到，做不到怎么办。",
        view,
        toc=tuple((item.id, item.name) for item in commitments),
    )


def _commitment(session: Session, item: Commitment) -> CommitmentView:
    """Return a commitment with links to those it binds and to its oversight channels."""
    return {
        "id": item.id,
        "name": item.name,
        "promise": item.promise,
        "metric": item.metric,
        "target": item.target,
        "hours": [f"{line.season or ''}{days_text(line)} {times_text(line.times)}" for line in item.hours],
        "kept": kept_of_commitment(session, item.id),
        "remedy": item.remedy,
        "published_at": rooted(item.published_at),
        "organ": link_to(session, "organs", item.organ),
        "regimes": links(session, "regimes", item.regimes),
        "procedures": links(session, "procedures", item.procedures),
        "oversight": links(session, "oversight", item.oversight),
    }
