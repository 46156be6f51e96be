"""承诺兑现: the monthly figures of each commitment, the newest month first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.commitments import Commitment
from generator.model.results import Figures, Result, following
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import link
from generator.views.shapes import LinkView


class MonthView(TypedDict):
    """The figures of one month as texts, empty if not counted.

    `none` is True if there were no cases, `reached` is "yes", "no", or empty if that cannot be said, and `missing` is
    True for a month that has ended and has no row yet.
    """

    month: str
    met: str
    total: str
    share: str
    none: bool
    reached: str
    missing: bool
    not_measured: str
    explanation: str
    remedy: str


class ResultView(TypedDict):
    """A commitment with its figures, the newest month first. `latest` is the newest month that has a row."""

    id: str
    name: str
    counted: str
    commitment: LinkView | None
    target: str
    latest: MonthView
    months: list[MonthView]


class ResultsView(TypedDict):
    """What results.html shows."""

    results: list[ResultView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    results = session.current(Result)
    view: ResultsView = {"results": [_result(session, item) for item in results]}
    yield listing(
        Result,
        "results.html",
        f"{len(results)} 项服务承诺每个月做到了多少，没做到的为什么、怎么补。",
        view,
        toc=tuple((item.id, item.name) for item in results),
    )


def _result(session: Session, result: Result) -> ResultView:
    """Return a commitment with its figures."""
    commitment = session.registry.get(Commitment, result.commitment)
    months = [_month(row, result.at_least) for row in sorted(result.rows, key=lambda row: row.month, reverse=True)]
    return {
        "id": result.id,
        "name": result.name,
        "counted": result.counted,
        "commitment": link(commitment) if commitment else None,
        "target": commitment.target if commitment else "",
        "latest": months[0],
        "months": [*_missing(session, max(row.month for row in result.rows)), *months],
    }


def _missing(session: Session, newest: str) -> list[MonthView]:
    """Return the months that ended after `newest`, the latest first: nothing has been published for them."""
    missing: list[MonthView] = []
    month = following(newest)
    while month < f"{session.as_of:%Y-%m}":
        missing.insert(0, _month(Figures(month=month), None))
        month = following(month)
    return missing


def _month(row: Figures, at_least: str | None) -> MonthView:
    """Return one month's figures as texts; a missing figure is empty, not 0."""
    share = row.share()
    year, month = row.month.split("-")
    return {
        "month": f"{year}年{int(month)}月",
        "met": "" if row.met is None else str(row.met),
        "total": "" if row.total is None else str(row.total),
        "share": f"{share}%" if share is not None else "",
        "none": row.total == 0,
        "reached": {True: "yes", False: "no", None: ""}[row.reaches(at_least)],
        "missing": row.total is None and not row.not_measured,
        "not_measured": row.not_measured or "",
        "explanation": (row.explanation or "").rstrip("。"),
        "remedy": (row.remedy or "").rstrip("。"),
    }
