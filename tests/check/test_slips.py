"""Slips that a second place shows: what is told, and what is meant so and is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.weekdays import other_weekdays
from tests.conftest import check_project, own_findings
from tests.helpers.files import edit

P = "data/procedures/fapiao-lingyong.yml"
FILING = "data/filing_calendar/2026.yml"
REGIME = "data/regimes/shouwen-zeren-zhi.yml"
PROMISE = "data/commitments/dangchang-banjie.yml"
NEED = "{material: daili-weituoshu, when: {agent: agent}}"
RULE = "  - {name: 不推诿, text: 不属于自己职责的，当面移交给负责的岗位。}\n"


def found(project: Path, file: str, old: str, new: str) -> list[str]:
    """Replace a text of the starter; return the codes of what is found."""
    edit(project / file, old, new)
    return [item.code for item in own_findings(check_project(project))]


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        ("R314", P, "agent: 委托代理人}", "agent: 本单位人员}"),
        ("S806", P, "visits: {count: 1, reason: 领取纸质发票}", "visits: {count: 1, reason: 同上}"),
        ("L705", P, "articles: [第十五条]", "articles: [第十五条、第十六条]"),
        ("R311", REGIME, RULE, RULE + RULE.replace("当面", "马上")),
        ("R311", P, "windows: [zonghe]}]", "windows: [zonghe]}, {organ: banshui-fuwuting, windows: [zonghe]}]"),
        ("W930", FILING, "{month: 8, day: 17, because: 15日是星期六}", "{month: 8, day: 17, because: 15日是星期五}"),
        ("W931", PROMISE, "由值班领导说明原因", "打0600-5551009，由值班领导说明原因"),
        ("G465", P, NEED, NEED.replace("when", "form: copy, note: 交原件, when")),
    ],
)
def test_what_is_told(project: Path, code: str, file: str, old: str, new: str) -> None:
    assert found(project, file, old, new) == [code]


def test_what_is_left_alone(project: Path) -> None:
    notes = "领不到的，打0600-5551001问；复印件核对后退还原件。"
    new = NEED.replace("when", f"form: copy, note: {notes}, when")
    assert found(project, P, NEED, new) == []


@pytest.mark.parametrize(
    ("said", "column"),
    [("到纳税服务科去办。", 2), ("市税务局纳税服务科去办。", None), ("到纳税服务股去办。", None)],
)
def test_departments_end_as_they_are_named(project: Path, said: str, column: int | None) -> None:
    organ = project / "data/organs/banshui-fuwuting.yml"
    organ.write_text(organ.read_text("utf-8").replace("name: 办税服务厅", "name: 纳税服务股", 1), "utf-8")
    page = project / "content/about/site.md"
    page.write_text(page.read_text("utf-8") + f"\n{said}\n", "utf-8")
    hits = [item.location.column for item in own_findings(check_project(project)) if item.code == "W935"]
    assert hits == ([column] if column else [])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("12月15日截止，15日是星期二。", []),
        ("12月15日截止，15日是星期三。", ["15日是星期三"]),
        ("2025年12月15日（星期一）", []),
        ("2025年12月15日（星期二）", ["15日（星期二"]),
        ("| 12月 | 15日，星期二 |", []),
        ("每月15日，星期一除外", []),
        ("12月32日，星期一", []),
    ],
)
def test_weekdays(row: str, told: list[str]) -> None:
    assert [shown for _, shown in other_weekdays(row, {2026})] == told


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/duties/fapiao-guanli.yml", "[按规定发放发票并记录]", "[每季公布办理件数。]"),
        ("data/posts/zonghe-chuangkou.yml", "  - 缺材料的，当场出具一次性告知书。", "  - 每季公布办理件数。"),
    ],
)
def test_duties_and_posts_say_where_they_publish(project: Path, file: str, old: str, new: str) -> None:
    assert found(project, file, old, new) == ["V909"]
    text = (project / file).read_text("utf-8").rstrip()
    for where, codes in (("/about/site/", []), ("/meiyou/", ["R313"])):
        (project / file).write_text(f"{text}\npublished_at: {where}\n", "utf-8")
        assert [item.code for item in own_findings(check_project(project))] == codes
