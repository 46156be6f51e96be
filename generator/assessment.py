"""Assessment of published figures: every period of a measure with its figures, its state on a day, and its due day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from generator.model.commitments import Commitment
from generator.model.measures import Measure, MeasureKind
from generator.model.periods import every, following, last_day
from generator.model.results import WHOLE, Figures, Part, Result
from generator.session import Session, once


class State(Enum):
    """What a period's figures say. OVERDUE and DUE have no figures yet."""

    REACHED = "reached"
    MISSED = "missed"
    OPEN = "open"  # there are figures, but no target
    NONE = "none"  # there were no cases
    NOT_MEASURED = "not_measured"  # with a reason
    DUE = "due"  # the period has ended, and its figures are still to be published
    OVERDUE = "overdue"  # the day of publication has passed


@dataclass(frozen=True, slots=True)
class Assessed:
    """A period of a measure. `amount` is the exact figure; `due` the day by which it is to be published."""

    period: str
    figures: Figures | None
    amount: Fraction | None
    state: State
    due: datetime.date


@dataclass(frozen=True, slots=True)
class Assessment:
    """A table of figures with its commitment, its measure, and its periods, the newest first."""

    result: Result
    commitment: Commitment
    measure: Measure
    periods: tuple[Assessed, ...]
    parts: Mapping[Part, Mapping[str, Figures]]

    @property
    def latest(self) -> Assessed | None:
        """The newest period that must be published by now, or is."""
        return next((item for item in self.periods if item.state is not State.DUE), None)


@once
def assessments(session: Session) -> Mapping[str, Assessment]:
    """Return the assessment of every table in force whose commitment and measure are known, by the table's id."""
    found = {}
    for result in session.current(Result):
        commitment = session.registry.get(Commitment, result.commitment)
        measure = measure_of(session, result)
        if commitment and measure and commitment.in_force(session.as_of):
            found[result.id] = assess(session, result, commitment, measure)
    return found


def measure_of(session: Session, result: Result) -> Measure | None:
    """Return the measure whose figures a table holds; None if the commitment or the measure is unknown."""
    commitment = session.registry.get(Commitment, result.commitment)
    measures = commitment.measures if commitment else ()
    return next((item for item in measures if item.key == result.measure), None)


def assess(session: Session, result: Result, commitment: Commitment, measure: Measure) -> Assessment:
    """Return a table's assessment on the session's day."""
    parts: dict[Part, dict[str, Figures]] = {}
    for (period, part), row in result.standing().items():
        if every(period) is measure.every:
            parts.setdefault(part, {})[period] = row
    whole = parts.pop(WHOLE, None) or _summed(parts, measure.kind)
    periods = [_assessed(session, measure, period, whole.get(period)) for period in _periods(session, measure, whole)]
    return Assessment(result, commitment, measure, tuple(reversed(periods)), parts)


def _periods(session: Session, measure: Measure, rows: Mapping[str, Figures]) -> list[str]:
    """Return every period from the first counted one to the last one that has ended, in order."""
    first = measure.since if measure.since and every(measure.since) is measure.every else min(rows, default=None)
    if first is None:
        return []
    found = []
    while last_day(first) < session.as_of:
        found.append(first)
        first = following(first)
    return found


def _assessed(session: Session, measure: Measure, period: str, row: Figures | None) -> Assessed:
    """Return a period that has ended with its state."""
    due = session.calendar.add(last_day(period), measure.published_by)
    amount = row.amount(measure.kind) if row else None
    if row is None or not (row.not_measured or row.counted(measure.kind)):
        state = State.OVERDUE if due < session.as_of else State.DUE
    else:
        state = state_of(measure, row)
    return Assessed(period, row, amount, state, due)


def state_of(measure: Measure, row: Figures) -> State:
    """Return what figures that were published say."""
    if row.not_measured:
        return State.NOT_MEASURED
    amount = row.amount(measure.kind)
    if amount is None:
        return State.NONE
    return {True: State.REACHED, False: State.MISSED, None: State.OPEN}[measure.reached(amount)]


def _summed(parts: Mapping[Part, Mapping[str, Figures]], kind: MeasureKind) -> dict[str, Figures]:
    """Return the sums over all parts by period, where each part that has a row was measured; none for durations."""
    if kind is MeasureKind.DURATION:
        return {}
    rows: dict[str, list[Figures]] = {}
    for by_period in parts.values():
        for period, row in by_period.items():
            rows.setdefault(period, []).append(row)
    return {period: _sum(period, found, kind) for period, found in rows.items()}


def _sum(period: str, rows: list[Figures], kind: MeasureKind) -> Figures:
    """Return the sum of several parts' figures of one period; not measured if one part was not."""
    if lacking := [row for row in rows if not row.counted(kind)]:
        return Figures(period=period, not_measured=lacking[0].not_measured or "有的部分没有填数字")
    values = [Fraction(row.value) for row in rows if row.value is not None]
    return Figures(
        period=period,
        met=sum(row.met or 0 for row in rows) if kind is MeasureKind.SHARE else None,
        total=sum(row.total or 0 for row in rows) if any(row.total is not None for row in rows) else None,
        value=str(sum(values)) if values else None,
        explanation=next((row.explanation for row in rows if row.explanation), None),
        remedy=next((row.remedy for row in rows if row.remedy), None),
    )
