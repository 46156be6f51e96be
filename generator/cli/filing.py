"""The answer of `zwgk filing-deadline`: one month's deadline with its steps, as text or JSON."""

from __future__ import annotations

import json
from pathlib import Path

from generator.calendar.days import YEARS, WorkingDays, working_days
from generator.calendar.dues import tables_of
from generator.calendar.filing import FilingDeadline, computed, deadline, said
from generator.calendar.registry import calendar_of
from generator.findings import Finding
from generator.model.calendar import YearCalendar
from generator.model.filing_calendar import FilingYear
from generator.model.project import read_project
from generator.source.bureaus import line_of
from generator.source.project import SITE_FILE


def answer(project: Path, year: int, month: int, rule_only: bool) -> tuple[FilingDeadline, tuple[Finding, ...]]:
    """Return a month's deadline, and the findings in the files that it is read from.

    Without a project the deadline is computed by the rule. Raises ValueError for a year outside `YEARS` and for a
    missing folder.
    """
    if year not in YEARS:
        raise ValueError(f"只能算 {YEARS[0]} 到 {YEARS[-1]} 年的征期")
    if not project.is_dir():
        raise ValueError(f"没有文件夹 {project}")
    days, tables, findings = _read(project)
    return computed(days, year, month) if rule_only else deadline(days, tables, year, month), findings


def _read(project: Path) -> tuple[WorkingDays, dict[int, FilingYear], tuple[Finding, ...]]:
    """Return a project's calendar, its tables by year, and the findings in their files.

    A bureau has the years and tables of its superior, which it cannot change.
    """
    if not (project / SITE_FILE).is_file():
        return working_days(), {}, ()
    *_, project = (
        root for root in line_of(project) if root == project or (root / "data" / YearCalendar.FOLDER).is_dir()
    )
    found = read_project(project, (FilingYear, YearCalendar))
    registry, findings = found.registry, found.findings
    read = tuple(f"data/{kind.FOLDER}/" for kind in (FilingYear, YearCalendar))
    wrong = tuple(item for item in findings if item.location.file.startswith(read))
    broken = registry.broken
    years = [year for year in registry.all(YearCalendar).values() if (YearCalendar.FOLDER, year.id) not in broken]
    tables = [year for year in registry.all(FilingYear).values() if (FilingYear.FOLDER, year.id) not in broken]
    return calendar_of(years), tables_of(tables), wrong


def as_json(month: str, result: FilingDeadline) -> str:
    """Return a deadline as JSON."""
    steps = [
        {
            "rule": step.rule,
            "basis": step.basis,
            "text": step.text,
            "date": str(step.date),
            "skipped": [{"first": str(span.first), "last": str(span.last), "why": span.why} for span in step.skipped],
        }
        for step in result.steps
    ]
    value = {
        "month": month,
        "date": str(result.date),
        "certainty": "certain" if result.certain else "provisional",
        "source": "published" if result.published else "rule",
        "steps": steps,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def as_text(result: FilingDeadline) -> str:
    """Return a deadline as Chinese lines."""
    how = "确定" if result.certain else "暂定：放假安排还没有公布"
    lines = [f"{result.date}（{said(result.date)}）{how}"]
    lines += [f"{number}. {step.text}\n   {step.basis}" for number, step in enumerate(result.steps, 1)]
    return "\n".join(lines)
