"""G401-G409, G418: the elements that national requirements prescribe for every service guide."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.check.safety import stands_for_nothing
from generator.model.procedures import Procedure
from generator.model.time_limits import Bound, TimeLimit

_FILE = "procedures/fapiao-lingyong.yml"


@rule(
    "G401",
    "缺少办事指南的必备要素",
    of=Procedure,
    offered=True,
    message="缺少“{element}”",
    hint="{todo}",
    why="国家对政府网站的检查要求每个办事指南都有：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程。",
    example=Example(_FILE, "conditions: []\n", "conditions: [已经办理税务登记]\n"),
)
def eight_elements(session: Session, item: Procedure) -> Iterator[Hit]:
    """A guide has the eight mandatory elements: the model requires the name, D604 the hours and telephone of places."""
    elements: tuple[tuple[str, str, object, str], ...] = (
        ("设定依据", "basis", item.basis, "写 basis：哪部法规第几条"),
        ("申请条件", "conditions", item.conditions or item.conditions_any, "写 conditions：符合什么才能办"),
        (
            "办理材料",
            "materials",
            item.materials or item.no_materials,
            "写 materials；不用带的写 no_materials 说明原因",
        ),
        ("办理地点", "where", item.where, "写 where：在哪个机构、哪个窗口"),
        ("办理流程", "steps", item.steps, "写 steps：一步一步怎么办"),
    )
    for element, field, present, todo in elements:
        if not present:
            yield session.hit(item, field, element=element, todo=todo)


@rule(
    "G402",
    "别名太少",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="只有 {count} 个别名",
    hint="写上纳税人常说的叫法，至少两个，如“领票”“换票”",
    why="纳税人不说法言法语，没有俗称就搜不到。",
    example=Example(_FILE, "aliases: [领发票]\n", "aliases: [领发票, 领票]\n"),
)
def few_aliases(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure has at least two aliases that differ from its name."""
    others = set(item.aliases) - {item.name}
    if len(others) < 2 and not any(map(stands_for_nothing, others)):
        yield session.hit(item, "aliases", count=len(others))


@rule(
    "G403",
    "没有首问岗位",
    of=Procedure,
    offered=True,
    message="没有写先问谁(first_contact)",
    hint="写上首问岗位的编号，如 first_contact: zonghe-chuangkou",
    why="首问责任制：谁先被问到谁负责到底，没有首问岗位就没人负责。",
    example=Example(_FILE, "first_contact: (不写)\n", "first_contact: zonghe-chuangkou\n"),
)
def first_contact(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure has a first-contact post."""
    if item.first_contact is None:
        yield session.hit(item, "first_contact")


@rule(
    "G404",
    "没有办理渠道",
    of=Procedure,
    offered=True,
    message="没有写怎么办理(channels)",
    hint="写上 channels，如窗口 window、网上 online",
    why="没有窗口也没有渠道，纳税人无从办起。",
    example=Example(_FILE, "channels: []\n", "channels: [{kind: window}]\n"),
)
def channel(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure has at least one channel."""
    if not item.channels:
        yield session.hit(item, "channels")


@rule(
    "G405",
    "没有监督渠道",
    of=Procedure,
    offered=True,
    message="没有写不满意找谁(oversight)",
    hint="写上监督渠道的编号，一般有 fuwu-tousu",
    why="监督办法是七项公开内容之一。",
    example=Example(_FILE, "oversight: []\n", "oversight: [fuwu-tousu]\n"),
)
def oversight_route(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure names at least one oversight channel."""
    if not item.oversight:
        yield session.hit(item, "oversight")


@rule(
    "G406",
    "没有办理时限",
    of=Procedure,
    offered=True,
    message="time_limits/ 里没有这个事项的承诺时限",
    hint="新建 data/time_limits/{id}.yml，写 of: {{procedure: {id}}} 和 promised",
    why="办事时限是七项公开内容之一，也是限时办结的前提。",
    example=Example("time_limits/fapiao-lingyong.yml", "binds: taxpayer\n", "binds: bureau\n"),
)
def has_limit(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure has a promised time limit that binds the bureau."""
    limits = session.registry.referrers(item, TimeLimit)
    promised = any(limit.promised and limit.binds is Bound.BUREAU for limit in limits)
    if not promised and ("time_limits", item.id) not in session.broken:
        yield session.hit(item, id=item.id)


@rule(
    "G407",
    "没有办事标准",
    of=Procedure,
    offered=True,
    message="没有写怎样算办好(standards)",
    hint="写一两条能检查的标准，如“材料齐全的当场办结，缺件的当场出具一次性告知书”",
    why="办事标准是七项公开内容之一。",
    example=Example(_FILE, "standards: []\n", "standards: [材料齐全的当场办结]\n"),
)
def standards(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure states at least one service standard."""
    if not item.standards:
        yield session.hit(item, "standards")


@rule(
    "G408",
    "没有对应的权责事项",
    of=Procedure,
    offered=True,
    message="没有写依据哪项职责(duties)",
    hint="写上 duties，编号见 data/duties/",
    why="职责权限是七项公开内容之一：没有职责就不该办，办了也没人负责。",
    example=Example(_FILE, "duties: []\n", "duties: [fapiao-guanli]\n"),
)
def duties(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure names at least one duty."""
    if not item.duties:
        yield session.hit(item, "duties")


@rule(
    "G409",
    "没有写收不收费",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="没有写收费(fee)，页面上也就不写收不收费",
    hint="不收费的写 fee: {{free: true}}；收费的写 charges：项目、标准、依据",
    why="收费是办事指南的必备要素；没有核实过的，不能替税务机关说不收费。",
    example=Example(_FILE, "fee: (不写)\n", "fee: {free: true}\n"),
)
def fee_is_stated(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure states whether it is charged."""
    if item.fee is None:
        yield session.hit(item, "fee")


@rule(
    "G418",
    "没有写服务对象或主题",
    of=Procedure,
    offered=True,
    message="没有写{what}",
    hint="至少写一个",
    why="没有对象和主题，首页上就找不到这件事。",
    example=Example(_FILE, "themes: []\n", "themes: [invoice]\n"),
)
def has_audience_and_themes(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure has at least one audience and one theme."""
    for field, what in (("audience", "服务对象(audience)"), ("themes", "主题(themes)")):
        if not getattr(item, field):
            yield session.hit(item, field, what=what)


RULES = (
    eight_elements,
    few_aliases,
    first_contact,
    channel,
    oversight_route,
    has_limit,
    standards,
    duties,
    fee_is_stated,
    has_audience_and_themes,
)
