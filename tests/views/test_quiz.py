"""The self-test: the right option is what the registry says, recomputed here; no other option is right too."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from generator.model.expansions import normal
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.periods import first_day
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.project import Project
from generator.registries import site_pages
from generator.session import Session
from generator.views.quiz import MOST, pages
from generator.views.quiz_questions import Question, questions
from tests.conftest import AS_OF, STARTER, check_project

PERIODS = [f"{year}-Q{quarter}" for year in (2026, 2027) for quarter in (1, 2, 3, 4)]


def said(session: Session, question: Question) -> set[str]:
    """Return every text that the registry gives as an answer to a question."""
    registry, (id, _, part) = session.registry, question.key.partition("/")
    match question.kind:
        case "办事时限":
            return {str(limit.promised) for limit in session.limits(registry.all(Procedure)[id])}
        case "制度时限":
            owner = registry.all(Regime).get(id) or registry.all(Oversight)[id]
            return {str(limit.promised) for limit in session.limits(owner)}
        case "要带的材料":
            return {registry.all(Material)[use.material].name for use in registry.all(Procedure)[id].materials}
        case "不用带的材料":
            procedure = registry.all(Procedure)[id]
            asked = {use.material for use in procedure.materials}
            return {item.name for key, item in registry.all(Material).items() if key not in asked}
        case "首问岗位":
            return {registry.all(Post)[registry.all(Procedure)[id].first_contact or ""].name}
        case "AB岗":
            return {registry.all(Post)[registry.all(Post)[id].cover or ""].name}
        case "谁决定":
            return {registry.all(Regime)[id].rules[int(part)].decided_by or ""}
        case "谁负责":
            return {registry.all(Organ)[registry.all(Regime)[id].organ].name}
        case "查实后的处理":
            return {rung.consequence for rung in registry.all(Oversight)[id].ladder if str(rung.times) == part}
    raise AssertionError(question.kind)


@pytest.mark.parametrize("period", PERIODS)
def test_one_option_is_right_and_no_other(example: Project, period: str) -> None:
    paper = questions(example.session, period, MOST)
    assert len(paper) == MOST
    for question in paper:
        right = said(example.session, question)
        assert [option in right for option in question.options] == [
            index == question.right for index in range(len(question.options))
        ], question
        assert len({normal(option) for option in question.options}) == 4


def test_every_kind_is_asked_twice(example: Project) -> None:
    kinds = Counter(question.kind for question in questions(example.session, "2026-Q4", MOST))
    assert set(kinds.values()) == {2}
    assert len(kinds) == 9


def test_a_quarter_has_one_paper_and_the_next_another(example: Project) -> None:
    asked = {period: tuple(question.ask for question in questions(example.session, period, MOST)) for period in PERIODS}
    assert len(set(asked.values())) == len(PERIODS)
    days = (first_day("2026-Q4"), AS_OF)
    views = [next(pages(replace(example.session, as_of=day))).view for day in days]
    assert views[0] == views[1], "all days of a quarter have the same paper"
    assert [item["ask"] for item in views[0]["questions"]] == list(asked["2026-Q4"])


def test_the_right_option_is_not_always_at_the_same_place(example: Project) -> None:
    places = Counter(question.right for period in PERIODS for question in questions(example.session, period, MOST))
    assert set(places) == {0, 1, 2, 3}
    assert min(places.values()) > sum(places.values()) / 8


def test_the_proof_is_a_page(example: Project) -> None:
    made = {page.url for page in site_pages(example.session)}
    for question in questions(example.session, "2026-Q4", MOST):
        assert question.url.partition("#")[0] in made, question.url


def test_a_small_site_asks_only_what_it_can_prove() -> None:
    session = check_project(STARTER).session
    for question in questions(session, "2026-Q4", MOST):
        assert len(question.options) == 4
