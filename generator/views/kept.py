"""Kept promises in short: the latest figures that belong to a commitment, a procedure or a hall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypedDict

from generator.assessment import Assessed, Assessment, State, assessments, state_of
from generator.model.measures import Measure, MeasureKind
from generator.model.periods import label
from generator.model.results import Figures, Part
from generator.model.routes import address
from generator.session import Session, once
from generator.views.plots import number

WORDS = {
    State.REACHED: "达到目标",
    State.MISSED: "没达到目标",
    State.OPEN: "没有定目标",
    State.NONE: "没有这类事",
    State.NOT_MEASURED: "没有统计",
    State.DUE: "还没到公布的日子",
    State.OVERDUE: "到期没有公布",
}

_TONES = {State.OVERDUE: "overdue", State.MISSED: "behind", State.REACHED: "on_time"}


def tone_of(state: State) -> str:
    """Return the state of a work item that has the same colour."""
    return _TONES.get(state, "not_started")


class KeptView(TypedDict):
    """The latest figures of a measure, of the whole bureau or one part; `url` is the page with all periods.

    `figure` and `cases` are empty if there are none; `word` says why.
    """

    name: str
    url: str
    period: str
    figure: str
    cases: str
    median: str
    goal: str
    state: str
    word: str


def kept_of_commitment(session: Session, id: str) -> list[KeptView]:
    """Return the latest figures of each measure of a commitment."""
    found = (item for item in assessments(session).values() if item.commitment.id == id)
    return [_whole(item, item.latest) for item in found if item.latest]


def kept_of_procedure(session: Session, id: str) -> list[KeptView]:
    """Return the latest figures that are counted for a procedure."""
    return _by_part(session).get(("", id), [])


def kept_of_organ(session: Session, id: str) -> list[KeptView]:
    """Return the latest figures that are counted for an organ."""
    return _by_part(session).get((id, ""), [])


@once
def _by_part(session: Session) -> Mapping[Part, list[KeptView]]:
    """Return the latest figures of each part, where its row is of the newest period that the measure has."""
    found: dict[Part, list[KeptView]] = {}
    for item in assessments(session).values():
        for part, view in _parts(item):
            found.setdefault(part, []).append(view)
    return found


def _parts(found: Assessment) -> Iterator[tuple[Part, KeptView]]:
    """Yield the parts that have a row in the newest period of any part."""
    newest = max((period for rows in found.parts.values() for period in rows), default="")
    for part, rows in found.parts.items():
        if row := rows.get(newest):
            yield part, _view(found, newest, row, state_of(found.measure, row))


def _whole(found: Assessment, item: Assessed) -> KeptView:
    """Return a measure's figures of one period."""
    return _view(found, item.period, item.figures, item.state)


def _view(found: Assessment, period: str, row: Figures | None, state: State) -> KeptView:
    """Return figures as texts."""
    amount = row.amount(found.measure.kind) if row else None
    return {
        "name": found.result.name,
        "url": address(found.result),
        "period": label(period),
        "figure": figure(found.measure, amount),
        "cases": cases_of(found.measure, row),
        "median": f"{row.median}个工作日" if row and row.median else "",
        "goal": found.measure.goal,
        "state": state.value,
        "word": WORDS[state],
    }


def figure_of(measure: Measure, item: Assessed) -> str:
    """Return a period's figure with its unit, rounded to a tenth; empty if there is none."""
    return figure(measure, item.amount)


def figure(measure: Measure, amount: Fraction | None) -> str:
    """Return an amount with its unit; a miss is never rounded up to its target."""
    if amount is None:
        return ""
    text = number(amount)
    if measure.reached(amount) is False and measure.target is not None and text == number(Fraction(measure.target)):
        text = number(amount, 3)
    return f"{text}%" if measure.in_percent else f"{text}{measure.unit or ''}"


def cases_of(measure: Measure, row: Figures | None) -> str:
    """Return the numbers behind a figure: 921 / 924 件; empty if they are not known, or there was no case."""
    if row is None or not row.total:
        return ""
    first = row.met if measure.kind is MeasureKind.SHARE else row.value
    if measure.in_percent and first is not None:
        return f"{first} / {row.total} {measure.cases}"
    return f"共 {row.total} {measure.cases}"
