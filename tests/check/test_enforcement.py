"""Enforcement figures: sums and the yearly report; fines without gap or overlap; plans of inspections."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import inspections, penalties
from generator.check.enforcement import _sample
from generator.cli import main
from generator.model.annual_report import COMPUTED, AnnualReport, totals
from generator.model.enforcement import ITEMS, Enforcement, EnforcementTable
from generator.project import Project
from tests.conftest import ROOT, check_project
from tests.helpers.files import edit

Write = Callable[[str, str], Path]


def codes(project: Path, prefix: str, day: str = "2026-11-30") -> list[tuple[str, int, int]]:
    """Return (code, line, column) of the findings whose code begins so."""
    found = check_project(project, datetime.date.fromisoformat(day)).findings
    return [(item.code, item.location.line, item.location.column) for item in found if item.code.startswith(prefix)]


@pytest.mark.parametrize(
    ("changed", "code", "cell"),
    [
        (("行政许可,受理,12,", "行政许可,受理,13,"), "N422", "受理"),
        (("行政许可,许可,11,", "行政许可,许可,12,"), "N422", "许可"),
        (("行政处罚,警告,0,", "行政处罚,警告,1,"), "N422", "合计"),
        (("行政处罚,责令关闭,0,\n", ""), "N421", ""),
        (("行政处罚,责令关闭,0,", "行政处罚,拘留,0,"), "N421", "拘留"),
        (("行政检查,检查,0,", "行政检查,检查,0,100"), "N423", "检查"),
        (("行政事业性收费,收费,0,0", "行政事业性收费,收费,0,100"), "N423", "收费"),
    ],
)
def test_wrong_figures_are_found_in_their_row(
    project: Path, write: Write, changed: tuple[str, str], code: str, cell: str
) -> None:
    text = _sample(changed)
    write("data/enforcement/2025.csv", text)
    found = [(of, line) for of, line, _ in codes(project, "N42")]
    line = next((n for n, row in enumerate(text.splitlines(), 1) if f",{cell}," in row), len(text.splitlines()))
    assert (code, line) in found


def test_a_licence_carried_in_may_be_decided(project: Path, write: Write) -> None:
    text = _sample(("行政许可,许可,11,", "行政许可,许可,12,")).replace("行政许可,上年结转,0,", "行政许可,上年结转,1,")
    write("data/enforcement/2025.csv", text)
    assert codes(project, "N42") == []


def test_the_year_is_asked_for_after_january(project: Path, write: Write) -> None:
    write("data/enforcement/2025.csv", _sample())
    assert codes(project, "N424", "2027-01-31") == []
    assert len(codes(project, "N424", "2027-02-01")) == 1


def test_the_report_takes_its_totals_from_the_figures(project: Path) -> None:
    for folder in ("annual_report", "enforcement"):
        shutil.copytree(ROOT / "data" / folder, project / "data" / folder)
    registry = check_project(project).session.registry
    report, figures = registry.all(AnnualReport)["2025"], registry.all(Enforcement)["2025"]
    assert totals(report.disclosed, figures) == dict(zip(COMPUTED, (12, 236, 3, "0"), strict=True))
    assert all(value is None for value in totals(report.disclosed, None).values())
    assert codes(project, "N2") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [("  licences: 12\n", "N211"), ("  penalties: 237\n", "N211"), ("  fees: '0'\n", "N211"), ("", "")],
)
def test_what_is_computed_is_not_typed(project: Path, typed: str, code: str) -> None:
    for folder in ("annual_report", "enforcement"):
        shutil.copytree(ROOT / "data" / folder, project / "data" / folder)
    path = project / "data/annual_report/2025.yml"
    edit(path, "disclosed:\n", f"disclosed:\n{typed}")
    assert {of for of, _, _ in codes(project, "N2")} == ({code} if code else set())


def test_without_figures_the_report_must_state_them(project: Path) -> None:
    shutil.copytree(ROOT / "data/annual_report", project / "data/annual_report")
    assert [of for of, _, _ in codes(project, "N2")] == ["N212"] * 8


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (("10 30 50 50", "30 - 60 60"), "从超过 10 起"),
        (("- 30 50 50", "30 60 60 60"), "最后一档到 60"),
        (("- 30 50 50", "40 - 60 60"), "中间断了"),
        (("- 30 50 50", "20 - 60 60"), "重叠了"),
        (("- - 50 50", "30 - 60 60"), "重叠了"),
        (("- 30 50 50", "30 30 50 50", "30 - 60 60"), "是空的"),
        (("- 30 50 50", "30 - 60 60"), ""),
        (("- - 50 50",), ""),
    ],
)
def test_bounds_of_steps(project: Path, write: Write, steps: tuple[str, ...], said: str) -> None:
    write("data/penalties/yuqi.yml", penalties._steps(*steps))
    found = [item.message for item in check_project(project).findings if item.code == "N412"]
    assert (len(found) == 1 and said in found[0]) if said else not found


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (("- 30 60 50", "30 - 60 60"), "起大于止"),
        (("- 30 60 60", "30 - 50 60"), "还轻"),
        (("- - 50 20000",), "超过法定"),
    ],
)
def test_fines_of_steps(project: Path, write: Write, steps: tuple[str, ...], said: str) -> None:
    write("data/penalties/yuqi.yml", penalties._steps(*steps))
    found = [item.message for item in check_project(project).findings if item.code == "N413"]
    assert len(found) == 1 and said in found[0]


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("本季度开展发票使用情况专项检查。", False),
        ("本季度开展发票使用情况检查。", True),
        ("按计划开展双随机抽查。", True),
        ("每次检查出示证件。", True),
        ("组织加油站专项检查。", False),
    ],
)
def test_only_listed_inspections_are_announced(project: Path, write: Write, said: str, listed: bool) -> None:
    write("data/inspections/fapiao.yml", inspections._inspection("").replace("kind: random", "kind: routine"))
    head = "---\ntitle: 公告\ndescription: 公告的说明\ncolumn: news\ndate: 2026-11-01\n---\n\n"
    write("content/news/jiancha.md", f"{head}{said}\n")
    assert codes(project, "N402") == ([] if listed else [("N402", 8, 1)])


def test_a_new_year_begins_with_the_rows_of_the_form(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "enforcement", "2026年行政执法数据", "--id", "2026", "--project", str(project)]) == 0
    assert "2026.csv" in capsys.readouterr().out
    path = project / "data/enforcement/2026.csv"
    text = path.read_text("utf-8")
    rows = [line.split(",")[:2] for line in text.splitlines() if not line.startswith("#")][1:]
    assert rows == [[table.label, item] for table, items in ITEMS.items() for item in items]
    assert codes(project, "M205") != []
    path.write_text(text.replace("统计口径: (请填写)", "统计口径: 一案算一宗").replace("(请填写)", "0"), "utf-8")
    assert [found for found in (*codes(project, "N42"), *codes(project, "M")) if found[0] != "N424"] == []


def test_the_example_has_every_row_of_every_year(example: Project) -> None:
    years = example.registry.all(Enforcement)
    assert list(years) == ["2024", "2025"]
    for year in years.values():
        assert [(row.table, row.item) for row in year.rows] == [(t, i) for t, items in ITEMS.items() for i in items]
    assert years["2025"].count(EnforcementTable.PENALTY, "合计") == 236
