"""materials/: documents and forms that taxpayers bring (办理材料)."""

from typing import Annotated, ClassVar

from generator.model.blanks import Blank
from generator.model.types import Entry, Flag, Inherit, Line, Name, Sayings, Text, Url, Vocabulary, Zh, record


class MaterialKind(Vocabulary):
    """Kind of a material (材料类型)."""

    CERTIFICATE = "certificate", "证件证书证明"
    FORM = "form", "申请表格文书"
    OTHER = "other", "其他"


class MaterialSource(Vocabulary):
    """Source of a material (来源渠道)."""

    APPLICANT = "applicant", "申请人自备"
    GOVERNMENT = "government", "政府部门核发"
    TAX_BUREAU = "tax_bureau", "税务机关核发"
    OTHER = "other", "其他"


@record
class Material(Entry):
    """One document or form (材料)."""

    FOLDER: ClassVar[str] = "materials"
    TITLE: ClassVar[str] = "办理材料"
    COLUMN: ClassVar[str] = "办理材料"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "材料名称、来源、填写要点、免于提交的材料")

    kind: Annotated[MaterialKind, Zh("材料类型"), Inherit.FIXED]
    aliases: Annotated[tuple[Name, ...], Zh("俗称与旧名")] = ()
    origin: Annotated[MaterialSource, Zh("来源渠道"), Inherit.FIXED]
    issuer: Annotated[Name | None, Zh("出具单位", "如 市场监管部门"), Inherit.FIXED] = None
    held_by_bureau: Annotated[Flag, Zh("税务机关已有", "已有的不再向纳税人要"), Inherit.TIGHTEN] = False
    promise_instead: Annotated[Flag, Zh("可以承诺代替", "签了告知承诺书就可以不交的写 true"), Inherit.TIGHTEN] = False
    description: Annotated[Text | None, Zh("说明", "是什么，从哪里拿")] = None
    fill_notes: Annotated[tuple[Line, ...], Zh("填写要点")] = ()
    blank_form: Annotated[Url | None, Zh("空白表格", "下载地址")] = None
    sample: Annotated[Url | None, Zh("样表", "填写示例地址")] = None
    blank: Annotated[Blank | None, Zh("表样", "本站排的空白表和填写示例"), Inherit.FIXED] = None
    sayings: Sayings = ()
