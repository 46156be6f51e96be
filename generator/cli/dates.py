"""The answers of `zwgk calendar` and `zwgk due`, as text and as plain data. They work in any folder."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generator.calendar.days import YEARS, WorkingDays
from generator.calendar.limits import Countdown, Due, Span, day_text, due
from generator.calendar.registry import calendar_of
from generator.cli.parsing import FINE, fail
from generator.model.calendar import YearCalendar
from generator.model.types import Duration, Unit

_DAY = datetime.timedelta(1)
_WEEK = "一二三四五六日"
_PROVISIONAL = "暂定：{year}年的放假调休安排还没有公布，按周末和法定节日推算，公布后可能变动"
MAX_COUNT = 10_000


class DateError(Exception):
    """The arguments are wrong; the message is Chinese."""


def project_calendar(project: Path) -> WorkingDays:
    """Return the calendar of a folder: the library's years, and the notices in data/calendar if it is a project.

    A bureau has those of its superiors too. A notice that cannot be read leaves its year provisional; `zwgk check`
    says what is wrong with it.
    Raises DateError if there is no such folder.
    """
    if not project.is_dir():
        raise DateError(f"没有文件夹 {project}")
    from generator.source.bureaus import line_of

    known: dict[str, YearCalendar] = {}
    for root in line_of(project):
        if (root / "data" / YearCalendar.FOLDER).is_dir():
            known = {**_years(root), **known}
    return calendar_of(known.values())


def _years(root: Path) -> dict[str, YearCalendar]:
    """Return the notices of one project that could be read, by id."""
    from generator.model.project import read_project

    registry = read_project(root, (YearCalendar,)).registry
    years = registry.all(YearCalendar)
    return {id: year for id, year in years.items() if (YearCalendar.FOLDER, id) not in registry.broken}


def span(text: str) -> Span:
    """Parse FROM..TO. Raises DateError if the text has another form."""
    parts = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", text)
    try:
        first, last = map(datetime.date.fromisoformat, parts.groups() if parts else ())
    except ValueError:
        raise DateError(f"--stop 要写成 2026-12-30..2027-01-04，不能写 {text}") from None
    if first > last:
        raise DateError(f"--stop {text} 前后颠倒了")
    return Span(first, last)


def length(count: float | None, unit: Unit, option: str = "--count") -> Duration:
    """Return a length of time. Raises DateError if the count is missing, superfluous or out of range."""
    if unit is Unit.ON_THE_SPOT:
        if count is not None:
            raise DateError(f"当场办结（on_the_spot）没有数量，去掉 {option}")
        return Duration(unit=unit)
    if count is None:
        raise DateError(f"缺少：{option}")
    if count % 1 and unit in (Unit.MONTH, Unit.YEAR):
        raise DateError(f"月和年没有半个，{option} 要写整数")
    if not 0 <= count <= MAX_COUNT:
        raise DateError(f"{option} 要写 0 到 {MAX_COUNT} 的数")
    return Duration(count=count, unit=unit)


def answer(calendar: WorkingDays, countdown: Countdown) -> dict[str, Any]:
    """Return the question and its answer as plain data. Raises DateError if the answer is beyond the calendar."""
    return {
        "start": str(countdown.start),
        "count": countdown.length.count,
        "unit": countdown.length.unit.value,
        "starts": countdown.event.value,
        "binds": countdown.binds.value,
        "stops": [{"first": str(stop.first), "last": str(stop.last)} for stop in countdown.stops],
        "extend": countdown.extension.count if countdown.extension else None,
        **reckon(calendar, countdown).plain(),
    }


def reckon(calendar: WorkingDays, countdown: Countdown) -> Due:
    """Return the last day of a countdown. Raises DateError if it is beyond the calendar."""
    within(countdown.start.year)
    try:
        result = due(calendar, countdown)
    except (OverflowError, ValueError):
        raise DateError("算出来的日期太远了") from None
    within(result.date.year)
    return result


def within(year: int) -> None:
    """Raise DateError for a year with neither a notice nor an estimate."""
    if year not in YEARS:
        raise DateError(f"只有{YEARS[0]}年到{YEARS[-1]}年的日历，算不了{year}年")


def answer_text(calendar: WorkingDays, countdown: Countdown) -> str:
    """Return the answer as Chinese lines: the date, then the steps."""
    result = reckon(calendar, countdown)
    more = f"，可延长{countdown.extension}" if countdown.extension and countdown.extension.amount else ""
    way = "往前数" if countdown.before else "起"
    lines = [
        f"最迟：{weekday_text(result.date)}{'' if result.certain else '（暂定）'}",
        f"从{day_text(countdown.start)}（{countdown.day}）{way}，{countdown.length}{more}",
    ]
    for number, step in enumerate(result.plain()["steps"], 1):
        lines.append(f"{number}. {step['rule']}（{step['basis']}）：{step['text']}")
        lines += [f"   不算：{_run(item)}" for item in step["skipped"]]
    return "\n".join(lines)


def _run(item: dict[str, Any]) -> str:
    """Return skipped days as text."""
    last = f"至{item['last']}" if item["days"] > 1 else ""
    return f"{item['first']}{last}，{item['days']}天（{item['why']}）"


def weekday_text(day: datetime.date) -> str:
    """Return a day with its weekday: 2026年12月28日（星期一）."""
    return f"{day_text(day)}（星期{_WEEK[day.weekday()]}）"


def year_data(calendar: WorkingDays, year: int) -> dict[str, Any]:
    """Return a year as plain data: its certainty and source, its holidays, and each day.

    Raises DateError for a year beyond the calendar.
    """
    within(year)
    notice = calendar.year(year)
    days = list(_days(year))
    return {
        "year": year,
        "certainty": "certain" if calendar.known(year) else "provisional",
        "source": notice.source,
        "working_days": sum(map(calendar.is_working, days)),
        "holidays": [
            {"name": item.name, "first": str(item.first), "last": str(item.last), "days": len(item.days())}
            for item in notice.breaks()
        ],
        "workdays": [str(day) for day in notice.workdays],
        "days": [
            {
                "date": str(day),
                "working": calendar.is_working(day),
                "kind": calendar.kind(day).value,
                "name": calendar.holiday(day) or "",
                "certainty": "certain" if calendar.certain(day) else "provisional",
            }
            for day in days
        ],
    }


def year_text(calendar: WorkingDays, year: int) -> str:
    """Return a year as Chinese lines: number of working days, holidays, make-up days."""
    data, notice = year_data(calendar, year), calendar.year(year)
    lines = [
        f"{year}年：{data['working_days']}个工作日",
        f"依据：{data['source']}" if data["source"] else _PROVISIONAL.format(year=year),
    ]
    for item in notice.breaks():
        last = f"至{item.last.month}月{item.last.day}日" if item.last > item.first else ""
        lines.append(f"放假　{item.name}：{item.first.month}月{item.first.day}日{last}，{len(item.days())}天")
    lines += [f"上班　{weekday_text(day).removeprefix(f'{year}年')}" for day in notice.workdays]
    return "\n".join(lines)


def _days(year: int) -> Iterator[datetime.date]:
    """Yield the days of a year."""
    first = datetime.date(year, 1, 1)
    return (first + _DAY * index for index in range((datetime.date(year, 12, 31) - first).days + 1))


def print_answer(compute: Callable[[], str]) -> int:
    """Print an answer, or the DateError that computing it raises; return the exit code."""
    try:
        print(compute())
    except DateError as error:
        return fail(str(error))
    return FINE


def as_json(data: dict[str, Any]) -> str:
    """Return plain data as JSON text."""
    return json.dumps(data, ensure_ascii=False, indent=1)
