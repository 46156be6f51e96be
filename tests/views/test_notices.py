"""The one-time notice's view: one page a procedure in force, with the cases as the script reads them."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.procedures import MaterialUse, Necessity, Procedure, Situation
from generator.model.routes import notice_address
from generator.registries import site_pages
from generator.session import Session
from generator.views.cases import case_text
from generator.views.notices import notice_view
from tests.conftest import STARTER, check_project
from tests.helpers.projects import changed
from tests.views.test_views import GONE, ID


@pytest.fixture(scope="module")
def session() -> Session:
    checked = check_project(STARTER)
    return checked.session


SLUGS = st.text("ab0-", min_size=1, max_size=4)
CONDITIONS = st.dictionaries(SLUGS, st.lists(SLUGS, min_size=1, max_size=3).map(tuple), max_size=3)


@given(CONDITIONS)
def test_case_text_can_be_read_back(when: dict[str, tuple[str, ...]]) -> None:
    """What notice.js does with it gives the condition again: nothing in an id is a mark of the notation."""
    parts = [part.split("=") for part in case_text(when).split(" ") if part]
    assert {key: tuple(options.split("|")) for key, options in parts} == when


def test_notice_shows_cases_and_what_is_spared(session: Session) -> None:
    view = notice_view(session, session.registry.all(Procedure)[ID])
    assert [(item["name"], item["case"], item["when"]) for item in view["materials"]] == [
        ("身份证件", "", ""),
        ("代理委托书", "agent=agent", "委托代理人"),
    ]
    assert [item["name"] for item in view["not_needed"]] == ["营业执照"]
    assert view["address"] == f"{session.site.base_url.rstrip('/')}/procedures/{ID}/notice/"
    assert [item["promised"] for item in view["limits"]] == ["当场办结"]


def test_a_condition_says_its_answers(session: Session) -> None:
    situations = {
        "who": Situation(ask="谁来办？", options={"self": "本人", "kin": "亲属", "agent": "代理人"}),
        "way": Situation(ask="怎么办？", options={"net": "网上", "hall": "大厅"}),
    }
    use = MaterialUse(material="daili-weituoshu", when={"who": ("kin", "agent"), "way": ("hall",)})
    procedure = replace(session.registry.all(Procedure)[ID], situations=situations, materials=(use,))
    (item,) = notice_view(session, procedure)["materials"]
    assert item["when"] == "亲属或代理人，且大厅"
    assert item["case"] == "who=kin|agent way=hall"


def test_optional_materials_come_last_and_are_not_counted_as_asked(session: Session) -> None:
    first = MaterialUse(material="daili-weituoshu", necessity=Necessity.OPTIONAL)
    procedure = replace(
        session.registry.all(Procedure)[ID], materials=(first, MaterialUse(material="shenfenzhengjian"))
    )
    items = notice_view(session, procedure)["materials"]
    assert [(item["name"], item["optional"]) for item in items] == [("身份证件", False), ("代理委托书", True)]


def test_shared_hours_are_said_once(session: Session) -> None:
    procedure = session.registry.all(Procedure)[ID]
    (place,) = procedure.where
    twice = notice_view(session, replace(procedure, where=(place, place)))
    assert [len(item["names"]) for item in twice["hours"]] == [2]


@pytest.mark.parametrize("gone", [{}, *GONE.values()], ids=["in force", *GONE])
def test_only_procedures_in_force_have_a_notice(session: Session, gone: dict[str, Any]) -> None:
    other = changed(session, Procedure, ID, **gone)
    site = {page.url: page for page in site_pages(other)}
    assert site[f"procedures/{ID}/notice/"].kind == ("moved" if gone else "part")
    assert bool(site[f"procedures/{ID}/"].view["notice"]) is (not gone)


def test_notices_are_parts_of_their_procedure(session: Session) -> None:
    """They stand neither in the site map nor in sitemap.xml: the procedure leads to them."""
    pages = list(site_pages(session))
    notices = [page for page in pages if page.template == "notice.html"]
    assert [page.kind for page in notices] == ["part"]
    assert notices[0].crumbs[-1] == (f"procedures/{ID}/", "发票领用")
    assert notices[0].url == notice_address(session.registry.all(Procedure)[ID])
    (site_map,) = (page for page in pages if page.url == "site-map/")
    listed = itertools.chain.from_iterable(section["pages"] for section in site_map.view["sections"])
    assert notices[0].url not in {item["url"] for item in listed}


def test_the_code_changes_with_what_is_said_and_with_nothing_else(session: Session) -> None:
    procedure = session.registry.all(Procedure)[ID]
    code = notice_view(session, procedure)["code"]
    later = replace(session, as_of=session.as_of.replace(month=12), pdf=True)
    moved = replace(session.registry, site=replace(session.site, base_url="https://elsewhere.gov.cn/"))
    assert notice_view(later, procedure)["code"] == code
    assert notice_view(replace(session, registry=moved), procedure)["code"] == code
    assert notice_view(session, replace(procedure, no_materials="x"))["code"] != code
    assert re.fullmatch("[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", code)
