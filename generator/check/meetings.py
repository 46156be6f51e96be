"""E741-E744: matters settled together. They are called in time, dates agree, and conclusions become work.

That a conclusion is there in time, and whole, is told by E301-E303: a meeting waits for an answer as a request does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.check.replies import end_of
from generator.check.rule import Hit, Session, Severity, examples, rule
from generator.model.meetings import Meeting

_FILE = "meetings/2026-01.yml"
_MATTER = """name: 园区企业的领票限额
number: 会办〔2026〕1号
received: 2026-11-20
organ: banshui-fuwuting
limit: fapiao-lingyong
kind: several
subject: 两个股室的口径不一样。
asked_by: daoshui-zixun
called_by: zonghe-chuangkou
call_limit: fapiao-lingyong
"""
_ORGANS = "organs: [banshui-fuwuting, shili-shuiwuju]\n"
_DECIDED = "called: 2026-11-20\nheld: 2026-11-20\nreplied: 2026-11-20\nreply: 按园区的限额办。\n"
_SETTLED = "settled: 当天改了系统里的限额\n"


_example = examples(_FILE, _MATTER, _ORGANS + _DECIDED + _SETTLED)


@rule(
    "E741",
    "会办的日期不对",
    of=Meeting,
    message="{later} {day} 早于{earlier} {before}",
    hint="核对日期：收到提请、召集、开会、结论、答复纳税人，从早到晚",
    why="先后颠倒的日期算不出几天有结论。",
    example=_example(_ORGANS + _DECIDED.replace("held: 2026-11-20", "held: 2026-11-19") + _SETTLED),
)
def in_order(session: Session, item: Meeting) -> Iterator[Hit]:
    """A matter is asked, called, held, decided and told in this order."""
    days = [
        ("received", "收到提请", item.received),
        ("called", "召集", item.called),
        ("held", "开会", item.held),
        ("replied", "结论", item.replied),
        ("told", "答复纳税人", item.told),
    ]
    known = [(field, name, day) for field, name, day in days if day]
    for (first, earlier, before), (field, later, day) in pairwise(known):
        if (
            day < before
            and not (first == "called" and before > session.as_of)
            and (first, field) != ("received", "replied")
        ):  # E302 compares these two
            yield session.hit(item, field, later=later, day=day, earlier=earlier, before=before)


@rule(
    "E742",
    "召集或结论超过了时限",
    severity=Severity.WARNING,
    of=Meeting,
    offered=True,
    message="最迟 {last} {what}，{fact}，没有写原因",
    hint="在 why_late 里写为什么；还没有召集的，今天就召集",
    why="会办就是为了不拖；拖了又不说原因，纳税人只能再跑一趟。",
    example=_example(_ORGANS + _DECIDED.replace("2026-11-20", "2026-11-23") + _SETTLED),
)
def called_in_time(session: Session, item: Meeting) -> Iterator[Hit]:
    """A matter is called and decided within its limits, or the reason why not is told."""
    if item.why_late:
        return
    called, decided = end_of(session, item.call_limit, item.received), end_of(session, item.limit, item.received)
    if called and (item.called or session.as_of) > called:
        fact = f"{item.called} 才召集" if item.called else "还没有召集"
        yield session.hit(item, "called" if item.called else "received", last=called, what="召集", fact=fact)
    if decided and item.replied and item.replied > decided:
        yield session.hit(item, "replied", last=decided, what="出结论", fact=f"{item.replied} 才有结论")


@rule(
    "E743",
    "只有一个机构参加",
    of=Meeting,
    message="参加机构只有 {count} 个",
    hint="写上参加会办的每个机构；一个机构自己能定的不用会办",
    why="会办是几个股室一起定；一个股室的会不解决互相推的问题。",
    example=_example("organs: [banshui-fuwuting]\n" + _DECIDED + _SETTLED),
)
def several_take_part(session: Session, item: Meeting) -> Iterator[Hit]:
    """At least two organs settle a matter."""
    if len(set(item.organs)) < 2 and not session.lacks(item, "organs"):
        yield session.hit(item, "organs", count=len(set(item.organs)))


@rule(
    "E744",
    "结论没有写怎么落实",
    of=Meeting,
    message="{replied} 有了结论，没有列入任务，也没有写怎么落实",
    hint="要做的事在 data/tasks/ 里建任务，写进 tasks；当场就落实的在 settled 里写；报上级的写 referral",
    why="有结论不落实，会就白开了。",
    example=_example(_ORGANS + _DECIDED),
)
def conclusions_become_work(session: Session, item: Meeting) -> Iterator[Hit]:
    """A conclusion has tasks, was carried out at once, or went on to the superior."""
    lacks = any(session.lacks(item, field) for field in ("tasks", "settled", "referral"))
    if item.replied and not (item.tasks or item.settled or item.referral or lacks):
        yield session.hit(item, "replied", replied=item.replied)


RULES = (in_order, called_in_time, several_take_part, conclusions_become_work)
