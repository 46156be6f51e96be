"""A month as a grid of weeks from Monday, with the kind of each day, and the same in words."""

from __future__ import annotations

import calendar as gregorian
import datetime
from typing import TypedDict

from generator.calendar.days import DayKind, WorkingDays

WEEKDAYS = "一二三四五六日"
_WORDS = {DayKind.HOLIDAY: "放假", DayKind.MAKEUP: "上班"}
_MARKS = {DayKind.HOLIDAY: "休", DayKind.MAKEUP: "班"}


class CellView(TypedDict):
    """One day of the grid: its number, its kind (a DayKind, or deadline), and the mark under it."""

    day: int
    kind: str
    mark: str


class MonthView(TypedDict):
    """A month as the component `month` shows it. `cells` begin with None for each weekday before the 1st."""

    name: str
    head: list[str]
    cells: list[CellView | None]
    label: str
    certain: bool
    working: int


def month_view(
    calendar: WorkingDays, year: int, month: int, deadline: datetime.date | None = None, certain: bool = True
) -> MonthView:
    """Return a month: name, grid, the same in words, working days. A deadline's mark replaces that of its day."""
    first, length = gregorian.monthrange(year, month)
    days = [datetime.date(year, month, number) for number in range(1, length + 1)]
    blank: list[CellView | None] = [None] * first
    due = f"，{'' if certain else '暂定'}{deadline.day}日截止" if deadline else ""
    return {
        "name": f"{year}年{month}月",
        "head": list(WEEKDAYS),
        "cells": [*blank, *(_cell(calendar, day, deadline) for day in days)],
        "label": "；".join([f"{year}年{month}月{due}", *_in_words(calendar, days)]),
        "certain": certain,
        "working": sum(map(calendar.is_working, days)),
    }


def _cell(calendar: WorkingDays, day: datetime.date, deadline: datetime.date | None) -> CellView:
    """Return one day of the grid."""
    if day == deadline:
        return {"day": day.day, "kind": "deadline", "mark": "截止"}
    kind = calendar.kind(day)
    return {"day": day.day, "kind": kind.value, "mark": _MARKS.get(kind, "")}


def _in_words(calendar: WorkingDays, days: list[datetime.date]) -> list[str]:
    """Return in words which days are off and which weekend days are worked."""
    named = {kind: [str(day.day) for day in days if calendar.kind(day) is kind] for kind in _WORDS}
    return [f"{'、'.join(found)}日{_WORDS[kind]}" for kind, found in named.items() if found]
