"""The standard directory: the last day of change of each kind of page, its states, and the example's coverage."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.check.catalogue import updated
from generator.model.catalogue import Cadence, CatalogueItem, OpenState
from generator.project import Project
from generator.views.catalogue import pages, states
from tests.conftest import check_project
from tests.helpers.files import edit


def test_the_last_day_of_each_kind_of_page(project: Path) -> None:
    news = project / "content/news"
    news.mkdir(parents=True)
    for name, day in (("one", "2026-03-05"), ("two", "2026-10-01"), ("later", "2099-01-01")):
        front = f"title: 公告{name}\ndescription: 说明{name}。\ncolumn: news\ndate: {day}\n"
        (news / f"{name}.md").write_text(f"---\n{front}---\n正文。\n", encoding="utf-8")
    session = check_project(project).session
    found = {page: str(updated(session, page)) for page in ("/news/one/", "/news/", "/laws/", "/organs/", "/none/")}
    assert found == {
        "/news/one/": "2026-03-05",
        "/news/": "2026-10-01",
        "/laws/": "2026-01-01",
        "/organs/": "None",
        "/none/": "None",
    }


def test_an_entry_is_as_new_as_the_day_that_it_states(project: Path) -> None:
    law = project / "data/laws/fapiao-guanli-banfa.yml"
    edit(law, "verified_on: 2026-01-01", "verified_on: 2026-05-01")
    session = check_project(project).session
    assert updated(session, "/laws/fapiao-guanli-banfa/") == datetime.date(2026, 5, 1)
    assert updated(session, "/laws/") == datetime.date(2026, 5, 1)
    assert updated(session, "/laws/jiu-fapiao-banfa/") == datetime.date(2026, 1, 1)


@pytest.mark.parametrize("cadence", list(Cadence))
def test_a_cadence_allows_its_period_and_time_to_publish(cadence: Cadence) -> None:
    periods = {"fortnight": 14, "month": 31, "quarter": 92, "half_year": 184, "year": 366}
    assert 1 <= cadence.days - periods[cadence.value] <= 31


def test_an_index_without_entries_is_no_living_page(project: Path) -> None:
    path = project / "data/catalogue/youhui.yml"
    path.parent.mkdir()
    path.write_text(
        "order: 1\nname: 税费优惠\ntheme: 政策\nelements: 优惠\nbasis: [{law: fapiao-guanli-banfa}]\n"
        "time_limit: 20个工作日\nsubject: 本局\nchannels: 本网站\naudience: 全社会\nway: proactive\nstate: have\n"
        "page: /reliefs/\n",
        encoding="utf-8",
    )
    (hit,) = (item for item in check_project(project).findings if item.code == "N302")
    assert hit.message == "/reliefs/ 上还没有内容"


def test_the_example_states_each_matter_once(example: Project) -> None:
    items = example.session.current(CatalogueItem)
    assert len(items) == len({item.order for item in items}) >= 20
    counted = {item["name"]: item["count"] for item in states(example.session)}
    assert sum(counted.values()) == len(items)
    assert counted["已公开"] > 20 and counted["不归本局"] > 0
    (page,) = pages(example.session)
    shown = [item for theme in page.view["themes"] for item in theme["items"]]
    assert all(item["page"] for item in shown if item["state"] == OpenState.HAVE.value)
    assert all(item["due"] and item["post"] for item in shown if item["state"] == OpenState.MISSING.value)
