"""E621-E623: campaigns. Dates agree, figures say of which day they are, and what has ended has a result."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Hit, Session, Severity, examples, rule
from generator.model.campaigns import Campaign

_FILE = "campaigns/xuanchuan-yue.yml"
_CAMPAIGN = """name: 税收宣传月
summary: 让新办企业知道怎么开票。
organ: banshui-fuwuting
lead_post: daoshui-zixun
"""
_DATES = "begins: 2026-04-01\nends: 2026-04-30\n"
_PARTS = "parts: [{{name: 上门讲, unit: 场, target: 4{more}}}]\n"
_DONE = ", reached: 4, as_of: 2026-04-30"
_RESULT = "result: 讲了4场，来了120人。\n"


_example = examples(_FILE, _CAMPAIGN, _DATES + _PARTS.format(more=_DONE) + _RESULT)


@rule(
    "E621",
    "活动的日期不对",
    of=Campaign,
    message="{fault}",
    hint="核对日期",
    why="日期颠倒了，看不出活动在不在进行。",
    example=_example("begins: 2026-04-30\nends: 2026-04-01\n" + _PARTS.format(more=_DONE) + _RESULT),
)
def dates_agree(session: Session, item: Campaign) -> Iterator[Hit]:
    """A campaign ends after it begins, and its figures are not of days to come."""
    if item.ends < item.begins:
        yield session.hit(item, "ends", fault=f"结束 {item.ends} 早于开始 {item.begins}")
    for index, part in enumerate(item.parts):
        first = min(item.begins, item.ends)  # which of the two is wrong is not known
        if part.as_of and not first <= part.as_of <= session.as_of:
            fault = f"截至 {part.as_of} 不在活动开始以后、今天以前"
            yield session.hit(item, "parts", index, "as_of", fault=fault)


@rule(
    "E622",
    "做到多少没有写截至哪天",
    of=Campaign,
    message="“{part}”{fault}",
    hint="做到多少（reached）和截至（as_of）要一起写",
    why="没有日期的数，过一个月就不知道说的是什么时候。",
    example=_example(_DATES + _PARTS.format(more=", reached: 4") + _RESULT),
)
def figures_have_a_day(session: Session, item: Campaign) -> Iterator[Hit]:
    """A figure says of which day it is."""
    for index, part in enumerate(item.parts):
        if (part.reached is None) != (part.as_of is None):
            fault = "写了做到多少，没有写截至哪天" if part.as_of is None else "写了截至哪天，没有写做到多少"
            yield session.hit(item, "parts", index, part=part.name, fault=fault)


@rule(
    "E623",
    "活动结束了没有结果",
    severity=Severity.WARNING,
    of=Campaign,
    offered=True,
    message="{ends} 就结束了，{days} 天没有写结果",
    hint="在 result 里写做成了什么；没做成的写为什么",
    why="轰轰烈烈开头、不声不响结尾，下一次没有人来。",
    example=_example(_DATES + _PARTS.format(more=_DONE)),
)
def ends_with_a_result(session: Session, item: Campaign) -> Iterator[Hit]:
    """A campaign that ended 30 days ago has its result."""
    days = (session.as_of - item.ends).days
    if days > 30 and not item.result and item.begins <= item.ends:
        yield session.hit(item, "ends", ends=item.ends, days=days)


RULES = (dates_agree, figures_have_a_day, ends_with_a_result)
