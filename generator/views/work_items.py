"""Parts of pages that show work items: rows with bars on one time axis, counts by state, progress against an even pace.

Lengths are in units of the SVG's own system: the axis is AXIS wide.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import TypedDict, TypeVar

from generator.model.work_items import WorkItem, WorkState
from generator.session import Session
from generator.views.common import text
from generator.views.pieces import link, link_to
from generator.views.plots import PaceView, pace
from generator.views.shapes import LinkView

W = TypeVar("W", bound=WorkItem)

AXIS = 1000


class MonthMarkView(TypedDict):
    """A month on the axis: its label, and where it begins."""

    label: str
    x: float


class AxisView(TypedDict):
    """The time axis that the bars of a page share.

    `lines` are the beginnings of months as a path of SVG; `today` is where the day of the build is.
    """

    months: list[MonthMarkView]
    lines: str
    today: float


class PointView(TypedDict):
    """A milestone on a bar."""

    x: float
    done: bool


class BarView(TypedDict):
    """A bar: where it begins, how long it is, and how much of it is done."""

    x: float
    width: float
    done: float
    points: list[PointView]


class WorkView(LinkView):
    """A work item as lists show it. `percent` is what was reported, `planned` what an even pace would have reached."""

    organ: LinkView | None
    post: LinkView | None
    lead: LinkView | None
    start: str
    due: str
    state: str
    label: str
    percent: int
    planned: int
    days: str
    explanation: str
    bar: BarView


class StateCount(TypedDict):
    """How many work items are in a state."""

    state: str
    label: str
    count: int


class StepView(TypedDict):
    """A report of progress, the newest first."""

    on: str
    percent: int
    note: str


class MilestoneView(TypedDict):
    """A milestone; `late` is True if its date has passed."""

    what: str
    due: str
    done: str
    late: bool


class VerifiedView(TypedDict):
    """Who verified that the work is done, when and how."""

    on: str
    by: LinkView | None
    note: str


class WorkDetail(WorkView):
    """All that is shown of a work item on its own page."""

    requirement: str
    measures: list[str]
    steps: list[StepView]
    milestones: list[MilestoneView]
    pace: PaceView
    done: str
    verified: VerifiedView | None


def axis_of(items: Iterable[WorkItem], as_of: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of the axis: the year of `as_of`, and on to the last month that is due.

    It ends after ten years, so that one wrong date does not squeeze the others together.
    """
    latest = datetime.date(as_of.year + 10, 12, 31)
    last = min(latest, max([datetime.date(as_of.year, 12, 31), *(item.due for item in items)]))
    following = (last.replace(day=1) + datetime.timedelta(32)).replace(day=1)
    return datetime.date(as_of.year, 1, 1), following - datetime.timedelta(1)


def axis_view(span: tuple[datetime.date, datetime.date], as_of: datetime.date) -> AxisView:
    """Return the axis with at most twelve labels."""
    first, last = span
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = [datetime.date(first.year + number // 12, number % 12 + 1, 1) for number in range(months)]
    every = -(-months // 12)
    return {
        "months": [
            {"label": f"{day.month}月", "x": _place(day, span)}
            for index, day in enumerate(starts)
            if index % every == 0
        ],
        "lines": "".join(f"M{_place(day, span)} 0v34" for day in starts),
        "today": _place(as_of, span),
    }


def _place(day: datetime.date, span: tuple[datetime.date, datetime.date], *, end: bool = False) -> float:
    """Return where a day begins (or ends) on the axis, from 0 to AXIS; days outside are at its ends."""
    first, last = span
    return round(AXIS * min(1, max(0, ((day - first).days + end) / ((last - first).days + 1))), 1)


def work_view(session: Session, item: WorkItem, span: tuple[datetime.date, datetime.date]) -> WorkView:
    """Return a work item as lists show it, with its bar on the axis from `span[0]` to `span[1]`."""
    day = session.as_of
    state = item.state(day)
    percent = item.percent(day)
    x, end = _place(item.start, span), _place(item.due, span, end=True)
    return {
        **link(item),
        "organ": link_to(session, "organs", item.organ),
        "post": link_to(session, "posts", item.post),
        "lead": link_to(session, "posts", item.lead_post),
        "start": str(item.start),
        "due": str(item.due),
        "state": state.value,
        "label": state.label,
        "percent": percent,
        "planned": item.planned(day),
        "days": work_days(item, state, day),
        "explanation": item.explanation or "",
        "bar": {
            "x": x,
            "width": round(max(2, end - x), 1),
            "done": round(max(0, end - x) * percent / 100, 1),
            "points": [
                {"x": _place(part.due, span), "done": bool(part.done and part.done <= day)} for part in item.milestones
            ],
        },
    }


def work_days(item: WorkItem, state: WorkState, day: datetime.date) -> str:
    """Return in words how an item stands to its due date."""
    late = item.late(day)
    if state in (WorkState.DONE, WorkState.CLOSED):
        return f"晚了 {late} 天完成" if late else "按期完成"
    if state is WorkState.NOT_STARTED:
        return f"{item.start} 开始"
    return f"超期 {late} 天" if late else f"还有 {item.days_left(day)} 天"


def counts(items: Iterable[WorkItem], day: datetime.date) -> list[StateCount]:
    """Return how many items are in each state, also where there are none."""
    found = Counter(item.state(day) for item in items)
    return [{"state": state.value, "label": state.label, "count": found[state]} for state in WorkState]


def urgent_first(items: Iterable[W], day: datetime.date) -> list[W]:
    """Return items by state, the worst first, and then by due date."""
    order = list(WorkState)
    return sorted(items, key=lambda item: (order.index(item.state(day)), item.due, item.id))


def work_detail(session: Session, item: WorkItem) -> WorkDetail:
    """Return everything that a work item's own page shows of it."""
    day = session.as_of
    verified = item.verified
    return {
        **work_view(session, item, axis_of([item], day)),
        "requirement": item.requirement,
        "measures": list(item.measures),
        "steps": [
            {"on": str(report.on), "percent": report.percent, "note": report.note}
            for report in reversed(item.progress)
            if report.on <= day
        ],
        "milestones": [
            {
                "what": part.what,
                "due": str(part.due),
                "done": text(part.done),
                "late": part.due < day and part.done is None,
            }
            for part in item.milestones
        ],
        "pace": _pace(item, day),
        "done": text(item.done),
        "verified": {
            "on": str(verified.on),
            "by": link_to(session, "posts", verified.by),
            "note": verified.note or "",
        }
        if verified
        else None,
    }


def _pace(item: WorkItem, day: datetime.date) -> PaceView:
    """Return the drawing of progress against an even pace, from the start to the due date or to what came later."""
    reports = [(report.on, report.percent) for report in item.progress if report.on <= day]
    if item.done and item.done <= day:
        reports = [(on, percent) for on, percent in reports if on < item.done] + [(item.done, 100)]
    end = max([item.due, *(on for on, _ in reports)] + ([day] if not item.done and day > item.due else []))
    return pace(item.start, item.due, reports, end=end, today=day)
