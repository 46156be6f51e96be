"""Everybody finds their area: each place once per kind of taxpayers, with the post and its telephone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from generator.check.areas import duty_in_every_branch, every_branch_has_areas
from generator.model.areas import Area
from generator.model.duties import Duty
from generator.model.organs import Organ, OrganKind
from generator.project import Project
from generator.session import Session
from generator.views.areas import pages


def test_each_place_of_every_branch_has_one_post(example: Project) -> None:
    branches = next(pages(example.session)).view["branches"]
    organs = {organ.name for organ in example.session.current(Organ) if organ.kind is OrganKind.BRANCH}
    assert {branch["organ"]["name"] for branch in branches} == organs
    places = Counter(
        (place, area["kind"]) for branch in branches for area in branch["areas"] for place in area["places"]
    )
    assert set(places.values()) == {1}
    assert sum(len(branch["areas"]) for branch in branches) == len(example.registry.all(Area)) == 16
    assert all(area["phone"].startswith("0600-") for branch in branches for area in branch["areas"])


def without_areas(session: Session, *organs: str) -> list[str]:
    """Return the branches that the rule names once the areas of these branches are gone."""
    assert every_branch_has_areas.apply
    registry = session.registry
    left = {id: area for id, area in registry.all(Area).items() if area.organ not in organs}
    entries = {**registry.entries, Area.FOLDER: left}
    fewer = Session(replace(registry, entries=entries), session.as_of)
    return [str(hit.words["branch"]) for hit in every_branch_has_areas.apply(fewer)]


def test_a_branch_without_areas_is_named_once_there_are_areas(example: Project) -> None:
    session = example.session
    branches = [organ for organ in session.current(Organ) if organ.kind is OrganKind.BRANCH]
    assert without_areas(session) == []
    assert without_areas(session, branches[0].id) == [branches[0].name]
    assert without_areas(session, *(branch.id for branch in branches)) == []


def test_a_duty_of_several_branches_is_one_of_all(example: Project) -> None:
    """One post is enough for a duty of one branch; a text may say that a duty is that of some branches alone."""
    session, apply = example.session, duty_in_every_branch.apply
    assert apply
    duty = session.registry.all(Duty)["dinge-heding"]
    posts = [id for id in duty.posts if id.endswith("-shuiyuan")]
    assert len(posts) == 7 and not list(apply(session, duty))
    (hit,) = apply(session, replace(duty, posts=tuple(posts[1:])))
    assert hit.words["count"] == 6 and str(hit.words["missing"]).endswith("税务分局")
    assert not list(apply(session, replace(duty, posts=(posts[0],))))
    assert not list(apply(session, replace(duty, posts=tuple(posts[:2]), summary="只归城东分局和城关分局。")))
