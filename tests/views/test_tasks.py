"""The wall shows each task once under its organ, the urgent ones on top, and bars on one axis."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace

import pytest

from generator.model.posts import Post
from generator.model.tasks import Task
from generator.project import Project
from generator.session import Session
from generator.views.posts import post_view
from generator.views.tasks import WallView, pages
from generator.views.work_items import AXIS, axis_of, work_detail, work_view
from tests.conftest import AS_OF


def wall(session: Session) -> WallView:
    (page,) = pages(session)
    return page.view  # type: ignore[return-value]


def test_every_task_is_shown_once_and_counted_in_every_way(example: Project) -> None:
    view = wall(example.session)
    shown = [row["url"] for group in view["organs"] for row in group["tasks"]]
    assert len(shown) >= 12
    assert len(shown) == len(set(shown)) == sum(item["count"] for item in view["counts"])
    assert sum(row["total"] for row in view["leads"]) == len(shown)
    states = Counter(row["state"] for group in view["organs"] for row in group["tasks"])
    assert {item["state"]: item["count"] for item in view["counts"] if item["count"]} == states
    by_lead = Counter(item["state"] for row in view["leads"] for item in row["counts"] for _ in range(item["count"]))
    assert by_lead == states


def test_what_is_late_stands_on_top_with_its_explanation(example: Project) -> None:
    first, *others = wall(example.session)["watch"]
    assert (first["state"], first["days"]) == ("overdue", "超期 31 天")
    assert "接口申请" in first["explanation"]
    assert {row["state"] for row in others} == {"behind", "due_soon", "done"}


def test_old_closed_tasks_leave_the_wall(example: Project) -> None:
    later = replace(example.session, as_of=datetime.date(2027, 3, 1))
    view = wall(later)
    assert "tasks/laonian-bangban-chuangkou/" in [row["url"] for row in view["past"]]
    assert "tasks/laonian-bangban-chuangkou/" not in [row["url"] for group in view["organs"] for row in group["tasks"]]
    assert "tasks/ershoufang-yichuang-lianban/" in [row["url"] for row in view["watch"]], "it is still open"


@pytest.mark.parametrize("days", [-400, -31, 0, 45, 400])
def test_bars_stay_on_the_axis(example: Project, days: int) -> None:
    session = replace(example.session, as_of=AS_OF + datetime.timedelta(days))
    tasks = session.current(Task)
    span = axis_of(tasks, session.as_of)
    for task in tasks:
        bar = work_view(session, task, span)["bar"]
        assert 0 <= bar["x"] <= AXIS
        assert 0 <= bar["done"] <= bar["width"] <= AXIS + 2
        assert all(0 <= point["x"] <= AXIS for point in bar["points"])


def test_the_plot_begins_at_nothing_and_ends_at_the_last_report(example: Project) -> None:
    task = example.registry.all(Task)["ershoufang-yichuang-lianban"]
    plot = work_detail(example.session, task)["pace"]
    assert plot["dots"][0] == {"x": 0.0, "y": 120.0}
    assert plot["dots"][-1]["y"] == 48.0, "60 %"
    assert plot["end"] == str(AS_OF), "it is late, so the plot goes on to the day of the build"
    assert plot["today"] == 320.0


def test_a_post_leads_to_the_work_that_it_does_or_leads_until_it_is_closed(example: Project) -> None:
    post = example.registry.all(Post)["budongchan-chuangkou"]
    urls = [link["url"] for link in post_view(example.session, post)["work"]]
    assert urls[0] == "tasks/ershoufang-yichuang-lianban/", "what is overdue comes first"
    assert "rectifications/ershoufang-fuyinjian/" in urls
    assert "goals/paodong-ershoufang/" in urls
    nobody = example.registry.all(Post)["chegoushui-chuangkou"]
    assert post_view(example.session, nobody)["work"] == []
    closed = example.registry.all(Post)["nashui-fuwu-guanli"]
    assert "tasks/laonian-bangban-chuangkou/" not in [
        link["url"] for link in post_view(example.session, closed)["work"]
    ]
