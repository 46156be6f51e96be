"""E301-E308: what waits for an answer. It is answered in time, and the answer says what becomes of it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from generator.calendar.limits import due
from generator.calendar.registry import countdown
from generator.check.rule import Hit, Session, Severity, examples, rule
from generator.model.meetings import Meeting
from generator.model.organs import Organ
from generator.model.posts import Post
from generator.model.replies import Awaiting, ReplyState
from generator.model.requests import BranchRequest, Route
from generator.model.suggestions import Adopted, Suggestion
from generator.model.time_limits import TimeLimit
from generator.model.types import Unit

_FILE = "suggestions/2026-001.yml"
_SUGGESTION = """name: 中午也开一个窗口
number: 建言〔2026〕1号
received: 2026-11-20
organ: banshui-fuwuting
limit: fapiao-lingyong
channel: box
theme: 办公时间
text: 中午能不能开一个窗口。
"""
_ANSWERED = "replied: 2026-11-20\nreply: 12月起中午开一个窗口。\nadopted: yes\n"


_example = examples(_FILE, _SUGGESTION, _ANSWERED)


def last_day(session: Session, item: Awaiting) -> datetime.date | None:
    """Return the last day for an answer by the item's time limit; None if the limit gives none."""
    return end_of(session, item.limit, item.received)


def end_of(session: Session, id: str, start: datetime.date) -> datetime.date | None:
    """Return the last day of a time limit that runs from `start`; None if the limit gives none."""
    limit = session.registry.get(TimeLimit, id)
    if limit is None or limit.before or session.mended(limit):
        return None
    length = limit.promised or limit.statutory
    if length is None:
        return None
    if length.unit is Unit.ON_THE_SPOT:
        return start
    try:
        return due(session.calendar, countdown(limit, length, start)).date
    except (OverflowError, ValueError):  # beyond the years that can be reckoned: V904 tells of the date
        return None


def reply_state(session: Session, item: Awaiting) -> ReplyState:
    """Return how an answer stands to its last day on the day of the session."""
    last = last_day(session, item)
    if item.replied and item.replied <= session.as_of:
        return ReplyState.LATE if last and item.replied > last else ReplyState.IN_TIME
    return ReplyState.OVERDUE if last and session.as_of > last else ReplyState.OPEN


@rule(
    "E301",
    "答复没有写全",
    of=Awaiting,
    message="{fault}",
    hint="答复日期（replied）和答复（reply）要一起写",
    why="只有日期看不到答了什么，只有答复不知道是不是按期。",
    example=_example("replied: 2026-11-20\nadopted: yes\n"),
)
def reply_is_whole(session: Session, item: Awaiting) -> Iterator[Hit]:
    """An answer has its day and its text."""
    if item.replied and not item.reply:
        yield session.hit(item, "replied", fault="写了答复日期，没有写答复")
    elif item.reply and not item.replied:
        yield session.hit(item, "reply", fault="写了答复，没有写答复日期")


@rule(
    "E302",
    "答复的日期不对",
    of=Awaiting,
    message="{fault}",
    hint="核对两个日期",
    why="日期对不上，算不出是不是按期。",
    example=_example(_ANSWERED.replace("2026-11-20", "2026-11-02")),
)
def answered_after_received(session: Session, item: Awaiting) -> Iterator[Hit]:
    """What has been received is answered then or later, and neither is to come."""
    if item.received > session.as_of:
        yield session.hit(item, "received", fault=f"收到日期 {item.received} 还没有到")
    elif item.replied and item.replied < item.received:
        yield session.hit(item, "replied", fault=f"答复 {item.replied} 早于收到 {item.received}")
    elif item.replied and item.replied > session.as_of:
        yield session.hit(item, "replied", fault=f"答复日期 {item.replied} 还没有到")


@rule(
    "E303",
    "超期没有答复",
    severity=Severity.WARNING,
    of=Awaiting,
    offered=True,
    message="最迟 {last} 答复，已经超期 {days} 天",
    hint="催{organ}答复，写上 replied 和 reply；要上级定的也要先答复报到了哪里",
    why="承诺了期限没有答复，网页上会标出超期天数。",
    example=_example(""),
)
def answered_in_time(session: Session, item: Awaiting) -> Iterator[Hit]:
    """Nothing waits beyond its last day for an answer."""
    last = last_day(session, item)
    if last and reply_state(session, item) is ReplyState.OVERDUE:
        organ = session.registry.get(Organ, item.organ)
        words = {"last": last, "days": (session.as_of - last).days, "organ": organ.name if organ else item.organ}
        yield session.hit(item, "received", **words)


@rule(
    "E304",
    "没有写采纳没有",
    of=Suggestion,
    message="{fault}",
    hint="adopted 写 yes(采纳)、partly(部分采纳)、no(没有采纳)或 forwarded(报上级)；除了采纳，都在 reason 里写为什么",
    why="提意见的人最想知道的是：听进去没有，为什么。",
    example=_example(_ANSWERED.replace("yes", "no")),
)
def says_what_became_of_it(session: Session, item: Suggestion) -> Iterator[Hit]:
    """An answered suggestion says whether it is adopted, and if not wholly, why."""
    if item.replied and not item.adopted and not session.lacks(item, "adopted"):
        yield session.hit(item, "replied", fault="答复了，没有写采纳没有")
    elif item.adopted and item.adopted is not Adopted.YES and not item.reason:
        yield session.hit(item, "adopted", fault=f"{item.adopted.label}，没有写为什么")


@rule(
    "E305",
    "登记号重复",
    message="登记号“{number}”已经用在 {other}",
    hint="改成各自的登记号",
    why="提意见的人凭登记号查答复，两条同号就查错了。",
    example=None,
)
def one_number_each(session: Session) -> Iterator[Hit]:
    """Each registry gives a number once."""
    for record in (Suggestion, BranchRequest, Meeting):
        seen: defaultdict[str, list[Awaiting]] = defaultdict(list)
        for item in session.registry.all(record).values():
            seen[item.number].append(item)
        for number, (first, *others) in seen.items():
            for item in others:
                yield session.hit(item, "number", number=number, other=session.registry.file(first))


@rule(
    "E306",
    "这个时限算不出哪天答复",
    of=Awaiting,
    message="时限“{limit}”没有写多长，或者是倒着数的",
    hint="换成写了承诺时限的那一项，如建言献策的答复时限",
    why="期限是算出来的，不是写出来的；算不出就看不出谁超期。",
    example=None,
)
def limit_has_a_length(session: Session, item: Awaiting) -> Iterator[Hit]:
    """The time limit gives a last day."""
    limit = session.registry.get(TimeLimit, item.limit)
    if limit and not session.mended(limit) and last_day(session, item) is None:
        yield session.hit(item, "limit", limit=limit.name)


@rule(
    "E307",
    "扎口的岗位不在请示的分局",
    of=BranchRequest,
    message="“{post}”不是{branch}的岗位",
    hint="重大请示写这个分局的分局长岗，一般请示写副分局长岗",
    why="一个分局只从一个出口报，出口不是自己的，谁也不知道谁报的。",
    example=None,
)
def through_its_own_post(session: Session, item: BranchRequest) -> Iterator[Hit]:
    """The post through which a request goes belongs to the branch."""
    post, branch = session.registry.get(Post, item.through), session.registry.get(Organ, item.branch)
    if post and branch and not session.lacks(post, "organ") and post.organ != item.branch:
        yield session.hit(item, "through", post=post.name, branch=branch.name)


@rule(
    "E308",
    "两种请示从一个岗位报",
    message="“{post}”在这里报一般请示，在 {other} 报重大请示",
    hint="重大请示由分局长扎口、书面上报，一般请示由副分局长扎口、电话联系",
    why="分开扎口，是为了一般的事当天电话问清、重大的事有书面可查。",
    example=None,
)
def one_route_each(session: Session) -> Iterator[Hit]:
    """No post carries both weighty and ordinary requests."""
    weighty = {item.through: item for item in session.current(BranchRequest) if item.route is Route.WEIGHTY}
    for item in session.current(BranchRequest):
        if item.route is Route.ORDINARY and item.through in weighty:
            post = session.registry.get(Post, item.through)
            words = {"post": post.name if post else item.through}
            yield session.hit(item, "through", **words, other=session.registry.file(weighty[item.through]))


RULES = (
    reply_is_whole,
    answered_after_received,
    answered_in_time,
    says_what_became_of_it,
    one_number_each,
    limit_has_a_length,
    through_its_own_post,
    one_route_each,
)
