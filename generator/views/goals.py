"""目标和分解: the goals as a tree, from the bureau to posts, with what is reached; and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.check.goals import parts_of
from generator.model.goals import Goal
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import paged
from generator.views.pieces import link_to, links
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount, WorkDetail, WorkView, axis_of, counts, work_detail, work_view

_DEEPEST = 5


class GoalRow(WorkView):
    """A goal as the tree shows it; `depth` is 0 for a goal of the whole bureau."""

    depth: int
    figures: str
    requirement: str


class GoalsView(TypedDict):
    """What goals.html shows: each goal, followed by the goals below it."""

    counts: list[StateCount]
    goals: list[GoalRow]


class GoalView(WorkDetail):
    """All that is shown of a goal."""

    figures: str
    parent: LinkView | None
    parts: list[GoalRow]
    sums: str
    regimes: list[LinkView]


class GoalPage(GoalView, EntryPart):
    """What goal.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the tree."""
    goals = session.current(Goal)
    here = {goal.id for goal in goals}
    tops = [goal for goal in goals if goal.parent not in here]
    view: GoalsView = {
        "counts": counts(goals, session.as_of),
        "goals": [row for goal in tops for row in _tree(session, goal, 0)],
    }
    index = listing(Goal, "goals.html", "全局的目标怎样一层一层分到部门和岗位，各自做到多少。", view)
    yield from paged(index, 150, "goals")


def _tree(session: Session, goal: Goal, depth: int) -> Iterator[GoalRow]:
    """Yield a goal and the goals below it, at most _DEEPEST deep."""
    yield _row(session, goal, depth)
    if depth < _DEEPEST:
        for part in parts_of(session).get(goal.id, []):
            yield from _tree(session, part, depth + 1)


def _row(session: Session, goal: Goal, depth: int) -> GoalRow:
    """Return a goal as lists show it."""
    row = work_view(session, goal, axis_of([goal], session.as_of))
    return {**row, "depth": depth, "figures": _figures(goal), "requirement": goal.requirement.rstrip("。")}


def _figures(goal: Goal) -> str:
    """Return what is reached of the target in words; empty if there is no target."""
    unit = goal.unit or ""
    if goal.target is None:
        return ""
    if goal.reached is None:
        return f"目标 {goal.target}{unit}，完成多少没有公布"
    share = goal.share()
    percent = f"（{share:.1f}%）" if share is not None and goal.adds_up else ""
    return f"完成 {goal.reached}{unit}，目标 {goal.target}{unit}{percent}"


def pages_of(session: Session, goal: Goal) -> Iterator[Page]:
    """Yield a goal's page."""
    yield detail(session, goal, "goal.html", goal.requirement, goal_view(session, goal))


def goal_view(session: Session, goal: Goal) -> GoalView:
    """Return everything that a goal's page shows."""
    parts = parts_of(session).get(goal.id, [])
    return {
        **work_detail(session, goal),
        "figures": _figures(goal),
        "parent": link_to(session, "goals", goal.parent),
        "parts": [_row(session, part, 1) for part in parts],
        "sums": f"下一级的目标值加起来正好 {goal.target}{goal.unit or ''}。" if goal.adds_up and parts else "",
        "regimes": links(session, "regimes", goal.regimes),
    }
