"""Tables are read as spreadsheets write them, and every cell has a place."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.hidden import without_hidden
from generator.source.csv_reader import MAX_ROWS, Outline, letter, read

TEXT = "# 名称: 兑现\n月份,做到,总数\n2026-01,3,4\n2026-02,,\n"
TITLES = {"名称": "name", "月份": "month", "做到": "met", "总数": "total"}
VALUE = {"name": "兑现", "rows": [{"month": "2026-01", "met": "3", "total": "4"}, {"month": "2026-02"}]}


def problems(text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of what is wrong with a table."""
    return [(item.rule.code, item.line, item.column) for item in read(text.encode(), TITLES).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_as_spreadsheets_write_it(encoding: str, end: str, delimiter: str) -> None:
    data = TEXT.replace("\n", end).replace(",", delimiter).encode(encoding)
    document = read(data, TITLES)
    assert (document.value, document.problems) == (VALUE, ())


def test_empty_is_not_zero_and_blank_rows_are_none() -> None:
    value = read(b"month,met\n\n2026-01,0\n,,\n2026-02,\n", {}).value
    assert value == {"rows": [{"month": "2026-01", "met": "0"}, {"month": "2026-02"}]}


def test_quoted_cells() -> None:
    value = read('# note: "a"\nmonth,why\n2026-01,"一, 二\n""三"""\n2026-02,x\n'.encode(), {}).value
    assert value["rows"] == [{"month": "2026-01", "why": '一, 二\n"三"'}, {"month": "2026-02", "why": "x"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("Y104", 1, 1)]),
        ('月份,做到\n2026-01,"3\n', [("Y120", 2, 9)]),
        ("月份,做到\n2026-01,=A1\n", [("Y120", 2, 9)]),
        ("月份,做到\n2026-01,3,4\n", [("Y120", 2, 11)]),
        ("月份,做到\n2026-01,3\n合计,3\n", [("Y120", 3, 1)]),
        ("月份,,做到\n2026-01,3,4\n", [("Y120", 1, 4)]),
        ("月份,月份\n2026-01,3\n", [("Y105", 1, 4)]),
        ("月份,做到\n2026-01,3\u200b\n", [("Y106", 2, 9)]),
        ("月份,做到\n2026-01,-3\n2026-02,+3\n", []),
    ],
)
def test_problems_have_places(text: str, found: list[tuple[str, int, int]]) -> None:
    assert problems(text) == found


def test_too_many_rows_end_the_reading() -> None:
    text = "月份,做到\n" + "2026-01,3\n" * (MAX_ROWS + 2)
    assert problems(text) == [("Y103", MAX_ROWS + 2, 1)]


def test_a_total_is_no_row_of_figures() -> None:
    text = "月份,做到\n合计,5\n2026-01,3\n2026-02,2\n".encode("gb18030")
    document = read(text, TITLES)
    assert document.value and [row["month"] for row in document.value["rows"]] == ["2026-01", "2026-02"]
    assert Outline(text, TITLES).place(("rows", 1, "met")) == (4, 9, "B4")


def test_unknown_encoding() -> None:
    assert [item.rule.code for item in read(b"\xff\xfe\x00", {}).problems] == ["Y102"]


def test_places() -> None:
    outline = Outline(TEXT.encode(), TITLES)
    assert outline.place(("rows", 0, "total")) == (3, 11, "C3")
    assert outline.place(("rows", 1, "met")) == (4, 9, "B4")
    assert outline.place(("rows", 1)) == (4, 1, "A4")
    assert outline.place(("rows", 1, "met"), at_key=True) == (2, 4, "B2")
    assert outline.place(("name",)) == (1, 1, "A1")
    assert outline.place(("nowhere", "x")) == (1, 1, "A1")


def test_columns_have_letters() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8).map(
    lambda text: without_hidden(text).strip().lstrip('#=@+"')
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(rows: list[list[str]], end: str) -> None:
    """And every cell stands where its place says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerows([["a", "b"], *rows])
    data = out.getvalue().encode()
    expected: list[Any] = [
        {name: cell for name, cell in zip("ab", row, strict=True) if cell} for row in rows if any(row)
    ]
    document = read(data, {})
    assert (document.value, document.problems) == ({"rows": expected}, ())
    lines = out.getvalue().replace("\r\n", "\n").split("\n")
    outline = Outline(data, {})
    for number, row in enumerate(expected):
        for name, cell in row.items():
            line, column, _ = outline.place(("rows", number, name))
            assert lines[line - 1][column - 1 :].lstrip('"').replace('""', '"').startswith(cell.split("\n")[0])
