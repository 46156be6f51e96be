"""Rounds lead to rectifications and back; suggestions and requests are answered by the calendar."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from generator.check import replies, work_items
from generator.check.rectifications import mended_before
from generator.check.replies import last_day, reply_state
from generator.model.rectifications import Rectification
from generator.model.replies import Awaiting, ReplyState
from generator.model.requests import BranchRequest
from generator.model.rounds import Round
from generator.model.suggestions import Suggestion
from generator.project import Project
from generator.views import rectifications, requests, rounds, suggestions
from tests.helpers.projects import changed

DAY = datetime.date


def test_every_rectification_from_a_round_is_among_its_findings(example: Project) -> None:
    listed = {finding.rectification for item in example.registry.all(Round).values() for finding in item.findings} - {
        None
    }
    ours = {item.id for item in example.registry.all(Rectification).values() if item.round}
    assert len(ours) >= 10
    assert listed == ours


def test_a_missing_quarter_is_shown_as_missing(example: Project) -> None:
    later = replace(example.session, as_of=DAY(2027, 1, 2))
    view = next(rounds.pages(later)).view
    quarterly = view["rhythms"][0]
    assert [(row["period"], bool(row["round"])) for row in quarterly["rounds"]][:2] == [
        ("2026年第4季度", False),
        ("2026年第3季度", True),
    ]


def test_the_index_counts_what_is_mended_by_the_day(example: Project) -> None:
    rows = {row["name"]: row for row in next(rounds.pages(example.session)).view["rounds"]}
    row = rows["2026年第一季度督查"]
    assert (row["found"], row["listed"], row["mended"]) == (2, 2, 2)
    before = replace(example.session, as_of=DAY(2026, 9, 29))
    rows = {row["name"]: row for row in next(rounds.pages(before)).view["rounds"]}
    assert rows["2026年第一季度督查"]["mended"] == 1


def test_a_problem_that_comes_back_is_known_by_organ_and_topic(example: Project) -> None:
    back = mended_before(example.session)
    assert {id: item.id for id, item in back.items()} == {"gaozhi-didian-2026": "gaozhi-didian-2025"}
    view = next(rectifications.pages(example.session)).view
    assert [row["name"] for row in view["back"]] == ["新增情形的告知书也写全办理地点"]
    elsewhere = changed(example.session, Rectification, "gaozhi-didian-2026", organ="hekou-banshuiting")
    assert mended_before(elsewhere) == {}
    overlapping = changed(example.session, Rectification, "gaozhi-didian-2026", start=DAY(2025, 11, 1))
    assert mended_before(overlapping) == {}, "it began before the first one was mended"


@pytest.mark.parametrize(
    ("record", "received", "last"),
    [
        (Suggestion, DAY(2026, 11, 6), DAY(2026, 11, 20)),  # ten working days
        (Suggestion, DAY(2026, 9, 18), DAY(2026, 10, 9)),  # a make-up Sunday counts, two holidays do not
        (BranchRequest, DAY(2026, 11, 23), DAY(2026, 11, 30)),  # seven days
        (BranchRequest, DAY(2026, 9, 25), DAY(2026, 10, 8)),  # the seventh day is in the holiday
    ],
)
def test_last_days_follow_the_calendar(
    example: Project, record: type[Awaiting], received: datetime.date, last: datetime.date
) -> None:
    item = replace(next(iter(example.registry.all(record).values())), received=received, replied=None, reply=None)
    assert last_day(example.session, item) == last
    for day, state in ((last, ReplyState.OPEN), (last + datetime.timedelta(1), ReplyState.OVERDUE)):
        assert reply_state(replace(example.session, as_of=day), item) is state
        assert (
            reply_state(example.session, replace(item, replied=day))
            is (ReplyState.IN_TIME if day == last else ReplyState.LATE)
            or day > example.session.as_of
        )


def test_who_waits_too_long_stands_on_top(example: Project) -> None:
    view = next(suggestions.pages(example.session)).view
    assert (view["rows"][0]["label"], view["rows"][0]["days"]) == ("超期没有答复", "超期 11 天")
    assert sum(item["count"] for item in view["counts"]) == len(view["rows"]) == 17
    late = [row for row in view["rows"] if row["state"] == "late"]
    assert [(row["name"], row["days"]) for row in late] == [("给小商户讲讲数电票", "晚了 4 天")]


def test_departments_are_counted_by_their_requests(example: Project) -> None:
    view = next(requests.pages(example.session)).view
    assert sum(row["total"] for row in view["departments"]) == len(view["rows"]) == 11
    for row in view["departments"]:
        assert sum(item["count"] for item in row["counts"]) == row["total"]


@pytest.mark.parametrize("day", [DAY(1, 1, 1), DAY(9999, 12, 31)])
def test_impossible_dates_stop_nothing(example: Project, day: datetime.date) -> None:
    session = changed(example.session, Suggestion, "2026-11-05", received=day)
    session = changed(session, Rectification, "gaozhi-didian-2026", start=day, due=day, progress=())
    wrong = (session.registry.all(Suggestion)["2026-11-05"], session.registry.all(Rectification)["gaozhi-didian-2026"])
    for rule in (*work_items.RULES, *replies.RULES):
        for item in wrong:
            if rule.apply and rule.of and isinstance(item, rule.of):
                list(rule.apply(session, item))
    assert next(suggestions.pages(session)).view["rows"]
    assert next(rectifications.pages(session)).view["open"]
