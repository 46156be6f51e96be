"""The overview of performance: its numbers are those of the registries, and every one leads to its page."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

from generator.check.replies import last_day
from generator.model.meetings import Meeting
from generator.model.rectifications import Rectification
from generator.model.requests import BranchRequest
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.project import Project
from generator.registries import site_pages
from generator.views.performance import PerformanceView, pages
from tests.conftest import STARTER, check_project
from tests.helpers.results import promise, table


def view(project: Project) -> PerformanceView:
    (page,) = pages(project.session)
    return page.view  # type: ignore[return-value]


def test_every_number_leads_to_a_page(example: Project) -> None:
    made = {page.url for page in site_pages(example.session)}
    found = view(example)
    assert len(found["boards"]) == 6
    assert {board["url"] for board in found["boards"]} <= made
    assert {item["url"].partition("#")[0] for item in found["troubles"]} <= made


def test_troubles_are_those_of_the_registries(example: Project) -> None:
    """What is overdue, counted here by its days alone."""
    session, day = example.session, example.session.as_of
    work = [*session.registry.all(Task).values(), *session.registry.all(Rectification).values()]
    late = [item.name for item in work if not item.done and item.due < day]
    for record in (Suggestion, BranchRequest, Meeting):
        late += [
            item.name
            for item in session.registry.all(record).values()
            if not item.replied and (last := last_day(session, item)) and last < day
        ]
    assert late
    shown = [item["name"] for item in view(example)["troubles"] if item["tone"] == "overdue"]
    assert sorted(set(late)) == sorted(name for name in shown if name in late)


def test_organs_add_up_to_the_troubles(example: Project) -> None:
    found = view(example)
    kinds = Counter(item["kind"] for item in found["troubles"])
    sums = [sum(row["troubles"][index] for row in found["organs"]) for index in range(len(found["boards"]))]
    assert sum(sums) == sum(kinds.values()) == sum(row["total"] for row in found["organs"])
    assert sum(row["watched"] for row in found["organs"]) == sum(
        count["count"] for board in found["boards"] for count in board["counts"]
    )
    totals = [row["total"] for row in found["organs"]]
    assert totals == sorted(totals, reverse=True)


def test_a_figure_that_is_late_is_a_trouble_until_it_is_there(project: Path) -> None:
    promise(project)
    table(project, "2026-08,,,4,4")
    day = datetime.date(2026, 10, 30)
    (trouble,) = view(check_project(project, day))["troubles"]
    assert (trouble["tone"], trouble["word"]) == ("overdue", "到期没有公布")
    table(project, "2026-08,,,4,4", "2026-09,,,4,4")
    assert view(check_project(project, day))["troubles"] == []


def test_a_bureau_without_figures_has_an_empty_page() -> None:
    assert view(check_project(STARTER))["boards"] == []
