"""The page of results: what is reached, missed, not assessable, and not published yet."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.views.results import pages
from tests.conftest import STARTER, check_project

TABLE = """# 名称: 当场办结
# 承诺: dangchang-banjie
# 统计口径: 当月的办件
{target}月份,做到,总数,没有统计的原因,没做到的原因,怎么补救
2026-04,199,200,,,
2026-05,1989,2000,,一件改派晚了,当天补办
2026-06,0,0,,,
2026-07,,,系统更换，没有导出,,
"""


def results(tmp_path: Path, as_of: datetime.date, target: str = "# 目标比例: 99.5\n") -> dict[str, Any]:
    table = shutil.copytree(STARTER, tmp_path / "project") / "data/results/dangchang.csv"
    table.parent.mkdir(exist_ok=True)
    table.write_text(TABLE.format(target=target), encoding="utf-8")
    (page,) = pages(check_project(tmp_path / "project", as_of).session)
    found: dict[str, Any] = page.view["results"][0]
    return found


def test_a_target_is_compared_without_rounding(tmp_path: Path) -> None:
    months = results(tmp_path, datetime.date(2026, 8, 31))["months"]
    assert [(item["month"], item["reached"]) for item in months] == [
        ("2026年7月", ""),
        ("2026年6月", ""),
        ("2026年5月", "no"),  # 99.45 %, shown as 99.5 %
        ("2026年4月", "yes"),
    ]


def test_without_a_target_nothing_is_assessed(tmp_path: Path) -> None:
    months = results(tmp_path, datetime.date(2026, 8, 31), target="")["months"]
    assert {item["reached"] for item in months} == {""}


@pytest.mark.parametrize(
    ("as_of", "missing"),
    [
        (datetime.date(2026, 8, 1), []),
        (datetime.date(2026, 9, 1), ["2026年8月"]),
        (datetime.date(2027, 1, 1), ["2026年12月", "2026年11月", "2026年10月", "2026年9月", "2026年8月"]),
    ],
)
def test_months_that_have_ended_without_figures_are_shown(
    tmp_path: Path, as_of: datetime.date, missing: list[str]
) -> None:
    found = results(tmp_path, as_of)
    assert [item["month"] for item in found["months"] if item["missing"]] == missing
    assert found["latest"]["month"] == "2026年7月"
