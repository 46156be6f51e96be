"""Copies of a guide are one family: they hardly enlarge the index, and each is found by its mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.pages import File
from generator.search import files
from generator.search.families import Mark, Member, families, ranges
from generator.search.rank import Filter, Ranking
from generator.search.shipped import Index, _ranges
from generator.synth import synth
from tests.conftest import ROOT, check_project


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


@given(st.sets(st.integers(0, 60), min_size=1))
def test_ranges_come_back(numbers: set[int]) -> None:
    assert _ranges(ranges(numbers)) == sorted(numbers)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> list[File]:
    """The index of the example with 600 more guides, of twelve counties."""
    folder = tmp_path_factory.mktemp("grown") / "project"
    synth(ROOT, folder, 767, 12, 1)
    checked = check_project(folder)
    return list(files(checked.session))


def test_counties_hardly_enlarge_the_index(grown: list[File], made: list[File]) -> None:
    def size(found: list[File], name: str) -> int:
        return sum(len(file.data) for file in found if file.path.startswith(f"search/{name}"))

    assert size(grown, "names.json.gz") < size(made, "names.json.gz") + 2500
    assert size(grown, "g/") < 1.05 * size(made, "g/")
    assert size(grown, "d/") < 1.4 * size(made, "d/")


def test_a_county_is_found_by_its_name(grown: list[File], tmp_path: Path) -> None:
    ranking = Ranking(Index.of(grown))
    name, mark = ranking.index.mark_list[3]
    own = ranking.index.paths[0]
    first = ranking.rank(f"{name}发票领用")[0].path
    assert first.startswith("procedures/fapiao-ling-yong-") and first.endswith(mark.split("-")[0])
    assert ranking.rank("发票领用")[0].path == "procedures/fapiao-ling-yong"
    assert ranking.rank(name)[0].path.startswith("organs/") and own
    hall = f"{mark}-banshuiting"
    assert ranking.rank("发票领用", Filter(organ=hall))[0].path == f"procedures/fapiao-ling-yong-{mark}"
