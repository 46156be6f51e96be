"""Counts cases from the export of a case system: for `zwgk import results`. Nothing of a single case is kept.

Rules of counting:

- A case belongs to the period in which its promised limit ends, and counts as met if it ended on or before that day.
  The last day is computed by `calendar.limits`, with the case's own stops.
- Only periods that have ended are counted. A case that is still open counts as not met once its last day has passed.
- The median is over the cases of the period that have ended, in working days after the day of acceptance, without
  stopped days. That of an even number is the mean of the two in the middle.
- A case of a matter with several promised limits names its own (column 时限); without it, and for matters without a
  promise in days, it is not counted, and the number of such cases is said.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from generator.calendar.days import WorkingDays
from generator.calendar.limits import Countdown, due
from generator.case_export import Export, HandledCase
from generator.model.periods import Every, last_day, period_of
from generator.model.results import Figures, Result
from generator.model.time_limits import TimeLimit
from generator.session import Session

_DAY = datetime.timedelta(1)


def count(session: Session, export: Export, every: Every) -> list[Figures]:
    """Return the figures of every period and procedure, sorted by period and procedure.

    Cases that are not counted are added to `export.left_out`.
    """
    limits = session.registry.all(TimeLimit)
    ends: dict[HandledCase, datetime.date] = {}
    groups: dict[tuple[str, str], list[tuple[HandledCase, datetime.date]]] = {}
    for case in export.cases:
        if not case.limit:
            export.left_out["事项没有按日算的承诺时限，或者有几种而没有写是哪一种"] += 1
            continue
        same = replace(case, ended=None)
        if same not in ends:
            ends[same] = _last_day(session.calendar, limits[case.limit], case)
        period = period_of(ends[same], every)
        if last_day(period) >= session.as_of:
            export.left_out[f"{period} 还没有过完"] += 1
            continue
        groups.setdefault((period, case.procedure), []).append((case, ends[same]))
    return [_figures(session.calendar, *key, cases) for key, cases in sorted(groups.items())]


def _last_day(calendar: WorkingDays, limit: TimeLimit, case: HandledCase) -> datetime.date:
    """Return the last day of a case's promised limit."""
    assert limit.promised is not None
    return due(calendar, Countdown(case.accepted, limit.promised, limit.starts, stops=case.stops)).date


def _figures(
    calendar: WorkingDays, period: str, procedure: str, cases: Sequence[tuple[HandledCase, datetime.date]]
) -> Figures:
    """Return the figures of one period and procedure."""
    spent = [days_spent(calendar, case) for case, _ in cases if case.ended]
    middle = median(spent) if spent else None
    return Figures(
        period=period,
        procedure=procedure,
        met=sum(case.ended is not None and case.ended <= end for case, end in cases),
        total=len(cases),
        median=None if middle is None else f"{middle:g}",
    )


def days_spent(calendar: WorkingDays, case: HandledCase) -> int:
    """Return the working days after acceptance up to the end of a closed case, without stopped days."""
    if case.ended is None:
        raise ValueError("an open case has no length")
    days = (case.accepted + _DAY * index for index in range(1, (case.ended - case.accepted).days + 1))
    return sum(calendar.is_working(day) and not any(day in stop for stop in case.stops) for day in days)


@dataclass(frozen=True, slots=True)
class Merged:
    """A table's text with new rows, the rows that were added, and those already published with other figures."""

    text: str
    added: tuple[Figures, ...]
    differing: tuple[tuple[Figures, Figures], ...]


def merge(text: str, published: Result, rows: Iterable[Figures]) -> Merged:
    """Return a table with the counted rows that it does not have yet.

    Published figures are never changed: rows that differ from them are returned as (published, counted). Raises
    ValueError if the table lacks a column.
    """
    standing = published.standing()
    added, differing = [], []
    for row in rows:
        old = standing.get((row.period, row.part))
        if old is None:
            added.append(row)
        elif (old.met, old.total) != (row.met, row.total):
            differing.append((old, row))
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [newline.join([_line(text, row) for row in added])] if added else []
    return Merged(text.rstrip() + newline + "".join(lines) + (newline if lines else ""), tuple(added), tuple(differing))


def _line(text: str, row: Figures) -> str:
    """Return a row in the order of a table's header, with its delimiter."""
    header = next(line for line in text.splitlines() if line.strip() and not line.lstrip('\ufeff"').startswith("#"))
    delimiter = max(",;\t", key=header.count)
    cells = {"期间": row.period, "事项": row.procedure, "做到": row.met, "总数": row.total, "中位数": row.median}
    titles = [title.strip().strip('"') for title in header.split(delimiter)]
    if lacking := [title for title in cells if title not in titles]:
        raise ValueError("、".join(lacking))
    return delimiter.join("" if cells.get(title) is None else str(cells[title]) for title in titles)
