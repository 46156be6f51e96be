"""The yearly report: each way to unbalance it is found at its cell, and the form has every row and column."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import pytest

from generator.model.annual_report import AnnualReport
from generator.views.annual_report import report_view
from tests.conftest import ROOT, check_project

DAY = datetime.date(2026, 11, 30)
WAYS = (
    ("N201", "  received: [9, 4, 0, 0, 1, 0, 14]", "  received: [9, 5, 0, 0, 1, 0, 15]", "settled", 1),
    ("N201", "  carried_out: [1, 0, 0, 0, 0, 0, 1]", "  carried_out: [0, 0, 0, 0, 0, 0, 0]", "settled", 0),
    ("N202", "  granted: [4, 2, 0, 0, 0, 0, 6]", "  granted: [4, 2, 1, 0, 0, 0, 7]", "settled", 2),
    ("N202", "  closed_other: [0, 0, 0, 0, 0, 0, 0]", "  closed_other: [0, 0, 0, 0, 0, 1, 1]", "settled", 5),
    ("N203", "  partly: [1, 0, 0, 0, 0, 0, 1]", "  partly: [1, 0, 0, 0, 0, 0, 2]", "partly", 6),
    ("N204", "  reconsideration: [1, 0, 1, 0, 2]", "  reconsideration: [1, 1, 1, 0, 2]", "reconsideration", 4),
    ("N204", "  direct_suit: [0, 0, 0, 0, 0]", "  direct_suit: [0, 0, 0, 0, 1]", "direct_suit", 4),
    ("N205", "  carried_in: [1, 0, 0, 0, 0, 0, 1]", "  carried_in: [0, 1, 0, 0, 0, 0, 1]", "carried_in", 1),
    ("N206", "normative: {made: 0,", "normative: {made: 1,", "", 0),
    ("N207", "办结14件", "办结15件", "on_request", 0),
    ("N207", "收到政府信息公开申请14件", "收到政府信息公开申请41件", "on_request", 0),
    ("N208", "收取信息处理费0元", "没有别的费用", "", 0),
)  # fmt: skip
"""Ways to unbalance the example's report of 2025: the rule, the text, its replacement, and the row and cell found."""

FORM = """一、本年新收政府信息公开申请数量 二、上年结转政府信息公开申请数量 （一）予以公开 （二）部分公开 属于国家秘密
其他法律行政法规禁止公开 危及“三安全一稳定” 保护第三方合法权益 属于三类内部事务信息 属于四类过程性信息 属于行政执法案卷
属于行政查询事项 本机关不掌握相关政府信息 没有现成信息需要另行制作 补正后申请内容仍不明确 信访举报投诉类申请 重复申请
要求提供公开出版物 无正当理由大量反复申请 要求行政机关确认或重新出具已获取信息 申请人无正当理由逾期不补正
申请人逾期未按收费通知要求缴纳费用 其他 （七）总计 四、结转下年度继续办理""".split()  # noqa: SIM905
"""Rows of the third table of the official form, in order."""


@pytest.fixture
def reports(project: Path) -> Path:
    """The starter with the example's reports, and the enforcement figures that they take their totals from."""
    shutil.copytree(ROOT / "data/enforcement", project / "data/enforcement")
    return Path(shutil.copytree(ROOT / "data/annual_report", project / "data/annual_report")) / "2025.yml"


def found(project: Path, day: datetime.date = DAY) -> list[tuple[str, str, int, int]]:
    return [
        (item.code, Path(item.location.file).name, item.location.line, item.location.column)
        for item in check_project(project, day).findings
        if item.code.startswith("N2")
    ]


def test_the_example_balances(reports: Path, project: Path) -> None:
    assert found(project) == []


@pytest.mark.parametrize(("code", "text", "wrong", "row", "cell"), WAYS)
def test_each_way_to_unbalance_is_found_at_its_cell(
    reports: Path, project: Path, code: str, text: str, wrong: str, row: str, cell: int
) -> None:
    kept = reports.read_text("utf-8")
    assert kept.count(text) == 1
    reports.write_text(kept.replace(text, wrong), encoding="utf-8")
    hits = [item for item in found(project) if item[0] == code]
    assert hits
    if row:
        lines = reports.read_text("utf-8").splitlines()
        line = next(index for index, each in enumerate(lines, 1) if each.startswith(f"  {row}: "))
        starts = [match.start() + 1 for match in re.finditer(r"(?<=[\[ ])[0-9]+", lines[line - 1])]
        column = starts[cell] if lines[line - 1].endswith("]") else len(f"  {row}: ") + 1
        assert (code, "2025.yml", line, column) in hits


@pytest.mark.parametrize(
    ("name", "day", "hits"),
    [
        ("2025.yml", "2026-01-31", []),
        ("2025.yml", "2026-02-01", ["N210"]),
        ("2025.yml", "2026-01-01", []),
        ("2025.yml", "2025-12-31", ["N210"]),
        ("qunian.yml", "2026-01-31", ["N210"]),
    ],
)
def test_a_report_is_named_after_its_year_and_published_in_january(
    reports: Path, project: Path, name: str, day: str, hits: list[str]
) -> None:
    text = re.sub(r"published_on: \S+", f"published_on: {day}", reports.read_text("utf-8"))
    reports.unlink()
    reports.with_name(name).write_text(text, encoding="utf-8")
    assert [item[0] for item in found(project) if item[0] == "N210"] == hits


@pytest.mark.parametrize("cut", ["  refused_secret: [0, 0, 0, 0, 0, 0, 0]\n", "  carried_out: [1, 0, 0, 0, 0, 0, 1]\n"])
def test_a_row_that_is_left_out_is_no_zero(reports: Path, project: Path, cut: str) -> None:
    kept = reports.read_text("utf-8")
    assert cut in kept
    reports.write_text(kept.replace(cut, ""), encoding="utf-8")
    assert any(item.location.file.endswith("2025.yml") for item in check_project(project, DAY).findings)


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        ("2026-11-30", ""),
        ("2026-12-01", "还有 61 天"),
        ("2027-01-31", "还有 0 天"),
        ("2027-02-01", "已经过了"),
    ],
)
def test_the_report_is_asked_for_from_december(reports: Path, project: Path, day: str, asked: str) -> None:
    findings = check_project(project, datetime.date.fromisoformat(day)).findings
    messages = [item.message for item in findings if item.code == "N209"]
    assert len(messages) == bool(asked)
    assert all(asked in message and "2026年" in message for message in messages)


def test_the_form_has_every_row_and_column(reports: Path, project: Path) -> None:
    session = check_project(project, DAY).session
    view = report_view(session, session.registry.all(AnnualReport)["2025"])
    assert view["applicants"] == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert len(view["requests"]) == len(FORM)
    for row, official in zip(view["requests"], FORM, strict=True):
        assert official in row["title"]
        assert len(row["cells"]) == 7
        assert all(cell.isdecimal() for cell in row["cells"])
    groups = [row["group"] for row in view["requests"] if row["group"]]
    assert [group[:8] for group in groups] == [
        "三、本年度办理结",
        "（三）不予公开",
        "（四）无法提供",
        "（五）不予处理",
        "（六）其他处理",
    ]
    assert view["outcomes"] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert [row["title"] for row in view["reviews"]] == ["行政复议", "未经复议直接起诉", "复议后起诉"]
    assert [row["name"] for row in view["documents"]] == ["规章", "行政规范性文件"]
