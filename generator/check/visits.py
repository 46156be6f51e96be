"""G411-G415: visits to the counter and ways to avoid them, by the audit rules (审查规则)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, rule
from generator.model.procedures import OnlineDepth, Procedure
from generator.model.types import ChannelKind

_FILE = "procedures/fapiao-lingyong.yml"
_REMOTE = {ChannelKind.ONLINE, ChannelKind.MOBILE}


@rule(
    "G411",
    "没有写到现场几次",
    of=Procedure,
    offered=True,
    message="没有写要跑几次(visits)",
    hint="写 visits: {{count: 0}}；要到现场的写次数和原因",
    why="审查规则第4条：到办事现场次数必须写明。",
    example=Example("procedures/fapiao-lingyong.yml", "visits: (不写)\n", "visits: {count: 1, reason: 领取纸质发票}\n"),
)
def visits(session: Session, item: Procedure) -> Iterator[Hit]:
    """The number of visits is stated (audit rule 4)."""
    if item.visits is None:
        yield session.hit(item, "visits")


@rule(
    "G412",
    "到现场的原因不对",
    of=Procedure,
    offered=True,
    message="{what}",
    hint="{todo}",
    why="审查规则第5、6条：要跑就说清为什么；不用跑就不写原因。",
    example=Example(_FILE, "visits: {count: 1}\n", "visits: {count: 1, reason: 领取纸质发票}\n"),
)
def visit_reason(session: Session, item: Procedure) -> Iterator[Hit]:
    """If visits are needed, the reason is stated; if none is needed, no reason is (audit rules 5 and 6)."""
    if item.visits and item.visits.count and not item.visits.reason:
        what, todo = f"要到现场 {item.visits.count} 次，没有写原因", "写上 reason：为什么必须到现场"
        yield session.hit(item, "visits", what=what, todo=todo)
    elif item.visits and not item.visits.count and item.visits.reason:
        yield session.hit(
            item, "visits", "reason", what="不用到现场，却写了到现场的原因", todo="删掉 reason，或把次数改对"
        )


@rule(
    "G413",
    "不用到现场，却没有别的办法",
    of=Procedure,
    offered=True,
    message="写了不用到现场，但没有网上、手机或邮寄渠道",
    hint="补上能办的渠道；没有就把次数改成 1 并写原因",
    why="审查规则第7条：不到现场又不能网上办的，要支持邮寄。",
    example=Example(
        _FILE, "visits: {count: 0}\nchannels: [{kind: window}]\n", "visits: {count: 0}\nchannels: [{kind: mail}]\n"
    ),
)
def no_visit_needs_a_way(session: Session, item: Procedure) -> Iterator[Hit]:
    """If no visit is needed, there is a channel online, by mobile, mail or telephone (audit rule 7)."""
    remote = {*_REMOTE, ChannelKind.MAIL, ChannelKind.PHONE}
    if item.visits and not item.visits.count and not remote & {channel.kind for channel in item.channels}:
        yield session.hit(item, "visits")


@rule(
    "G414",
    "全程网办却要到现场",
    of=Procedure,
    offered=True,
    message="网上办理深度是全程网办，却要到现场 {count} 次",
    hint="把次数改成 0，或把 online_depth 改成 application",
    why="审查规则第8条：全程网办就是一次不跑。",
    example=Example(
        _FILE,
        "online_depth: full\nvisits: {count: 1, reason: 领取纸质发票}\nchannels: [{kind: online}]\n",
        "online_depth: full\nvisits: {count: 0}\nchannels: [{kind: online}]\n",
    ),
)
def full_online_means_no_visit(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure that is handled fully online needs no visit (audit rule 8)."""
    if item.online_depth is OnlineDepth.FULL and item.visits and item.visits.count:
        yield session.hit(item, "online_depth", count=item.visits.count)


@rule(
    "G415",
    "网上办理深度和渠道不一致",
    of=Procedure,
    offered=True,
    message="网上办理深度是{depth}，却没有网上或手机渠道",
    hint="在 channels 里补上 online，或改 online_depth",
    why="说能网上办，就要写清从哪里进。",
    example=Example(
        _FILE,
        "online_depth: application\nchannels: [{kind: window}]\n",
        "online_depth: application\nchannels: [{kind: window}, {kind: online}]\n",
    ),
)
def depth_needs_channel(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure that can be applied for online has an online or mobile channel."""
    if item.online_depth in (OnlineDepth.FULL, OnlineDepth.APPLICATION) and item.online_depth:
        if not _REMOTE & {channel.kind for channel in item.channels}:
            yield session.hit(item, "online_depth", depth=item.online_depth.label)


RULES = (visits, visit_reason, no_visit_needs_a_way, full_online_means_no_visit, depth_needs_channel)
