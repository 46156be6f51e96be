"""Quarterly reports: periods that end in a quarter, the worst state first, and work closed or late by its end."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.model.meetings import Meeting
from generator.model.periods import last_day
from generator.model.rectifications import Rectification
from generator.model.requests import BranchRequest
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.model.work_items import WorkState
from generator.project import Project
from generator.views.quarters import address_of, pages, quarter_view, quarters
from tests.conftest import STARTER, check_project
from tests.helpers.results import promise, table

NOVEMBER = datetime.date(2026, 11, 30)


def test_a_report_holds_the_periods_of_its_quarter(project: Path) -> None:
    promise(project)
    months = [f"2026-{month:02d},,,200,200" for month in range(5, 11)]
    months[3] = "2026-08,,,100,200,,,停电。,当天补办。"
    table(project, *months)
    table(project, "2026-Q2,,,,,0", "2026-Q3,,,,,0", measure="wangfan", file="b")
    session = check_project(project, NOVEMBER).session
    assert quarters(session) == ["2026-Q3", "2026-Q2"]
    view = quarter_view(session, "2026-Q3")
    assert [(row["word"], [item["period"] for item in row["figures"]]) for row in view["measures"]] == [
        ("没达到目标", ["2026年7月", "2026年8月", "2026年9月"]),
        ("达到目标", ["2026年第3季度"]),
    ]
    assert [(count["label"], count["count"]) for count in view["counts"]] == [("没达到目标", 1), ("达到目标", 1)]
    told = [item for row in view["measures"] for item in row["figures"] if item["why"]]
    assert [(item["period"], item["why"], item["remedy"]) for item in told] == [("2026年8月", "停电", "当天补办")]


def test_what_may_still_be_published_is_not_in_a_report(project: Path) -> None:
    promise(project)
    table(project, "2026-08,,,200,200")
    session = check_project(project, datetime.date(2026, 10, 12)).session
    (row,) = quarter_view(session, "2026-Q3")["measures"]
    assert [item["period"] for item in row["figures"]] == ["2026年8月"]


def test_a_bureau_without_figures_has_no_reports() -> None:
    assert list(pages(check_project(STARTER).session)) == []


@pytest.mark.parametrize("quarter", ["2026-Q1", "2026-Q2", "2026-Q3"])
def test_work_is_that_of_the_registries(example: Project, quarter: str) -> None:
    session, end = example.session, last_day(quarter)
    view = quarter_view(session, quarter)
    for record in (Task, Rectification):
        items = session.registry.all(record).values()
        closed = {item.name for item in items if item.verified and end.month - 2 <= item.verified.on.month <= end.month}
        closed &= {item.name for item in items if item.verified and item.verified.on.year == end.year}
        late = {item.name for item in items if item.state(end) is WorkState.OVERDUE}
        found = [work for work in view["work"] if work["title"] == record.COLUMN]
        assert {item["name"] for work in found for item in work["closed"]} == closed
        assert {item["name"] for work in found for item in work["overdue"]} == late


@pytest.mark.parametrize("quarter", ["2026-Q1", "2026-Q2", "2026-Q3"])
def test_what_was_received_is_that_of_the_registries(example: Project, quarter: str) -> None:
    view = quarter_view(example.session, quarter)
    months = {f"{last_day(quarter).replace(day=1, month=last_day(quarter).month - back):%Y-%m}" for back in range(3)}
    items = [item for record in (Suggestion, BranchRequest, Meeting) for item in example.registry.all(record).values()]
    assert sum(row["received"] for row in view["replies"]) == sum(f"{item.received:%Y-%m}" in months for item in items)
    others = [address_of(other) for other in quarters(example.session) if other != quarter]
    assert [other["url"] for other in view["others"]] == others
