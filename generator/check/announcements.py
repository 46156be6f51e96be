"""N501-N505: announcements come in time, lead to the official notice, and are taken down when they are over."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.announcements import Announcement
from generator.model.periods import MONTHS, every, first_day, label, last_day, left_out

_GRACE = 20
"""Days after the end of a period until its announcement must be there."""

_FILE = "announcements/qianshui.csv"
_HEADER = "期间,数量,公告网址,公布日期,应当撤下,撤下日期\n"
_URL = "https://www.example.gov.cn/gg/1.html"


def _table(*rows: str, every: str = "每季度") -> str:
    """Return the table of a kind, as an example of a rule; * stands for the address of a notice."""
    head = f"# 名称: 欠税公告\n# 公告类别: 欠税公告\n# 多久一次: {every}\n# 公告什么: 企业欠缴的税款\n# 单位: 户\n"
    head += "# 谁来公告: shili-shuiwuju\n# 依据: fapiao-guanli-banfa\n# 条款: 第十五条\n"
    return f"{head}{_HEADER}" + "".join(f"{row.replace('*', _URL)}\n" for row in rows)


_RIGHT = _table("2026-Q3,3,*,2026-10-12,,")


@rule(
    "N501",
    "公告少了一期",
    of=Announcement,
    whole=True,
    severity=Severity.WARNING,
    message="{missing}没有公告",
    hint="补一行；没有要公告的，数量写 0",
    why="到期不公告是失职；不写和没有不是一回事。",
    example=Example(_FILE, _table("2026-Q1,3,*,2026-04-12,,", "2026-Q3,2,*,2026-10-12,,"), _RIGHT),
)
def no_period_left_out(session: Session, item: Announcement) -> Iterator[Hit]:
    """Each period from the first row's on that ended more than _GRACE days ago has a row, if there is a rhythm."""
    if missing := left_out([row.period for row in item.rows], item.every, session.as_of, _GRACE):
        yield session.hit(item, "rows", len(item.rows) - 1, "period", missing="、".join(map(label, missing[:6])))


@rule(
    "N502",
    "公告没有网址或公布日期",
    of=Announcement,
    message="{period}公告了 {count}，没有写{missing}",
    hint="写官方网站上那篇公告的网址和公布日期；本站不登名单",
    why="只有数、没有原文，等于没有公告；名单里有纳税人的信息，不能进本站。",
    example=Example(_FILE, _table("2026-Q3,3,,2026-10-12,,"), _RIGHT),
)
def leads_to_the_notice(session: Session, item: Announcement) -> Iterator[Hit]:
    """A period with something announced has the address and the day of the notice."""
    for index, row in enumerate(item.rows):
        missing = [name for name, value in (("公告网址", row.url), ("公布日期", row.published_on)) if not value]
        if row.count and missing:
            words = {"period": label(row.period), "count": f"{row.count}{item.unit}", "missing": "、".join(missing)}
            yield session.hit(item, "rows", index, **words)


@rule(
    "N503",
    "公告的日期不对",
    of=Announcement,
    message="{period}：{fault}",
    hint="核对日期：先公布，后撤下；公布不早于期间开始，不晚于今天",
    why="伪造发稿日期是网站检查的单项否决。",
    example=Example(_FILE, _table("2026-Q3,3,*,2026-10-12,2026-10-01,"), _table("2026-Q3,3,*,2026-10-12,2026-12-31,")),
)
def days_in_order(session: Session, item: Announcement) -> Iterator[Hit]:
    """What is announced is published after its period began, by today, and taken down later."""
    for index, row in enumerate(item.rows):
        published, over, down = row.published_on, row.withdraw_on, row.withdrawn_on
        faults = {
            "published_on": published
            and not first_day(row.period) <= published <= session.as_of
            and f"写的是 {published} 公布，{'还没有到' if published > session.as_of else '在这一期开始以前'}",
            "withdraw_on": published and over and over <= published and f"{over} 撤下，{published} 才公布",
            "withdrawn_on": down
            and (not published or down < published or down > session.as_of)
            and f"写的是 {down} 撤下，{'还没有到' if down > session.as_of else '还没有公布'}",
        }
        for name, fault in faults.items():
            if fault:
                yield session.hit(item, "rows", index, name, period=label(row.period), fault=fault)


@rule(
    "N504",
    "公告期满没有撤下",
    of=Announcement,
    severity=Severity.WARNING,
    message="{period}的公告应当在 {over} 撤下，已经过了 {days} 天",
    hint="请官方网站撤下，在“撤下日期”写哪天撤的；延长的改“应当撤下”并说明",
    why="期满还挂着，公开就变成了对人的长期伤害。",
    example=Example(
        _FILE,
        _table("2026-Q3,3,*,2026-10-12,2026-11-12,"),
        _table("2026-Q3,3,*,2026-10-12,2026-11-12,2026-11-12"),
    ),
)
def taken_down_in_time(session: Session, item: Announcement) -> Iterator[Hit]:
    """What is over has been taken down."""
    for index, row in enumerate(item.rows):
        if row.withdraw_on and row.withdraw_on < session.as_of and not row.withdrawn_on:
            words = {"over": row.withdraw_on, "days": (session.as_of - row.withdraw_on).days}
            yield session.hit(item, "rows", index, "withdraw_on", period=label(row.period), **words)


@rule(
    "N505",
    "公告的周期不对",
    of=Announcement,
    message="{what}",
    hint="欠税公告企业每季度、个体户每半年；A级名单每年；期间的写法要和周期一样",
    why="法定的公告周期只能更勤，不能更稀。",
    example=Example(_FILE, _table("2025,3,*,2026-01-12,,", every="每年"), _RIGHT),
)
def often_enough(session: Session, item: Announcement) -> Iterator[Hit]:
    """A kind with a cadence by law has a rhythm that is not slower, and periods are as long as the rhythm."""
    slowest = item.kind.slowest
    if slowest and (item.every is None or MONTHS[item.every] > MONTHS[slowest]):
        said = item.every.label if item.every else "没有写多久一次"
        yield session.hit(item, "every", what=f"{item.kind.label}至少{slowest.label}一次，这里是{said}")
    for index, row in enumerate(item.rows):
        if item.every and every(row.period) is not item.every:
            what = f"期间写的是 {row.period}，这一种{item.every.label}一次"
            yield session.hit(item, "rows", index, "period", what=what)


@rule(
    "N506",
    "这一期没有过完就公布了",
    of=Announcement,
    severity=Severity.WARNING,
    message="{period}写的是 {day} 公布，别的各期都是过完以后公布的",
    hint="核对公布日期和公告网址，多半写成了上一期的",
    why="网址指到上一期的公告，读者看到的是旧的名单。",
    example=None,
)
def after_its_period(session: Session, item: Announcement) -> Iterator[Hit]:
    """No row alone is published before its period ends, where all others, three or more, are published after."""
    early = [
        (index, row)
        for index, row in enumerate(item.rows)
        if row.published_on and row.published_on <= last_day(row.period)
    ]
    late = sum(row.published_on is not None for row in item.rows) - len(early)
    if len(early) == 1 and late >= _OTHERS:
        index, row = early[0]
        yield session.hit(item, "rows", index, "published_on", period=label(row.period), day=row.published_on)


_OTHERS = 3

RULES = (after_its_period, no_period_left_out, leads_to_the_notice, days_in_order, taken_down_in_time, often_enough)
