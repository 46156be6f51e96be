"""Reads the export of a case system: its cases, and what is wrong in it. Nothing of a single case is kept."""

from __future__ import annotations

import datetime
import difflib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.calendar.limits import Span
from generator.findings import Finding, Location, Severity
from generator.model.procedures import Procedure
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Unit
from generator.session import Session
from generator.source.csv_reader import Cell, decoded, letter, rows_of

COLUMNS = {
    "number": ("编号", "受理号", "办件号", "流水号", "受理编号", "业务编号"),
    "matter": ("事项", "事项名称", "办理事项", "业务名称"),
    "accepted": ("受理日期", "受理时间", "受理日"),
    "ended": ("办结日期", "办结时间", "办结日"),
    "limit": ("时限", "时限名称", "适用时限"),
    "stops": ("不计入", "不计入的时间", "暂停", "停表"),
}
"""The columns of an export, by what they hold, with the titles that are understood. The last two may be left out."""

_OPTIONAL = ("limit", "stops")
_DATE = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?(?:[ T].*)?")
_SERIAL = re.compile(r"[34][0-9]{4}(?:\.[0-9]+)?")
_TOTAL = re.compile(r"合计|总计|小计|共计|共.*(?:件|条)")
_MOST_FINDINGS = 20
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls


@dataclass(frozen=True, slots=True)
class HandledCase:
    """One case: its procedure, its limit ("" if not known), the days of acceptance and end (None: open), its stops."""

    procedure: str
    limit: str
    accepted: datetime.date
    ended: datetime.date | None
    stops: tuple[Span, ...] = ()


@dataclass
class Export:
    """The cases of a file, what is wrong in it, and how many rows were left out, by reason."""

    cases: list[HandledCase] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def read_export(session: Session, data: bytes, file: str) -> Export:
    """Return the cases of a file's bytes: CSV (UTF-8 or GB18030), or the first sheet of a workbook.

    Findings have code I101 and the cell's place. Raises OSError if the program that reads workbooks is not installed.
    """
    export = Export()
    rows = _workbook(data) if data.startswith(_WORKBOOKS) else _table(data)
    if rows is None:
        export.findings.append(_finding(file, None, "读不出这个文件", "在 Excel 里另存为“CSV UTF-8（逗号分隔）”"))
        return export
    titles = next(rows, [])
    columns = _columns(titles)
    if missing := [COLUMNS[name][0] for name in COLUMNS if name not in (*_OPTIONAL, *columns)]:
        todo = "第一行写列名；系统导出的名字不一样的，改成这几个：" + "、".join(names[0] for names in COLUMNS.values())
        export.findings.append(_finding(file, titles[0] if titles else None, f"没有{'、'.join(missing)}这一列", todo))
        return export
    _read_rows(_Matters(session), rows, columns, file, export)
    return export


def _table(data: bytes) -> Iterator[list[Cell]] | None:
    """Return the rows of a CSV file's bytes; None if the encoding is unknown."""
    text, problem = decoded(data)
    return None if problem else rows_of(text)


def _workbook(data: bytes) -> Iterator[list[Cell]] | None:
    """Return the rows of a workbook's first sheet, without empty ones; None if it cannot be read."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        reason = "没有安装读 Excel 的程序：运行 pip install 'zwgk[excel]'，或先另存为 CSV"
        raise OSError(0, reason, error.name) from error
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, IndexError, ValueError):
        return None
    first = sheet.start or (0, 0)
    return (
        [
            Cell(_text(value), line, column, f"{letter(column - 1)}{line}")
            for column, value in enumerate(row, first[1] + 1)
        ]
        for line, row in enumerate(sheet.iter_rows(), first[0] + 1)
        if any(value not in ("", None) for value in row)
    )


def _text(value: object) -> str:
    """Return a workbook's value as the text that a CSV file would have."""
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _columns(titles: Sequence[Cell]) -> dict[str, int]:
    """Return the index of each column that is understood, by what it holds."""
    return {
        name: index
        for index, cell in enumerate(titles)
        for name, known in COLUMNS.items()
        if cell.text.replace(" ", "") in known
    }


class _Matters:
    """The procedures by everything that an export may call them: id, name, alias, code."""

    def __init__(self, session: Session) -> None:
        """Prepare the look-up. What several procedures are called by names none of them."""
        self.known: dict[str, str] = {}
        self.shared: set[str] = set()
        self.limits: dict[str, list[TimeLimit]] = {}
        self._nearest: dict[str, str] = {}
        for item in session.procedures:
            self.limits[item.id] = promised_limits(session, item)
            for name in {item.id, item.name, item.code or item.id, *item.aliases}:
                if name in self.known:
                    self.shared.add(name)
                self.known[name] = item.id

    def problem(self, name: str) -> tuple[str, str] | None:
        """Return what is wrong with the name of a matter and what to do; None if it names one procedure."""
        if name in self.shared:
            return f"几个事项都叫“{name}”", "写它的名称、编码或文件名"
        if name in self.known:
            return None
        if name not in self._nearest:
            near = difflib.get_close_matches(name, self.known, 1, 0.5)
            self._nearest[name] = f"是不是“{near[0]}”？" if near else "写 data/procedures/ 里的名称、别名、编码或文件名"
        return f"没有“{name}”这个事项", self._nearest[name]

    def limit(self, name: str, limit: str) -> str | None:
        """Return the id of the limit that a case names, or of its matter's only one; "" without, None if unknown."""
        limits = self.limits[self.known[name]]
        if not limit:
            return limits[0].id if len(limits) == 1 else ""
        return next((item.id for item in limits if limit in (item.id, item.name, str(item.promised))), None)


def _read_rows(
    matters: _Matters, rows: Iterable[list[Cell]], columns: Mapping[str, int], file: str, export: Export
) -> None:
    """Add the cases and the findings of the rows below the header."""
    seen: dict[str, int] = {}
    for row in rows:
        if _TOTAL.fullmatch(row[0].text):
            export.left_out["合计行"] += 1
            continue
        found = _Row(row, columns)
        problems = [*found.problems(matters)]
        number = found.cell("number")
        if number.text and number.text in seen:
            problems.append((number, f"编号和第 {seen[number.text]} 行一样", "一件事只能有一行，删掉重复的"))
        seen.setdefault(number.text, number.line)
        if problems:
            left = _MOST_FINDINGS - len(export.findings)
            export.findings += [_finding(file, *problem) for problem in problems][:left]
            export.left_out["有错的行"] += 1
        else:
            export.cases.append(found.case(matters))


class _Row:
    """One row of an export."""

    def __init__(self, row: list[Cell], columns: Mapping[str, int]) -> None:
        """Take the cells and find the days in them."""
        self._row = row
        self._columns = columns

    def cell(self, name: str) -> Cell:
        """Return a cell by what it holds; an empty one in the place of the first if the row ends before it."""
        index = self._columns.get(name, -1)
        first = self._row[0]
        return self._row[index] if 0 <= index < len(self._row) else first._replace(text="")

    def problems(self, matters: _Matters) -> Iterator[tuple[Cell, str, str]]:
        """Yield what is wrong: the cell, what it is, and what to do."""
        matter = self.cell("matter")
        if problem := matters.problem(matter.text):
            yield matter, *problem
        elif matters.limit(matter.text, self.cell("limit").text) is None:
            names = (
                "、".join(item.name for item in matters.limits[matters.known[matter.text]]) or "没有按日算的承诺时限"
            )
            yield self.cell("limit"), f"没有“{self.cell('limit').text}”这个时限", f"这个事项的时限：{names}"
        for name in ("accepted", "ended"):
            cell = self.cell(name)
            if (cell.text or name == "accepted") and _day(cell.text) is None:
                yield cell, f"“{cell.text}”不是日期", _how(cell.text)
        accepted, ended = _day(self.cell("accepted").text), _day(self.cell("ended").text)
        if accepted and ended and ended < accepted:
            yield self.cell("ended"), f"办结（{ended}）比受理（{accepted}）早", "核对这两格；两列可能填反了"
        if _stops(self.cell("stops").text) is None:
            yield (
                self.cell("stops"),
                f"“{self.cell('stops').text}”不是起止日期",
                "写成 2026-05-06..2026-05-08，几段之间用；隔开",
            )

    def case(self, matters: _Matters) -> HandledCase:
        """Return the case of a row without problems."""
        accepted = _day(self.cell("accepted").text)
        assert accepted is not None
        ended, stops = _day(self.cell("ended").text), _stops(self.cell("stops").text)
        matter = self.cell("matter").text
        limit = matters.limit(matter, self.cell("limit").text)
        return HandledCase(matters.known[matter], limit or "", accepted, ended, stops or ())


def _day(text: str) -> datetime.date | None:
    """Return the day of a text like 2026-05-06, 2026/5/6 10:30 or 2026年5月6日; None for other texts."""
    match = _DATE.fullmatch(text.strip())
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _how(text: str) -> str:
    """Return what to do about a text that is no day."""
    if _SERIAL.fullmatch(text):
        return "这是 Excel 里日期的序号：把这一列的格式设成日期再导出"
    return "写成 2026-05-06" if text else "没有受理日期的办件不能数，补上或删掉这一行"


def _stops(text: str) -> tuple[Span, ...] | None:
    """Return the stops of a text like 2026-05-06..2026-05-08；2026-05-12..2026-05-12; None if it is none."""
    spans = []
    for part in filter(None, re.split(r"[；;,，、]", text.replace(" ", ""))):
        first, _, last = part.replace("至", "..").replace("~", "..").partition("..")
        days = _day(first), _day(last or first)
        if days[0] is None or days[1] is None or days[1] < days[0]:
            return None
        spans.append(Span(days[0], days[1]))
    return tuple(spans)


def _finding(file: str, cell: Cell | None, message: str, hint: str) -> Finding:
    """Return a finding at a cell."""
    place = Location(file, cell.line, cell.column, cell.name) if cell else Location(file)
    return Finding("I101", Severity.ERROR, place, message, hint)


def promised_limits(session: Session, procedure: Procedure) -> list[TimeLimit]:
    """Return the limits of a matter by which the bureau promises days."""
    days = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
    limits = (item for item in session.limits(procedure) if item.binds is Bound.BUREAU and not item.before)
    return [item for item in limits if item.promised and item.promised.unit in days]
