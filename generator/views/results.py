"""承诺兑现: what was promised and what was kept, by period, with reasons, remedies and corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypedDict

from generator.assessment import Assessed, Assessment, State, assessments
from generator.model.commitments import Commitment
from generator.model.measures import Measure
from generator.model.organs import Organ
from generator.model.periods import Every, first_day, label, period_of, preceding, short
from generator.model.posts import Post
from generator.model.results import WHOLE, Figures, Part, Result
from generator.session import Session, once
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.kept import WORDS, cases_of, figure, figure_of
from generator.views.pieces import link, link_to, links, post_phone
from generator.views.plots import PlotView, Point, plot
from generator.views.shapes import LinkView

_COLUMNS = 12
"""Months in the table of all promises."""

_FIRST = [state.value for state in (State.OVERDUE, State.MISSED, State.NOT_MEASURED, State.OPEN, State.NONE)]
_FIRST += [State.REACHED.value, ""]
"""States in the order of the table: what needs an answer comes first."""

_PLOTTED = 24
"""Periods in a plot."""


class StateCountView(TypedDict):
    """How many measures are in a state in their latest period."""

    state: str
    word: str
    count: int


class CellView(TypedDict):
    """A measure in one period of the table: `span` months wide."""

    state: str
    text: str
    word: str
    period: str
    span: int


class RowView(LinkView):
    """A measure in the table of all promises, the newest period first."""

    commitment: str
    goal: str
    latest: str
    period: str
    state: str
    word: str
    cells: list[CellView]


class ResultsView(TypedDict):
    """What results.html shows. `months` are the columns of the table, the newest first."""

    counts: list[StateCountView]
    months: list[str]
    rows: list[RowView]
    uncounted: list[LinkView]


class OldView(TypedDict):
    """A figure that was published and corrected later."""

    figure: str
    why: str


class PeriodView(TypedDict):
    """A period as texts; a missing figure is empty, not 0. `due` is the day by which it is to be published."""

    period: str
    state: str
    word: str
    figure: str
    cases: str
    median: str
    due: str
    not_measured: str
    explanation: str
    remedy: str
    corrected: list[OldView]


class PartView(TypedDict):
    """The figures of one organ or procedure in the latest period."""

    organ: LinkView | None
    procedure: LinkView | None
    figure: str
    cases: str
    median: str


class ResultView(TypedDict):
    """Everything that the page of one measure shows, the newest period first."""

    commitment: LinkView
    promise: str
    measure: str
    goal: str
    counted: str
    every: str
    published_by: int
    remedy: str
    organ: LinkView | None
    ask: LinkView | None
    phone: str
    oversight: list[LinkView]
    latest: PeriodView | None
    plot: PlotView | None
    periods: list[PeriodView]
    parts: list[PartView]
    parts_of: str


class ResultPage(ResultView, EntryPart):
    """What result.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of all promises."""
    found = list(assessments(session).values())
    months = _months(session)
    counted = {item.commitment.id for item in found}
    view: ResultsView = {
        "counts": counts(session),
        "months": [short(month) for month in months],
        "rows": sorted((_row(item, months) for item in found), key=lambda row: _FIRST.index(row["state"])),
        "uncounted": [link(item) for item in session.current(Commitment) if item.id not in counted],
    }
    yield listing(
        Result,
        "results.html",
        "说过的话做到没有：每项承诺每一期的数字，没做到的为什么、怎么补。",
        view,
    )


def pages_of(session: Session, result: Result) -> Iterator[Page]:
    """Yield the page of one measure."""
    found = assessments(session).get(result.id)
    if found is None:
        return
    description = f"{found.commitment.name}：{found.measure.name}，{found.measure.every.label}的数字、原因和补救。"
    yield detail(session, result, "result.html", description, result_view(session, found))


@once
def counts(session: Session) -> list[StateCountView]:
    """Return how many measures reached their target in their latest period, how many missed it, and so on."""
    states = [item.latest.state for item in assessments(session).values() if item.latest]
    return [
        {"state": state.value, "word": WORDS[state], "count": states.count(state)} for state in State if state in states
    ]


def _months(session: Session) -> list[str]:
    """Return the last months that have ended, the newest first."""
    months = [preceding(period_of(session.as_of, Every.MONTH))]
    while len(months) < _COLUMNS:
        months.append(preceding(months[-1]))
    return months


def _row(found: Assessment, months: list[str]) -> RowView:
    """Return a measure in the table of all promises."""
    latest = found.latest
    return {
        **link(found.result),
        "commitment": found.commitment.name,
        "goal": found.measure.goal,
        "latest": figure_of(found.measure, latest) if latest else "",
        "period": label(latest.period) if latest else "",
        "state": latest.state.value if latest else "",
        "word": WORDS[latest.state] if latest else "",
        "cells": _cells(found, months),
    }


def _cells(found: Assessment, months: list[str]) -> list[CellView]:
    """Return the cells under the months: one a period, as wide as the period's months there are."""
    by_period = {item.period: item for item in found.periods}
    cells: list[CellView] = []
    for month in months:
        period = period_of(first_day(month), found.measure.every)
        if cells and cells[-1]["period"] == label(period):
            cells[-1]["span"] += 1
            continue
        item = by_period.get(period)
        cells.append(
            {
                "state": item.state.value if item else "",
                "text": _short(found.measure, item) if item else "",
                "word": WORDS[item.state] if item else "",
                "period": label(period),
                "span": 1,
            }
        )
    return cells


def _short(measure: Measure, item: Assessed) -> str:
    """Return a period's figure, or its state in two or three characters."""
    words = {State.NONE: "无", State.NOT_MEASURED: "未统计", State.DUE: "待公布", State.OVERDUE: "未公布"}
    return words.get(item.state) or figure_of(measure, item)


def result_view(session: Session, found: Assessment) -> ResultView:
    """Return everything that the page of a measure shows."""
    measure, commitment = found.measure, found.commitment
    organ = session.registry.get(Organ, commitment.organ)
    post = session.registry.get(Post, organ.first_contact) if organ else None
    corrected = found.result.corrected()
    periods = {item.period: _period(found, item, corrected.get((item.period, WHOLE), ())) for item in found.periods}
    shown = [Point(short(item.period), item.amount, item.state.value) for item in reversed(found.periods[:_PLOTTED])]
    target = Fraction(measure.target) if measure.target is not None else None
    parts = _parts(session, found)
    return {
        "commitment": link(commitment),
        "promise": commitment.promise,
        "measure": measure.name,
        "goal": measure.goal,
        "counted": found.result.counted,
        "every": measure.every.label,
        "published_by": measure.published_by,
        "remedy": commitment.remedy,
        "organ": link_to(session, "organs", commitment.organ),
        "ask": link(post) if post else None,
        "phone": post_phone(session, post) if post else "",
        "oversight": links(session, "oversight", commitment.oversight),
        "latest": periods[found.latest.period] if found.latest else None,
        "plot": plot(shown, target, percent=measure.in_percent, unit=measure.unit or ""),
        "periods": list(periods.values()),
        "parts": parts[1],
        "parts_of": parts[0],
    }


def _period(found: Assessment, item: Assessed, corrected: Sequence[Figures]) -> PeriodView:
    """Return a period as texts; `corrected` are the rows that its row replaces, in the order written."""
    row = item.figures
    later = [*corrected[1:], *([row] if row else [])]
    return {
        "period": label(item.period),
        "state": item.state.value,
        "word": WORDS[item.state],
        "figure": figure_of(found.measure, item),
        "cases": cases_of(found.measure, row),
        "median": f"{row.median}个工作日" if row and row.median else "",
        "due": f"{item.due:%Y-%m-%d}",
        "not_measured": (row.not_measured or "") if row else "",
        "explanation": ((row.explanation or "") if row else "").rstrip("。"),
        "remedy": ((row.remedy or "") if row else "").rstrip("。"),
        "corrected": [
            {
                "figure": f"{figure(found.measure, old.amount(found.measure.kind))}（{cases_of(found.measure, old)}）",
                "why": (new.correction or "").rstrip("。"),
            }
            for old, new in zip(corrected, later, strict=False)
        ],
    }


def _parts(session: Session, found: Assessment) -> tuple[str, list[PartView]]:
    """Return the newest period with figures of parts, and these, in the order of the table."""
    newest = max((period for rows in found.parts.values() for period in rows), default="")
    views = [_part(session, found.measure, part, rows[newest]) for part, rows in found.parts.items() if newest in rows]
    return (label(newest) if newest else "", views)


def _part(session: Session, measure: Measure, part: Part, row: Figures) -> PartView:
    """Return the figures of one part."""
    organ, procedure = part
    return {
        "organ": link_to(session, "organs", organ),
        "procedure": link_to(session, "procedures", procedure),
        "figure": figure(measure, row.amount(measure.kind)) or row.not_measured or "没有这类事",
        "cases": cases_of(measure, row),
        "median": f"{row.median}个工作日" if row.median else "",
    }
