"""Lists that follow from entries: each row has its ground in a field, and what is not stated is not listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model.materials import Material
from generator.model.procedures import (
    Charge,
    Fee,
    MaterialUse,
    Necessity,
    OnlineDepth,
    Procedure,
    Result,
    ResultKind,
    Scope,
    Visits,
)
from generator.model.time_limits import TimeLimit
from generator.model.types import Duration, Unit
from generator.project import Project
from generator.session import Session
from generator.views.derived_lists import LISTS, pages
from tests.conftest import check_project, with_more
from tests.helpers.projects import changed


def shown(session: Session, url: str) -> dict[str, list[str]]:
    """Return the names on a list's page by group."""
    (page,) = (page for page in pages(session) if page.url == url)
    return {group["name"]: [row["name"] for row in group["rows"]] for group in page.view["groups"]}


def count(session: Session, url: str) -> tuple[int, int]:
    """Return the rows of a list, and the matters that do not state what it is made from."""
    (page,) = (page for page in pages(session) if page.url == url)
    return page.view["total"], page.view["unstated"]


@pytest.fixture
def starter(project) -> Session:  # type: ignore[no-untyped-def]
    return check_project(project).session


def change(session: Session, **values: object) -> Session:
    """Return a session with other values in the starter's procedure."""
    return changed(session, Procedure, "fapiao-lingyong", **values)


def test_a_list_holds_what_the_field_says_and_counts_what_is_not_stated(starter: Session) -> None:
    assert count(starter, "lists/anywhere/") == (0, 1)
    assert shown(change(starter, scope=Scope.CITY), "lists/anywhere/") == {"全市通办": ["发票领用"]}
    assert count(change(starter, scope=Scope.OWN_BUREAU), "lists/anywhere/") == (0, 0)
    assert shown(starter, "lists/one-visit/") == {"跑一次": ["发票领用"]}
    assert shown(change(starter, visits=Visits(count=0)), "lists/one-visit/") == {"一次都不用跑": ["发票领用"]}
    assert count(change(starter, visits=Visits(count=2, reason="x")), "lists/one-visit/") == (0, 0)
    assert count(change(starter, visits=None), "lists/one-visit/") == (0, 1)


def test_other_values_of_a_field_do_not_put_a_matter_on_a_list(starter: Session) -> None:
    for depth, rows in ((OnlineDepth.FULL, 1), (OnlineDepth.APPLICATION, 0)):
        assert count(change(starter, online_depth=depth), "lists/online/") == (rows, 0)
    for kind, rows in ((ResultKind.PROOF, 1), (ResultKind.DOCUMENT, 0)):
        assert count(change(starter, result=Result(kind=kind)), "lists/proofs-issued/")[0] == rows
    assert count(starter, "lists/on-the-spot/")[0] == 1
    later = replace(
        starter.registry.all(TimeLimit)["fapiao-lingyong"], promised=Duration(count=1, unit=Unit.WORKING_DAY)
    )
    assert count(with_more(starter, later), "lists/on-the-spot/")[0] == 0


def test_materials_that_may_follow_or_be_promised(starter: Session) -> None:
    assert count(starter, "lists/documents-later/")[0] == 0
    later = MaterialUse(material="shenfenzhengjian", necessity=Necessity.MAY_FOLLOW)
    assert count(change(starter, materials=(later,)), "lists/documents-later/")[0] == 1
    assert count(starter, "lists/written-promise/")[0] == 0
    proof = replace(starter.registry.all(Material)["shenfenzhengjian"], promise_instead=True)
    assert count(with_more(starter, proof), "lists/written-promise/")[0] == 1


def test_proofs_that_others_issue(starter: Session) -> None:
    assert shown(starter, "lists/proofs-asked/") == {"公安机关": ["身份证件"]}
    ours = replace(starter.registry.all(Material)["shenfenzhengjian"], held_by_bureau=True)
    assert shown(with_more(starter, ours), "lists/proofs-asked/") == {}


def test_charges_are_listed_with_rate(starter: Session) -> None:
    charged = change(starter, fee=Fee(charges=(Charge(item="工本费", rate="每份1元"),)))
    (page,) = (page for page in pages(charged) if page.url == "lists/charges/")
    assert page.view["groups"][0]["rows"][0]["says"] == ["工本费：每份1元"]
    assert count(starter, "lists/charges/") == (0, 0)


def test_every_list_of_the_example_has_rows_once(example: Project) -> None:
    found = {page.url: page.view for page in pages(example.session)}
    assert set(found) == {"lists/", *LISTS}
    for url in LISTS:
        rows = [row["url"] for group in found[url]["groups"] for row in group["rows"]]
        assert rows and len(rows) == len(set(rows)) == found[url]["total"], url
