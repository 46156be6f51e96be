"""Reader of CSV tables as spreadsheets save them: figures by period, one row per period.

Accepted are UTF-8 (with or without a byte order mark) and GB18030; commas, semicolons or tabs; any line ends; quoted
cells. Lines `# name: value` before the header are fields of the whole table. The value of a file is
{"name": value, …, "rows": [{column: text, …}, …]}. Empty cells are left out: empty is not 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from generator.findings import Path
from generator.hidden import HIDDEN, without_hidden
from generator.source import rules
from generator.source.document import Document, Problem

MAX_BYTES = 8 << 20
MAX_ROWS = 20_000
TOTALS = frozenset({"合计", "总计", "共计", "小计", "累计", "平均", "合计数", "总数"})
"""First cells of rows that spreadsheets put below a table."""

ROWS = "rows"
"""The field of a record that holds the rows of its table."""

_DELIMITERS = ",;\t"


class Cell(NamedTuple):
    """One cell: its text, line and column (from 1), its name in a spreadsheet, and whether its quotes were closed."""

    text: str
    line: int
    column: int
    name: str
    closed: bool = True


def read(data: bytes, titles: Mapping[str, str]) -> Document:
    """Return the document of a CSV file's bytes. `titles` maps column titles to fields."""
    text, encoding_problem = decoded(data)
    if encoding_problem:
        return Document(None, (encoding_problem,))
    table = _Table(text, titles)
    return Document(table.value, tuple(table.problems))


def decoded(data: bytes) -> tuple[str, Problem | None]:
    """Return (text, None), or ("", problem) if the bytes have an unknown encoding."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), None
        except UnicodeDecodeError:
            continue
    return "", Problem(rules.NOT_UTF8, 1, 1, {"guess": "不认识的编码"})


@cache
def letter(index: int) -> str:
    """Return a column's name in a spreadsheet by its index from 0: A, B, …, Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def rows_of(text: str) -> Iterator[list[Cell]]:
    """Yield the rows of a CSV text without blank ones. The delimiter is the most frequent one of the first row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text)
    row: list[Cell] = []
    number = 1
    at, line, start = 0, 1, 0
    while at < len(text):
        cell_line, column = line, at - start + 1
        if text[at] == '"':
            value, at, closed = _quoted(text, at + 1)
            if newlines := value.count("\n"):
                line += newlines
                start = text.rfind("\n", 0, at) + 1
            end = _end(text, at, delimiter)
            value, at = value + text[at:end], end
        else:
            closed = True
            end = _end(text, at, delimiter)
            value, at = text[at:end], end
        row.append(Cell(value.strip(), cell_line, column, f"{letter(len(row))}{number}", closed))
        if at < len(text) and text[at] == delimiter:
            at += 1
            if at < len(text) and text[at] != "\n":
                continue
            row.append(Cell("", line, at - start + 1, f"{letter(len(row))}{number}"))
        if any(cell.text for cell in row):
            yield row
        row = []
        number += 1
        at, line, start = at + 1, line + 1, at + 1


def _quoted(text: str, at: int) -> tuple[str, int, bool]:
    """Return the text of a quoted cell that starts at `at`, the index of its end, and whether its quotes close."""
    value = ""
    while True:
        end = text.find('"', at)
        if end < 0:
            return value + text[at:], len(text), False
        value += text[at:end]
        if text[end : end + 2] != '""':
            return value, end + 1, True
        value += '"'
        at = end + 2


def _end(text: str, at: int, delimiter: str) -> int:
    """Return the index of the end of an unquoted cell that starts at `at`."""
    ends = [end for end in (text.find(delimiter, at), text.find("\n", at)) if end >= 0]
    return min(ends, default=len(text))


def _delimiter(text: str) -> str:
    """Return the most frequent delimiter of the first line that has one and is not a comment."""
    for line in text.split("\n"):
        counts = [(line.count(mark), mark) for mark in _DELIMITERS]
        if max(counts)[0] and not line.lstrip('"').startswith("#"):
            return max(counts, key=lambda item: item[0])[1]
    return ","


class _Table:
    """Converts the rows of one file to a value and collects the problems."""

    def __init__(self, text: str, titles: Mapping[str, str]) -> None:
        """Convert the whole text."""
        self.problems: list[Problem] = []
        self.value: dict[str, Any] | None = {}
        self._titles = titles
        self._header: list[str] = []
        self._rows: list[dict[str, str]] = []
        self._hidden = HIDDEN.search(text) is not None
        for row in rows_of(text):
            if len(self._rows) == MAX_ROWS:
                self._report(rules.TOO_LARGE, row[0], size=f"{MAX_ROWS} 多行", most=f"{MAX_ROWS} 行")
                self.value = None
                return
            self._row([self._seen(cell) for cell in row])
        if not self._header:
            self.value = None
            self.problems.append(Problem(rules.EMPTY_FILE, 1, 1, {}))
        elif self.value is not None:
            self.value[ROWS] = self._rows

    def _seen(self, cell: Cell) -> Cell:
        """Return a cell without hidden characters; report these, unclosed quotes and formulas."""
        match = HIDDEN.search(cell.text) if self._hidden else None
        if match:
            self._report(rules.HIDDEN_CHARACTER, cell, code=f"U+{ord(match.group()):04X}")
        if not cell.closed:
            self._report(rules.NOT_CSV, cell, detail="引号没有收尾")
        if cell.text.startswith(("=", "@")) or (cell.text.startswith("+") and not cell.text[1:2].isdigit()):
            self._report(rules.NOT_CSV, cell, detail="这一格是公式，要换成算出来的数")
        return cell._replace(text=without_hidden(cell.text)) if match else cell

    def _row(self, row: list[Cell]) -> None:
        """Process one row: a field of the whole table, the header, or a row of figures."""
        first = row[0].text
        if not self._header and first.startswith("#"):
            name, colon, value = "，".join(filter(None, (cell.text for cell in row))).lstrip("# ").partition(":")
            if not colon:
                name, colon, value = name.partition("：")
            if colon and value.strip() and self.value is not None:
                self.value[self._key(name.strip())] = value.strip()
        elif not self._header:
            self._take_header(row)
        elif first in TOTALS:
            self._report(rules.NOT_CSV, row[0], detail=f"“{first}”这一行不是一期，要删掉；合计由程序算")
        else:
            for cell in row[len(self._header) :]:
                if cell.text:
                    detail = f"这一格在第 {len(self._header)} 列以外，表头没有它"
                    self._report(rules.NOT_CSV, cell, detail=detail)
            self._rows.append({key: cell.text for key, cell in zip(self._header, row, strict=False) if cell.text})

    def _take_header(self, row: list[Cell]) -> None:
        """Process the header; report repeated and nameless columns."""
        while row and not row[-1].text:
            row = row[:-1]
        for cell in row:
            key = self._key(cell.text)
            if not key:
                self._report(rules.NOT_CSV, cell, detail="表头有一格是空的")
            elif key in self._header:
                self._report(rules.DUPLICATE_KEY, cell, key=cell.text, first=cell.line)
            self._header.append(key if key not in self._header else "")

    def _key(self, name: str) -> str:
        """Return the field of a column's title; the title itself if it is unknown."""
        return self._titles.get(name, name)

    def _report(self, rule: Any, cell: Cell, **words: Any) -> None:
        self.problems.append(Problem(rule, cell.line, cell.column, words, cell.name))


class Outline:
    """The places of one table's cells. ("rows", 2, "met") is a cell of the third row below the header."""

    def __init__(self, data: bytes, titles: Mapping[str, str]) -> None:
        """Prepare to find places in these bytes."""
        self._data = data
        self._titles = titles

    @cached_property
    def _cells(self) -> tuple[dict[str, Cell], list[Cell], list[list[Cell]]]:
        """The cells of the table's own fields by name, the header, and the rows below it."""
        fields: dict[str, Cell] = {}
        header: list[Cell] = []
        rows: list[list[Cell]] = []
        for row in rows_of(decoded(self._data)[0]):
            if not header and row[0].text.startswith("#"):
                name = row[0].text.lstrip("# ").replace("：", ":").partition(":")[0].strip()
                fields[self._titles.get(name, name)] = row[0]
            elif not header:
                header = row
            elif row[0].text not in TOTALS:
                rows.append(row)
        return fields, header, rows

    def place(self, path: Path, *, at_key: bool = False) -> tuple[int, int, str]:
        """Return line, column and name of the cell at `path`, or of its row; with `at_key`, of its column's header."""
        fields, header, rows = self._cells
        names = [self._titles.get(cell.text, cell.text) for cell in header]
        match path:
            case ("rows", int(index), *rest) if index < len(rows):
                row = header if at_key else rows[index]
                number = names.index(rest[0]) if rest and rest[0] in names else 0
                cell = row[min(number, len(row) - 1)]
            case (name, *_) if name in fields:
                cell = fields[str(name)]
            case _:
                return 1, 1, "A1"
        return cell.line, cell.column, cell.name
