"""The burden page: every procedure is counted once, and differences stand until the figures change again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import BURDEN, earlier_figures
from generator.cli import main
from generator.model.procedures import Procedure, Visits
from generator.model.time_limits import TimeLimit
from generator.model.types import Duration, Unit
from generator.project import Project
from generator.registries import site_pages
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.session import Session
from generator.views.burden import MEASURES, Figures, burden, change, change_view, measure_view, pages, published
from generator.views.common import View
from tests.conftest import AS_OF, STARTER, check_project, with_more
from tests.helpers.projects import changed
from tests.views.test_views import GONE, ID


@pytest.fixture(scope="module")
def session() -> Session:
    checked = check_project(STARTER)
    return checked.session


def view(session: Session) -> View:
    (page,) = (page for page in site_pages(session) if page.url == "burden/")
    return page.view


def test_figures_of_one_procedure(session: Session) -> None:
    assert burden(session) == {
        ID: {
            "name": "发票领用",
            "url": f"procedures/{ID}/",
            "visits": 1,
            "least": 1,
            "most": 2,
            "limit": "当场办结",
            "hours": 0,
        }
    }


def test_the_longest_promise_counts(session: Session) -> None:
    other = changed(session, TimeLimit, "zz", promised=Duration(count=5, unit=Unit.WORKING_DAY))
    assert burden(other)[ID]["limit"] == "5个工作日"


def test_procedures_not_in_force_do_not_count(session: Session) -> None:
    for gone in GONE.values():
        assert burden(changed(session, Procedure, ID, **gone)) == {}


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 9), st.integers(0, 40), st.none() | st.integers(0, 99)), max_size=30)
)
def test_every_procedure_is_in_one_group_of_each_measure(rows: list[tuple[int | None, int, int | None]]) -> None:
    figures: dict[str, Figures] = {
        f"p{number}": {
            "name": "n",
            "url": "u",
            "visits": visits,
            "least": most,
            "most": most,
            "limit": f"{days}天",
            "hours": days and days * 34,
        }
        for number, (visits, most, days) in enumerate(rows)
    }
    for measure in MEASURES:
        shown = measure_view(measure, figures)
        assert sum(bar["count"] for bar in shown["bars"]) + shown["unstated"] == len(rows)
        assert len(shown["heaviest"]) <= 20


def figures(**ids: tuple[int, int, int]) -> dict[str, Any]:
    return {
        id: {
            "name": id,
            "url": f"procedures/{id}/",
            "visits": v,
            "least": 0,
            "most": m,
            "limit": f"{h}小时",
            "hours": h,
        }
        for id, (v, m, h) in ids.items()
    }


def file_of(now: dict[str, Any], previous: dict[str, Any] | None) -> dict[str, Any]:
    """What burden.json holds after a build."""
    return {"format": 1, "procedures": now, "before": change(now, previous)}


STATES = st.fixed_dictionaries({"a": st.tuples(*[st.integers(0, 2)] * 3)}, optional={"b": st.just((1, 1, 1))})


@given(st.lists(STATES, min_size=1, max_size=6))
def test_building_again_changes_nothing(history: list[dict[str, Any]]) -> None:
    """However often and with whatever history: a second build against the first one's file gives the same file."""
    previous = None
    for state in history:
        previous = file_of(figures(**state), previous)
        assert file_of(figures(**state), previous) == previous


def test_first_publication_has_nothing_to_compare_with(session: Session) -> None:
    assert view(session)["change"] is None
    assert view(replace(session, previous=published(session)))["change"] is None, "nothing has changed since"


def test_changes_in_words() -> None:
    before = figures(a=(2, 5, 10), b=(0, 1, 0), c=(1, 1, 1), d=(1, 1, 1))
    now = figures(a=(1, 3, 10), b=(0, 2, 0), c=(1, 1, 1), e=(0, 0, 0))
    found = change_view(now, before)
    assert found and (found["lighter"], found["heavier"]) == (1, 1)
    lighter, heavier = found["rows"]
    assert [(part["name"], part["before"], part["now"]) for part in lighter["parts"]] == [
        ("到现场", "2 次", "1 次"),
        ("材料", "5 种", "3 种"),
    ]
    assert (lighter["name"], heavier["name"], heavier["heavier"]) == ("a", "b", True)
    assert [item["name"] for item in found["added"]] == ["e"]
    assert found["gone"] == ["d"]
    assert found["before"] == {"visits": 4, "most": 8, "immediate": 1}


def test_a_promise_that_is_gone_is_heavier() -> None:
    before, now = figures(a=(0, 0, 5)), figures(a=(0, 0, 5))
    now["a"] |= {"hours": None, "limit": ""}
    found = change_view(now, before)
    assert found and found["rows"][0]["heavier"]
    assert found["rows"][0]["parts"][0]["now"] == "没有承诺"


def test_page_stays_small(session: Session) -> None:
    """200 KB of HTML at most, whatever the number of procedures, even when each has changed."""
    one = session.registry.all(Procedure)[ID]
    more = (replace(one, id=f"p{n}", name=f"办理第{n}种事项的申请", visits=Visits(count=n % 4)) for n in range(3999))
    many = with_more(session, *more)
    before = {"procedures": {id: item | {"most": 9} for id, item in burden(many).items()}, "before": None}
    (page,) = pages(replace(many, previous=before))
    assert page.view["change"]["lighter"] == 4000
    assert len(Renderer(session.site, Theme.of(STARTER)).page(page).data) < 200_000


def test_builds_compare_with_the_folder_that_is_named(
    project: Path, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    def built(previous: Path | None = None) -> tuple[bytes, str]:
        earlier = earlier_figures(previous) if previous else None
        folder = Project.open(project, AS_OF, previous=earlier).build(tmp_path / "public").folder
        return (folder / BURDEN).read_bytes(), (folder / "burden/index.html").read_text("utf-8")

    first, page = built()
    assert "第一次公布" in page
    name = f"data/procedures/{ID}.yml"
    write(name, (project / name).read_text("utf-8").replace("  - {material: shenfenzhengjian, form: shown}\n", ""))
    second, page = built(tmp_path / "public")
    assert "材料 2 种 → 1 种" in page
    assert json.loads(second)["before"] == json.loads(first)["procedures"]
    assert built(tmp_path / "public") == (second, page), "the same input into the same target gives the same bytes"
    assert "第一次公布" in built()[1], "nothing is read that is not named"


@pytest.mark.parametrize("content", [None, "[]", '{"format": 0}', "{"])
def test_a_folder_without_figures_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    (project / "old").mkdir()
    if content:
        (project / "old" / BURDEN).write_text(content, "utf-8")
    arguments = ["build", "--project", str(project), "--as-of", str(AS_OF), "--previous", str(project / "old")]
    assert main(arguments) == 2
    assert BURDEN in capsys.readouterr().err
    assert not (project / "public").exists()
