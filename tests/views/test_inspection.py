"""Self-inspection: each veto and deduction trips when it should and only then, and says on which day."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from generator.findings import Finding, Location, Severity
from generator.inspection import Outcome, Report, inspect
from generator.model.materials import Material
from generator.model.suggestions import Suggestion
from generator.project import Project
from generator.session import Session
from generator.views.inspection import pages
from tests.conftest import AS_OF


def on(project: Project, day: datetime.date) -> Report:
    """Inspect the example on another day, with the findings of its own."""
    return inspect(replace(project.session, as_of=day))


def outcome(report: Report, key: str) -> Outcome:
    return next(item.outcome for item in (*report.vetoes, *report.deductions) if item.key == key)


def test_the_example_trips_no_veto(example: Project) -> None:
    report = inspect(example.session)
    assert report.tripped == []
    assert outcome(report, "3") is outcome(report, "5.2") is outcome(report, "6.2") is Outcome.PASS
    assert outcome(report, "2") is Outcome.UNKNOWN, "no data tell whether a site answers"
    assert (report.score, report.lost) == (100, 0)


def test_two_weeks_without_news_trip(example: Project) -> None:
    assert outcome(on(example, datetime.date(2026, 12, 9)), "3") is Outcome.PASS
    assert outcome(on(example, datetime.date(2026, 12, 10)), "3") is Outcome.TRIPS


def test_silence_costs_the_points_that_are_known(example: Project) -> None:
    report = on(example, datetime.date(2027, 6, 30))
    assert {item.name[:4]: item.lost for item in report.deductions[:4]} == {
        "发布解读": 5,
        "办事统计": 2,
        "互动交流": 3,
        "办事指南": 0,
    }
    assert report.score == 90


@pytest.mark.parametrize(("key", "code"), [("1.2", "S801"), ("1.4", "V903"), ("5.2", "K103"), ("内容准确", "V901")])
def test_findings_trip_their_indicator(example: Project, key: str, code: str) -> None:
    finding = Finding(code, Severity.WARNING, Location("data/x.yml"), "", "")
    report = inspect(replace(example.session, findings=(finding,)))
    assert outcome(report, key) is Outcome.TRIPS
    excused = replace(example.session, findings=(finding._replace(excused="法制科接受"),))
    assert outcome(inspect(excused), key) is Outcome.PASS


def test_empty_columns_trip_from_five_on(example: Project) -> None:
    def without(number: int) -> Session:
        registry = example.registry
        emptied = ("tasks", "rounds", "goals", "campaigns", "areas")[:number]
        return replace(
            example.session, registry=replace(registry, entries={**registry.entries, **{key: {} for key in emptied}})
        )

    assert outcome(inspect(without(4)), "4.3") is Outcome.PASS
    report = inspect(without(5))
    assert outcome(report, "4.3") is Outcome.TRIPS
    assert {item.name for item in report.columns if not item.entries} >= {"挂图作战", "责任区"}


def test_a_message_without_answer_for_three_months(example: Project) -> None:
    from generator.check.columns import answered_within_three_months as rule

    assert rule.apply
    item = next(item for item in example.session.current(Suggestion) if item.replied)
    waiting = replace(item, replied=None, received=AS_OF - datetime.timedelta(93))
    assert list(rule.apply(example.session, waiting))
    for received in (AS_OF - datetime.timedelta(92), AS_OF - datetime.timedelta(367)):
        assert not list(rule.apply(example.session, replace(waiting, received=received)))


def test_the_page_says_what_it_is(example: Project) -> None:
    page = next(pages(example.session))
    assert [item["key"] for item in page.view["vetoes"]][:2] == ["1.1", "1.2"]
    assert sum(item["count"] for item in page.view["counts"]) == len(page.view["vetoes"])
    names = [item["name"] for item in page.view["columns"]]
    assert "公告与解读" in names and "承诺兑现" in names, "what has to be updated in time"
    others = {item["name"]: item["entries"] for item in page.view["other_columns"]}
    assert not set(names) & others.keys() and others["办理材料"] == len(example.session.current(Material))
