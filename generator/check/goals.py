"""E601-E604: goals. The parts make the whole, in numbers and in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Example, Hit, Session, once, rule
from generator.model.goals import Goal

_FILE = "goals/fudao-hushu.yml"
_GOAL = """name: 上门辅导
requirement: 上门辅导的户数
measures: [排出名单]
organ: banshui-fuwuting
post: zonghe-chuangkou
lead_post: daoshui-zixun
start: 2026-11-02
due: 2026-12-31
progress: [{on: 2026-11-20, percent: 40, note: 去了20户}]
"""


@once
def parts_of(session: Session) -> dict[str, list[Goal]]:
    """Return the goals in force below each goal, by its id."""
    found: defaultdict[str, list[Goal]] = defaultdict(list)
    for goal in session.current(Goal):
        if goal.parent:
            found[goal.parent].append(goal)
    return dict(found)


@rule(
    "E601",
    "下级目标加起来不等于上级",
    of=Goal,
    offered=True,
    message="目标值 {target}{unit}，下一级加起来是 {total}{unit}（{parts}）",
    hint="改目标值；有一个部门还没有分到的，给它建一个目标；不能相加的写 adds_up: false",
    why="分解下去加起来不够，年底就没有人对差的那部分负责。",
    example=None,
)
def parts_add_up(session: Session, goal: Goal) -> Iterator[Hit]:
    """The targets of the goals below one whose parts add up sum to its own, exactly."""
    parts = parts_of(session).get(goal.id, [])
    if not goal.adds_up or goal.target is None or not parts:
        return
    total = sum((Decimal(part.target) for part in parts if part.target), Decimal(0))
    if total != Decimal(goal.target):
        words = {"target": goal.target, "unit": goal.unit or "", "total": total}
        named = "，".join(f"{part.name} {part.target or '没有写'}" for part in parts)
        yield session.hit(goal, "target", **words, parts=named)


@rule(
    "E602",
    "目标绕成了圈",
    message="{circle}",
    hint="改掉其中一个的上一级目标",
    why="绕成圈的目标没有一个是全局的，谁也不对它负责。",
    example=Example(_FILE, _GOAL + "parent: fudao-hushu\n", _GOAL),
)
def no_circle(session: Session) -> Iterator[Hit]:
    """No goal is above itself."""
    goals = {goal.id: goal for goal in session.current(Goal)}
    known: set[str] = set()
    for goal in goals.values():
        path: list[str] = []
        id: str | None = goal.id
        while id in goals and id not in known and id not in path:
            path.append(id)
            id = goals[id].parent
        known.update(path)
        if id in path:
            circle = path[path.index(id) :]
            names = " → ".join(goals[one].name for one in (*circle, circle[0]))
            yield session.hit(goals[circle[0]], "parent", circle=names)


@rule(
    "E603",
    "下级的期限比上级还晚",
    of=Goal,
    offered=True,
    message="期限 {due} 晚于上一级目标“{parent}”的 {above}",
    hint="改期限",
    why="下级做完的时候，上级的期限已经过了。",
    example=None,
)
def not_later_than_above(session: Session, goal: Goal) -> Iterator[Hit]:
    """No goal is due after the one above it."""
    above = session.registry.get(Goal, goal.parent)
    if above and not session.lacks(above, "due") and goal.due > above.due:
        yield session.hit(goal, "due", due=goal.due, parent=above.name, above=above.due)


@rule(
    "E604",
    "目标值没有写全",
    of=Goal,
    message="{fault}",
    hint="目标值、单位一起写；要相加的，下级和上级用同一个单位",
    why="只有数没有单位，或者单位不同，加起来没有意义。",
    example=Example(_FILE, _GOAL + "target: 50\n", _GOAL + "target: 50\nreached: 20\nunit: 户\n"),
)
def whole_figures(session: Session, goal: Goal) -> Iterator[Hit]:
    """A target has its unit, the same as the one above if parts add up; what is reached has a target."""
    above = session.registry.get(Goal, goal.parent)
    if goal.target and not goal.unit and not session.lacks(goal, "unit"):
        yield session.hit(goal, "target", fault="写了目标值，没有写单位")
    elif goal.reached and not goal.target and not session.lacks(goal, "target"):
        yield session.hit(goal, "reached", fault="写了完成值，没有写目标值")
    elif above and above.adds_up and above.unit and goal.unit != above.unit:
        yield session.hit(goal, "unit", fault=f"单位是“{goal.unit or '没有写'}”，上一级是“{above.unit}”")


RULES = (parts_add_up, no_circle, not_later_than_above, whole_figures)
