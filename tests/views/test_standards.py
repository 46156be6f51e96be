"""Rates and standards: the values of a day, the calculator's vectors, and what guides show of them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from generator.model.procedures import Procedure
from generator.model.standards import Standard
from generator.project import Project
from generator.views.calculation import Sum, calculate
from generator.views.procedures import procedure_view
from generator.views.standards import pages
from tests.conftest import ROOT, check_project

VECTORS = json.loads((ROOT / "tests/vectors/standards.json").read_text("utf-8"))
STANDARD = """name: 示例税率
tax: 示例税
unit: percent
rates:
  - {grade: 全市, value: "4", since: 2021-01-01, until: 2026-06-30, issuer: 示例市}
  - {grade: 全市, value: "3", since: 2026-07-01, until: 2026-12-31, issuer: 示例市, number: 示例〔2026〕1号}
  - {grade: 全市, value: "2", since: 2027-01-01, issuer: 示例市}
formula: amount
called: 成交价（元）
basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]
guides: [fapiao-lingyong]
"""


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_vectors(vector: dict[str, dict[str, str]]) -> None:
    outcome = calculate(Sum(**vector["question"]))  # type: ignore[arg-type]  # JSON's numbers
    assert {name: getattr(outcome, name) for name in vector["answer"]} == vector["answer"]


def test_there_are_thirty_cases() -> None:
    assert len(VECTORS) >= 30
    assert len({json.dumps(item["question"], sort_keys=True) for item in VECTORS}) == len(VECTORS)


def test_each_case_has_a_rate_of_its_tax(example: Project) -> None:
    """The value of a case is one that the example's standards had or have for that tax, with the unit's divisor."""
    known = {
        (item.name[:2], rate.value, item.unit.divisor)
        for item in example.registry.all(Standard).values()
        if item.unit and item.formula
        for rate in item.rates
    }
    short = {"契税": "契税", "印花税": "印花", "车购税": "车辆", "土地使用税": "城镇", "水利建设基金": "水利"}
    for vector in VECTORS:
        tax, question = vector["case"].partition("：")[0], vector["question"]
        if tax in short:
            assert (short[tax], question["value"], question["divisor"]) in known, vector["case"]
    assert {vector["case"].partition("：")[0] for vector in VECTORS} == {*short, "大数"}


@pytest.mark.parametrize(
    ("day", "value", "coming"),
    [("2026-06-30", "4%", ["3%", "2%"]), ("2026-07-01", "3%", ["2%"]), ("2027-01-01", "2%", [])],
)
def test_a_page_and_a_guide_show_the_value_of_the_day(project: Path, day: str, value: str, coming: list[str]) -> None:
    path = project / "data/local_standards/shili.yml"
    path.parent.mkdir()
    path.write_text(STANDARD, encoding="utf-8")
    session = check_project(project, datetime.date.fromisoformat(day)).session
    (page,) = pages(session)
    (shown,) = page.view["standards"]
    (in_guide,) = procedure_view(session, session.registry.all(Procedure)["fapiao-lingyong"])["rates"]
    for view in (shown, in_guide):
        assert [rate["value"] for rate in view["rates"]] == [value]
        assert [rate["value"] for rate in view["coming"]] == coming
    assert shown["calculator"]["example"].endswith(f"按 {value} 缴 {value[0]}000.00 元")


def test_a_relief_that_has_ended_is_not_offered(example: Project) -> None:
    """The calculators of the example offer halving in 2026, and no longer in 2028."""

    def offered(day: str) -> int:
        session = check_project(ROOT, datetime.date.fromisoformat(day)).session
        (page,) = pages(session)
        return sum(len(item["calculator"]["reductions"]) for item in page.view["standards"] if item["calculator"])

    assert offered("2026-11-30") == 5
    assert offered("2028-01-01") == 0
