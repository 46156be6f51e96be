"""The remedy finder: what must come first comes first, every route has its ground and its last day."""

from __future__ import annotations

from pathlib import Path

from generator.model.oversight import Oversight
from generator.model.remedies import Act, Remedy
from generator.model.types import Withdrawn
from generator.project import Project
from generator.views.remedies import RemedyView, pages
from tests.helpers.projects import changed


def shown(example: Project) -> dict[str, RemedyView]:
    """Return the cases on the page, by id."""
    (page,) = pages(example.session)
    return {item["id"]: item for act in page.view["acts"] for item in act["remedies"]}


def test_disputes_about_tax_go_to_reconsideration_first(example: Project) -> None:
    first, then = shown(example)["bushui"]["routes"]
    assert (first["name"], first["first"], then["name"]) == ("行政复议", True, "行政诉讼")
    assert first["limit"] and first["limit"]["statutory"] == "60日"
    assert then["limit"] and then["limit"]["statutory"] == "15日" and not then["first"]
    assert (first["limit"]["lead"], then["limit"]["lead"]) == (
        "缴清税款、滞纳金之日或者担保被确认之日起 ",
        "收到复议决定书之日（逾期不作决定的，复议期满之日）起 ",
    )


def test_a_way_with_the_bureaus_own_limit_says_one_time(site: Path) -> None:
    text = (site / "remedies/index.html").read_text("utf-8")
    way = text[text.index('id="fuwu-taidu"') :].partition("</article>")[0]
    assert "5个工作日</strong>内有答复" in way and "多久有答复" not in way


def test_a_fine_leaves_the_choice(example: Project) -> None:
    routes = shown(example)["chufa-jueding"]["routes"]
    assert [(route["name"], route["first"]) for route in routes] == [("行政复议", False), ("行政诉讼", False)]
    assert routes[1]["limit"] and routes[1]["limit"]["statutory"] == "6个月"
    assert all(route["limit"] and route["limit"]["due"] for route in routes)


def test_every_route_says_where_and_on_what_ground(example: Project) -> None:
    for item in shown(example).values():
        assert item["routes"]
        for route in item["routes"]:
            assert route["where"] and route["basis"], item["id"]
            assert all(law["articles"] and law["in_force"] for law in route["basis"]), item["id"]


def test_questions_cover_every_case(example: Project) -> None:
    (page,) = pages(example.session)
    options = {item["id"]: {option["id"] for option in item["options"]} for item in page.view["questions"]}
    assert options["act"] == {act.value for act in Act}
    for item in shown(example).values():
        for part in item["case"].split():
            key, _, values = part.partition("=")
            assert set(values.split("|")) <= options[key]
    assert page.view["count"] == len(example.registry.all(Remedy))


def test_the_finder_asks_for_the_stage_where_a_case_has_one(example: Project) -> None:
    entries = example.registry.all(Remedy)
    found = {id: item["case"].partition(" stage=")[2] for id, item in shown(example).items()}
    assert found == {id: "|".join(stage.value for stage in entry.stages) for id, entry in entries.items()}
    assert any(found.values())


def test_a_route_that_is_withdrawn_is_not_shown(example: Project) -> None:
    gone = Withdrawn(on=example.session.as_of, reason="合并")
    way = example.registry.all(Remedy)["chufa-jueding"].routes[0].oversight
    (page,) = pages(changed(example.session, Oversight, way, withdrawn=gone))
    (item,) = (item for act in page.view["acts"] for item in act["remedies"] if item["id"] == "chufa-jueding")
    assert [route["name"] for route in item["routes"]] == ["行政诉讼"]
