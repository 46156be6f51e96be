"""The reliefs' index and pages, the guides that show them, and the days that guides' texts state."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.check.reliefs import ends
from generator.model.procedures import Procedure
from generator.model.reliefs import Occasion, Relief
from generator.project import Project
from generator.views.procedures import procedure_view
from generator.views.reliefs import pages
from tests.conftest import AS_OF, check_project

RELIEF = """name: 示例优惠
taxes: [增值税]
benefit: 减半。
who: [小规模纳税人。]
audience: [enterprise, individual_business]
occasions: [run, hire]
sizes: [small]
{dates}
enjoy: declare
basis: [{{law: fapiao-guanli-banfa, articles: [第十五条]}}]
guides: [fapiao-lingyong]
"""


def write(project: Path, name: str, dates: str) -> None:
    path = project / f"data/reliefs/{name}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(RELIEF.format(dates=dates), encoding="utf-8")


def test_only_reliefs_in_force_are_listed(project: Path) -> None:
    write(project, "now", "effective_to: 2027-12-31")
    write(project, "over", "effective_to: 2026-01-31")
    write(project, "later", "effective_from: 2027-01-01\nopen_ended: true")
    session = check_project(project).session
    (page,) = pages(session)
    (group,) = page.view["occasions"]
    assert group["id"] == Occasion.RUN.value
    (row,) = group["reliefs"]
    assert row["url"] == "reliefs/now/"
    assert row["until"] == "执行到2027年12月31日"
    assert row["case"] == "who=enterprise|individual_business doing=run|hire size=small"


def test_a_guide_shows_the_reliefs_that_name_it(project: Path) -> None:
    write(project, "now", "open_ended: true")
    write(project, "over", "effective_to: 2026-01-31")
    session = check_project(project).session
    shown = procedure_view(session, session.registry.all(Procedure)["fapiao-lingyong"])["reliefs"]
    assert [(item["url"], item["until"]) for item in shown] == [("reliefs/now/", "没有规定截止日期")]


def test_a_question_is_asked_only_if_it_has_answers_to_choose_from(project: Path) -> None:
    write(project, "now", "open_ended: true")
    (page,) = pages(check_project(project).session)
    assert [item["id"] for item in page.view["questions"]] == ["who", "doing", "size"]
    assert [option["id"] for option in page.view["questions"][1]["options"]] == ["run", "hire"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("执行到2027年12月31日。", "2027-12-31"),
        ("延续至2027年1月1日", "2027-01-01"),
        ("执行到2020年12月31日", "2020-12-31"),
        ("2027年12月31日前减半", "2027-12-31"),
        ("2027年12月31日以前减半", "2027-12-31"),
        ("2020年12月31日前开票的按当时政策", ""),
        ("2027年2月28日前领取", ""),
        ("2026年1月1日施行后", ""),
        ("执行到2027年2月30日", ""),
    ],
)
def test_days_on_which_a_text_says_a_relief_ends(project: Path, text: str, day: str) -> None:
    path = project / "data/procedures/fapiao-lingyong.yml"
    path.write_text(path.read_text("utf-8") + f"notes: [{text}]\n", encoding="utf-8")
    session = check_project(project).session
    found = list(ends(session.registry.all(Procedure)["fapiao-lingyong"], AS_OF))
    assert found == ([(("notes", 0), datetime.date.fromisoformat(day))] if day else [])


def test_the_example_states_each_end_in_an_entry(example: Project) -> None:
    """Every day on which a guide says a relief ends is that of a relief which names the guide."""
    named = {id for relief in example.session.registry.all(Relief).values() for id in relief.guides}
    dated = {
        guide.id
        for guide in example.session.registry.all(Procedure).values()
        if list(ends(guide, example.session.as_of))
    }
    assert len(dated) > 20
    assert dated <= named
