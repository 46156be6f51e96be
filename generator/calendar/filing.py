"""Filing deadlines (申报纳税期限): from the published yearly table, or by the rule for months without one.

The rule is 税收征收管理法实施细则 第一百零九条, as the State Taxation Administration's own tables read it: the period
is the 1st to the 15th; of each run of three or more days off in a row, weekends joined, the days inside the period are
counted (three at least), and the deadline moves by as many *working* days; otherwise a last day off moves to the next
working day. That gives all 36 published deadlines of 2024-2026 (tests/calendar/test_filing.py, with readings that do
not). It is a reading of practice: a published table always goes before it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from generator.calendar.days import WorkingDays
from generator.calendar.limits import Span
from generator.model.filing_calendar import FilingYear

LAST_DAY = 15
"""Day of the month on which the period ends before any extension."""

_DAY = datetime.timedelta(1)
RULE = "《税收征收管理法实施细则》第一百零九条"
_PERIOD = "各税种法律：期满之日起15日内申报纳税"
_WEEKDAYS = "一二三四五六日"

Run = tuple[datetime.date, datetime.date]
"""First and last of some consecutive days."""


@dataclass(frozen=True, slots=True)
class FilingStep:
    """One step towards a deadline: the rule, its legal basis, the explanation, and the deadline after this step.

    `skipped` are the days off that the step counts or skips.
    """

    rule: str
    basis: str
    text: str
    date: datetime.date
    skipped: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FilingDeadline:
    """The last day for filing in one month, the steps that lead to it, and whether it is certain.

    It is not certain if neither a table nor the holidays of these days are published.
    """

    date: datetime.date
    certain: bool
    published: bool
    steps: tuple[FilingStep, ...]


def deadline(days: WorkingDays, tables: Mapping[int, FilingYear], year: int, month: int) -> FilingDeadline:
    """Return the deadline of a month: the published one, or by the rule if no table has the month."""
    table = tables.get(year)
    entry = table.month(month) if table else None
    date = table.deadline(month) if table else None
    if table is None or entry is None or date is None:
        return computed(days, year, month)
    basis = f"{table.name}（{table.document}）" if table.document else table.name
    text = f"{table.issuer or '已'}公布：到{said(date)}" + (f"（{entry.because}）" if entry.because else "")
    return FilingDeadline(date, True, True, (FilingStep("公布的征期表", basis, text, date),))


def computed(days: WorkingDays, year: int, month: int) -> FilingDeadline:
    """Return the deadline of a month by the rule alone."""
    last = datetime.date(year, month, LAST_DAY)
    steps = [FilingStep("申报期15日", _PERIOD, f"从{month}月1日起15日，到{said(last)}", last)]
    if runs := days.long_rests(last.replace(day=1), last):
        steps.append(_extended(days, last, runs))
    elif not days.is_working(last):
        steps.append(_moved(days, last))
    date = steps[-1].date  # the days before it in its month are no less certain
    return FilingDeadline(date, days.certain(date), False, tuple(steps))


def _extended(days: WorkingDays, last: datetime.date, runs: list[Run]) -> FilingStep:
    """Return the step that extends a deadline by the days of long rests within the period."""
    rests = tuple(Span(*run, _festivals(days, run)) for run in runs)
    count = sum(rest.days for rest in rests)
    date = days.add(last, count)
    spans = "、".join(f"{rest.first.day}日至{rest.last.day}日（{rest.why}）" for rest in rests)
    text = f"期内{spans}连续休假，共{count}天，从15日往后数{count}个工作日，到{said(date)}"
    return FilingStep("连续休假三天以上", RULE, text, date, rests)


def _festivals(days: WorkingDays, run: Run) -> str:
    """Return the names of the festivals in a run of days off."""
    run_days = (run[0] + _DAY * number for number in range((run[1] - run[0]).days + 1))
    return "、".join(dict.fromkeys(name for day in run_days if (name := days.holiday(day))))


def moved(days: WorkingDays, last: datetime.date) -> FilingDeadline:
    """Return the deadline of a longer period (a yearly settlement), which moves only if its last day is a day off."""
    steps = [FilingStep("法定期限", "各税种法律", f"到{said(last)}", last)]
    if not days.is_working(last):
        steps.append(_moved(days, last))
    date = steps[-1].date
    return FilingDeadline(date, days.certain(last) and days.certain(date), False, tuple(steps))


def _moved(days: WorkingDays, last: datetime.date) -> FilingStep:
    """Return the step that moves a deadline from a day off to the next working day."""
    date = days.on_or_after(last)
    why = days.holiday(last) or f"星期{_WEEKDAYS[last.weekday()]}"
    skipped = (Span(last, date - _DAY, why),)
    return FilingStep("最后一天休息", RULE, f"{last.day}日是{why}，顺延到下一个工作日{said(date)}", date, skipped)


def said(date: datetime.date) -> str:
    """Return a date as Chinese text: 5月22日，星期五."""
    return f"{date.month}月{date.day}日，星期{_WEEKDAYS[date.weekday()]}"
