"""E731-E738: consultations. People have time to speak, stages take their time, and what came of it is told in time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

from generator.check.content import exists, pages_known
from generator.check.replies import end_of
from generator.check.rule import Hit, Session, Severity, examples, rule
from generator.model.consultations import Consultation, ConsultationState, StageKind, Taken

COMMENT_DAYS = 30
"""Days for public comment (decree 713, article 15)."""

PAPER_DAYS = 7
"""Days between papers and a hearing (article 16)."""

LEGALITY_DAYS = 7
"""Working days for the review of legality (article 26)."""

_FILE = "consultations/banshui-shijian.yml"
_DRAFT = """name: 调整大厅办公时间
summary: 中午也开门。
concerns: 来大厅办事的人
organ: banshui-fuwuting
post: daoshui-zixun
ways: [public_call]
channels: [{kind: phone, phone: 0600-5551001}]
limit: fapiao-lingyong
regime: shouwen-zeren-zhi
"""
_OPEN = "opens: 2026-10-31\ncloses: 2026-12-15\npoints: [中午不关门]\n"
_CLOSED = "opens: 2026-09-01\ncloses: 2026-10-10\npoints: [中午不关门]\n"
_TAKEN = "received: 3\nopinions: [{text: 中午人少, count: 3, taken: no, why: 上班的人只有中午能来}]\n"
_RESULT = "reported_on: 2026-10-12\nresult: 从12月1日起中午开门。\n"


_example = examples(_FILE, _DRAFT, _OPEN)


@rule(
    "E731",
    "征求意见的日期不对",
    of=Consultation,
    message="{fault}",
    hint="核对这两个日期",
    why="先后颠倒的日期算不出现在能不能提意见。",
    example=_example("opens: 2026-12-15\ncloses: 2026-10-31\npoints: [中午不关门]\n"),
)
def in_order(session: Session, item: Consultation) -> Iterator[Hit]:
    """Comment ends after it begins, results come after it ended, and what is told as done has happened."""
    if item.closes < item.opens:
        yield session.hit(item, "closes", fault=f"截止 {item.closes} 早于开始 {item.opens}")
    if item.reported_on and item.reported_on <= item.closes:
        yield session.hit(item, "reported_on", fault=f"{item.reported_on} 公布结果，{item.closes} 才截止")
    for path, what, day in (
        (("reported_on",), "公布结果日期", item.reported_on),
        (("stopped", "on"), "决定不再推进的日期", item.stopped.on if item.stopped else None),
    ):
        if day and day > session.as_of:
            yield session.hit(item, *path, fault=f"{what} {day} 还没有到")
    for index, stage in enumerate(item.stages):
        if stage.ends and stage.ends < stage.begins:
            fault = f"{stage.kind.label}结束 {stage.ends} 早于开始 {stage.begins}"
            yield session.hit(item, "stages", index, "ends", fault=fault)


@rule(
    "E732",
    "征求意见的时间太短",
    of=Consultation,
    message="只有 {days} 天，没有写原因",
    hint="一般不少于 30 日；确实来不及的，在 shortened 里写明原因",
    why="《重大行政决策程序暂行条例》第十五条：公开征求意见一般不少于30日，缩短的要说明原因。",
    example=_example("opens: 2026-11-20\ncloses: 2026-12-10\npoints: [中午不关门]\n"),
)
def time_to_speak(session: Session, item: Consultation) -> Iterator[Hit]:
    """People can speak for COMMENT_DAYS, or are told why not."""
    if 0 < item.days() < COMMENT_DAYS and not item.shortened:
        yield session.hit(item, "closes", days=item.days())


@rule(
    "E733",
    "决策的环节走得太快",
    of=Consultation,
    message="{fault}",
    hint="改日期；确实来不及的，在这个环节的 short 里写明原因",
    why="条例第十六条：听证材料提前7日送达；第二十六条：合法性审查一般不少于7个工作日。",
    example=_example(
        _CLOSED + _TAKEN + _RESULT + "stages: [{kind: legality, begins: 2026-10-12, ends: 2026-10-13, note: 法制股}]\n",
        _CLOSED + _TAKEN + _RESULT + "stages: [{kind: legality, begins: 2026-09-01, ends: 2026-10-13, note: 法制股}]\n",
    ),
)
def stages_take_their_time(session: Session, item: Consultation) -> Iterator[Hit]:
    """Papers come PAPER_DAYS before a hearing; a review of legality has LEGALITY_DAYS working days."""
    for index, stage in enumerate(item.stages):
        if stage.short:
            continue
        if stage.kind is StageKind.HEARING:
            if stage.papers is None:
                yield session.hit(item, "stages", index, fault="听证没有写材料送达日期（papers）")
            elif (stage.begins - stage.papers).days < PAPER_DAYS:
                fault = f"听证材料 {stage.papers} 送达，{stage.begins} 就开会，不满 {PAPER_DAYS} 日"
                yield session.hit(item, "stages", index, "papers", fault=fault)
        if stage.kind is StageKind.LEGALITY and stage.ends and stage.ends >= stage.begins:
            days = session.calendar.count(stage.begins, stage.ends)
            if days < LEGALITY_DAYS:
                fault = f"合法性审查只有 {days} 个工作日，不满 {LEGALITY_DAYS} 个"
                yield session.hit(item, "stages", index, "ends", fault=fault)


@rule(
    "E734",
    "决策的环节颠倒了",
    of=Consultation,
    message="{fault}",
    hint="核对日期；先征求意见，再合法性审查，最后集体讨论",
    why="定了再问，问就是走过场；没有经过合法性审查的不能提交集体讨论。",
    example=_example(
        _OPEN + "stages: [{kind: collective, begins: 2026-11-02, note: 局长办公会}]\n",
        _OPEN + "stages: [{kind: research, begins: 2026-10-01, note: 走了两个分局}]\n",
    ),
)
def stages_in_order(session: Session, item: Consultation) -> Iterator[Hit]:
    """Stages follow one another, and nothing is decided before people have spoken and the law was looked at."""
    for index, (before, stage) in enumerate(pairwise(item.stages), 1):
        if stage.begins < before.begins:
            fault = f"{stage.kind.label} {stage.begins} 排在{before.kind.label} {before.begins} 后面"
            yield session.hit(item, "stages", index, "begins", fault=fault)
    reviewed = [stage.ends or stage.begins for stage in item.stages if stage.kind is StageKind.LEGALITY]
    for index, stage in enumerate(item.stages):
        if stage.kind is not StageKind.COLLECTIVE:
            continue
        if stage.begins <= item.closes:
            fault = f"{stage.begins} 就集体讨论，{item.closes} 才截止"
            yield session.hit(item, "stages", index, "begins", fault=fault)
        elif not reviewed or min(reviewed) > stage.begins:
            fault = f"{stage.begins} 集体讨论以前没有合法性审查"
            yield session.hit(item, "stages", index, "begins", fault=fault)


@rule(
    "E735",
    "没有草案可看",
    of=Consultation,
    message="{opens} 开始征求意见，没有写草案（draft）或草案要点（points）",
    hint="写草案页面的地址，或者一条一行写要点",
    why="看不到草案，提不出意见。",
    example=_example("opens: 2026-10-31\ncloses: 2026-12-15\n"),
)
def draft_is_there(session: Session, item: Consultation) -> Iterator[Hit]:
    """From the first day there is a draft to read."""
    lacks = session.lacks(item, "draft") or session.lacks(item, "points")
    if item.opens <= session.as_of and not item.draft and not item.points and not lacks:
        yield session.hit(item, "opens", opens=item.opens)


@rule(
    "E736",
    "截止很久没有结果",
    severity=Severity.WARNING,
    of=Consultation,
    offered=True,
    message="{closes} 截止，最迟 {last} 公布结果，已经超期 {days} 天，没有写说明",
    hint="写 reported_on、result 和意见采纳；还定不了的在 delayed 里写为什么、最迟哪天；不单独公布的写 no_report",
    why="意见收上去就没有下文，下一次没有人提。",
    example=_example(_CLOSED, _CLOSED + _TAKEN + _RESULT),
)
def told_in_time(session: Session, item: Consultation) -> Iterator[Hit]:
    """A closed consultation has its result by the end of its limit, or an explanation."""
    last = result_due(session, item)
    if last and item.state(session.as_of) is ConsultationState.ANALYSING and last < session.as_of and not item.delayed:
        days = (session.as_of - last).days
        yield session.hit(item, "closes", closes=item.closes, last=last, days=days)


def result_due(session: Session, item: Consultation) -> datetime.date | None:
    """Return the last day for the result; None if the limit gives none."""
    return end_of(session, item.limit, item.closes)


@rule(
    "E737",
    "结果没有说意见采纳了没有",
    of=Consultation,
    message="{fault}",
    hint="received 写收到多少条（没有写 0），opinions 里各条的 count 加起来要和它相等，没有采纳的写 why",
    why="决定公布时要说明意见采纳情况，没有采纳的说明理由。",
    example=_example(_CLOSED + _RESULT, _CLOSED + _TAKEN + _RESULT),
)
def opinions_add_up(session: Session, item: Consultation) -> Iterator[Hit]:
    """A result says how many opinions came in, what became of each, and why if it was not taken up."""
    if session.lacks(item, "opinions") or session.lacks(item, "received"):
        return
    if item.reported_on and item.received is None:
        yield session.hit(item, "reported_on", fault="公布了结果，没有写收到多少条意见（received）")
    elif item.reported_on or item.opinions:
        told = sum(opinion.count for opinion in item.opinions)
        if told != (item.received or 0):
            yield session.hit(item, "opinions", fault=f"各类意见共 {told} 条，收到的是 {item.received or 0} 条")
    for index, opinion in enumerate(item.opinions):
        if opinion.taken is not Taken.YES and not opinion.why:
            fault = f"“{opinion.text}”{opinion.taken.label}，没有写为什么"
            yield session.hit(item, "opinions", index, fault=fault)


@rule(
    "E738",
    "征求意见的页面或结果不全",
    message="{fault}",
    hint="地址从“/”写起，写本站有的页面；公布结果要有日期（reported_on）和结果（result）",
    why="点进去没有内容，等于没有公布。",
    example=_example(_OPEN + "draft: /news/meiyou/\n", _OPEN + "draft: /about/site/\n"),
)
def pages_exist(session: Session) -> Iterator[Hit]:
    """The pages of the draft and the result are the site's, and a result has its day and its text."""
    known = pages_known(session)
    for item in session.current(Consultation):
        for field, page in (("draft", item.draft), ("result_page", item.result_page)):
            if page and not exists(session, page, known):
                yield session.hit(item, field, fault=f"{page} 不是本站的页面")
        if item.reported_on and not item.result and not session.lacks(item, "result"):
            yield session.hit(item, "reported_on", fault="写了公布结果日期，没有写结果")
        if item.result and not item.reported_on and not session.lacks(item, "reported_on"):
            yield session.hit(item, "result", fault="写了结果，没有写公布结果日期")


RULES = (
    in_order,
    time_to_speak,
    stages_take_their_time,
    stages_in_order,
    draft_is_there,
    told_in_time,
    opinions_add_up,
    pages_exist,
)
