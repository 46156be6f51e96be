"""P101-P104, P107: monthly figures. Each month has one row, with both figures or the reason why there are none."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Hit, Session, rule
from generator.model.results import Result


@rule(
    "P101",
    "做到的比总数还多",
    of=Result,
    message="{month} 做到 {met} 件，总数只有 {total} 件",
    hint="核对这两格；两列可能填反了",
    why="比例超过 100% 的数字没有人会信。",
    example=None,
)
def more_than_all(session: Session, result: Result) -> Iterator[Hit]:
    """`met` is not greater than `total`."""
    for index, row in enumerate(result.rows):
        if row.met is not None and row.total is not None and row.met > row.total:
            yield session.hit(result, "rows", index, "met", month=row.month, met=row.met, total=row.total)


@rule(
    "P102",
    "一个月写了两行",
    of=Result,
    message="{month} 已经写过了",
    hint="留下对的一行；更正过的数字改原来那一行",
    why="同一个月两个数，读者不知道信哪个。",
    example=None,
)
def month_twice(session: Session, result: Result) -> Iterator[Hit]:
    """Each month has one row."""
    seen: set[str] = set()
    for index, row in enumerate(result.rows):
        if row.month in seen:
            yield session.hit(result, "rows", index, "month", month=row.month)
        seen.add(row.month)


@rule(
    "P103",
    "月份还没有过完",
    of=Result,
    message="{month} 还没有过完，不能有全月的数字",
    hint="核对月份；等这个月过完再填",
    why="没有过完的月份，数字一定不全。",
    example=None,
)
def month_to_come(session: Session, result: Result) -> Iterator[Hit]:
    """No row is for a month that has not ended."""
    for index, row in enumerate(result.rows):
        if row.month >= f"{session.as_of:%Y-%m}":
            yield session.hit(result, "rows", index, "month", month=row.month)


@rule(
    "P104",
    "没有数字也没有原因",
    of=Result,
    message="{month} 没有填全“做到”和“总数”，也没有写没有统计的原因",
    hint="填上两个数（没有这类事就填 0）；没有统计的，在“没有统计的原因”里写明",
    why="空着不等于 0，读者分不清是没有还是忘了。",
    example=None,
)
def neither_figures_nor_reason(session: Session, result: Result) -> Iterator[Hit]:
    """A row has either both figures or the reason why there are none."""
    for index, row in enumerate(result.rows):
        counted = row.met is not None and row.total is not None
        if counted == bool(row.not_measured):
            yield session.hit(result, "rows", index, month=row.month)


@rule(
    "P107",
    "没达到目标，没有写原因和补救",
    of=Result,
    message="{month} 做到 {met} / {total}，不到目标 {target}%：没有写{missing}",
    hint="在“没做到的原因”和“怎么补救”里写明；不写具体的人和纳税人",
    why="没做到不说为什么、怎么改，数字公布了也没有用。",
    example=None,
)
def miss_is_explained(session: Session, result: Result) -> Iterator[Hit]:
    """A month below the target has an explanation and a remedy."""
    for index, row in enumerate(result.rows):
        missing = [name for name, text in (("原因", row.explanation), ("补救", row.remedy)) if not text]
        if missing and row.reaches(result.at_least) is False:
            words = {"month": row.month, "met": row.met, "total": row.total, "target": result.at_least}
            yield session.hit(result, "rows", index, "month", **words, missing="和".join(missing))


RULES = (more_than_all, month_twice, month_to_come, neither_figures_nor_reason, miss_is_explained)
