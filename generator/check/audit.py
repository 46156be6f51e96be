"""G416, G417, G419-G422, G464: telephones, audience, licences, charges and results, by the audit rules (审查规则)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.check.texts import texts
from generator.model.duties import PowerKind
from generator.model.organs import Organ
from generator.model.procedures import Delivery, Procedure, ResultKind
from generator.model.types import Entry
from generator.model.vocabularies import AUDIENCES, THEMES

_FILE = "procedures/fapiao-lingyong.yml"


@rule(
    "G416",
    "咨询电话和投诉电话相同",
    of=Entry,
    message="咨询电话和投诉电话都是 {phone}",
    hint="换一个专门受理投诉的电话",
    why="审查规则第9、15条：接咨询的人不能兼收对自己的投诉。",
    example=Example(
        _FILE,
        "inquiry_phone: 0600-5551001\ncomplaint_phone: 0600-5551001\n",
        "inquiry_phone: 0600-5551001\ncomplaint_phone: 0600-5551002\n",
    ),
)
def phones_differ(session: Session, entry: Entry) -> Iterator[Hit]:
    """Inquiry and complaint telephones of procedures and organs differ (audit rules 9 and 15)."""
    if isinstance(entry, Organ) or (isinstance(entry, Procedure) and not entry.withdrawn):
        if entry.inquiry_phone and entry.inquiry_phone == entry.complaint_phone:
            yield session.hit(entry, "complaint_phone", phone=entry.complaint_phone)


@rule(
    "G464",
    "咨询电话和投诉电话的区号不同",
    of=Entry,
    severity=Severity.WARNING,
    message="咨询电话的区号是 {inquiry}，投诉电话的区号是 {complaint}",
    hint="核对这两个号码；投诉由外地的上级受理的不用改",
    why="同一个地方的电话区号一样，多半有一个抄错了。",
    example=Example(
        _FILE,
        "inquiry_phone: 0600-5551001\ncomplaint_phone: 0610-5551002\n",
        "inquiry_phone: 0600-5551001\ncomplaint_phone: 0600-5551002\n",
    ),
)
def area_codes_agree(session: Session, entry: Entry) -> Iterator[Hit]:
    """Inquiry and complaint telephones of procedures and organs have one area code. Short numbers have none."""
    if isinstance(entry, Organ) or (isinstance(entry, Procedure) and not entry.withdrawn):
        codes = [_AREA_CODE.match(phone or "") for phone in (entry.inquiry_phone, entry.complaint_phone)]
        inquiry, complaint = (found[0] if found else None for found in codes)
        if inquiry and complaint and inquiry != complaint:
            yield session.hit(entry, "complaint_phone", inquiry=inquiry, complaint=complaint)


_AREA_CODE = re.compile("0[0-9]{2,3}(?=-)")


_FITS: Mapping[str, frozenset[str]] = {
    "personal_income": frozenset({"natural_person", "enterprise", "individual_business"}),
    "startup": frozenset({"enterprise", "individual_business"}),
    "export": frozenset({"enterprise", "individual_business", "non_resident"}),
    "tax_agency": frozenset({"tax_agent"}),
}
"""By theme of the default list, the audiences of which a procedure needs at least one."""


@rule(
    "G417",
    "服务对象和主题对不上",
    of=Procedure,
    offered=True,
    message="主题“{theme}”需要服务对象里有：{needed}",
    hint="改 audience 或 themes",
    why="审查规则第13条：法人和自然人的主题不能混，否则按“我是谁”找不到。",
    example=Example(_FILE, "themes: [tax_agency]\n", "themes: [tax_agency]\naudience: [tax_agent]\n"),
)
def audience_fits_themes(session: Session, item: Procedure) -> Iterator[Hit]:
    """A procedure has an audience that fits each of its themes (audit rule 13)."""
    for index, theme in enumerate(item.themes):
        needed = _FITS.get(theme, frozenset())
        if needed and not needed & set(item.audience):
            words = "、".join(sorted(session.label(AUDIENCES, audience) for audience in needed))
            yield session.hit(item, "themes", index, theme=session.label(THEMES, theme), needed=words)


@rule(
    "G419",
    "行政许可没有常见问题",
    of=Procedure,
    offered=True,
    message="行政许可事项至少要有一个常见问题",
    hint="写 questions，把窗口常被问到的写上",
    why="审查规则第14条。",
    example=Example(
        _FILE,
        "kind: administrative_licence\nsteps: [{name: 受理}, {name: 审查}, {name: 决定}, {name: 送达}]\n",
        "kind: administrative_licence\nsteps: [{name: 受理}, {name: 审查}, {name: 决定}, {name: 送达}]\n"
        "questions: [{q: 多久办好?, a: 当场办结。}]\n",
    ),
)
def licence_has_question(session: Session, item: Procedure) -> Iterator[Hit]:
    """A licensing item has at least one question with its answer (audit rule 14)."""
    if item.kind is PowerKind.ADMINISTRATIVE_LICENCE and not item.questions:
        yield session.hit(item, "questions")


_LICENCE_STEPS = (("受理",), ("审查", "审核"), ("决定", "审批"), ("送达", "办结", "发证"))
"""Stages of a licence: for each, words of which the name of some step contains one."""


@rule(
    "G420",
    "行政许可的流程不完整",
    of=Procedure,
    offered=True,
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
def licence_steps(session: Session, item: Procedure) -> Iterator[Hit]:
    """A licensing item has steps for acceptance, review, decision and delivery (audit rule 16)."""
    if item.kind is PowerKind.ADMINISTRATIVE_LICENCE and item.steps:
        names = " ".join(step.name for step in item.steps)
        for words in _LICENCE_STEPS:
            if not any(word in names for word in words):
                yield session.hit(item, "steps", step="或".join(words))


@rule(
    "G421",
    "收费写得不全",
    of=Procedure,
    offered=True,
    message="{what}",
    hint="{todo}",
    why="审查规则第19、20条：收费要有依据，能不能网上缴要说清；不收费就没有缴费方式。",
    example=Example(
        _FILE,
        "fee: {charges: [{item: 工本费, rate: 每本5元}], online_payment: true}\n",
        "fee: {charges: [{item: 工本费, rate: 每本5元, basis: [{law: fapiao-guanli-banfa}]}], online_payment: true}\n",
    ),
)
def fee_is_complete(session: Session, item: Procedure) -> Iterator[Hit]:
    """A charge has a basis and says if it is payable online; a free item has no charge or payment (rules 19, 20)."""
    fee = item.fee
    if fee is None:
        return
    if bool(fee.free) is bool(fee.charges):
        what = "写了不收费，又写了收费明细" if fee.charges else "没有写收不收费"
        yield session.hit(item, "fee", what=what, todo="不收费的写 free: true；收费的写 charges，删掉 free")
    for index, charge in enumerate(fee.charges):
        if not charge.basis:
            what, todo = f"收费“{charge.item}”没有写依据", "写 basis；没有依据的不能收"
            yield session.hit(item, "fee", "charges", index, what=what, todo=todo)
    if fee.charges and fee.online_payment is None:
        yield session.hit(item, "fee", what="没有写能不能网上缴费", todo="写 online_payment: true 或 false")
    if not fee.charges and fee.online_payment:
        yield session.hit(item, "fee", what="不收费，却写了可以网上缴费", todo="删掉 online_payment")


@rule(
    "G466",
    "写了不收费，文字里又要收钱",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="fee 写的是不收费，这里写“{said}”",
    hint="真的收费的，在 fee 里写明依据和标准；不收的，删掉这一句；是别的单位收的，写明谁收",
    why="没有公布的收费不能收，公布了不收的更不能收。",
    example=Example(_FILE, "notes: [领票每本收工本费5元。]\n", "notes: [领票不收工本费。]\n"),
)
def free_in_words_too(session: Session, item: Procedure) -> Iterator[Hit]:
    """The texts of a matter that is free of charge state no sum for a charge."""
    if item.fee is None or not item.fee.free:
        return
    for name in ("summary", "conditions", "steps", "notes", "questions"):
        for path, text in texts(getattr(item, name), (name,)):
            if match := _CHARGED.search(text) if "费" in text else None:
                yield session.hit(item, *path, said=match[0])


_CHARGED = re.compile(r"(?:工本费|手续费|服务费|复印费|代办费|资料费)[^，。；不]{0,6}?[0-9]+(?:\.[0-9]+)?元")


@rule(
    "G422",
    "办理结果写得不全",
    of=Procedure,
    offered=True,
    message="{what}",
    hint="{todo}",
    why="审查规则第2、3条：拿到什么、叫什么名字、怎么拿到，都要说清。",
    example=Example(
        _FILE, "result: {kind: certificate}\n", "result: {kind: certificate, name: 发票领用簿, delivery: [on_site]}\n"
    ),
)
def result_is_complete(session: Session, item: Procedure) -> Iterator[Hit]:
    """A result is stated, its name fits its kind, and no result without a document is served (rules 2, 3)."""
    result = item.result
    if result is None:
        yield session.hit(item, "result", what="没有写办理结果(result)", todo="写 result；不出文书的写 kind: none")
    elif result.kind is ResultKind.NONE and result.name:
        yield session.hit(item, "result", "name", what="不出文书，却写了结果名称", todo="删掉 name，或改 kind")
    elif result.kind is not ResultKind.NONE and not result.name:
        yield session.hit(item, "result", what="没有写结果叫什么", todo="写 name，如 准予税务行政许可决定书")
    elif result.kind is ResultKind.CERTIFICATE and result.name and result.name.endswith("证明"):
        yield session.hit(item, "result", "kind", what=f"“{result.name}”是证明文件", todo="kind 改成 proof")
    elif result.kind is ResultKind.NONE and Delivery.SERVED in result.delivery:
        yield session.hit(item, "result", "delivery", what="不出文书，却写了依法送达", todo="改 kind 或 delivery")


RULES = (
    phones_differ,
    area_codes_agree,
    audience_fits_themes,
    licence_has_question,
    licence_steps,
    fee_is_complete,
    free_in_words_too,
    result_is_complete,
)
