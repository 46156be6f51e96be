"""procedures/: matters that taxpayers bring (办事事项), with every element of a service guide."""

from dataclasses import field
from typing import Annotated, ClassVar

from generator.model.duties import PowerKind
from generator.model.types import (
    Basis,
    Channel,
    Conditions,
    Count,
    Duration,
    Entry,
    Flag,
    Inherit,
    Line,
    Name,
    Phone,
    Record,
    Ref,
    Sayings,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)
from generator.model.vocabularies import AUDIENCES, THEMES, Term, TermId


class Scope(Vocabulary):
    """Area in which any office accepts the procedure (通办范围)."""

    OWN_BUREAU = "own_bureau", "主管税务机关"
    CITY = "city", "全市通办"
    PROVINCE = "province", "全省通办"
    NATION = "nation", "跨省通办"


class OnlineDepth(Vocabulary):
    """How much of the procedure can be done online (网上办理深度)."""

    INFORMATION = "information", "Ⅰ级 网上查询"
    DOWNLOAD = "download", "Ⅱ级 表格下载"
    APPLICATION = "application", "Ⅲ级 网上申请"
    FULL = "full", "Ⅳ级 全程网办"

    @property
    def words(self) -> str:
        """The label without its level: 全程网办."""
        return self.label.partition(" ")[2]


class PaperForm(Vocabulary):
    """Original or copy (原件或复印件)."""

    ORIGINAL = "original", "原件"
    COPY = "copy", "复印件"
    ORIGINAL_AND_COPY = "original_and_copy", "原件及复印件"
    SHOWN = "shown", "原件，查验后退还"
    KEPT = "kept", "原件，由税务机关代为保管"


class Medium(Vocabulary):
    """Paper or electronic (材料形式)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子"
    EITHER = "either", "纸质或电子"


class Necessity(Vocabulary):
    """Whether a material is needed (材料必要性)."""

    REQUIRED = "required", "必要"
    OPTIONAL = "optional", "非必要"
    MAY_FOLLOW = "may_follow", "容缺后补"


class ResultKind(Vocabulary):
    """Kind of the result (结果类型)."""

    APPROVAL = "approval", "批文批复"
    CERTIFICATE = "certificate", "证件执照"
    PROOF = "proof", "证明文件"
    APPRAISAL = "appraisal", "鉴定报告"
    DOCUMENT = "document", "其他文件"
    NONE = "none", "不出文书"


class Delivery(Vocabulary):
    """How the result reaches the taxpayer (送达方式)."""

    ON_SITE = "on_site", "当场领取"
    ONLINE = "online", "网上查看或下载"
    MAIL = "mail", "邮寄送达"
    SERVED = "served", "依法送达"


@record
class Situation(Record):
    """A question whose answer decides which materials, steps and limits apply (办理情形)."""

    ask: Annotated[Line, Zh("问题", "用大白话问")]
    options: Annotated[dict[Slug, Name], Zh("答案", "编号: 说法")]


@record
class MaterialUse(Record):
    """A material that the procedure asks for, with its form and condition."""

    KEY: ClassVar[tuple[str, ...]] = ("material", "when")

    material: Annotated[Slug, Ref("materials"), Zh("材料", "materials/ 里的文件名")]
    copies: Annotated[Count | None, Zh("份数", "没有核实就不写"), Inherit.TIGHTEN] = None
    copies_by: Annotated[Line | None, Zh("份数怎么定", "没有固定份数的写一句话，如 按当事人数量，每方一份")] = None
    form: Annotated[PaperForm | None, Zh("原件或复印件", "没有核实就不写"), Inherit.TIGHTEN] = None
    returned: Annotated[Flag | None, Zh("退还", "交上去以后退还的写 true，不退还的写 false")] = None
    returned_when: Annotated[Line | None, Zh("什么时候退还", "如 核对后、复业时")] = None
    medium: Annotated[Medium | None, Zh("纸质或电子", "没有核实就不写"), Inherit.TIGHTEN] = None
    necessity: Annotated[Necessity, Zh("必要性", "列在这里就是要交；可以不交、可以后补的才写"), Inherit.TIGHTEN] = (
        Necessity.REQUIRED
    )
    when: Annotated[Conditions | None, Zh("什么情形要", "不写就是都要"), Inherit.FIXED] = None
    note: Annotated[Line | None, Zh("备注")] = None


@record
class Step(Record):
    """One step of handling: the post and the time it takes."""

    KEY: ClassVar[tuple[str, ...]] = ("name", "when")

    name: Annotated[Name, Zh("环节", "受理、审查、决定、送达等")]
    post: Annotated[Slug | None, Ref("posts"), Zh("办理岗位")] = None
    decided_by: Annotated[Line | None, Zh("由哪个机关办", "由别的机关办的才写，如 省税务局；本局的写 post")] = None
    within: Annotated[Duration | None, Zh("时限"), Inherit.TIGHTEN] = None
    what: Annotated[Text | None, Zh("做什么")] = None
    when: Annotated[Conditions | None, Zh("什么情形有这一步")] = None


@record
class Place(Record):
    """A place where a procedure is handled: an organ, and its windows if it has any."""

    organ: Annotated[Slug, Ref("organs"), Zh("机构")]
    windows: Annotated[tuple[Name, ...], Zh("窗口", "机构文件里 windows 的编号，如 zonghe")] = ()


@record
class Charge(Record):
    """One charge (收费项目)."""

    KEY: ClassVar[tuple[str, ...]] = ("item",)

    item: Annotated[Name, Zh("收费项目")]
    rate: Annotated[Line, Zh("收费标准")]
    basis: Annotated[tuple[Basis, ...], Zh("收费依据")] = ()


@record
class Fee(Record):
    """The fee: free of charge, or its charges."""

    free: Annotated[Flag | None, Zh("不收费", "不收费写 true；收费的不写这一项，写收费明细")] = None
    charges: Annotated[tuple[Charge, ...], Zh("收费明细", "收费的才写")] = ()
    online_payment: Annotated[Flag | None, Zh("可否网上缴费", "收费的才写")] = None


@record
class Result(Record):
    """The result that the taxpayer gets, and its delivery."""

    kind: Annotated[ResultKind, Zh("结果类型")]
    name: Annotated[Name | None, Zh("结果名称")] = None
    delivery: Annotated[tuple[Delivery, ...], Zh("送达方式")] = ()
    validity: Annotated[Line | None, Zh("有效期")] = None


@record
class Visits(Record):
    """The number of visits to the counter (到现场次数)."""

    count: Annotated[Count, Zh("次数")]
    reason: Annotated[Line | None, Zh("为什么要到现场", "一次以上必须写")] = None


@record
class Question(Record):
    """A frequently asked question and its answer (常见问题)."""

    KEY: ClassVar[tuple[str, ...]] = ("q",)

    q: Annotated[Line, Zh("问")]
    a: Annotated[Text, Zh("答")]


@record
class Procedure(Entry):
    """One matter that a taxpayer can bring (办事事项)."""

    FOLDER: ClassVar[str] = "procedures"
    TITLE: ClassVar[str] = "办事事项"
    COLUMN: ClassVar[str] = "办事指南"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "职责权限、程序、依据、条件、时限、标准、监督办法")

    common_name: Annotated[
        Name | None, Zh("通俗叫法", "大家平常怎么叫，排在正式名称前面；从别名里选一个最准的，没有就不写")
    ] = None
    aliases: Annotated[tuple[Name, ...], Zh("别名", "纳税人会怎么说，至少两个")] = ()
    code: Annotated[Name | None, Zh("事项编码", "国家实施清单编码，没有就不写"), Inherit.FIXED] = None
    kind: Annotated[PowerKind, Zh("事项类型"), Inherit.FIXED]
    audience: Annotated[tuple[Annotated[TermId, Term(AUDIENCES)], ...], Zh("服务对象"), Inherit.FIXED]
    themes: Annotated[tuple[Annotated[TermId, Term(THEMES)], ...], Zh("办事主题", "第一个是主要主题"), Inherit.FIXED]
    summary: Annotated[Text, Zh("一句话说明", "这件事是办什么的")]
    conditions: Annotated[tuple[Text, ...], Zh("申请条件"), Inherit.FIXED] = ()
    conditions_any: Annotated[
        tuple[Text, ...], Zh("符合一项就行的条件", "“符合下列情形之一”的各种情形"), Inherit.FIXED
    ] = ()
    situations: Annotated[dict[Slug, Situation], Zh("办理情形"), Inherit.FIXED] = field(default_factory=dict)
    materials: Annotated[tuple[MaterialUse, ...], Zh("办理材料"), Inherit.TIGHTEN] = ()
    no_materials: Annotated[Line | None, Zh("不需要材料的说明", "确实什么都不用带时写原因")] = None
    not_needed: Annotated[
        tuple[Annotated[Slug, Ref("materials")], ...], Zh("不用带的材料", "税务机关已有或能查到、人们却常带来的")
    ] = ()
    steps: Annotated[tuple[Step, ...], Zh("办理流程"), Inherit.TIGHTEN] = ()
    where: Annotated[tuple[Place, ...], Zh("办理地点"), Inherit.REPLACE] = ()
    channels: Annotated[tuple[Channel, ...], Zh("办理渠道"), Inherit.TIGHTEN] = ()
    scope: Annotated[Scope | None, Zh("通办范围", "没有核实就不写"), Inherit.TIGHTEN] = None
    online_depth: Annotated[OnlineDepth | None, Zh("网上办理深度"), Inherit.TIGHTEN] = None
    fee: Annotated[Fee | None, Zh("收费", "不收费写 fee: {free: true}；没有核实就不写"), Inherit.TIGHTEN] = None
    result: Annotated[Result | None, Zh("办理结果"), Inherit.FIXED] = None
    basis: Annotated[tuple[Basis, ...], Zh("设定依据"), Inherit.FIXED] = ()
    duties: Annotated[tuple[Annotated[Slug, Ref("duties")], ...], Zh("对应权责"), Inherit.FIXED] = ()
    first_contact: Annotated[Slug | None, Ref("posts"), Zh("首问岗位", "先问谁")] = None
    inquiry_phone: Annotated[Phone | None, Zh("咨询电话", "不写就用办理地点的"), Inherit.LOCAL] = None
    complaint_phone: Annotated[Phone | None, Zh("投诉电话", "不写就用办理地点的"), Inherit.LOCAL] = None
    oversight: Annotated[tuple[Annotated[Slug, Ref("oversight")], ...], Zh("监督渠道")] = ()
    standards: Annotated[tuple[Line, ...], Zh("办事标准", "怎样算办好，能检查")] = ()
    visits: Annotated[
        Visits | None, Zh("到现场次数", "不用来的写 count: 0；要来的还要写 reason：为什么必须来"), Inherit.TIGHTEN
    ] = None
    questions: Annotated[tuple[Question, ...], Zh("常见问题")] = ()
    notes: Annotated[tuple[Text, ...], Zh("注意事项")] = ()
    related: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("相关事项")] = ()
    sayings: Sayings = ()
