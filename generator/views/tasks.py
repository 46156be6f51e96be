"""挂图作战: the wall of tasks by organ, by leading post and by state, and a page for each task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.organs import Organ
from generator.model.posts import Post
from generator.model.tasks import Task
from generator.model.work_items import WorkState
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import paged
from generator.views.pieces import link_to, links
from generator.views.shapes import LinkView
from generator.views.work_items import (
    AxisView,
    StateCount,
    WorkDetail,
    WorkView,
    axis_of,
    axis_view,
    counts,
    urgent_first,
    work_detail,
    work_view,
)

_ON_A_PAGE, _WATCHED, _PAST = 80, 40, 200
"""Most tasks of the wall on a page, most of those to watch, and most of the closed ones of earlier years."""

_TO_WATCH = (WorkState.OVERDUE, WorkState.BEHIND, WorkState.DUE_SOON, WorkState.DONE)


class OrganTasks(TypedDict):
    """The tasks of one organ that are not closed, or were due this year."""

    id: str
    organ: LinkView | None
    tasks: list[WorkView]


class LeadTasks(TypedDict):
    """How many tasks a leading post has in each state."""

    post: LinkView | None
    counts: list[StateCount]
    total: int


class WallView(TypedDict):
    """What tasks.html shows."""

    today: str
    counts: list[StateCount]
    watch: list[WorkView]
    more_to_watch: int
    organs: list[OrganTasks]
    leads: list[LeadTasks]
    past: list[WorkView]
    axis: AxisView


class TaskView(WorkDetail):
    """All that is shown of a task."""

    cycle: str
    origin: str
    regimes: list[LinkView]
    commitments: list[LinkView]


class TaskPage(TaskView, EntryPart):
    """What task.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the wall."""
    everything = urgent_first(session.current(Task), session.as_of)
    tasks = [item for item in everything if _on_wall(session, item)]
    span = axis_of(tasks, session.as_of)
    rows = {item.id: work_view(session, item, span) for item in everything}
    watch = [item for item in tasks if item.state(session.as_of) in _TO_WATCH]
    past = [item for item in everything if not _on_wall(session, item)]
    view: WallView = {
        "today": day_text(session.as_of),
        "counts": counts(tasks, session.as_of),
        "watch": [rows[item.id] for item in watch[:_WATCHED]],
        "more_to_watch": max(0, len(watch) - _WATCHED),
        "organs": _by_organ(session, tasks, rows),
        "leads": _by_lead(session, tasks),
        "past": [rows[item.id] for item in past[:_PAST]],
        "axis": axis_view(span, session.as_of),
    }
    index = listing(
        Task,
        "tasks.html",
        "定了哪些任务，要求是什么，谁负责，做到哪一步，超期的为什么。",
        view,
        toc=(("watch", "要盯的"), ("wall", "按部门"), ("leads", "按责任领导")) if tasks else (),
    )
    yield from paged(index, _ON_A_PAGE, "organs", "tasks")


def _on_wall(session: Session, item: Task) -> bool:
    """Return True if a task is still open, or was due this year."""
    return item.due.year >= session.as_of.year or item.state(session.as_of) is not WorkState.CLOSED


def _by_organ(session: Session, tasks: Iterable[Task], rows: dict[str, WorkView]) -> list[OrganTasks]:
    """Return the tasks by organ, in the order of the registry of organs."""
    found: dict[str, list[WorkView]] = {}
    for item in tasks:
        found.setdefault(item.organ, []).append(rows[item.id])
    return [
        {"id": f"organ-{id}", "organ": link_to(session, "organs", id), "tasks": found[id]}
        for id in session.registry.all(Organ)
        if id in found
    ]


def _by_lead(session: Session, tasks: Iterable[Task]) -> list[LeadTasks]:
    """Return the counts by leading post, those with most overdue tasks first."""
    found: dict[str, list[Task]] = {}
    for item in tasks:
        found.setdefault(item.lead_post, []).append(item)
    rows: list[LeadTasks] = [
        {"post": link_to(session, "posts", id), "counts": counts(found[id], session.as_of), "total": len(found[id])}
        for id in session.registry.all(Post)
        if id in found
    ]
    return sorted(rows, key=lambda row: (-row["counts"][0]["count"], -row["counts"][1]["count"]))


def pages_of(session: Session, task: Task) -> Iterator[Page]:
    """Yield a task's page."""
    yield detail(session, task, "task.html", task.requirement, task_view(session, task))


def task_view(session: Session, task: Task) -> TaskView:
    """Return everything that a task's page shows."""
    return {
        **work_detail(session, task),
        "cycle": task.cycle.label,
        "origin": task.origin,
        "regimes": links(session, "regimes", task.regimes),
        "commitments": links(session, "commitments", task.commitments),
    }
