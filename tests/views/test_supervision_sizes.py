"""The pages of supervision stay small at any number of entries, and nothing is left out without a word."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from generator.model.areas import Area
from generator.model.goals import Goal
from generator.model.rectifications import Rectification
from generator.model.requests import BranchRequest
from generator.model.rhythms import Rhythm
from generator.model.rounds import Round
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.model.types import Entry
from generator.project import Project
from generator.registries import descriptor_of
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.views.common import Page
from generator.views.tasks import pages as wall
from tests.conftest import STARTER, with_more

MOST = 200 * 1024


def many(example: Project, record: type[Entry], count: int = 700) -> list[Page]:
    entries = list(example.registry.all(record).values())
    more = [replace(entries[number % len(entries)], id=f"duo-{number}") for number in range(count)]
    session = with_more(example.session, *more)
    return list(descriptor_of(record).index(session))


@pytest.mark.parametrize(
    "record", [Task, Rectification, Round, Goal, Rhythm, Area, Suggestion, BranchRequest], ids=lambda one: one.FOLDER
)
def test_pages_stay_small(example: Project, record: type[Entry]) -> None:
    pages = many(example, record)
    assert len(pages) > 1
    renderer = Renderer(example.session.site, Theme.of(STARTER))
    assert max(len(renderer.page(page).data) for page in pages) < MOST


def test_every_task_is_on_the_wall(example: Project) -> None:
    pages = many(example, Task)
    shown = [row["url"] for page in pages for group in page.view["organs"] for row in group["tasks"]]
    assert len(shown) == len(set(shown)) == 700 + len(example.registry.all(Task))


def test_the_wall_says_how_many_more_are_to_be_watched(example: Project) -> None:
    view = next(wall(replace(example.session, as_of=datetime.date(2028, 1, 1)))).view
    assert view["more_to_watch"] == 0
    assert len(view["watch"]) > 5
    first = many(example, Task)[0].view
    assert len(first["watch"]) + first["more_to_watch"] == sum(
        item["count"] for item in first["counts"] if item["state"] in ("overdue", "behind", "due_soon", "done")
    )
