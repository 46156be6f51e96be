"""oversight/: ways to complain, report, sue, be heard and suggest (监督渠道)."""

from typing import Annotated, ClassVar

from generator.model.types import (
    Basis,
    Channel,
    Count,
    Entry,
    Inherit,
    Line,
    Name,
    Record,
    Ref,
    Sayings,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)


class OversightKind(Vocabulary):
    """Kind of an oversight channel or remedy."""

    COMPLAINT = "complaint", "服务投诉"
    REPORT = "report", "违法检举"
    DISCIPLINE = "discipline", "纪检举报"
    STATEMENT = "statement", "陈述申辩"
    HEARING = "hearing", "听证"
    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "行政诉讼"
    COMPENSATION = "compensation", "国家赔偿"
    SUGGESTION = "suggestion", "意见建议"
    DISCLOSURE = "disclosure", "依申请公开"


@record
class Rung(Record):
    """One step of the ladder of consequences for proven complaints (投诉查实阶梯)."""

    times: Annotated[Count, Zh("第几次查实")]
    consequence: Annotated[Name, Zh("后果", "如 换岗")]
    text: Annotated[Text, Zh("说明")]
    decided_by: Annotated[Line, Zh("谁决定", "写职务")]


@record
class Oversight(Entry):
    """One way to complain or to seek remedy."""

    FOLDER: ClassVar[str] = "oversight"
    TITLE: ClassVar[str] = "监督渠道"
    COLUMN: ClassVar[str] = "监督投诉"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "受理机构、提出方式、答复时限、处理结果的后果")

    aliases: Annotated[tuple[Name, ...], Zh("别名", "群众的说法")] = ()
    kind: Annotated[OversightKind, Zh("类型"), Inherit.FIXED]
    organ: Annotated[Slug | None, Ref("organs"), Zh("受理机构", "本局机构；外部机关写在说明里")] = None
    external_organ: Annotated[Line | None, Zh("外部受理机关", "如 人民法院")] = None
    summary: Annotated[Text, Zh("什么时候用")]
    who: Annotated[Line, Zh("谁可以提"), Inherit.FIXED]
    channels: Annotated[tuple[Channel, ...], Zh("怎么提"), Inherit.TIGHTEN]
    provide: Annotated[tuple[Line, ...], Zh("要提供什么"), Inherit.TIGHTEN] = ()
    process: Annotated[tuple[Line, ...], Zh("怎么处理"), Inherit.REPLACE] = ()
    ladder: Annotated[tuple[Rung, ...], Zh("查实后的阶梯处理"), Inherit.FIXED] = ()
    veto: Annotated[Text | None, Zh("一票否决"), Inherit.FIXED] = None
    procedure: Annotated[Slug | None, Ref("procedures"), Zh("对应办事事项"), Inherit.FIXED] = None
    regimes: Annotated[tuple[Annotated[Slug, Ref("regimes")], ...], Zh("相关制度")] = ()
    basis: Annotated[tuple[Basis, ...], Zh("依据"), Inherit.FIXED] = ()
    sayings: Sayings = ()
