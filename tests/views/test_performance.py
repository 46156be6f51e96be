"""The overview of performance: its numbers are those of the registries, and every one leads to its page."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

from generator.check.replies import last_day
from generator.model.meetings import Meeting
from generator.model.organs import Organ
from generator.model.rectifications import Rectification
from generator.model.replies import ReplyState
from generator.model.requests import BranchRequest
from generator.model.rounds import Round
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.project import Project
from generator.registries import site_pages
from generator.views import organs
from generator.views.performance import PerformanceView, pages
from generator.views.quarters import quarter_view
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
    sums = [sum(row["troubles"][index] for row in found["organs"]) for index in range(len(found["kinds"]))]
    assert all(sums), "a column that counts nothing is left out"
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


def test_sums_are_recounted_from_the_boards(example: Project) -> None:
    found = view(example)
    sums = {item["label"]: item["count"] for item in found["sums"]}
    counts = {board["url"]: {item["state"]: item["count"] for item in board["counts"]} for board in found["boards"]}
    work, replies = ("results/", "tasks/", "rectifications/"), ("suggestions/", "requests/", "meetings/")
    assert sums["达到目标"] == counts["results/"]["on_time"]
    assert sums["超期"] == sum(counts[url].get("overdue", 0) for url in work) > 0
    assert sums["超期没有答复"] == sum(counts[url].get("overdue", 0) for url in replies) > 0
    silent = [item for item in found["troubles"] if item["url"].startswith("results/") and item["tone"] == "overdue"]
    assert sums["没有说明原因"] == len(silent) == 1, "only a figure that is not there has no explanation"


def test_what_is_missed_without_a_word_is_unexplained(project: Path) -> None:
    promise(project)
    table(project, "2026-08,,,3,4", "2026-09,,,4,4")
    day = datetime.date(2026, 9, 20)
    sums = {item["label"]: item["count"] for item in view(check_project(project, day))["sums"]}
    assert sums["没有说明原因"] == 1


def test_each_number_of_an_organ_is_listed_on_its_page(example: Project) -> None:
    for row in view(example)["organs"]:
        assert row["organ"]
        organ = example.registry.all(Organ)[row["organ"]["url"].split("/")[1]]
        watched = organs.organ_view(example.session, organ)["watched"]
        assert len(watched) == row["watched"]
        bad = [item for item in watched if item["tone"] in ("overdue", "behind") and item["word"] != "超期才答复"]
        assert len(bad) == row["total"]
        assert watched[: len(bad)] == bad, "what needs an answer stands first"


def test_findings_of_rounds_stand_on_the_pages_of_their_organs(example: Project) -> None:
    found = sum(len(item.findings) for item in example.registry.all(Round).values())
    pages_of = [organs.organ_view(example.session, organ) for organ in example.registry.all(Organ).values()]
    shown = [item for page in pages_of for item in page["findings"]]
    assert len(shown) == found > 10
    assert {item["url"].split("/")[0] for item in shown} == {"rounds", "rectifications"}
    assert all(item["word"] for item in shown)


def test_quarters_are_those_of_their_reports(example: Project) -> None:
    for row in view(example)["quarters"]:
        report = quarter_view(example.session, row["url"].split("/")[1].upper())
        assert row["reached"] + row["missed"] + row["unknown"] == len(report["measures"])
        assert row["received"] == sum(reply["received"] for reply in report["replies"])
        counts = [count for reply in report["replies"] for count in reply["counts"]]
        late = {ReplyState.OVERDUE.label, ReplyState.LATE.label}
        assert row["late"] == sum(count["count"] for count in counts if count["label"] in late)
        assert row["closed"] == sum(len(work["closed"]) for work in report["work"])
        assert row["overdue"] == sum(len(work["overdue"]) for work in report["work"])
    assert any(row["closed"] != row["overdue"] for row in view(example)["quarters"])
    newest = view(example)["quarters"][0]
    assert (newest["name"], newest["reached"], newest["missed"], newest["unknown"]) == (
        "2026年第3季度效能季报",
        20,
        4,
        1,
    )


def test_plots_of_a_report_end_with_its_quarter(example: Project) -> None:
    report = quarter_view(example.session, "2026-Q1")
    drawn = [row["plot"] for row in report["measures"] if row["plot"]]
    assert len(drawn) > 15
    assert {plot["periods"][-1]["text"] for plot in drawn} <= {"3月", "26年1季"}
    assert max(len(plot["dots"]) for plot in drawn) <= 12
