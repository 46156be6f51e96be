"""Periods as texts: 2026 (a year), 2026-H1 (a half), 2026-Q3 (a quarter), 2026-07 (a month)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated

from generator.model.types import Pattern

Term = Annotated[
    str,
    Pattern(
        r"(?:19|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?",
        "年、半年、季度或月份，如 2026、2026-H1、2026-Q3、2026-07",
    ),
]

_MONTHS = {"": 12, "H": 6, "Q": 3}


def term_text(term: str) -> str:
    """Return a period in words: 2026-Q3 -> 2026年第三季度."""
    year, _, part = term.partition("-")
    if not part:
        return f"{year}年"
    if part[0] == "H":
        return f"{year}年{'上' if part[1] == '1' else '下'}半年"
    return f"{year}年第{'一二三四'[int(part[1]) - 1]}季度" if part[0] == "Q" else f"{year}年{int(part)}月"


def term_of(day: datetime.date, length: str) -> str:
    """Return the period of a length that a day is in. Lengths: "Y" (year), "H", "Q", "M" (month)."""
    if length == "M":
        return f"{day:%Y-%m}"
    return f"{day.year}" if length == "Y" else f"{day.year}-{length}{(day.month - 1) // _MONTHS[length] + 1}"


def length_of(term: str) -> str:
    """Return the length of a period: "Y", "H", "Q" or "M"."""
    return "Y" if len(term) == 4 else term[5] if term[5] in "HQ" else "M"


def first_day(term: str) -> datetime.date:
    """Return the first day of a period."""
    year, part = int(term[:4]), term[5:]
    if not part:
        return datetime.date(year, 1, 1)
    month = (int(part[1]) - 1) * _MONTHS[part[0]] + 1 if part[0] in _MONTHS else int(part)
    return datetime.date(year, month, 1)


def last_day(term: str) -> datetime.date:
    """Return the last day of a period."""
    return first_day(following(term)) - datetime.timedelta(1)


def following(term: str) -> str:
    """Return the period after a period: 2026-Q4 -> 2027-Q1."""
    year, part = int(term[:4]), term[5:]
    if not part:
        return f"{year + 1}"
    letter = part[0] if part[0] in _MONTHS else ""
    number, most = int(part.lstrip("HQ")), 12 // _MONTHS[letter] if letter else 12
    year, number = (year, number + 1) if number < most else (year + 1, 1)
    return f"{year}-{letter}{number}" if letter else f"{year}-{number:02d}"


def ended_terms(first: str, as_of: datetime.date) -> Iterator[str]:
    """Yield the periods of the same length from `first` on that ended before `as_of`, at most 600."""
    term = first
    for _ in range(600):
        if last_day(term) >= as_of:
            return
        yield term
        term = following(term)
