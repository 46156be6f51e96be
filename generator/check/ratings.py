"""N601-N604: ratings: counts that fit, one row each, no period left out, and every bad rating closed or explained."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.periods import every, label, last_day, left_out
from generator.model.ratings import Rating

_GRACE = 15
"""Days after the end of a period until its figures must be there."""

_FILE = "ratings/haochaping.csv"


def _table(*rows: str) -> str:
    """Return a table of ratings, as an example of a rule."""
    head = "# 名称: 好差评\n# 多久一次: 每季度\n# 统计口径: 窗口评价器\n# 差评几天内办结: 5\n"
    titles = "期间,渠道,办结,非常满意,满意,基本满意,不满意,非常不满意,差评已办结,按期办结,最长几天,说明\n"
    return f"{head}{titles}" + "".join(f"{row}\n" for row in rows)


_RIGHT = _table("2026-Q3,窗口,1200,800,100,20,2,1,3,3,4,")


@rule(
    "N601",
    "好差评的数对不上",
    of=Rating,
    message="{period}{channel}：{fault}",
    hint="核对五档的人数和差评办结的件数",
    why="评价数、办结数对不上，好评率就是假的。",
    example=Example(_FILE, _table("2026-Q3,窗口,1200,800,100,20,2,1,4,3,4,"), _RIGHT),
)
def numbers_fit(session: Session, item: Rating) -> Iterator[Hit]:
    """No more rated than were finished, and no more bad ratings were closed than there are."""
    for index, row in enumerate(item.rows):
        faults = {
            "finished": row.finished is not None
            and row.rated > row.finished
            and f"评价 {row.rated} 件，办结只有 {row.finished} 件",
            "closed": row.closed > row.negative and f"差评 {row.negative} 件，办结了 {row.closed} 件",
            "in_time": row.in_time > row.closed and f"差评办结 {row.closed} 件，按期办结 {row.in_time} 件",
            "longest": row.closed and row.longest is None and "有办结的差评，没有写最长几天",
        }
        for name, fault in faults.items():
            if fault:
                words = {"period": label(row.period), "channel": row.channel.label}
                yield session.hit(item, "rows", index, name, fault=fault, **words)


@rule(
    "N602",
    "差评没有办结或超期，没有说明",
    of=Rating,
    message="{period}{channel}：{fault}，没有写说明",
    hint="在“说明”里写为什么、什么时候办结；已经办结的改数",
    why="差评件件要回访、核实、整改、反馈；不说原因的差评等于白评。",
    example=Example(
        _FILE,
        _table("2026-Q3,窗口,1200,800,100,20,2,1,2,2,4,"),
        _table("2026-Q3,窗口,1200,800,100,20,2,1,2,2,4,1件等系统升级，12月10日前改好"),
    ),
)
def bad_ratings_are_closed(session: Session, item: Rating) -> Iterator[Hit]:
    """A period that is over has all bad ratings closed in time, or a note."""
    for index, row in enumerate(item.rows):
        open_, late = row.negative - row.closed, row.closed - row.in_time
        if not row.note and (open_ > 0 or late > 0) and last_day(row.period) < session.as_of:
            fault = f"差评 {open_} 件没有办结" if open_ > 0 else f"差评 {late} 件超过 {item.limit} 个工作日才办结"
            yield session.hit(item, "rows", index, period=label(row.period), channel=row.channel.label, fault=fault)


@rule(
    "N603",
    "好差评少了一期",
    of=Rating,
    whole=True,
    severity=Severity.WARNING,
    message="{missing}没有数",
    hint="补上这一期各渠道的数；没有人评价的，五档都写 0",
    why="少一期，读者会想是不是那一期评得不好。",
    example=Example(
        _FILE,
        _table("2026-Q1,窗口,1200,800,100,20,0,0,0,0,,", "2026-Q3,窗口,1200,800,100,20,0,0,0,0,,"),
        _RIGHT,
    ),
)
def no_period_left_out(session: Session, item: Rating) -> Iterator[Hit]:
    """Each period from the first row's on that ended more than _GRACE days ago has a row."""
    if missing := left_out([row.period for row in item.rows], item.every, session.as_of, _GRACE):
        yield session.hit(item, "rows", len(item.rows) - 1, "period", missing="、".join(map(label, missing[:6])))


@rule(
    "N604",
    "好差评的一行写错了期间或写了两遍",
    of=Rating,
    message="{period}{channel}：{fault}",
    hint="一期一个渠道一行；期间的长短和“多久一次”一样",
    why="写了两遍，合计就多算了。",
    example=Example(
        _FILE,
        _table("2026-Q3,窗口,1200,800,100,20,0,0,0,0,,", "2026-Q3,窗口,1200,800,100,20,0,0,0,0,,"),
        _RIGHT,
    ),
)
def one_row_each(session: Session, item: Rating) -> Iterator[Hit]:
    """Each period and channel has one row, and periods are as long as the table says."""
    seen: set[tuple[str, object]] = set()
    for index, row in enumerate(item.rows):
        key = (row.period, row.channel)
        wrong = every(row.period) is not item.every
        if wrong or key in seen:
            fault = f"这张表是{item.every.label}一次" if wrong else "已经写过了"
            yield session.hit(item, "rows", index, "period", period=row.period, channel=row.channel.label, fault=fault)
        seen.add(key)


RULES = (numbers_fit, bad_ratings_are_closed, no_period_left_out, one_row_each)
