"""办事时限: every statutory and promised limit in one sortable table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.published import PATH
from generator.check.limits import owner_of
from generator.model.time_limits import Bound, Start, TimeLimit
from generator.model.types import Unit
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.pieces import ROUGH_HOURS, limit_view, link
from generator.views.shapes import LimitView, LinkView

_MOST = 240
"""Most rows on one page."""
_SHORT_DAYS = 5
_SHORT = _SHORT_DAYS * ROUGH_HOURS[Unit.WORKING_DAY]
"""Limits up to this length, in rough hours, stand folded."""


class RowView(LimitView):
    """A time limit with its owner. `one_of_many` is True if the owner has several."""

    owner: LinkView | None
    one_of_many: bool


class GroupView(TypedDict):
    """Some of the limits. `promised` is True if they have a column of what the bureau promises."""

    id: str
    name: str
    promised: bool
    folded: bool
    limits: list[RowView]


class TimeLimitsView(TypedDict):
    """What time_limits.html shows. `calendar` is the address of the calendar file that due.js reads."""

    groups: list[GroupView]
    calendar: str
    example: RowView | None


def pages(session: Session) -> Iterator[Page]:
    """Yield the table."""
    rows = [row(session, limit) for limit in session.current(TimeLimit)]
    groups = [(id, name, found) for id, name, found in _groups(rows) if found]
    view: TimeLimitsView = {
        "groups": [
            {
                "id": id,
                "name": name,
                "promised": id != Bound.TAXPAYER.value,
                "folded": number > 0,
                "limits": sorted(found, key=lambda item: -item["days"]),
            }
            for number, (id, name, found) in enumerate(groups)
        ],
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


def _groups(rows: list[RowView]) -> Iterator[tuple[str, str, list[RowView]]]:
    """Yield the groups (id, name, limits): what people must wait for and plan for stands first."""
    ours = [item for item in rows if item["binds"] == Bound.BUREAU.value and not _plain(item)]
    yield Bound.BUREAU.value, "税务机关的时限", [item for item in ours if item["days"] > _SHORT]
    yield "short", f"税务机关{_SHORT_DAYS}个工作日以内的时限", [item for item in ours if item["days"] <= _SHORT]
    yield "at-once", "当场办结的", [item for item in rows if _plain(item)]
    yield (
        Bound.TAXPAYER.value,
        "纳税人的时限",
        [item for item in rows if item["binds"] == Bound.TAXPAYER.value and not _plain(item)],
    )


def _plain(item: RowView) -> bool:
    """Return True if a limit is nothing but "on the spot": no length in law, no stop, extension or remark."""
    more = (item["statutory"], item["stops"], item["extension"], item["note"], item["basis"])
    return item["immediate"] and not any(more)


def row(session: Session, limit: TimeLimit) -> RowView:
    """Return a limit's row with its owner."""
    owner = owner_of(session, limit)
    many = owner is not None and len(session.limits(owner)) > 1
    return {**limit_view(session, limit), "owner": link(owner) if owner else None, "one_of_many": many}
