"""责任追究结果: how many cases had which consequence, or that there were none; the ladder and who decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.faults import Failure
from generator.model.outcomes import Outcome, OutcomeRow
from generator.model.oversight import Oversight
from generator.model.periods import label, last_day
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.oversight import LadderView, ladder_view
from generator.views.pieces import link, link_to
from generator.views.rounds import CountView
from generator.views.shapes import LinkView


class OutcomeRowView(TypedDict):
    """The cases of a period; `none_by` is the day by which there were none, or empty."""

    period: str
    failure: str
    rung: str
    consequence: str
    cases: int
    none_by: str


class OutcomeView(TypedDict):
    """The counts of one channel, the newest first, and the ladder that applies.

    `latest_none` says that the newest period had no proven case, and by which day; it is empty if there were any.
    """

    id: str
    name: str
    counted: str
    regime: LinkView | None
    channel: LinkView | None
    ladder: LadderView | None
    latest_none: str
    rows: list[OutcomeRowView]


class OutcomesView(TypedDict):
    """What outcomes.html shows."""

    outcomes: list[OutcomeView]
    failures: list[CountView]
    merged: int


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    outcomes = session.current(Outcome)
    rows = [row for item in outcomes for row in item.rows]
    view: OutcomesView = {
        "outcomes": [_outcome(session, item) for item in outcomes],
        "failures": [
            {"name": kind.label, "count": sum(row.cases or 0 for row in rows if row.failure is kind)}
            for kind in Failure
        ],
        "merged": sum(row.cases or 0 for row in rows if row.failure is None),
    }
    yield listing(
        Outcome,
        "outcomes.html",
        "投诉查实和过错追究各有多少件，怎么处理的，谁决定；没有查实的也写明截至哪一天。",
        view,
        toc=(*((item.id, item.name) for item in outcomes), *((("failures", "哪种执行问题"),) if outcomes else ())),
    )


def _outcome(session: Session, item: Outcome) -> OutcomeView:
    """Return the counts of one channel."""
    channel = session.registry.get(Oversight, item.oversight)
    rows = sorted(item.rows, key=lambda row: (last_day(row.period), row.period), reverse=True)
    newest = rows[0]
    none = f"{label(newest.period)}没有查实的（截至{day_text(newest.none_by)}）" if newest.none_by else ""
    return {
        "id": item.id,
        "name": item.name,
        "counted": item.counted,
        "regime": link_to(session, "regimes", item.regime),
        "channel": link(channel) if channel else None,
        "ladder": ladder_view(channel) if channel and channel.ladder else None,
        "latest_none": none,
        "rows": [_row(row) for row in rows],
    }


def _row(row: OutcomeRow) -> OutcomeRowView:
    """Return a row as texts."""
    return {
        "period": label(row.period),
        "failure": row.failure.label if row.failure else "几种合并",
        "rung": f"第{row.rung}次查实" if row.rung else "",
        "consequence": row.consequence or "",
        "cases": row.cases or 0,
        "none_by": day_text(row.none_by),
    }
