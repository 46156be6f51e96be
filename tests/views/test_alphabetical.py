"""Names by pinyin: every name once, in order, on pages of bounded size, three steps from the home page."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.pinyin import LETTERS, initial, reading
from generator.model.procedures import Procedure
from generator.model.records import RECORDS
from generator.model.registry import Registry
from generator.model.routes import address
from generator.model.types import Withdrawn
from generator.project import Project
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.session import Session
from generator.views.alphabetical import letters, pages, rows
from generator.views.common import Page
from tests.conftest import AS_OF, STARTER, check_project

LARGEST = 200_000
"""Bytes of HTML that no page may exceed."""


@pytest.fixture(scope="module")
def session(example: Project) -> Session:
    return example.session


def listed(made: list[Page]) -> list[tuple[str, str]]:
    """Return the name and address of every row."""
    shown = (group["rows"] for page in made for group in page.view.get("groups", ()))
    return [(name, url) for rows in shown for name, _, url in rows]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("发票领用", ("fa", "piao", "ling", "yong")),
        ("重庆", ("chong", "qing")),
        ("重大事项", ("zhong", "da", "shi", "xiang")),
        ("会计核算", ("kuai", "ji", "he", "suan")),
        ("《税收征管法》", ("shui", "shou", "zheng", "guan", "fa")),
        ("中华人民共和国车船税法", ("che", "chuan", "shui", "fa")),
        ("中华人民共和国", ("zhong", "hua", "ren", "min", "gong", "he", "guo")),
        ("12366热线", ("1", "2", "3", "6", "6", "re", "xian")),
        pytest.param("ＡPP", ("a", "p", "p"), id="full width"),
    ],
)
def test_reading(name: str, expected: tuple[str, ...]) -> None:
    assert reading(name) == expected


@pytest.mark.parametrize(
    ("name", "letter"), [("重庆", "c"), ("“非税”收入", "f"), ("12366", "~"), ("……", "~"), ("APP", "a")]
)
def test_initial(name: str, letter: str) -> None:
    assert initial(reading(name)) == letter


@given(st.text(min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_text_has_a_reading_and_a_letter(name: str) -> None:
    assert all(reading(name))
    assert initial(reading(name)) in (*LETTERS, "~")


def test_every_name_stands_once(session: Session) -> None:
    made = list(pages(session))
    wanted = {
        (name, address(entry))
        for record in RECORDS
        if not record.ON_ONE_PAGE
        for entry in session.registry.all(record).values()
        for name in (entry.name, *(getattr(entry, "aliases", ()) if entry.in_force(AS_OF) else ()))
    }
    assert len(wanted) > 1000
    found = listed(made)
    assert wanted <= set(found)
    assert len(found) == len(set(found))


def test_names_are_in_order(session: Session) -> None:
    for page in pages(session):
        for group in page.view.get("groups", ()):
            names = [name for name, _, _ in group["rows"]]
            assert names == sorted(names, key=lambda name: (reading(name), name))
            assert {reading(name)[0] for name in names} == {group["syllable"]}


def test_letters_are_those_that_have_pages(session: Session) -> None:
    made = {page.url: page for page in pages(session)}
    shown = [item["url"] for item in letters(session)]
    assert shown == [item["url"] for item in made["a-z/"].view["letters"]] == [url for url in made if url != "a-z/"]
    assert (
        sum(item["count"] for item in made["a-z/"].view["letters"])
        == len(rows(session))
        == len(listed([*made.values()]))
    )


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"effective_to": datetime.date(2020, 1, 1)}, "已失效"),
        ({"effective_from": datetime.date(2030, 1, 1)}, "未生效"),
        pytest.param({"withdrawn": Withdrawn(on=AS_OF, reason="不再办理")}, "已取消", id="withdrawn"),
    ],
)
def test_what_is_not_in_force_says_so(session: Session, change: dict[str, Any], state: str) -> None:
    entry = session.procedures[0]
    entries = {**session.registry.all(Procedure), entry.id: replace(entry, **change)}
    registry = Registry.of(
        session.site,
        session.registry.kinds,
        {**session.registry.entries, "procedures": entries},
        session.registry.files,
    )

    def found(of: Session) -> list[tuple[str, str]]:
        return [(row.name, row.note) for row in rows(of) if row.url == address(entry)]

    assert (entry.name, "办事事项") in found(session) and len(found(session)) > 1
    assert found(replace(session, registry=registry)) == [(entry.name, f"办事事项，{state}")]


@pytest.fixture(scope="module")
def many() -> Session:
    """Two thousand matters whose names are as long as names may be, all under one letter."""
    checked = check_project(STARTER)
    known = checked.registry.all(Procedure)["fapiao-lingyong"]
    made: dict[str, Procedure] = {}
    for number in range(2000):
        name = f"发票{number:04}" + "票" * 114
        made[f"x{number:0119}"] = replace(known, id=f"x{number:0119}", name=name, aliases=(name[::-1],))
    entries = {**checked.registry.entries, "procedures": made}
    files = {**checked.registry.files, **{("procedures", id): f"data/procedures/{id}.yml" for id in made}}
    return Session(Registry.of(checked.registry.site, checked.registry.kinds, entries, files), AS_OF)


def test_pages_stay_small_however_many_names_there_are(many: Session) -> None:
    made = list(pages(many))
    renderer = Renderer(many.site, Theme.of(STARTER))
    sizes = {page.url: len(renderer.page(page).data) for page in made}
    assert {url: size for url, size in sizes.items() if size > LARGEST} == {}
    assert len(made) > 10
    assert len({url for _, url in listed(made)} & {address(item) for item in many.procedures}) == 2000


def test_parts_are_reached_from_their_letter(many: Session) -> None:
    made = {page.url: page for page in pages(many)}
    parts = made["a-z/f/"].view["parts"]
    assert made["a-z/f/"].view["groups"] == []
    assert [part["url"] for part in parts] == [url for url in made if url.startswith("a-z/f-")]
    for part in parts:
        names = [name for name, _ in listed([made[part["url"]]])]
        assert (part["first"], part["last"]) == (names[0], names[-1])
