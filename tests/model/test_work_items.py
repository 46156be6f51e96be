"""The state of a work item follows from its dates and the day alone."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.tasks import Task, TaskCycle
from generator.model.work_items import Milestone, Progress, Verification, WorkState

DAY = datetime.date
TASK = Task(
    id="renwu",
    name="简化领票流程",
    requirement="一次办好",
    measures=("合并",),
    organ="ting",
    post="gang",
    lead_post="lingdao",
    start=DAY(2026, 1, 1),
    due=DAY(2026, 4, 11),  # a hundred days on
    cycle=TaskCycle.YEARLY,
    origin="年初会议",
)


def reported(percent: int, on: datetime.date = TASK.start) -> Task:
    return replace(TASK, progress=(Progress(on=on, percent=percent, note="报"),))


@pytest.mark.parametrize(
    ("task", "day", "state"),
    [
        (TASK, DAY(2025, 12, 31), WorkState.NOT_STARTED),
        (TASK, DAY(2026, 1, 1), WorkState.ON_TIME),
        (reported(40), DAY(2026, 2, 20), WorkState.ON_TIME),  # half of the time is gone, ten points of tolerance
        (reported(39), DAY(2026, 2, 20), WorkState.BEHIND),
        (reported(100, DAY(2026, 2, 21)), DAY(2026, 2, 20), WorkState.BEHIND),  # not reported yet on that day
        (reported(90), DAY(2026, 3, 27), WorkState.ON_TIME),
        (reported(90), DAY(2026, 3, 28), WorkState.DUE_SOON),
        (reported(90), DAY(2026, 4, 11), WorkState.DUE_SOON),
        (reported(90), DAY(2026, 4, 12), WorkState.OVERDUE),
        (replace(TASK, done=DAY(2026, 4, 20)), DAY(2026, 4, 19), WorkState.OVERDUE),
        (replace(TASK, done=DAY(2026, 4, 20)), DAY(2026, 4, 20), WorkState.DONE),
        (
            replace(TASK, done=DAY(2026, 4, 20), verified=Verification(on=DAY(2026, 4, 25), by="ducha")),
            DAY(2026, 4, 25),
            WorkState.CLOSED,
        ),
    ],
)
def test_state(task: Task, day: datetime.date, state: WorkState) -> None:
    assert task.state(day) is state


def test_a_missed_milestone_is_behind_whatever_is_reported() -> None:
    missed = replace(reported(90), milestones=(Milestone(what="定稿", due=DAY(2026, 2, 1)),))
    assert missed.state(DAY(2026, 2, 1)) is WorkState.ON_TIME
    assert missed.state(DAY(2026, 2, 2)) is WorkState.BEHIND
    kept = replace(missed, milestones=(Milestone(what="定稿", due=DAY(2026, 2, 1), done=DAY(2026, 2, 1)),))
    assert kept.state(DAY(2026, 2, 2)) is WorkState.ON_TIME


def test_days_late_end_with_the_work() -> None:
    assert TASK.late(DAY(2026, 4, 11)) == 0
    assert TASK.late(DAY(2026, 4, 21)) == 10
    assert replace(TASK, done=DAY(2026, 4, 13)).late(DAY(2026, 6, 1)) == 2


@given(st.dates(DAY(2025, 1, 1), DAY(2027, 12, 31)), st.dates(DAY(2026, 1, 1), DAY(2026, 12, 31)))
def test_an_even_pace_never_leaves_0_to_100_and_never_falls(day: datetime.date, due: datetime.date) -> None:
    task = replace(TASK, due=due)
    assert 0 <= task.planned(day) <= task.planned(day + datetime.timedelta(1)) <= 100
    assert task.planned(due) == 100
