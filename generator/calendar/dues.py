"""The filings that are due: each filing of each tax, by month, with its deadline from the filing calendar."""

from __future__ import annotations

import datetime
from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.calendar.days import WorkingDays
from generator.calendar.filing import FilingDeadline, deadline, moved
from generator.calendar.registry import is_year
from generator.model.filing_calendar import FilingYear
from generator.model.taxes import Covered, Filing, Rhythm, Span, Tax

_QUARTERS = "一二三四"
_COVERED = {Covered.LAST_YEAR: -1, Covered.THIS_YEAR: 0, Covered.NEXT_YEAR: 1}


@dataclass(frozen=True, slots=True)
class FilingDue:
    """One filing of one tax: the period it covers, and the first and last day to file it.

    `span` is None if the monthly filing period applies.
    """

    tax: Tax
    filing: Filing
    covers: str
    opens: datetime.date
    deadline: FilingDeadline
    span: Span | None


def tables_of(entries: Iterable[FilingYear]) -> dict[int, FilingYear]:
    """Return the yearly tables by year, without entries whose id is not a year."""
    return {int(entry.id): entry for entry in entries if is_year(entry.id)}


def dues(days: WorkingDays, tables: Mapping[int, FilingYear], taxes: Iterable[Tax], year: int) -> list[FilingDue]:
    """Return all filings whose regular last day is in a year, sorted by deadline, then in the order of the taxes."""
    monthly = {month: deadline(days, tables, year, month) for month in range(1, 13)}
    due_list = [due for tax in taxes for filing in tax.filings for due in _of(days, monthly, tax, filing, year)]
    return sorted(due_list, key=lambda due: due.deadline.date)


def _of(
    days: WorkingDays, monthly: Mapping[int, FilingDeadline], tax: Tax, filing: Filing, year: int
) -> Iterator[FilingDue]:
    """Yield the due dates of one filing in a year."""
    if span := filing.span:
        began = year - span.over_new_year
        opens, until = month_day(began, span.opens), month_day(year, span.until)
        if opens and until:
            covers = f"{began + _COVERED[span.covers or Covered.LAST_YEAR]}年度"
            yield FilingDue(tax, filing, covers, opens, moved(days, until), span)
        return
    for month in filing.every.months:
        opens = datetime.date(year, month, 1)
        yield FilingDue(tax, filing, covered(filing.every, year, month), opens, monthly[month], None)


def covered(every: Rhythm, year: int, month: int) -> str:
    """Return the period that is filed in a month, as Chinese text: 2026年9月, 2026年第三季度, 2025年度."""
    ended = datetime.date(year, month, 1) - datetime.timedelta(1)
    match every:
        case Rhythm.MONTH:
            return f"{ended.year}年{ended.month}月"
        case Rhythm.QUARTER:
            return f"{ended.year}年第{_QUARTERS[(ended.month - 1) // 3]}季度"
        case Rhythm.YEAR:
            return f"{ended.year}年度"


def month_day(year: int, text: str) -> datetime.date | None:
    """Return a day of a year from MM-DD; 02-29 means the last of February. None if no year has such a day."""
    if text == "02-29" and not isleap(year):
        text = "02-28"
    try:
        return datetime.date.fromisoformat(f"{year}-{text}")
    except ValueError:
        return None
