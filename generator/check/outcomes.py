"""E401-E406: outcomes of accountability. No few cases are shown, none is told from unknown, no quarter is left out."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Hit, Session, Severity, rule
from generator.model.outcomes import SMALL, Outcome
from generator.model.oversight import Oversight
from generator.model.periods import Every, ended, first_day, label, last_day, period_of

_GRACE = 15


@rule(
    "E401",
    "件数太少，认得出人",
    of=Outcome,
    message="{period} 只有 {cases} 件",
    hint="和别的期间合并（如写成半年、全年），或几种执行问题合并统计，满 3 件再写",
    why="一两件的数字，局里局外都猜得出是谁，等于公开了个人的处理结果。",
    example=None,
)
def few_are_merged(session: Session, item: Outcome) -> Iterator[Hit]:
    """No row counts one or two cases."""
    for index, row in enumerate(item.rows):
        if row.cases is not None and 0 < row.cases < SMALL:
            yield session.hit(item, "rows", index, "cases", period=label(row.period), cases=row.cases)


@rule(
    "E402",
    "没有和不知道分不清",
    of=Outcome,
    message="{period}：{fault}",
    hint="有的，写处理和件数；没有查实的，只写“没有查实的，截至”哪一天",
    why="空着、0 件和没有查实的不是一回事。",
    example=None,
)
def none_or_some(session: Session, item: Outcome) -> Iterator[Hit]:
    """A row either has a consequence and cases, or says that there were none by a day after the period began."""
    for index, row in enumerate(item.rows):
        some = row.cases is not None
        fault = ""
        if some == bool(row.none_by):
            fault = "既写件数，又写没有查实的" if some else "没有写件数，也没有写没有查实的"
        elif some and (not row.cases or not row.consequence):
            fault = "0 件要写成“没有查实的，截至”" if not row.cases else "没有写怎么处理"
        elif row.none_by and not first_day(row.period) <= row.none_by <= session.as_of:
            fault = f"截至的日期 {row.none_by} 不在这个期间开始以后、今天以前"
        if fault:
            yield session.hit(item, "rows", index, period=label(row.period), fault=fault)


@rule(
    "E403",
    "一行写了两遍",
    of=Outcome,
    message="{period} 的这一种处理已经写过",
    hint="合成一行",
    why="写了两遍，合计就多算了。",
    example=None,
)
def one_row_each(session: Session, item: Outcome) -> Iterator[Hit]:
    """Each period, failure and consequence has one row."""
    seen: set[tuple[object, ...]] = set()
    for index, row in enumerate(item.rows):
        key = (row.period, row.failure, row.rung, row.consequence)
        if key in seen:
            yield session.hit(item, "rows", index, "period", period=label(row.period))
        seen.add(key)


@rule(
    "E404",
    "期间还没有过完",
    of=Outcome,
    message="{period}还没有过完，不能有全期的件数",
    hint="过完再写；没有查实的可以先写，写明截至哪一天",
    why="没有过完的期间，数字一定不全。",
    example=None,
)
def period_is_over(session: Session, item: Outcome) -> Iterator[Hit]:
    """No row counts the cases of a period that has not ended."""
    for index, row in enumerate(item.rows):
        if row.cases is not None and last_day(row.period) >= session.as_of:
            yield session.hit(item, "rows", index, "period", period=label(row.period))


@rule(
    "E405",
    "少了一个季度",
    severity=Severity.WARNING,
    of=Outcome,
    whole=True,
    message="{period}过去 {days} 天了，没有写",
    hint="补一行；没有查实的写“没有查实的，截至”哪一天",
    why="不写和没有不是一回事：少一个季度，读者会想是不是藏起来了。",
    example=None,
)
def no_quarter_left_out(session: Session, item: Outcome) -> Iterator[Hit]:
    """Each quarter that ended is in the period of a row."""
    first = min(first_day(row.period) for row in item.rows)
    for quarter in ended(period_of(first, Every.QUARTER), session.as_of):
        days = (session.as_of - last_day(quarter)).days
        if days > _GRACE and not any(_covers(row.period, quarter) for row in item.rows):
            yield session.hit(item, "rows", len(item.rows) - 1, period=label(quarter), days=days)


def _covers(period: str, quarter: str) -> bool:
    """Return True if a period holds a whole quarter."""
    return first_day(period) <= first_day(quarter) and last_day(quarter) <= last_day(period)


@rule(
    "E406",
    "处理和阶梯对不上",
    of=Outcome,
    message="第 {rung} 次查实写的是“{said}”，{channel}的阶梯是“{laid}”",
    hint="改成阶梯上的处理，或改监督渠道里的阶梯",
    why="公开的规矩是一样，做的是另一样，等于没有规矩。",
    example=None,
)
def by_the_ladder(session: Session, item: Outcome) -> Iterator[Hit]:
    """A consequence on a rung of the ladder is the one that the ladder lays down."""
    channel = session.registry.get(Oversight, item.oversight)
    if channel is None or session.lacks(channel, "ladder"):
        return
    ladder = {rung.times: rung.consequence for rung in channel.ladder}
    for index, row in enumerate(item.rows):
        if row.rung is not None and row.consequence and ladder.get(row.rung) != row.consequence:
            words = {"rung": row.rung, "said": row.consequence, "laid": ladder.get(row.rung, "没有这一级")}
            yield session.hit(item, "rows", index, "consequence", channel=channel.name, **words)


RULES = (few_are_merged, none_or_some, one_row_each, period_is_over, no_quarter_left_out, by_the_ladder)
