"""Everybody finds their area: each place once per kind of taxpayers, with the post and its telephone."""

from __future__ import annotations

from collections import Counter

from generator.model.areas import Area
from generator.model.organs import Organ, OrganKind
from generator.project import Project
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
