"""Life events: order, materials once, visits and days summed, and one notice for all their matters."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from generator.check.life_events import _why_twice
from generator.model.life_events import Elsewhere, EventStep, LifeEvent, stages
from generator.model.procedures import MaterialUse, PaperForm, Procedure
from generator.model.types import Withdrawn
from generator.project import Project
from generator.views.bundled import bundled_notice
from generator.views.life_events import life_event_view
from generator.views.notices import notice_view
from tests.helpers.projects import changed


def event(example: Project, id: str) -> LifeEvent:
    """Return a life event of the example."""
    return example.registry.all(LifeEvent)[id]


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ({"a": [], "b": ["a"], "c": []}, ([["a", "c"], ["b"]], [])),
        ({"a": ["gone"]}, ([["a"]], [])),
        ({"a": ["b"], "b": ["c"], "c": ["b"], "d": []}, ([["d"]], ["b", "c", "b"])),
        ({"a": ["a"]}, ([], ["a", "a"])),
    ],
)
def test_stages(after: dict[str, list[str]], found: object) -> None:
    assert stages(after) == found


def test_a_house_is_sold_in_one_visit_and_each_material_is_listed_once(example: Project) -> None:
    view = life_event_view(example.session, event(example, "maimai-ershoufang"))
    assert [step["together"] for step in view["steps"]] == [False, True, False]
    assert (view["apart"], view["together"]) == (3, 2)
    assert view["visits"][0]["matters"] == ["二手房交税", "买房交契税"]
    urls = [item["url"] for item in view["materials"]]
    assert len(urls) == len(set(urls)) == view["brought"] < view["asked"]
    assert len(view["materials"][0]["used"]) == 3


def test_days_are_summed_along_the_order_on_the_calendar(example: Project) -> None:
    """开公司: the account is reported after the confirmation, and the agreement signed after that."""
    view = life_event_view(example.session, event(example, "kai-gongsi"))
    assert (view["start"], view["end"], view["days"]) == ("2027年1月4日", "2027年1月11日", 6)
    alone = LifeEvent(id="x", name="x", summary="x", steps=(EventStep(procedure="yinshui-sanfang-xieyi-qianding"),))
    assert life_event_view(example.session, alone)["days"] < view["days"]


def test_a_matter_that_is_not_in_force_is_left_out(example: Project) -> None:
    shown = EventStep(procedure="fapiao-jiaoxiao", after=("gone",))
    item = LifeEvent(
        id="x",
        name="x",
        summary="x",
        steps=(EventStep(procedure="gone"), shown),
        elsewhere=(Elsewhere(name="x", organ="x", after=("gone",)),),
    )
    view = life_event_view(example.session, item)
    assert [step["url"] for step in view["steps"]] == ["procedures/fapiao-jiaoxiao/"]
    assert view["elsewhere"][0]["after"] == []


def test_a_joint_notice_leaves_out_what_is_withdrawn(example: Project) -> None:
    ids = ("fapiao-jiaoxiao", "fapiao-ling-yong")
    gone = Withdrawn(on=example.session.as_of, reason="合并")
    session = changed(example.session, Procedure, ids[0], withdrawn=gone)
    both, one = (
        bundled_notice(
            session, LifeEvent(id="x", name="x", summary="x", steps=tuple(EventStep(procedure=id) for id in of))
        )
        for of in (ids, ids[1:])
    )
    assert both == one and both["materials"]


@pytest.mark.parametrize(("forms", "why"), [("kk", "原件"), ("ks", ""), ("ss", "")])
def test_only_an_original_that_both_keep_is_handed_in_twice(example: Project, forms: str, why: str) -> None:
    procedure = example.registry.all(Procedure)["fapiao-ling-yong"]
    kinds = {"k": PaperForm.KEPT, "s": PaperForm.SHOWN}
    one, two = (replace(procedure, materials=(MaterialUse(material="m", form=kinds[form]),)) for form in forms)
    assert _why_twice(one, two, "m") == why


def test_a_joint_notice_asks_and_lists_everything_once(example: Project) -> None:
    item = event(example, "kai-gongsi")
    notice = bundled_notice(example.session, item)
    ids = [question["id"] for question in notice["situations"]]
    assert ids[:2] == ["invoice", "staff"] and len(ids) == len(set(ids))
    assert ids.count("way") == 1  # three matters ask whether one comes to the window
    materials = {material["url"]: material for material in notice["materials"]}
    assert len(materials) == len(notice["materials"])
    identity = materials["materials/jingbanren-shenfenzhengjian/"]
    assert identity["case"].split(";") == ["way=window", "bank=paper", "invoice=now", "staff=has"]
    assert "用于新公司税务报到、银行账号备案、签三方协议、核定发票、公司交社保" in identity["note"]


def test_a_joint_notice_holds_what_each_matters_notice_holds(example: Project) -> None:
    """Without what the occasion has settled (`given`): what can no longer be asked for, and its questions."""
    for known_item in example.registry.all(LifeEvent).values():
        item = replace(known_item, steps=tuple(replace(step, given={}) for step in known_item.steps))
        joint = bundled_notice(example.session, item)
        known = {question["id"]: {option["id"] for option in question["options"]} for question in joint["situations"]}
        apart = [notice_view(example.session, example.registry.all(Procedure)[id]) for id in item.ids]
        assert {row["url"] for row in joint["materials"]} == {row["url"] for one in apart for row in one["materials"]}
        assert len(joint["limits"]) == sum(len(one["limits"]) for one in apart)
        for row in (*joint["materials"], *joint["steps"], *joint["limits"]):
            for part in row["case"].replace(";", " ").split():
                key, _, options = part.partition("=")
                assert set(options.split("|")) <= known[key], f"{item.id}: {part}"


def test_what_the_occasion_settles_is_not_asked(example: Project) -> None:
    """买卖二手房: the deed tax guide asks how one got the house, and asks for a judgment if a court gave it."""
    item = event(example, "maimai-ershoufang")
    joint = bundled_notice(example.session, item)
    apart = notice_view(example.session, example.registry.all(Procedure)["qishui-shenbao"])
    assert "how" in {question["id"] for question in apart["situations"]}
    assert "how" not in {question["id"] for question in joint["situations"]}
    judgment = "materials/shengxiao-falvwenshu/"
    assert judgment in {row["url"] for row in apart["materials"]}
    assert judgment not in {
        row["url"] for row in (*joint["materials"], *life_event_view(example.session, item)["materials"])
    }


def test_the_example_bureaus_days_are_working_days(example: Project) -> None:
    for item in example.registry.all(LifeEvent).values():
        end = life_event_view(example.session, item)["end"]
        day = datetime.datetime.strptime(end, "%Y年%m月%d日").date()
        assert example.session.calendar.is_working(day)
