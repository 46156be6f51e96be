"""Pages of enforcement: powers with their grounds, steps of fines in words, plans with what came of them."""

from __future__ import annotations

from generator.model.duties import Duty, PowerKind
from generator.model.penalties import Penalty
from generator.project import Project
from generator.views import enforcement, inspections, penalties
from generator.views.procedures import procedure_view


def test_every_power_of_enforcement_is_listed_with_its_ground(example: Project) -> None:
    view = next(enforcement.pages(example.session)).view
    shown = [power["name"] for group in view["groups"] for power in group["powers"]]
    kinds = {kind for kind in PowerKind if kind.label in {group["name"] for group in view["groups"]}}
    assert len(kinds) == 5
    assert sorted(shown) == sorted(duty.name for duty in example.session.current(Duty) if duty.kind in kinds)
    assert all(power["basis"] and power["organ"] for group in view["groups"] for power in group["powers"])
    assert view["flow"] and [row["penalties"] for row in view["years"]] == ["236", "219"]
    assert len(view["remedies"]) == 5


def test_steps_are_told_in_words(example: Project) -> None:
    groups = next(penalties.pages(example.session)).view["groups"]
    items = {item["id"]: item for group in groups for item in group["items"]}
    steps = [(step["whom"], step["case"], step["fine"]) for step in items["yuqi-shenbao"]["steps"]]
    assert steps[:2] == [
        ("个体工商户和个人", "逾期天数30 天以内", "50元"),
        ("个体工商户和个人", "逾期天数超过 30 天、90 天以内", "100至200元"),
    ]
    assert items["toushui"]["steps"][0]["fine"].startswith("0.5至0.6倍")
    assert items["fapiao-diushi"]["first"] is None


def test_guides_show_what_is_fined(example: Project) -> None:
    session = example.session
    cited = {guide for item in session.current(Penalty) for guide in item.guides}
    assert len(cited) >= 10
    for procedure in session.procedures:
        assert bool(procedure_view(session, procedure)["penalties"]) == (procedure.id in cited)


def test_plans_come_newest_first(example: Project) -> None:
    groups = next(inspections.pages(example.session)).view["groups"]
    rows = {item["id"]: item["periods"] for group in groups for item in group["items"]}["fapiao-shuangsuiji"]
    assert [row["period"] for row in rows] == ["2026年下半年", "2026年上半年", "2025年下半年"]
    assert rows[0]["done"] == "" and rows[0]["share"] == "2.5%" and rows[1]["problems"] == "2"
