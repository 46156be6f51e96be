"""Announcements, ratings, hot questions, rights, and no taxpayer in any text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import announcements, ratings
from generator.model.rights import COUNTS, Right, RightKind
from generator.project import Project
from tests.check.test_enforcement import codes
from tests.conftest import check_project

Write = Callable[[str, str], Path]
URL = "https://www.example.gov.cn/gg/1.html"


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("2026-Q3,3,*,2026-10-12,2027-01-12,", "", ""),
        ("2026-Q3,0,,,,", "", ""),
        ("2026-Q3,3,*,2026-07-01,,", "", ""),  # on its first day
        ("2026-Q3,3,*,2026-11-30,2026-12-01,", "", ""),  # today
        ("2026-Q3,3,*,2026-10-12,2026-11-30,2026-11-30", "", ""),
        ("2026-Q3,3,*,2026-10-12,2026-11-30,", "", ""),  # until today
        ("2026-Q3,3,*,,,", "N502", "2026-Q3"),
        ("2026-Q3,3,*,2026-06-30,,", "N503", "2026-06-30"),
        ("2026-Q3,3,*,2026-12-02,,", "N503", "2026-12-02"),
        ("2026-Q3,3,*,2026-10-12,2027-01-12,2026-10-01", "N503", "2026-10-01"),
        ("2026-Q3,3,*,2026-10-12,2026-11-12,", "N504", "2026-11-12"),
        ("2026-10,3,*,2026-11-12,,", "N505", "2026-10"),
    ],
)
def test_an_announcement_is_found_at_its_cell(project: Path, write: Write, row: str, code: str, cell: str) -> None:
    text = announcements._table(row)
    write("data/announcements/qianshui.csv", text)
    found = [item for item in codes(project, "N50") if item[0] == code]
    *above, last = text.splitlines()
    assert found == ([(code, len(above) + 1, last.index(cell) + 1)] if code else [])
    assert code or not codes(project, "N50")


def test_missing_announcements_are_told_at_the_last_row(project: Path, write: Write) -> None:
    """At most six of them: the seventh is not said."""
    text = announcements._table("2024-Q1,3,*,2024-04-12,,", "2026-Q3,2,*,2026-10-12,,").replace(
        "# 多久一次: 每季度\n", ""
    )
    write("data/announcements/qianshui.csv", text)
    [slow] = [item for item in check_project(project).findings if item.code == "N505"]
    assert slow.message == "欠税公告至少每半年一次，这里是没有写多久一次"
    text = announcements._table("2024-Q1,3,*,2024-04-12,,", "2026-Q3,2,*,2026-10-12,,")
    write("data/announcements/qianshui.csv", text)
    [found] = [item for item in check_project(project).findings if item.code == "N501"]
    quarters = [f"{year}年第{number}季度" for year in (2024, 2025) for number in range(1, 5)][1:7]
    assert (found.location.line, found.message) == (len(text.splitlines()), f"{'、'.join(quarters)}没有公告")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-Q3,窗口,900,800,100,20,2,1,3,3,4,", "N601"),
        ("2026-Q3,窗口,,800,100,20,2,1,3,3,4,", ""),
        ("2026-Q3,窗口,1200,800,100,20,2,1,3,2,9,", "N602"),
        ("2026-Q3,窗口,1200,800,100,20,2,1,3,3,,", "N601"),
        ("2026-Q4,窗口,1200,800,100,20,2,1,0,0,,", ""),
        ("2026-10,窗口,1200,800,100,20,0,0,0,0,,", "N604"),
    ],
)
def test_ratings_fit(project: Path, write: Write, row: str, code: str) -> None:
    write("data/ratings/haochaping.csv", ratings._table(row))
    assert {item[0] for item in codes(project, "N60")} == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江州宏达商贸有限公司欠税", "S822"),
        ("对宏达（江州）机械股份有限公司的处罚", "S822"),
        ("欠税人姓名：王建国", "S822"),
        ("法定代表人:欧阳", ""),
        ("法定代表人：签字、盖章", ""),
        ("一人有限责任公司和股份有限公司", ""),
        ("成立有限公司，变更为有限责任公司", ""),
        ("如某某有限公司", ""),
        ("填写：示例市建安工程有限公司", ""),
        ("代码 91350100M000100Y43 的企业", "S821"),
        ("代码 91350100M000100Y44 的企业", ""),
        ("代码９１３５０１００Ｍ０００１００Ｙ４３", "S821"),
    ],
)
def test_no_taxpayer_is_named(project: Path, write: Write, text: str, code: str) -> None:
    head = "---\ntitle: 公告\ndescription: 公告的说明\ncolumn: news\ndate: 2026-11-01\n---\n\n"
    write("content/news/gonggao.md", f"{head}{text}\n")
    found = codes(project, "S82")
    assert [item[0] for item in found] == ([code] if code else [])
    assert all(item[1] == 8 for item in found)


def test_every_text_is_read(project: Path, write: Write) -> None:
    write(
        "data/announcements/qianshui.csv",
        announcements._table("2026-Q3,3,*,2026-10-12,,").replace("企业欠缴的税款", "江州宏达商贸有限公司欠缴的税款"),
    )
    assert [item[0] for item in codes(project, "S82")] == ["S822"]


def test_the_example_has_all_rights_and_duties(example: Project) -> None:
    found = example.registry.all(Right).values()
    for kind, count in COUNTS.items():
        assert sorted(item.number for item in found if item.kind is kind) == list(range(1, count + 1))
    assert {item.number: item.name for item in found if item.kind is RightKind.RIGHT}[13] == "依法要求听证的权利"
