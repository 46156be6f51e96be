"""E611-E615: the plan of revenue. Months in order, sums that do not fall, nothing of months to come or left out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Hit, Session, Severity, rule
from generator.model.periods import following
from generator.model.plan import Plan

_GRACE = 15


@rule(
    "E611",
    "月份不对",
    of=Plan,
    whole=True,
    message="{month}：{fault}",
    hint="一年一个文件，从1月起按月份从早到晚，一个月一行；过完的月份才写",
    why="月份乱了，累计和进度都会算错。",
    example=None,
)
def months_in_order(session: Session, plan: Plan) -> Iterator[Hit]:
    """The months are those of one year in order, from January on, and are over."""
    expected = f"{plan.rows[0].month[:4]}-01"
    for index, row in enumerate(plan.rows):
        fault = ""
        if row.month >= f"{session.as_of:%Y-%m}":
            fault = "还没有过完"
        elif row.month != expected:
            fault = f"这一行应当是 {expected}"
        if fault:
            yield session.hit(plan, "rows", index, "month", month=row.month, fault=fault)
        expected = following(row.month)


@rule(
    "E612",
    "累计数变小了",
    of=Plan,
    message="{month} 累计 {collected}，比上个月的 {before} 还少",
    hint="核对是不是填成了当月数；退税多的月份确实会变小，在说明里写明",
    why="累计数变小，多半是填成了当月数。",
    example=None,
)
def sums_do_not_fall(session: Session, plan: Plan) -> Iterator[Hit]:
    """A sum is not below that of the month before, unless a note says why."""
    before: Decimal | None = None
    for index, row in enumerate(plan.rows):
        collected = Decimal(row.collected)
        if before is not None and collected < before and not row.note:
            yield session.hit(plan, "rows", index, "collected", month=row.month, collected=collected, before=before)
        before = collected


@rule(
    "E613",
    "加压目标比计划还低",
    of=Plan,
    message="{fault}",
    hint="核对两个数；加压目标和谁定的要一起写",
    why="加压是在计划以上另定的目标，比计划低就是填反了。",
    example=None,
)
def raised_is_higher(session: Session, plan: Plan) -> Iterator[Hit]:
    """The raised target is above the plan, and says who set it."""
    if plan.raised and Decimal(plan.raised) < Decimal(plan.planned):
        yield session.hit(plan, "raised", fault=f"加压目标 {plan.raised} 低于年度计划 {plan.planned}")
    elif bool(plan.raised) != bool(plan.raised_by):
        fault = "写了加压目标，没有写谁定的" if plan.raised else "写了谁定的加压目标，没有写数"
        yield session.hit(plan, "raised" if plan.raised else "raised_by", fault=fault)


@rule(
    "E614",
    "少了月份",
    severity=Severity.WARNING,
    of=Plan,
    whole=True,
    message="{month} 过完 {days} 天了，还没有写",
    hint="补上这个月的累计数",
    why="按月公布的数断了，读者会想是不是不好看才不写。",
    example=None,
)
def no_month_left_out(session: Session, plan: Plan) -> Iterator[Hit]:
    """Every month of the plan's year that ended more than _GRACE days ago has a row."""
    month = following(plan.rows[-1].month)
    if month[:4] != plan.rows[-1].month[:4] or month >= f"{session.as_of:%Y-%m}":
        return
    after = following(month)
    ended = session.as_of.replace(year=int(after[:4]), month=int(after[5:]), day=1)
    days = (session.as_of - ended).days + 1
    if days > _GRACE:
        yield session.hit(plan, "rows", len(plan.rows) - 1, "month", month=month, days=days)


@rule(
    "E615",
    "上年同期和上一年的表不一样",
    of=Plan,
    message="{month} 的上年同期写的是 {said}，{file} 里 {before} 是 {known}",
    hint="核对两张表，改错的那一处；口径变了的，在说明里写明",
    why="同一个月两个数，增减就算错了。",
    example=None,
)
def year_before_agrees(session: Session, plan: Plan) -> Iterator[Hit]:
    """What a plan says of the year before is what that year's plan says, unless a note says why not."""
    known = {
        row.month: (Decimal(row.collected), session.registry.file(other))
        for other in session.current(Plan)
        for row in other.rows
    }
    for index, row in enumerate(plan.rows):
        before = f"{int(row.month[:4]) - 1}{row.month[4:]}"
        there = known.get(before)
        if row.year_before and not row.note and there and Decimal(row.year_before) != there[0]:
            words = {"month": row.month, "said": row.year_before, "before": before, "known": there[0], "file": there[1]}
            yield session.hit(plan, "rows", index, "year_before", **words)


RULES = (months_in_order, sums_do_not_fall, raised_is_higher, no_month_left_out, year_before_agrees)
