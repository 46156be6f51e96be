"""The whole set at once: one fault hides nothing else, and nothing is told twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import check_project, own_findings
from tests.helpers.files import edit

Write = Callable[[str, str], Path]
PROCEDURE = "data/procedures/fapiao-lingyong.yml"
LIMIT = "data/time_limits/fapiao-lingyong.yml"


@pytest.fixture
def codes(project: Path) -> Callable[..., list[str]]:
    """Replace texts of files and return the codes of what is found then."""

    def change(*changes: tuple[str, str, str]) -> list[str]:
        for file, old, new in changes:
            edit(project / file, old, new)
        return sorted(item.code for item in own_findings(check_project(project)))

    return change


FAULTS = (
    (PROCEDURE, "when: {agent: agent}", "when: {agent: agnt}"),
    (PROCEDURE, "first_contact: zonghe-chuangkou", "first_contact: zonghe-chuangkuo"),
    (PROCEDURE, "[第十五条]", "[第15条]"),
)


def test_a_wrong_required_field_hides_nothing(codes: Callable[..., list[str]]) -> None:
    assert codes((PROCEDURE, "kind: other_power", "kind: 行政征收"), *FAULTS) == ["L705", "M204", "R301", "R302"]


def test_a_wrong_part_of_a_list_hides_nothing_else_of_it(codes: Callable[..., list[str]]) -> None:
    wrong = (PROCEDURE, "{material: shenfenzhengjian, form: shown}", "{material: shenfenzhengjian, copies: 一式两份}")
    assert codes(wrong, *FAULTS) == ["L705", "M205", "R301", "R302"]


def test_two_wrong_fields_and_a_slip_hide_nothing(codes: Callable[..., list[str]]) -> None:
    found = codes(
        (PROCEDURE, "kind: other_power", "kind：other"),
        (PROCEDURE, "audience: [enterprise", "audience: [enterprize"),
        *FAULTS,
    )
    assert found == ["L705", "M204", "R301", "R302", "R316", "Y101"]


def test_a_broken_site_hides_nothing(codes: Callable[..., list[str]]) -> None:
    assert codes(("site.yml", "launched_on: 2026-01-01", "launched_on: 明天"), *FAULTS) == [
        "L705",
        "M205",
        "R301",
        "R302",
    ]
    assert codes(("site.yml", "name: ", "name ")) == ["L705", "R301", "R302", "Y101"]


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (PROCEDURE, "summary: ", "sumary: ", ["M202"]),
        (PROCEDURE, "summary: 领取空白纸质发票。", "summary:", ["Y111"]),
        (PROCEDURE, "first_contact: zonghe-chuangkou", "first_contact: (请填写)", ["S805"]),
        (PROCEDURE, "first_contact: zonghe-chuangkou", "first_contact: 待定", ["S806"]),
        (PROCEDURE, "first_contact: zonghe-chuangkou", "first_contact:", ["Y111"]),
        (PROCEDURE, "form: shown", "form: 看一下", ["M204"]),
        (PROCEDURE, "when: {agent: agent}", "whn: {agent: agent}", ["M202"]),
        (PROCEDURE, "audience: [enterprise, individual_business]", "audience: enterprise", ["M203"]),
        (PROCEDURE, "themes: [invoice]", "themes: [invoices]", ["R316"]),
        ("data/materials/yingyezhizhao.yml", "held_by_bureau: true", "held_by_bureau: 是", ["M205"]),
        ("data/organs/banshui-fuwuting.yml", "[workday]", "[workdy]", ["M204"]),
        ("data/organs/banshui-fuwuting.yml", "kind: hall", "kind: 大厅", ["M204"]),
        ("data/posts/zonghe-chuangkou.yml", "organ: banshui-fuwuting", "organ: [banshui-fuwuting]", ["M203"]),
        ("data/laws/fapiao-guanli-banfa.yml", "number: 第十五条", "numbr: 第十五条", ["M202"]),
        ("data/duties/fapiao-guanli.yml", "kind: ", "knd: ", ["M202"]),
        (LIMIT, "{unit: on_the_spot}", "{count:7, unit: working_day}", ["T511", "Y101"]),
        (LIMIT, "{unit: on_the_spot}", "{count: 七, unit: working_day}", ["M205"]),
        (LIMIT, "{unit: on_the_spot}", "{count: 7, unit: 工作日}", ["M204"]),
    ],
)
def test_one_fault_is_told_once(
    codes: Callable[..., list[str]], file: str, old: str, new: str, found: list[str]
) -> None:
    assert codes((file, old, new)) == found
