"""办事时限: every statutory and promised limit in one sortable table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.published import PATH
from generator.model.oversight import Oversight
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.time_limits import Bound, Start, TimeLimit
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import limit_view, link
from generator.views.shapes import LimitView, LinkView

_MOST = 240
"""Most rows on one page."""


class RowView(LimitView):
    """A time limit with its owner. `one_of_many` is True if the owner has several."""

    owner: LinkView | None
    one_of_many: bool


class GroupView(TypedDict):
    """The limits that bind the bureau, or those that bind taxpayers."""

    id: str
    name: str
    limits: list[RowView]


class TimeLimitsView(TypedDict):
    """What time_limits.html shows. `calendar` is the address of the calendar file that due.js reads."""

    groups: list[GroupView]
    calendar: str
    example: RowView | None


def pages(session: Session) -> Iterator[Page]:
    """Yield the table."""
    rows = [row(session, limit) for limit in session.current(TimeLimit)]
    groups = [
        (bound.value, f"{bound.label}的时限", [item for item in rows if item["binds"] == bound.value])
        for bound in Bound
    ]
    view: TimeLimitsView = {
        "groups": [{"id": id, "name": name, "limits": found} for id, name, found in groups],
        "calendar": PATH,
        "example": next((item for item in rows if item["due"] and item["starts"] == Start.ACCEPTANCE.label), None),
    }
    page = listing(
        TimeLimit,
        "time_limits.html",
        "每件事法律规定多久、我们承诺多久，一张表看全。",
        view,
        toc=tuple((id, name) for id, name, _ in groups),
        scripts=("due.js",),
    )
    yield from paged(page, _MOST, "groups", "limits")


def row(session: Session, limit: TimeLimit) -> RowView:
    """Return a limit's row with its owner."""
    registry = session.registry
    owner = (
        registry.get(Procedure, limit.of.procedure)
        or registry.get(Regime, limit.of.regime)
        or registry.get(Oversight, limit.of.oversight)
    )
    many = owner is not None and len(session.limits(owner)) > 1
    return {**limit_view(session, limit), "owner": link(owner) if owner else None, "one_of_many": many}
