"""承诺兑现: each promise with its monthly figures, the newest month first."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.commitments import Commitment
from generator.model.results import Figures, Result
from generator.session import Session
from generator.views.common import Page, View, listing
from generator.views.pieces import link


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    results = session.current(Result)
    yield listing(
        Result,
        "results.html",
        f"{len(results)} 项服务承诺每个月做到了多少，没做到的为什么、怎么补。",
        {"results": [_result(session, item) for item in results]},
        toc=tuple((item.id, item.name) for item in results),
    )


def _result(session: Session, result: Result) -> View:
    """Return a promise with its figures."""
    commitment = session.registry.get(Commitment, result.commitment)
    return {
        "id": result.id,
        "name": result.name,
        "counted": result.counted,
        "commitment": link(commitment) if commitment else None,
        "target": commitment.target if commitment else "",
        "months": [_month(row) for row in sorted(result.rows, key=lambda row: row.month, reverse=True)],
    }


def _month(row: Figures) -> View:
    """Return one month as texts; empty is not 0."""
    share = row.share()
    year, month = row.month.split("-")
    return {
        "month": f"{year}年{int(month)}月",
        "met": "" if row.met is None else str(row.met),
        "total": "" if row.total is None else str(row.total),
        "share": f"{share}%" if share is not None else "",
        "none": row.total == 0,
        "not_measured": row.not_measured or "",
        "explanation": (row.explanation or "").rstrip("。"),
        "remedy": (row.remedy or "").rstrip("。"),
    }
