"""One fault, one finding: what follows from a fault that is told already is not told as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.silence import _past_fields
from generator.cli import main
from generator.model.inspections import Inspection
from tests.check.test_slips import FILING, P, found
from tests.conftest import check_project, own_findings

HALL = "data/organs/banshui-fuwuting.yml"
LIMIT = "data/time_limits/fapiao-lingyong.yml"
SITE = "content/about/site.md"
HOURS = "  - {days: [workday], times"
WINTER = "  - {start: 10-01, end: 12-31, days: [workday], times: ['09:00-12:00']}\n"


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        ("Y121", HALL, "inquiry_phone: 0600-5551001", "inquiry_phone: ０６００-5551001"),
        ("M205", HALL, HOURS, WINTER + HOURS.replace("{days", "{start: 01-01, end: 09-31, days")),
        ("V904", FILING, "published_on: 2025-12-10", "published_on: 2999-12-10"),
        ("T543", FILING, "{month: 8, day: 17, because: 15日是星期六}", "{month: 8, day: 16, because: 15日是星期六}"),
    ],
)
def test_one_fault_is_one_finding(project: Path, code: str, file: str, old: str, new: str) -> None:
    assert found(project, file, old, new) == [code]


def test_a_picture_is_no_dead_link_too(project: Path) -> None:
    page = project / SITE
    page.write_text(page.read_text("utf-8") + "\n![样表](/files/biao.png)\n", "utf-8")
    assert [item.code for item in own_findings(check_project(project))] == ["C305"]


def test_days_inside_lists_are_past_too() -> None:
    assert _past_fields(Inspection) == ("periods",)


@pytest.mark.parametrize(("days", "codes"), [(3, []), (9, ["T502"])])
def test_steps_of_a_case_fit_its_limit(project: Path, days: int, codes: list[str]) -> None:
    basis = "basis: {law: fapiao-guanli-banfa}"
    (project / LIMIT).write_text(
        "name: 发票领用办理时限\nof: {procedure: fapiao-lingyong}\nwhen: {agent: agent}\nstarts: acceptance\n"
        f"promised: {{count: 5, unit: working_day}}\nstatutory: {{count: 5, unit: working_day, {basis}}}\n",
        "utf-8",
    )
    (project / LIMIT).with_name("benren.yml").write_text(
        "name: 发票领用办理时限（本人）\nof: {procedure: fapiao-lingyong}\nwhen: {agent: self}\nstarts: acceptance\n"
        "promised: {unit: on_the_spot}\n",
        "utf-8",
    )
    step = "{name: 办结, post: zonghe-chuangkou, within: {unit: on_the_spot}"
    new = f"{{name: 办结, post: zonghe-chuangkou, within: {{count: {days}, unit: working_day}}, when: {{agent: agent}}"
    assert found(project, P, step, new) == codes


def test_of_a_new_procedure_only_what_waits_to_be_filled_is_told(project: Path) -> None:
    """And that it names no window (D608): nothing that follows from the words that stand for nothing."""
    assert main(["new", "procedure", "车船税退税", "--project", str(project)]) == 0
    here = [item for item in own_findings(check_project(project)) if "chechuanshui-tuishui" in item.location.file]
    assert {item.code for item in here} - {"V902"} == {"S805", "M204", "M205", "R316", "D608"}
