"""`zwgk import results`: cases are counted on the calendar, as an independent count does; nothing published changes."""

from __future__ import annotations

import csv
import datetime
import io
import random
import zipfile
from collections import defaultdict
from pathlib import Path
from statistics import median

import pytest

from generator.case_export import promised_limits, read_export
from generator.casework import count, merge
from generator.cli import main
from generator.model.periods import Every
from generator.model.procedures import Procedure
from generator.model.results import Figures, Result
from generator.model.types import Unit
from generator.project import Project
from generator.session import Session
from tests.helpers.results import promise

HEAD = "受理号,事项名称,受理时间,办结时间,不计入\n"
REFUND = "cheliang-gouzhishui-tuishui"  # promised in 10 working days


def counted(session: Session, rows: str, every: Every = Every.QUARTER) -> list[tuple[str, int | None, int | None]]:
    export = read_export(session, (HEAD + rows).encode(), "x.csv")
    assert export.findings == []
    return [(row.period, row.met, row.total) for row in count(session, export, every)]


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        ("1,{},2026-06-01,2026-06-15,", [("2026-Q2", 1, 1)]),  # the tenth working day
        ("1,{},2026-06-01,2026-06-16,", [("2026-Q2", 0, 1)]),
        ("1,{},2026/6/1 09:30,2026年6月15日,", [("2026-Q2", 1, 1)]),
        ("1,{},2026-06-01,,", [("2026-Q2", 0, 1)]),  # still open
        ("1,{},2026-06-01,2026-06-16,2026-06-10..2026-06-10", [("2026-Q2", 1, 1)]),
        ("1,{},2026-06-22,2026-07-06,", [("2026-Q3", 1, 1)]),  # accepted in one quarter, due in the next
        ("1,{},2026-09-30,2026-10-09,", []),  # due in a quarter that has not ended
        ("1,{},2026-09-14,2026-10-08,", [("2026-Q3", 0, 1)]),
    ],
)
def test_a_case_counts_where_it_is_due(example: Project, row: str, figures: list[tuple[str, int, int]]) -> None:
    assert counted(example.session, row.format(REFUND) + "\n") == figures


def slow_count(session: Session, rows: list[list[str]]) -> dict[tuple[str, str], tuple[int, int, str]]:
    """Count by walking the calendar day by day."""
    found = defaultdict(list)
    one = datetime.timedelta(1)
    for _, matter, accepted, ended, stops in rows:
        (limit,) = promised_limits(session, session.registry.all(Procedure)[matter])
        assert limit.promised
        stopped = set()
        for part in filter(None, stops.split("；")):
            first, last = map(datetime.date.fromisoformat, part.split(".."))
            stopped |= {first + one * index for index in range((last - first).days + 1)}
        day, left = datetime.date.fromisoformat(accepted), limit.promised.amount
        while left > 0:
            day += one
            left -= session.calendar.is_working(day) and day not in stopped
        if (day.year, (day.month + 2) // 3) >= (session.as_of.year, (session.as_of.month + 2) // 3):
            continue
        end = datetime.date.fromisoformat(ended) if ended else None
        used, at = 0, datetime.date.fromisoformat(accepted)
        while end and at < end:
            at += one
            used += session.calendar.is_working(at) and at not in stopped
        found[f"{day.year}-Q{(day.month + 2) // 3}", matter].append((bool(end and end <= day), used if end else None))
    return {
        key: (
            sum(met for met, _ in cases),
            len(cases),
            f"{median(known):g}" if (known := [used for _, used in cases if used is not None]) else "",
        )
        for key, cases in found.items()
    }


def some_cases(session: Session, number: int) -> list[list[str]]:
    """Return rows of an export, with a fixed seed."""
    chance = random.Random(3)
    matters = [
        item.id
        for item in session.procedures
        if len(limits := promised_limits(session, item)) == 1
        and limits[0].promised
        and limits[0].promised.unit is Unit.WORKING_DAY
    ]
    rows = []
    for index in range(number):
        start = datetime.date(2025, 1, 1) + datetime.timedelta(chance.randrange(690))
        end = start + datetime.timedelta(chance.randrange(40)) if chance.random() > 0.05 else None
        first = start + datetime.timedelta(chance.randrange(1, 9))
        stop = f"{first}..{first + datetime.timedelta(chance.randrange(6))}" if chance.random() < 0.2 else ""
        rows.append([str(index), chance.choice(matters), str(start), str(end or ""), stop])
    return rows


def test_ten_thousand_cases_equal_an_independent_count(example: Project) -> None:
    rows = some_cases(example.session, 10_000)
    text = HEAD + "".join(",".join(row) + "\n" for row in rows)
    figures = count(example.session, read_export(example.session, text.encode(), "x.csv"), Every.QUARTER)
    assert len({row.procedure for row in figures}) > 30
    got = {(row.period, row.procedure): (row.met, row.total, row.median or "") for row in figures}
    assert got == slow_count(example.session, rows)


TWO = "wushou-duojiao-tui-dishui"  # one limit for what the bureau finds, one for what is asked for


def test_a_case_of_a_matter_with_several_limits_names_its_own(example: Project) -> None:
    session = example.session
    limits = promised_limits(session, session.registry.all(Procedure)[TWO])
    assert len(limits) == 2
    head = "受理号,事项,受理日期,办结日期,时限\n"
    rows = [f"{number},{TWO},2026-06-01,2026-06-15,{limit.name}\n" for number, limit in enumerate(limits)]
    export = read_export(session, f"{head}{''.join(rows)}8,{TWO},2026-06-01,2026-06-15,\n".encode(), "x.csv")
    (row,) = count(session, export, Every.QUARTER)
    assert (row.total, list(export.left_out.values())) == (2, [1])
    (finding,) = read_export(session, f"{head}1,{TWO},2026-06-01,,没有\n".encode(), "x.csv").findings
    assert limits[0].name in finding.hint


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (f"1,{REFUND},46000,2026-06-15,\n", "C2", "序号"),
        (f"1,{REFUND},,2026-06-15,\n", "C2", "受理日期"),
        (f"1,{REFUND},2026-06-31,2026-06-15,\n", "C2", "不是日期"),
        (f"1,{REFUND},2026-06-15,2026-06-01,\n", "D2", "早"),
        (f"1,{REFUND},2026-06-15,2026-06-30,三天\n", "E2", "起止"),
        (f"1,{REFUND},2026-06-15,2026-06-30,2026-06-20..2026-06-18\n", "E2", "起止"),
        (f"1,{REFUND},2026-06-15,,\n1,{REFUND},2026-06-16,,\n", "A3", "第 2 行"),
        ("1,误收多缴退抵退税,2026-06-15,,\n", "B2", "是不是"),
    ],
)
def test_what_is_wrong_is_found_at_its_cell(example: Project, rows: str, place: str, words: str) -> None:
    (finding,) = read_export(example.session, (HEAD + rows).encode(), "x.csv").findings
    assert finding.location.cell == place
    assert words in finding.message + finding.hint


def test_exports_of_other_kinds_are_read(example: Project) -> None:
    text = f"受理号;事项;受理日期;办结日期\n1;{REFUND};2026-06-01;2026-06-10\n合计;1\n"
    export = read_export(example.session, text.encode("gb18030"), "x.csv")
    assert (len(export.cases), export.findings, export.left_out["合计行"]) == (1, [], 1)


def test_a_file_without_the_columns_says_which(example: Project) -> None:
    (finding,) = read_export(example.session, b"a,b\n1,2\n", "x.csv").findings
    assert "编号、事项、受理日期、办结日期" in finding.message


def test_many_mistakes_are_not_all_printed(example: Project) -> None:
    rows = "".join(f"{number},meiyou,2026-06-15,,\n" for number in range(5_000))
    export = read_export(example.session, (HEAD + rows).encode(), "x.csv")
    assert (len(export.findings), export.left_out["有错的行"]) == (20, 5_000)


TABLE = "# 名称: 各事项\n# 承诺: a\n# 指标: b\n# 统计口径: c\n期间;做到;总数;中位数;事项\n2026-Q2;1;2;;" + REFUND + "\n"


def test_published_figures_are_never_changed() -> None:
    old = Figures(period="2026-Q2", procedure=REFUND, met=1, total=2)
    new = Figures(period="2026-Q2", procedure=REFUND, met=2, total=2)
    more = Figures(period="2026-Q3", procedure=REFUND, met=3, total=3, median="2.5")
    table = Result(id="x", name="x", commitment="a", measure="b", counted="c", rows=(old,))
    merged = merge(TABLE, table, [new, more])
    assert merged.text == f"{TABLE}2026-Q3;3;3;2.5;{REFUND}\n"
    assert (merged.added, merged.differing) == ((more,), ((old, new),))
    with pytest.raises(ValueError, match="中位数"):
        merge(TABLE.replace("中位数", "备注"), table, [more])


def test_the_command_writes_only_when_told(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matter = "fapiao-lingyong"
    measure = "measures:\n  - {key: dangchang, name: 按期办结的比例, kind: share, every: quarter, published_by: 10}\n"
    promise(project, measure, "100%")
    limit = f"name: 时限\nof: {{procedure: {matter}}}\nstarts: acceptance\npromised: {{count: 10, unit: working_day}}\n"
    (project / "data/time_limits/fapiao-lingyong.yml").write_text(limit, encoding="utf-8")
    line = f"2026-Q2,{matter},3,3,5"
    table = project / "data/results/banjie.csv"
    table.parent.mkdir()
    head = "# 名称: 按期办结\n# 承诺: dangchang-banjie\n# 指标: dangchang\n# 统计口径: 到期的办件\n"
    table.write_text(f"{head}期间,事项,做到,总数,中位数\n{line}\n", encoding="utf-8")
    cases = tmp_path / "cases.csv"
    cases.write_text(f"{HEAD}1,{matter},2026-08-03,2026-08-10,\n2,{matter},2026-08-03,2026-08-31,\n", encoding="utf-8")
    before = table.read_bytes()
    arguments = ["import", "results", str(cases), "--table", table.stem, "--project", str(project)]
    arguments += ["--as-of", "2026-11-30"]
    assert main(arguments) == 0
    assert "做到 1 / 2 件" in capsys.readouterr().out
    assert table.read_bytes() == before
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", full)
        assert main([*arguments, "--write"]) == 2
    assert table.read_bytes() == before, "a full disk loses nothing"
    capsys.readouterr()
    assert main([*arguments, "--write"]) == 0
    (row,) = [row for row in csv.reader(table.read_text("utf-8").splitlines()) if row[0] == "2026-Q3"]
    assert row == ["2026-Q3", matter, "1", "2", "12.5"]
    cases.write_text(f"{HEAD}1,{matter},2026-08-03,2026-08-10,\n", encoding="utf-8")
    assert main([*arguments, "--write"]) == 1  # another count than the published one
    assert "更正说明" in capsys.readouterr().err
    assert main(["import", "results", str(cases), "--table", "meiyou", "--project", str(project)]) == 2


def full(_: int) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


def workbook(rows: list[list[str | int | datetime.date]]) -> bytes:
    """Return a workbook of one sheet as Excel saves it: texts inline, days as numbers in a date format."""
    cells = ""
    for number, row in enumerate(rows, 1):
        cells += f'<row r="{number}">'
        for index, value in enumerate(row):
            name = f"{'ABCDEFG'[index]}{number}"
            if isinstance(value, datetime.date):
                cells += f'<c r="{name}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
            elif isinstance(value, int):
                cells += f'<c r="{name}"><v>{value}</v></c>'
            elif value.startswith("="):
                cells += f'<c r="{name}" t="str"><f>{value[1:]}</f><v>{REFUND}</v></c>'
            else:
                cells += f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'
        cells += "</row>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet_type}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return data.getvalue()


def test_a_workbook_is_read_like_its_table(example: Project) -> None:
    day = datetime.date
    data = workbook(
        [
            ["受理号", "事项", "受理日期", "办结日期"],
            [1, REFUND, day(2026, 6, 1), day(2026, 6, 15)],
            [2, f'="{REFUND}"', day(2026, 6, 1), day(2026, 6, 16)],
        ]
    )
    export = read_export(example.session, data, "x.xlsx")
    assert export.findings == []
    (row,) = count(example.session, export, Every.QUARTER)
    assert (row.met, row.total, row.median) == (1, 2, "10.5")


def test_places_in_a_workbook_are_its_cells(example: Project) -> None:
    data = workbook([["受理号", "事项", "受理日期", "办结日期"], [1, REFUND, 46000, "后天"]])
    findings = read_export(example.session, data, "x.xlsx").findings
    assert [item.location.cell for item in findings] == ["C2", "D2"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0", workbook([])])
def test_a_broken_or_empty_workbook_is_a_finding(example: Project, data: bytes) -> None:
    (finding,) = read_export(example.session, data, "x.xlsx").findings
    assert finding.code == "I101"
