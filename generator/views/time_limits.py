"""办事时限: one table of every statutory and promised limit, sortable."""

from __future__ import annotations

from collections.abc import Iterator

from generator.calendar.published import PATH
from generator.model.oversight import Oversight
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.time_limits import Bound, Start, TimeLimit
from generator.session import Session
from generator.views.common import Page, View, listing
from generator.views.paging import paged
from generator.views.pieces import limit_view, link

_MOST = 240
"""Rows on one page."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the table."""
    rows = [row(session, limit) for limit in session.current(TimeLimit)]
    groups = [
        (bound.value, f"{bound.label}的时限", [item for item in rows if item["binds"] == bound.value])
        for bound in Bound
    ]
    page = listing(
        TimeLimit,
        "time_limits.html",
        "每件事法律规定多久、我们承诺多久，一张表看全。",
        {
            "groups": [{"id": id, "name": name, "limits": found} for id, name, found in groups],
            "calendar": PATH,
            "example": next((item for item in rows if item["due"] and item["starts"] == Start.ACCEPTANCE.label), None),
        },
        toc=tuple((id, name) for id, name, _ in groups),
        scripts=("due.js",),
    )
    yield from paged(page, _MOST, "groups", "limits")


def row(session: Session, limit: TimeLimit) -> View:
    """Return one row: the limit, and what it belongs to."""
    registry = session.registry
    owner = (
        registry.get(Procedure, limit.of.procedure)
        or registry.get(Regime, limit.of.regime)
        or registry.get(Oversight, limit.of.oversight)
    )
    many = owner is not None and len(session.limits(owner)) > 1
    return {**limit_view(session, limit), "owner": link(owner) if owner else None, "one_of_many": many}
