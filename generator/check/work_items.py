"""E101-E109: work items. Their dates agree, what is late is explained, and nobody verifies their own work."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

from generator.check.rule import Example, Hit, Path, Session, Severity, examples, rule
from generator.model.posts import Post
from generator.model.work_items import WorkItem, WorkState

_FILE = "tasks/shili-renwu.yml"
_STALE_DAYS = 45

_TASK = """name: 简化领票流程
cycle: yearly
origin: 年初工作会议
requirement: 领票一次办好。
measures: [合并两张表]
organ: banshui-fuwuting
post: zonghe-chuangkou
lead_post: daoshui-zixun
"""


_example = examples(_FILE, _TASK)


@rule(
    "E101",
    "日期的先后不对",
    of=WorkItem,
    message="{what}（{later}）早于{before}（{earlier}）",
    hint="核对这两个日期",
    why="先后颠倒的日期算不出进度，也让人怀疑是后补的。",
    example=_example("start: 2026-11-10\ndue: 2026-11-01\ndone: 2026-11-20\n", "start: 2026-11-01\ndue: 2026-12-31\n"),
)
def in_order(session: Session, item: WorkItem) -> Iterator[Hit]:
    """A work item starts before it is due and done, and is verified after it is done; reports are in order."""
    for path, what, later, before, earlier in (*_planned(item), *_pairs(item)):
        if later < earlier and (path[-1] == "due" or earlier <= session.as_of):  # E102 tells of days to come
            yield session.hit(item, *path, what=what, later=later, before=before, earlier=earlier)


def _planned(item: WorkItem) -> Iterator[tuple[Path, str, datetime.date, str, datetime.date]]:
    """Yield what `_pairs` does, for days that may be to come: an item's last day, and those of its milestones."""
    yield ("due",), "期限", item.due, "开始日期", item.start
    for index, part in enumerate(item.milestones if item.due >= item.start else ()):
        yield ("milestones", index, "due"), "任务的期限", item.due, f"节点“{part.what}”的期限", part.due


def _pairs(item: WorkItem) -> Iterator[tuple[Path, str, datetime.date, str, datetime.date]]:
    """Yield (path, what, its date, what comes before, its date)."""
    if item.done:
        yield ("done",), "完成日期", item.done, "开始日期", item.start
        if item.verified:
            yield ("verified", "on"), "核实日期", item.verified.on, "完成日期", item.done
    for index, part in enumerate(item.milestones):
        if part.done:
            yield ("milestones", index, "done"), "节点完成日期", part.done, "开始日期", item.start
    before, earlier = "开始日期", item.start
    for index, report in enumerate(item.progress):
        yield ("progress", index, "on"), "进度的日期", report.on, before, earlier
        before, earlier = "上一次进度", report.on


@rule(
    "E102",
    "写了还没有到的日期",
    of=WorkItem,
    message="{what} {day} 还没有到",
    hint="写实际的日期；打算做的写进节点（milestones）的期限",
    why="没有发生的事写成做过了，就是虚报。",
    example=_example(
        "start: 2026-11-01\ndue: 2026-12-31\nprogress: [{on: 2999-01-01, percent: 50, note: 已合并}]\n",
        "start: 2026-11-01\ndue: 2026-12-31\nprogress: [{on: 2026-11-20, percent: 60, note: 已合并}]\n",
    ),
)
def already_happened(session: Session, item: WorkItem) -> Iterator[Hit]:
    """No report, completion or verification is dated after the day of the build."""
    dated: list[tuple[Path, str, datetime.date | None]] = [
        (("done",), "完成日期", item.done),
        (("verified", "on"), "核实日期", item.verified.on if item.verified else None),
        *((("progress", index, "on"), "进度的日期", report.on) for index, report in enumerate(item.progress)),
        *((("milestones", index, "done"), "节点完成日期", part.done) for index, part in enumerate(item.milestones)),
    ]
    for path, what, day in dated:
        if day and day > session.as_of:
            yield session.hit(item, *path, what=what, day=day)


@rule(
    "E103",
    "超期没有说明",
    severity=Severity.WARNING,
    of=WorkItem,
    offered=True,
    message="期限 {due}，已经超期 {days} 天，没有写超期说明",
    hint="在 explanation 里写明为什么、最迟哪天完成、怎么补救；已经做完的写 done",
    why="超期不可怕，超期没有人说一句话才让人不信；督查首先问的就是这个。",
    example=_example(
        "start: 2026-10-01\ndue: 2026-11-01\nprogress: [{on: 2026-11-20, percent: 90, note: 等系统改好}]\n",
        "start: 2026-10-01\ndue: 2026-11-01\nprogress: [{on: 2026-11-20, percent: 90, note: 等系统改好}]\n"
        "explanation: 等省局改系统，最迟2026年12月31日完成，先用纸质表代替。\n",
    ),
)
def late_is_explained(session: Session, item: WorkItem) -> Iterator[Hit]:
    """An overdue work item says why."""
    if item.state(session.as_of) is WorkState.OVERDUE and not item.explanation and item.due >= item.start:
        yield session.hit(item, "due", due=item.due, days=item.late(session.as_of))


@rule(
    "E104",
    "很久没有报进度",
    severity=Severity.WARNING,
    of=WorkItem,
    offered=True,
    message="{since} 以后没有报过进度，已经 {days} 天",
    hint="在 progress 里加一行：哪天、百分之几、做了什么；没有进展也写一行，写明原因",
    why="图挂在墙上没有人动，等于没有挂。",
    example=_example(
        "start: 2026-09-01\ndue: 2026-12-31\n",
        "start: 2026-09-01\ndue: 2026-12-31\nprogress: [{on: 2026-11-20, percent: 70, note: 已合并}]\n",
    ),
)
def reported_lately(session: Session, item: WorkItem) -> Iterator[Hit]:
    """Progress on work that is under way was reported within the last _STALE_DAYS days."""
    if item.done or item.start > session.as_of:
        return
    since = max((report.on for report in item.progress), default=item.start)
    days = (session.as_of - since).days
    if days > _STALE_DAYS:
        yield session.hit(item, "progress" if item.progress else "start", since=since, days=days)


@rule(
    "E105",
    "完成了没有写完成日期",
    of=WorkItem,
    message="{what}，没有写完成日期（done）",
    hint="写上 done: 完成的那一天；还没有做完的，改进度或删掉核实",
    why="没有完成日期，分不清是按期还是超期完成的。",
    example=_example(
        "start: 2026-11-01\ndue: 2026-12-31\nprogress: [{on: 2026-11-20, percent: 100, note: 都做完了}]\n",
        "start: 2026-11-01\ndue: 2026-12-31\nprogress: [{on: 2026-11-20, percent: 100, note: 都做完了}]\n"
        "done: 2026-11-20\n",
    ),
)
def done_has_a_date(session: Session, item: WorkItem) -> Iterator[Hit]:
    """What is verified, or at 100 %, has the day on which it was done."""
    if item.done:
        return
    if item.verified:
        yield session.hit(item, "verified", what="已经核实")
    if item.progress and item.progress[-1].percent == 100:
        yield session.hit(item, "progress", len(item.progress) - 1, "percent", what="进度是 100%")


@rule(
    "E106",
    "自己核实自己",
    of=WorkItem,
    message="核实的岗位就是承办的岗位“{post}”",
    hint="由责任领导岗位或督查岗位核实",
    why="自己说自己做完了，不算核实。",
    example=_example(
        "start: 2026-11-01\ndue: 2026-12-31\ndone: 2026-11-20\nverified: {on: 2026-11-21, by: zonghe-chuangkou}\n",
        "start: 2026-11-01\ndue: 2026-12-31\ndone: 2026-11-20\nverified: {on: 2026-11-21, by: daoshui-zixun}\n",
    ),
)
def verified_by_another(session: Session, item: WorkItem) -> Iterator[Hit]:
    """The post that verifies is not the one that did the work."""
    if item.verified and item.verified.by == item.post:
        yield session.hit(item, "verified", "by", post=item.post)


@rule(
    "E107",
    "责任岗位不在责任机构",
    of=WorkItem,
    offered=True,
    message="“{post}”属于{home}，责任机构写的是{organ}",
    hint="改责任岗位，或改责任机构",
    why="任务挂在一个部门名下，经办的却是另一个部门的岗位，出了事两边都不认。",
    example=Example(
        _FILE,
        _TASK.replace("banshui-fuwuting", "shili-shuiwuju") + "start: 2026-11-01\ndue: 2026-12-31\n",
        _TASK + "start: 2026-11-01\ndue: 2026-12-31\n",
    ),
)
def post_of_the_organ(session: Session, item: WorkItem) -> Iterator[Hit]:
    """The post that does the work belongs to the organ that answers for it."""
    post = session.registry.get(Post, item.post)
    if post and not session.lacks(post, "organ") and post.organ != item.organ:
        organs = session.registry.entries["organs"]
        names = {id: organs[id].name if id in organs else id for id in (post.organ, item.organ)}
        yield session.hit(item, "post", post=post.name, home=names[post.organ], organ=names[item.organ])


@rule(
    "E108",
    "完成很久没有核实",
    severity=Severity.WARNING,
    of=WorkItem,
    offered=True,
    message="{done} 就完成了，{days} 天没有核实",
    hint="核实后写上 verified: {{on: 日期, by: 核实岗位}}；核实不通过的，删掉 done，补一行进度",
    why="没有核实的完成只是自己的说法，挂着不销号会越积越多。",
    example=_example(
        "start: 2026-09-01\ndue: 2026-12-31\ndone: 2026-10-01\n",
        "start: 2026-09-01\ndue: 2026-12-31\ndone: 2026-10-01\nverified: {on: 2026-10-09, by: daoshui-zixun}\n",
    ),
)
def verified_soon(session: Session, item: WorkItem) -> Iterator[Hit]:
    """What is done is verified within 30 days."""
    days = (session.as_of - item.done).days if item.done else 0
    if item.done and not item.verified and days > 30:
        yield session.hit(item, "done", done=item.done, days=days)


@rule(
    "E109",
    "进度的百分比倒退，或者完成了不是100%",
    of=WorkItem,
    severity=Severity.WARNING,
    message="{what}",
    hint="核对百分比；真的要返工的，在这一次的 note 里写“返工”和为什么",
    why="百分比忽高忽低，图上的线没有人信。",
    example=_example(
        "start: 2026-09-01\ndue: 2026-12-31\n"
        "progress: [{on: 2026-10-20, percent: 80, note: 已合并}, {on: 2026-11-20, percent: 60, note: 已试用}]\n",
        "start: 2026-09-01\ndue: 2026-12-31\n"
        "progress: [{on: 2026-10-20, percent: 60, note: 已合并}, {on: 2026-11-20, percent: 80, note: 已试用}]\n",
    ),
)
def goes_forward(session: Session, item: WorkItem) -> Iterator[Hit]:
    """Progress does not fall, unless its note says that work is done again, and what is done is at 100 %."""
    for index, (before, report) in enumerate(pairwise(item.progress), 1):
        if report.percent < before.percent and "返工" not in (report.note or ""):
            what = f"上一次是 {before.percent}%，这一次是 {report.percent}%"
            yield session.hit(item, "progress", index, "percent", what=what)
    if item.done and item.progress and item.progress[-1].percent < 100:
        what = f"{item.done} 已经完成，最后一次进度是 {item.progress[-1].percent}%"
        yield session.hit(item, "progress", len(item.progress) - 1, "percent", what=what)


RULES = (
    in_order,
    already_happened,
    late_is_explained,
    reported_lately,
    done_has_a_date,
    verified_by_another,
    post_of_the_organ,
    verified_soon,
    goes_forward,
)
