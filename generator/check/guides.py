"""G4xx: what a service guide must hold, after the national requirements and the rules guides are audited by."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from generator.check.rule import Context, Example, Hit, Severity, rule
from generator.model.duties import PowerKind
from generator.model.organs import Organ
from generator.model.procedures import Audience, Delivery, Necessity, OnlineDepth, Procedure, ResultKind, Theme
from generator.model.types import ChannelKind

_FILE = "procedures/fapiao-lingyong.yml"
_REMOTE = {ChannelKind.ONLINE, ChannelKind.MOBILE}


def _procedures(context: Context) -> Iterator[Procedure]:
    """Yield the procedures that are still offered."""
    return (item for item in context.registry.procedures.values() if item.withdrawn is None)


def _organs(context: Context, procedure: Procedure) -> list[Organ]:
    """Return the organs where a procedure is brought."""
    organs = context.registry.organs
    return [organs[place.organ] for place in procedure.where if place.organ in organs]


@rule(
    "G401",
    "缺少办事指南的必备要素",
    message="缺少“{element}”",
    hint="{todo}",
    why="国家对政府网站的检查要求每个办事指南都有：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程。",
    example=Example(_FILE, "conditions: []\n", "conditions: [已经办理税务登记]\n"),
)
def eight_elements(context: Context) -> Iterator[Hit]:
    """A guide has the eight mandatory elements (the first, its name, is required by the model)."""
    for item in _procedures(context):
        organs = _organs(context, item)
        if any(("organs", place.organ) in context.broken for place in item.where):
            organs = []  # an organ with errors of its own is mended first
        hours = not organs or any(organ.hours for organ in organs)
        phone = item.inquiry_phone or not organs or any(organ.inquiry_phone for organ in organs)
        elements: tuple[tuple[str, str, object, str], ...] = (
            ("设定依据", "basis", item.basis, "写 basis：哪部法规第几条"),
            ("申请条件", "conditions", item.conditions, "写 conditions：符合什么才能办"),
            (
                "办理材料",
                "materials",
                item.materials or item.no_materials,
                "写 materials；不用带的写 no_materials 说明原因",
            ),
            ("办理地点", "where", item.where, "写 where：在哪个机构、哪个窗口"),
            ("办理时间", "where", hours, "在办理地点的机构文件里写 hours"),
            ("联系电话", "inquiry_phone", phone, "写 inquiry_phone，或在办理地点的机构文件里写"),
            ("办理流程", "steps", item.steps, "写 steps：一步一步怎么办"),
        )
        for element, field, present, todo in elements:
            if not present:
                yield context.hit(item, field, element=element, todo=todo)


@rule(
    "G402",
    "别名太少",
    severity=Severity.WARNING,
    message="只有 {count} 个别名",
    hint="写上纳税人常说的叫法，至少两个，如“领票”“换票”",
    why="纳税人不说法言法语，没有俗称就搜不到。",
    example=Example(_FILE, "aliases: [领发票]\n", "aliases: [领发票, 领票]\n"),
)
def few_aliases(context: Context) -> Iterator[Hit]:
    """A procedure has at least two names that taxpayers use."""
    for item in _procedures(context):
        if len(set(item.aliases) - {item.name}) < 2:
            yield context.hit(item, "aliases", count=len(set(item.aliases) - {item.name}))


@rule(
    "G403",
    "没有首问岗位",
    message="没有写先问谁(first_contact)",
    hint="写上首问岗位的编号，如 first_contact: zonghe-chuangkou",
    why="首问责任制：谁先被问到谁负责到底，没有首问岗位就没人负责。",
    example=Example(_FILE, "first_contact: (不写)\n", "first_contact: zonghe-chuangkou\n"),
)
def first_contact(context: Context) -> Iterator[Hit]:
    """A procedure has a first-contact post."""
    for item in _procedures(context):
        if item.first_contact is None:
            yield context.hit(item, "first_contact")


@rule(
    "G404",
    "没有办理渠道",
    message="没有写怎么办理(channels)",
    hint="写上 channels,如窗口 window、网上 online",
    why="没有窗口也没有渠道，纳税人无从办起。",
    example=Example(_FILE, "channels: []\n", "channels: [{kind: window}]\n"),
)
def channel(context: Context) -> Iterator[Hit]:
    """A procedure has a channel, and a place where one of its channels is the window."""
    for item in _procedures(context):
        if not item.channels:
            yield context.hit(item, "channels")


@rule(
    "G405",
    "没有监督渠道",
    message="没有写不满意找谁(oversight)",
    hint="写上监督渠道的编号，一般有 fuwu-tousu",
    why="监督办法是七项公开内容之一。",
    example=Example(_FILE, "oversight: []\n", "oversight: [fuwu-tousu]\n"),
)
def oversight_route(context: Context) -> Iterator[Hit]:
    """A procedure names a way to complain."""
    for item in _procedures(context):
        if not item.oversight:
            yield context.hit(item, "oversight")


@rule(
    "G406",
    "没有办理时限",
    message="time_limits/ 里没有这个事项的承诺时限",
    hint="新建 data/time_limits/{id}.yml,写 of: {{procedure: {id}}} 和 promised",
    why="办事时限是七项公开内容之一，也是限时办结的前提。",
    example=Example("time_limits/fapiao-lingyong.yml", "binds: taxpayer\n", "binds: bureau\n"),
)
def has_limit(context: Context) -> Iterator[Hit]:
    """A procedure has a promised time limit that binds the bureau."""
    promised = {
        limit.of.procedure
        for limit in context.registry.time_limits.values()
        if limit.promised and limit.binds.value == "bureau"
    }
    for item in _procedures(context):
        if item.id not in promised and ("time_limits", item.id) not in context.broken:
            yield context.hit(item, id=item.id)


@rule(
    "G407",
    "没有办事标准",
    message="没有写怎样算办好(standards)",
    hint="写一两条能检查的标准，如“材料齐全的当场办结，缺件的当场出具一次性告知书”",
    why="办事标准是七项公开内容之一。",
    example=Example(_FILE, "standards: []\n", "standards: [材料齐全的当场办结]\n"),
)
def standards(context: Context) -> Iterator[Hit]:
    """A procedure says what "done well" means."""
    for item in _procedures(context):
        if not item.standards:
            yield context.hit(item, "standards")


@rule(
    "G408",
    "没有对应的权责事项",
    message="没有写依据哪项职责(duties)",
    hint="写上 duties,编号见 data/duties/",
    why="职责权限是七项公开内容之一：没有职责就不该办，办了也没人负责。",
    example=Example(_FILE, "duties: []\n", "duties: [fapiao-guanli]\n"),
)
def duties(context: Context) -> Iterator[Hit]:
    """A procedure rests on a duty."""
    for item in _procedures(context):
        if not item.duties:
            yield context.hit(item, "duties")


@rule(
    "G411",
    "没有写到现场几次",
    message="没有写要跑几次(visits)",
    hint="写 visits: {{count: 0}}；要到现场的写次数和原因",
    why="审查规则第4条：到办事现场次数必须写明。",
    example=Example("procedures/fapiao-lingyong.yml", "visits: (不写)\n", "visits: {count: 1, reason: 领取纸质发票}\n"),
)
def visits(context: Context) -> Iterator[Hit]:
    """The number of visits is stated (audit rule 4)."""
    for item in _procedures(context):
        if item.visits is None:
            yield context.hit(item, "visits")


@rule(
    "G412",
    "到现场的原因不对",
    message="{what}",
    hint="{todo}",
    why="审查规则第5、6条：要跑就说清为什么；不用跑就不写原因。",
    example=Example(_FILE, "visits: {count: 1}\n", "visits: {count: 1, reason: 领取纸质发票}\n"),
)
def visit_reason(context: Context) -> Iterator[Hit]:
    """One or more visits have a reason; none has none (audit rules 5 and 6)."""
    for item in _procedures(context):
        if item.visits and item.visits.count and not item.visits.reason:
            what, todo = f"要到现场 {item.visits.count} 次，没有写原因", "写上 reason:为什么必须到现场"
            yield context.hit(item, "visits", what=what, todo=todo)
        elif item.visits and not item.visits.count and item.visits.reason:
            yield context.hit(
                item, "visits", "reason", what="不用到现场，却写了到现场的原因", todo="删掉 reason,或把次数改对"
            )


@rule(
    "G413",
    "不用到现场，却没有别的办法",
    message="写了不用到现场，但没有网上、手机或邮寄渠道",
    hint="补上能办的渠道；没有就把次数改成 1 并写原因",
    why="审查规则第7条：不到现场又不能网上办的，要支持邮寄。",
    example=Example(
        _FILE, "visits: {count: 0}\nchannels: [{kind: window}]\n", "visits: {count: 0}\nchannels: [{kind: mail}]\n"
    ),
)
def no_visit_needs_a_way(context: Context) -> Iterator[Hit]:
    """No visit means that there is another way (audit rule 7)."""
    remote = {*_REMOTE, ChannelKind.MAIL, ChannelKind.PHONE}
    for item in _procedures(context):
        if item.visits and not item.visits.count and not remote & {channel.kind for channel in item.channels}:
            yield context.hit(item, "visits")


@rule(
    "G414",
    "全程网办却要到现场",
    message="网上办理深度是全程网办，却要到现场 {count} 次",
    hint="把次数改成 0,或把 online_depth 改成 application",
    why="审查规则第8条：全程网办就是一次不跑。",
    example=Example(
        _FILE,
        "online_depth: full\nvisits: {count: 1, reason: 领取纸质发票}\nchannels: [{kind: online}]\n",
        "online_depth: full\nvisits: {count: 0}\nchannels: [{kind: online}]\n",
    ),
)
def full_online_means_no_visit(context: Context) -> Iterator[Hit]:
    """Full online handling means no visit (audit rule 8)."""
    for item in _procedures(context):
        if item.online_depth is OnlineDepth.FULL and item.visits and item.visits.count:
            yield context.hit(item, "online_depth", count=item.visits.count)


@rule(
    "G415",
    "网上办理深度和渠道不一致",
    message="网上办理深度是{depth}，却没有网上或手机渠道",
    hint="在 channels 里补上 online,或改 online_depth",
    why="说能网上办，就要写清从哪里进。",
    example=Example(
        _FILE,
        "online_depth: application\nchannels: [{kind: window}]\n",
        "online_depth: application\nchannels: [{kind: window}, {kind: online}]\n",
    ),
)
def depth_needs_channel(context: Context) -> Iterator[Hit]:
    """Applying online needs an online channel."""
    for item in _procedures(context):
        if item.online_depth in (OnlineDepth.FULL, OnlineDepth.APPLICATION) and item.online_depth:
            if not _REMOTE & {channel.kind for channel in item.channels}:
                yield context.hit(item, "online_depth", depth=item.online_depth.label)


@rule(
    "G416",
    "咨询电话和投诉电话相同",
    message="咨询电话和投诉电话都是 {phone}",
    hint="换一个专门受理投诉的电话",
    why="审查规则第9、15条：接咨询的人不能兼收对自己的投诉。",
    example=Example(
        _FILE,
        "inquiry_phone: 0600-5551001\ncomplaint_phone: 0600-5551001\n",
        "inquiry_phone: 0600-5551001\ncomplaint_phone: 0600-5551002\n",
    ),
)
def phones_differ(context: Context) -> Iterator[Hit]:
    """Inquiry and complaint telephones differ, on procedures and organs (audit rules 9 and 15)."""
    items: list[Procedure | Organ] = [*_procedures(context), *context.registry.organs.values()]
    for item in items:
        if item.inquiry_phone and item.inquiry_phone == item.complaint_phone:
            yield context.hit(item, "complaint_phone", phone=item.complaint_phone)


_FITS: Mapping[Theme, frozenset[Audience]] = {
    Theme.PERSONAL_INCOME: frozenset({Audience.NATURAL_PERSON, Audience.ENTERPRISE, Audience.INDIVIDUAL_BUSINESS}),
    Theme.STARTUP: frozenset({Audience.ENTERPRISE, Audience.INDIVIDUAL_BUSINESS}),
    Theme.EXPORT: frozenset({Audience.ENTERPRISE, Audience.INDIVIDUAL_BUSINESS, Audience.NON_RESIDENT}),
    Theme.TAX_AGENCY: frozenset({Audience.TAX_AGENT}),
}


@rule(
    "G417",
    "服务对象和主题对不上",
    message="主题“{theme}”需要服务对象里有：{needed}",
    hint="改 audience 或 themes",
    why="审查规则第13条：法人和自然人的主题不能混，否则按“我是谁”找不到。",
    example=Example(_FILE, "themes: [tax_agency]\n", "themes: [tax_agency]\naudience: [tax_agent]\n"),
)
def audience_fits_themes(context: Context) -> Iterator[Hit]:
    """Audience and themes agree (audit rule 13)."""
    for item in _procedures(context):
        for index, theme in enumerate(item.themes):
            needed = _FITS.get(theme, frozenset())
            if needed and not needed & set(item.audience):
                words = "、".join(sorted(audience.label for audience in needed))
                yield context.hit(item, "themes", index, theme=theme.label, needed=words)


@rule(
    "G418",
    "没有写服务对象或主题",
    message="没有写{what}",
    hint="至少写一个",
    why="没有对象和主题，首页上就找不到这件事。",
    example=Example(_FILE, "themes: []\n", "themes: [invoice]\n"),
)
def has_audience_and_themes(context: Context) -> Iterator[Hit]:
    """A procedure is for somebody and about something."""
    for item in _procedures(context):
        for field, what in (("audience", "服务对象(audience)"), ("themes", "主题(themes)")):
            if not getattr(item, field):
                yield context.hit(item, field, what=what)


@rule(
    "G419",
    "行政许可没有常见问题",
    message="行政许可事项至少要有一个常见问题",
    hint="写 questions,把窗口常被问到的写上",
    why="审查规则第14条。",
    example=Example(
        _FILE,
        "kind: administrative_licence\nsteps: [{name: 受理}, {name: 审查}, {name: 决定}, {name: 送达}]\n",
        "kind: administrative_licence\nsteps: [{name: 受理}, {name: 审查}, {name: 决定}, {name: 送达}]\n"
        "questions: [{q: 多久办好?, a: 当场办结。}]\n",
    ),
)
def licence_has_question(context: Context) -> Iterator[Hit]:
    """A licensing item has a question and its answer (audit rule 14)."""
    for item in _procedures(context):
        if item.kind is PowerKind.ADMINISTRATIVE_LICENCE and not item.questions:
            yield context.hit(item, "questions")


_LICENCE_STEPS = (("受理",), ("审查", "审核"), ("决定", "审批"), ("送达", "办结", "发证"))


@rule(
    "G420",
    "行政许可的流程不完整",
    message="行政许可的流程缺少“{step}”",
    hint="流程按 受理、审查、决定、送达 写全",
    why="审查规则第16条：许可的每个环节谁办、多久，都要公开。",
    example=Example(
        _FILE,
        "kind: administrative_licence\nsteps: [{name: 受理}, {name: 决定}, {name: 送达}]\n"
        "questions: [{q: 多久办好?, a: 当场办结。}]\n",
        "kind: administrative_licence\nsteps: [{name: 受理}, {name: 审查}, {name: 决定}, {name: 送达}]\n"
        "questions: [{q: 多久办好?, a: 当场办结。}]\n",
    ),
)
def licence_steps(context: Context) -> Iterator[Hit]:
    """A licensing item's process has its stages (audit rule 16)."""
    for item in _procedures(context):
        if item.kind is PowerKind.ADMINISTRATIVE_LICENCE and item.steps:
            names = " ".join(step.name for step in item.steps)
            for words in _LICENCE_STEPS:
                if not any(word in names for word in words):
                    yield context.hit(item, "steps", step="或".join(words))


@rule(
    "G421",
    "收费写得不全",
    message="{what}",
    hint="{todo}",
    why="审查规则第19、20条：收费要有依据，能不能网上缴要说清；不收费就没有缴费方式。",
    example=Example(
        _FILE,
        "fee: {charges: [{item: 工本费, rate: 每本5元}], online_payment: true}\n",
        "fee: {charges: [{item: 工本费, rate: 每本5元, basis: [{law: fapiao-guanli-banfa}]}], online_payment: true}\n",
    ),
)
def fee_is_complete(context: Context) -> Iterator[Hit]:
    """A charge states its basis and whether it can be paid online; a free item offers no payment (rules 19, 20)."""
    for item in _procedures(context):
        for index, charge in enumerate(item.fee.charges):
            if not charge.basis:
                what, todo = f"收费“{charge.item}”没有写依据", "写 basis;没有依据的不能收"
                yield context.hit(item, "fee", "charges", index, what=what, todo=todo)
        if item.fee.charges and item.fee.online_payment is None:
            yield context.hit(item, "fee", what="没有写能不能网上缴费", todo="写 online_payment: true 或 false")
        if not item.fee.charges and item.fee.online_payment:
            yield context.hit(item, "fee", what="不收费，却写了可以网上缴费", todo="删掉 online_payment")


@rule(
    "G422",
    "办理结果写得不全",
    message="{what}",
    hint="{todo}",
    why="审查规则第2、3条：拿到什么、叫什么名字、怎么拿到，都要说清。",
    example=Example(
        _FILE, "result: {kind: certificate}\n", "result: {kind: certificate, name: 发票领用簿, delivery: [on_site]}\n"
    ),
)
def result_is_complete(context: Context) -> Iterator[Hit]:
    """A result with a document has a name, the name fits its kind, and says how it is delivered (rules 2, 3)."""
    for item in _procedures(context):
        result = item.result
        if result is None:
            yield context.hit(item, "result", what="没有写办理结果(result)", todo="写 result;不出文书的写 kind: none")
        elif result.kind is ResultKind.NONE and result.name:
            yield context.hit(item, "result", "name", what="不出文书，却写了结果名称", todo="删掉 name,或改 kind")
        elif result.kind is not ResultKind.NONE and not result.name:
            yield context.hit(item, "result", what="没有写结果叫什么", todo="写 name,如 准予税务行政许可决定书")
        elif result.kind is ResultKind.CERTIFICATE and result.name and result.name.endswith("证明"):
            yield context.hit(item, "result", "kind", what=f"“{result.name}”是证明文件", todo="kind 改成 proof")
        elif result.kind is ResultKind.NONE and Delivery.SERVED in result.delivery:
            yield context.hit(item, "result", "delivery", what="不出文书，却写了依法送达", todo="改 kind 或 delivery")


@rule(
    "G431",
    "材料名称含糊",
    message="材料名称“{name}”含糊，纳税人不知道要带什么",
    hint="写出具体是哪一份；说不出来就不能要",
    why="审查规则第24条：不得要求“其他材料”之类说不清的材料。",
    example=Example("materials/daili-weituoshu.yml", "name: 其他相关材料\n", "name: 代理委托书\n"),
)
def vague_material(context: Context) -> Iterator[Hit]:
    """No material has a name that could be anything (audit rule 24)."""
    for material in context.registry.materials.values():
        if any(
            word in material.name
            for word in ("其他材料", "其他资料", "相关材料", "相关资料", "有关材料", "有关资料", "等材料")
        ) or (material.name in {"相关证明", "有关证明", "情况说明", "证明材料"}):
            yield context.hit(material, "name", name=material.name)


@rule(
    "G432",
    "要了税务机关已有的材料",
    message="“{name}”税务机关已有，不能再要",
    hint="从 materials 里去掉；确实没有的，改材料文件里的 held_by_bureau",
    why="审查规则第24条和“五个凡是”：税务机关能查到的，不让纳税人带。",
    example=Example(
        _FILE,
        "materials: [{material: yingyezhizhao}, {material: daili-weituoshu, when: {agent: agent}}]\n",
        "materials: [{material: daili-weituoshu, when: {agent: agent}}]\n",
    ),
)
def held_material(context: Context) -> Iterator[Hit]:
    """Nothing is required that the bureau already holds (audit rule 24)."""
    for item in _procedures(context):
        for index, use in enumerate(item.materials):
            material = context.registry.materials.get(use.material)
            if material and material.held_by_bureau and use.necessity is not Necessity.OPTIONAL:
                yield context.hit(item, "materials", index, name=material.name)


@rule(
    "G433",
    "同一份材料要了两次",
    message="“{name}”在同一种情形下要了两次",
    hint="合并成一行，或用 when 把情形分开",
    why="一次告知、一份材料：同一次办理不能重复要。",
    example=Example(
        _FILE,
        "materials:\n  - {material: daili-weituoshu, when: {agent: agent}}\n"
        "  - {material: daili-weituoshu, when: {agent: [self, agent]}}\n",
        "materials:\n  - {material: daili-weituoshu, when: {agent: agent}}\n",
    ),
)
def material_twice(context: Context) -> Iterator[Hit]:
    """No material is asked for twice in one case."""
    for item in _procedures(context):
        for (_, first), (index, second) in itertools.combinations(enumerate(item.materials), 2):
            if first.material == second.material and _overlap(first.when or {}, second.when or {}):
                material = context.registry.materials.get(second.material)
                yield context.hit(item, "materials", index, name=material.name if material else second.material)


def _overlap(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether two conditions can hold in one case."""
    return all(set(first[key]) & set(second[key]) for key in first.keys() & second.keys())


RULES = (
    eight_elements,
    few_aliases,
    first_contact,
    channel,
    oversight_route,
    has_limit,
    standards,
    duties,
    visits,
    visit_reason,
    no_visit_needs_a_way,
    full_online_means_no_visit,
    depth_needs_channel,
    phones_differ,
    audience_fits_themes,
    has_audience_and_themes,
    licence_has_question,
    licence_steps,
    fee_is_complete,
    result_is_complete,
    vague_material,
    held_material,
    material_twice,
)
