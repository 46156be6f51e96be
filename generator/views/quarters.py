"""效能季报: what was promised and kept in one quarter, what was missed and why, and what work was closed or late."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TypedDict

from generator.assessment import Assessed, Assessment, State, assessments
from generator.model.meetings import Meeting
from generator.model.periods import Every, first_day, label, last_day, period_of, preceding, short
from generator.model.rectifications import Rectification
from generator.model.replies import Awaiting
from generator.model.requests import BranchRequest
from generator.model.routes import index_of
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.model.work_items import WorkItem, WorkState
from generator.session import Session, once
from generator.views.common import Page, bureau_name
from generator.views.kept import WORDS, cases_of, figure_of, tone_of
from generator.views.pieces import link
from generator.views.plots import PlotView, Point, plot
from generator.views.replies import reply_counts
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount

FOLDER = "performance/"
"""The address that the reports are below."""

_WORST = (State.OVERDUE, State.MISSED, State.NOT_MEASURED, State.OPEN, State.NONE, State.REACHED)
_WORK: tuple[type[WorkItem], ...] = (Task, Rectification)
_PLOTTED = 12
"""Periods in a plot."""

_REPLIES: tuple[type[Awaiting], ...] = (Suggestion, BranchRequest, Meeting)


class FigureView(TypedDict):
    """A measure in one period of the quarter; `why` and `remedy` are empty unless it missed its target."""

    period: str
    figure: str
    cases: str
    tone: str
    word: str
    why: str
    remedy: str


class MeasureView(LinkView):
    """A measure in the quarter: its worst state, its periods in order, and the plot of those up to then."""

    goal: str
    plot: PlotView | None
    tone: str
    word: str
    figures: list[FigureView]


class WorkSummary(TypedDict):
    """The work of one registry: what was closed in the quarter, and what was overdue at its end."""

    title: str
    url: str
    closed: list[LinkView]
    overdue: list[LinkView]


class ReplySummary(TypedDict):
    """What was received in the quarter in one registry, and how it stands today."""

    title: str
    url: str
    received: int
    counts: list[StateCount]


class QuarterView(TypedDict):
    """What quarter.html and report.typ show. `pdf` is the address of the PDF file, empty without one."""

    bureau: str
    quarter: str
    until: str
    today: str
    counts: list[StateCount]
    measures: list[MeasureView]
    work: list[WorkSummary]
    replies: list[ReplySummary]
    pdf: str
    others: list[LinkView]


@once
def quarters(session: Session) -> list[str]:
    """Return the quarters that have ended and have figures, the newest first."""
    ends = [last_day(item.period) for found in assessments(session).values() for item in found.periods]
    if not ends:
        return []
    quarter, found = preceding(period_of(session.as_of, Every.QUARTER)), []
    while last_day(quarter) >= min(ends):
        found.append(quarter)
        quarter = preceding(quarter)
    return found


def pages(session: Session) -> Iterator[Page]:
    """Yield a page for each quarter."""
    for quarter in quarters(session):
        view = quarter_view(session, quarter)
        crumbs = (("", "首页"), (FOLDER, "效能总览"))
        words = f"{view['quarter']}承诺做到没有，没做到的为什么、怎么补，任务、整改和意见办得怎样。"
        title = title_of(quarter)
        yield Page(address_of(quarter), "quarter.html", title, words, FOLDER, view, column="效能总览", crumbs=crumbs)


def title_of(quarter: str) -> str:
    """Return the title of a quarter's report."""
    return f"{label(quarter)}效能季报"


def address_of(quarter: str) -> str:
    """Return the address of a quarter's report."""
    return f"{FOLDER}{quarter.lower()}/"


def quarter_view(session: Session, quarter: str) -> QuarterView:
    """Return everything that a quarter's report shows. The page of all quarters needs it too, so it is memoised."""
    return session.once((quarter_view, quarter), lambda: _quarter_view(session, quarter))


def _quarter_view(session: Session, quarter: str) -> QuarterView:
    """Return everything that a quarter's report shows."""
    found = [_measure(item, periods) for item in assessments(session).values() if (periods := _within(item, quarter))]
    found.sort(key=lambda row: [WORDS[state] for state in _WORST].index(row["word"]))
    words = Counter((row["tone"], row["word"]) for row in found)
    counts: list[StateCount] = [
        {"state": tone_of(state), "label": WORDS[state], "count": number}
        for state in _WORST
        if (number := words[tone_of(state), WORDS[state]])
    ]
    return {
        "bureau": bureau_name(session),
        "quarter": label(quarter),
        "until": f"{last_day(quarter):%Y-%m-%d}",
        "today": f"{session.as_of:%Y-%m-%d}",
        "counts": counts,
        "measures": found,
        "work": [work for record in _WORK if (work := _work(session, record, quarter))],
        "replies": [summary for record in _REPLIES if (summary := _replies(session, record, quarter))],
        "pdf": f"{address_of(quarter)}report.pdf" if session.pdf else "",
        "others": [{"name": label(other), "url": address_of(other)} for other in quarters(session) if other != quarter],
    }


def _inside(day: datetime.date, quarter: str) -> bool:
    """Return True if a day lies in a quarter."""
    return first_day(quarter) <= day <= last_day(quarter)


def _within(found: Assessment, quarter: str) -> list[Assessed]:
    """Return a measure's periods that end in a quarter and must be published by now, or are, in order."""
    inside = [item for item in found.periods if _inside(last_day(item.period), quarter)]
    return [item for item in reversed(inside) if item.state is not State.DUE]


def _measure(found: Assessment, periods: list[Assessed]) -> MeasureView:
    """Return a measure with its periods; its state is the worst of theirs."""
    worst = min((item.state for item in periods), key=_WORST.index)
    return {
        **link(found.result),
        "goal": found.measure.goal,
        "plot": _plot(found, periods[-1]),
        "tone": tone_of(worst),
        "word": WORDS[worst],
        "figures": [_figure(found, item) for item in periods],
    }


def _plot(found: Assessment, newest: Assessed) -> PlotView | None:
    """Return the plot of a measure's last periods up to `newest`; None for fewer than two figures."""
    measure = found.measure
    shown = found.periods[found.periods.index(newest) :][:_PLOTTED]
    target = Fraction(measure.target) if measure.target is not None else None
    points = [Point(short(item.period), item.amount, item.state.value) for item in reversed(shown)]
    return plot(points, target, percent=measure.in_percent, unit=measure.unit or "")


def _figure(found: Assessment, item: Assessed) -> FigureView:
    """Return a measure in one period."""
    row = item.figures if item.state in (State.MISSED, State.NOT_MEASURED) else None
    return {
        "period": label(item.period),
        "figure": figure_of(found.measure, item),
        "cases": cases_of(found.measure, item.figures),
        "tone": tone_of(item.state),
        "word": WORDS[item.state],
        "why": ((row.explanation or row.not_measured or "") if row else "").rstrip("。"),
        "remedy": ((row.remedy or "") if row else "").rstrip("。"),
    }


def _work(session: Session, record: type[WorkItem], quarter: str) -> WorkSummary | None:
    """Return the work of a registry in a quarter; None if there was none."""
    items = session.current(record)
    closed = [link(item) for item in items if item.verified and _inside(item.verified.on, quarter)]
    overdue = [link(item) for item in items if item.state(last_day(quarter)) is WorkState.OVERDUE]
    if not closed and not overdue:
        return None
    return {"title": record.COLUMN, "url": index_of(record.FOLDER), "closed": closed, "overdue": overdue}


def _replies(session: Session, record: type[Awaiting], quarter: str) -> ReplySummary | None:
    """Return what was received in a quarter, and how it stands today; None if nothing was."""
    items = [item for item in session.current(record) if _inside(item.received, quarter)]
    if not items:
        return None
    counts = [count for count in reply_counts(session, items) if count["count"]]
    return {"title": record.COLUMN, "url": index_of(record.FOLDER), "received": len(items), "counts": counts}
