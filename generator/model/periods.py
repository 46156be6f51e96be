"""Periods that figures and records belong to: 2026-07 (month), 2026-Q3 (quarter), 2026-H2 (half-year), 2026 (year)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Annotated

from generator.model.types import Pattern, Vocabulary


class Every(Vocabulary):
    """How often figures are counted."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
"""The months of one period."""

PERIODS = "月、季度、半年或年，如 2026-07、2026-Q3、2026-H2、2026"
"""What is expected of a period, in messages."""

Period = Annotated[str, Pattern(r"(?:19|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?", PERIODS)]

_DAY = datetime.timedelta(1)
_EXCEL_DAY_0 = datetime.date(1899, 12, 30)
_EXCEL_DAYS = range(36526, 73051)  # 2000-01-01 to 2099-12-31
_MONTHS_IN_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WRITTEN = re.compile(r"((?:19|20)[0-9]{2})\s*[年./-]\s*([0-9]{1,2})(?:\s*月份?|(?:[./-][0-9]{1,2}.*)?)")
_QUARTER = re.compile(r"((?:19|20)[0-9]{2})\s*年?\s*第?\s*(?:[Qq]([1-4])|([1-4一二三四])\s*季度?)")
_SHORT = re.compile(r"([A-Za-z]{3})[a-z]*-([0-9]{2})")


def meant_period(text: str) -> str:
    """Return the period that a cell of a spreadsheet probably means; "" if it is not known.

    Spreadsheets turn 2026-08 into Aug-26, 2026/8/1 or the number of a day, 46235.
    """
    if text.isdecimal() and int(text) in _EXCEL_DAYS:
        return period_of(_EXCEL_DAY_0 + datetime.timedelta(int(text)), Every.MONTH)
    if (found := _WRITTEN.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02d}"
    if found := _QUARTER.fullmatch(text):
        return f"{found[1]}-Q{found[2] or found[3].translate(str.maketrans('一二三四', '1234'))}"
    if (found := _SHORT.fullmatch(text)) and found[1].lower() in _MONTHS_IN_ENGLISH:
        return f"20{found[2]}-{_MONTHS_IN_ENGLISH.index(found[1].lower()) + 1:02d}"
    return ""


def every(period: str) -> Every:
    """Return how long a period is: 2026-Q3 -> QUARTER."""
    match period[4:6]:
        case "":
            return Every.YEAR
        case "-Q":
            return Every.QUARTER
        case "-H":
            return Every.HALF_YEAR
        case _:
            return Every.MONTH


def period_of(day: datetime.date, length: Every) -> str:
    """Return the period of a length that a day lies in."""
    match length:
        case Every.YEAR:
            return f"{day.year}"
        case Every.HALF_YEAR:
            return f"{day.year}-H{(day.month + 5) // 6}"
        case Every.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case Every.MONTH:
            return f"{day.year}-{day.month:02d}"


def first_day(period: str) -> datetime.date:
    """Return the first day of a period."""
    length = every(period)
    number = 1 if length is Every.YEAR else int(period[5:].lstrip("QH"))
    return datetime.date(int(period[:4]), (number - 1) * MONTHS[length] + 1, 1)


def last_day(period: str) -> datetime.date:
    """Return the last day of a period."""
    first = first_day(period)
    months = first.month + MONTHS[every(period)] - 1
    return datetime.date(first.year + months // 12, months % 12 + 1, 1) - _DAY


def following(period: str) -> str:
    """Return the period after a period: 2026-12 -> 2027-01."""
    return period_of(last_day(period) + _DAY, every(period))


def preceding(period: str) -> str:
    """Return the period before a period: 2026-Q1 -> 2025-Q4."""
    return period_of(first_day(period) - _DAY, every(period))


def ended(first: str, as_of: datetime.date) -> Iterator[str]:
    """Yield the periods of the same length from `first` on that ended before `as_of`."""
    period = first
    while last_day(period) < as_of:
        yield period
        period = following(period)


def left_out(stated: Iterable[str], length: Every | None, as_of: datetime.date, grace: int) -> list[str]:
    """Return the periods of a length that are not stated, from the first stated one on.

    They ended more than `grace` days before `as_of`. Without a length there are none.
    """
    there = {period for period in stated if every(period) is length}
    due = ended(min(there), as_of) if there else ()
    return [period for period in due if period not in there and (as_of - last_day(period)).days > grace]


def label(period: str) -> str:
    """Return what a period is called: 2026-Q3 -> 2026年第3季度."""
    year, part = period[:4], period[5:]
    match every(period):
        case Every.YEAR:
            return f"{year}年"
        case Every.HALF_YEAR:
            return f"{year}年{'上' if part == 'H1' else '下'}半年"
        case Every.QUARTER:
            return f"{year}年第{part[1]}季度"
        case Every.MONTH:
            return f"{year}年{int(part)}月"


def short(period: str) -> str:
    """Return a period's name on an axis: 2026-07 -> 7月, 2026-01 -> 26年1月, 2026-Q3 -> 26年3季度."""
    year, part = period[2:4], period[5:]
    match every(period):
        case Every.YEAR:
            return period
        case Every.HALF_YEAR:
            return f"{year}年{'上' if part == 'H1' else '下'}"
        case Every.QUARTER:
            return f"{year}年{part[1]}季"
        case Every.MONTH:
            return f"{year}年1月" if part == "01" else f"{int(part)}月"
