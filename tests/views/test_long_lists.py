"""Long lists: what needs attention stands first, and letters lead into them."""

from __future__ import annotations

from dataclasses import replace

from generator.model.materials import Material
from generator.model.procedures import Procedure
from generator.project import Project
from generator.views import coverage, materials, time_limits
from tests.conftest import check_project, with_more


def test_materials_stand_by_kind_and_letter(example: Project) -> None:
    (page,) = materials.pages(example.session)
    ids = [group["id"] for group in page.view["groups"]]
    kinds = [kind["id"] for kind in page.view["kinds"]]
    assert ids == sorted(ids, key=lambda name: (kinds.index(name[:-2]), name))
    assert len(ids) == len(set(ids)) > 40
    for group in page.view["groups"]:
        for item in group["items"]:
            assert example.session.sort_key(item["name"])[0] == group["id"][-1]
    often = [card["procedures"] for card in page.view["often"]]
    assert often == sorted(often, reverse=True) and len(often) == 12 and often[-1] > 1
    shown = sum(len(group["items"]) for group in page.view["groups"])
    assert shown == sum(kind["count"] for kind in page.view["kinds"]) == len(example.session.current(Material))


def test_time_limits_longest_first_and_on_the_spot_folded(example: Project) -> None:
    groups = {group["id"]: group for page in time_limits.pages(example.session) for group in page.view["groups"]}
    ours, short, at_once, own = groups.values()
    assert [group["folded"] for group in groups.values()] == [False, True, True, True]
    assert ours["limits"][-1]["days"] > short["limits"][0]["days"] > 0
    assert not own["promised"]
    days = [row["days"] for row in ours["limits"]]
    assert days == sorted(days, reverse=True) and not ours["folded"]
    assert at_once["folded"] and all(row["immediate"] and not row["note"] for row in at_once["limits"])


def test_matters_with_gaps_stand_first(project) -> None:  # type: ignore[no-untyped-def]
    session = check_project(project).session
    known = session.registry.all(Procedure)["fapiao-lingyong"]
    gappy = replace(known, id="zzz", standards=())
    (page,) = coverage.pages(with_more(session, gappy))
    assert [(row["url"], row["gap"]) for row in page.view["rows"]] == [
        ("procedures/zzz/", True),
        ("procedures/fapiao-lingyong/", False),
    ]


def test_coverage_counts_what_is_verified_of_each_registry(project) -> None:  # type: ignore[no-untyped-def]
    session = check_project(project).session
    (page,) = coverage.pages(session)
    rows = {row["url"]: (row["total"], row["verified"], row["gap"]) for row in page.view["registries"]}
    assert rows["procedures/"] == (1, 1, False)
    assert rows["posts/"] == (2, None, False)
    unverified = replace(session.registry.all(Procedure)["fapiao-lingyong"], verified_on=None)
    (page,) = coverage.pages(with_more(session, unverified))
    first = page.view["registries"][0]
    assert (first["url"], first["verified"], first["gap"]) == ("procedures/", 0, True)
