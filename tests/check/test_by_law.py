"""Numbers beside the law: what is told, and what is left alone. `tests/cases/said-otherwise` shows the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import check_project, own_findings

LAW = "data/laws/fapiao-guanli-banfa.yml"
LIMIT = "data/time_limits/fapiao-lingyong.yml"
GUIDE = "data/procedures/fapiao-lingyong.yml"
OTHER = """name: 另一部办法
kind: normative_document
issuer: 示例市税务局
verified_on: 2026-01-01
articles: [{number: 第一条, summary: 逾期的按日加收千分之二滞纳金。}]
"""


@pytest.fixture
def law(project: Path) -> Path:
    """The starter, whose law states a late fee and a fine."""
    text = (
        (project / LAW)
        .read_text("utf-8")
        .replace("领用发票要先办手续。", "三十日内先办手续，逾期按日加收万分之五的滞纳金，可以处二千元以下罚款。")
    )
    (project / LAW).write_text(text, "utf-8")
    (project / "data/laws/ling-yi-banfa.yml").write_text(OTHER, "utf-8")
    return project


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("逾期按日加收万分之五的滞纳金，可以处2000元以下罚款", []),
        ("逾期按日加收0.05%的滞纳金", []),
        ("逾期按日加收千分之五的滞纳金", ["L713"]),
        ("逾期按日加收千分之二的滞纳金", ["L713"]),  # of a law that the guide does not cite
        ("可以处200元以下罚款", ["L713"]),
        ("可以处1万元以下罚款", ["L713"]),
        ("欠税12万元，连同滞纳金一起缴", []),
        ("押金200元，不交的责令改正，可以处罚款", []),
    ],
)
def test_late_fees_and_fines(law: Path, said: str, found: list[str]) -> None:
    (law / GUIDE).write_text((law / GUIDE).read_text("utf-8") + f"notes: ['{said}。']\n", "utf-8")
    assert [item.code for item in own_findings(check_project(law))] == found


def test_a_law_that_all_texts_contradict_is_told_itself(law: Path) -> None:
    notes = ", ".join(["逾期按日加收千分之五的滞纳金。", "晚了的，滞纳金是千分之五。", "滞纳金千分之五。"])
    (law / GUIDE).write_text((law / GUIDE).read_text("utf-8") + f"notes: [{notes}]\n", "utf-8")
    (item,) = own_findings(check_project(law))
    assert (item.code, item.location.file) == ("L713", LAW)


def test_late_fees_on_pages(law: Path) -> None:
    page = law / "content/about/site.md"
    page.write_text(page.read_text("utf-8") + "\n按日加收千分之五的滞纳金。\n\n按日加收千分之二的滞纳金。\n", "utf-8")
    (item,) = own_findings(check_project(law))
    assert (item.code, item.location.line) == (
        "L713",
        page.read_text("utf-8").split("\n").index("按日加收千分之五的滞纳金。") + 1,
    )


@pytest.mark.parametrize(
    ("count", "unit", "found"),
    [(30, "calendar_day", []), (30, "working_day", []), (20, "calendar_day", ["T517"]), (30, "month", ["T517"])],
)
def test_limits_are_those_of_the_article(law: Path, count: int, unit: str, found: list[str]) -> None:
    text = (law / LIMIT).read_text("utf-8")
    basis = "{law: fapiao-guanli-banfa, articles: [第十五条第一款]}"
    (law / LIMIT).write_text(f"{text}statutory: {{count: {count}, unit: {unit}, basis: {basis}}}\n", "utf-8")
    assert [item.code for item in own_findings(check_project(law))] == found
