"""Copies of a guide are one family: they hardly enlarge the index, and each is found by its mark."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from generator.registries import search_files
from generator.render.pages import File
from generator.search.families import Mark, Member, families, ranges
from generator.search.runtime import Engine
from generator.synth import synth
from tests.conftest import ROOT, check_project
from tests.search.vectors import VECTORS


def member(id: str, name: str, organ: str = "", place: str = "") -> Member:
    return Member(id, name, (organ,) if organ else (), (("place", place),) if place else ())


HEAD = member("ling-yong", "领用", "zhong-xin", "中心")


def copy(number: int, county: str) -> Member:
    return member(f"ling-yong-x{number}", f"领用（{county}）", f"x{number}-ting", f"{county}厅")


def test_copies_are_told_apart_by_their_marks() -> None:
    marks: dict[Mark, int] = {}
    ((head, (copies,)),) = families("procedures", [copy(2, "青山县"), HEAD, copy(3, "青河县")], marks)
    assert head == HEAD
    assert (copies.id, copies.name, copies.organs) == ("ling-yong-\0", "领用（\0）", ("\0-ting",))
    assert copies.answers == (("place", "\0厅"),)
    assert list(marks) == [Mark("青山县", "x2"), Mark("青河县", "x3")] and copies.marks == [0, 1]


@pytest.mark.parametrize(
    "odd",
    [
        member("ling-yong-x3", "领用（云县）", "zhong-xin"),  # at an organ that is not the mark's own
        member("other", "别的（云县）", "x3-ting"),  # no common id
        member("ling-yong", "领用（云县）"),  # no organ
    ],
)
def test_where_one_is_no_copy_each_stands_for_itself(odd: Member) -> None:
    found = families("procedures", [HEAD, copy(1, "青山县"), odd], {})
    assert [head for head, _ in found] == [HEAD, copy(1, "青山县"), odd]


def test_forms_that_say_the_same_are_not_copies() -> None:
    forms = [member(f"biao-{letter}", f"申报表（{letter}类）") for letter in "abcd"]
    assert len(families("materials", forms, {})) == 4


@pytest.mark.parametrize("vector", VECTORS["numbers"], ids=lambda vector: vector["parts"])
def test_ranges(vector: dict[str, Any]) -> None:
    assert ranges(reversed(vector["numbers"])) == vector["parts"]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> list[File]:
    """The index of the example with 600 more guides, of twelve counties."""
    folder = tmp_path_factory.mktemp("grown") / "project"
    synth(ROOT, folder, 767, 12, 1)
    checked = check_project(folder)
    return list(search_files(checked.session))


def test_counties_hardly_enlarge_the_index(grown: list[File], made: list[File]) -> None:
    def size(found: list[File], name: str) -> int:
        return sum(len(gzip.compress(file.data)) for file in found if file.path.startswith(f"search/{name}"))

    assert size(grown, "names.json") < size(made, "names.json") + 2500
    assert size(grown, "g/") < 1.05 * size(made, "g/")
    assert size(grown, "d/") < 1.4 * size(made, "d/")


def test_a_county_is_found_by_its_name(grown: list[File]) -> None:
    head = json.loads(next(file.data for file in grown if file.path == "search/names.json"))
    name, mark = head["marks"].split("\n")[3].split("\t")
    with Engine.of(grown, ROOT) as engine:
        of_county, plain, alone = (found.paths[0] for found in engine.rank([f"{name}发票领用", "发票领用", name]))
        (at_hall,) = engine.rank(["发票领用"], organ=f"{mark}-banshuiting")
    assert of_county.startswith("procedures/fapiao-ling-yong-") and of_county.endswith(mark.split("-")[0])
    assert plain == "procedures/fapiao-ling-yong"
    assert alone.startswith("organs/")
    assert at_hall.paths[0] == f"procedures/fapiao-ling-yong-{mark}"
