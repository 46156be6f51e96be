"""remedies/: what one can do who does not agree with the bureau (权益救济): routes in order, each with its ground."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import (
    Basis,
    Entry,
    Flag,
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


class Act(Vocabulary):
    """What one does not agree with (对什么不同意)."""

    FINE = "fine", "罚款等处罚"
    TAX = "tax", "要我补税、交滞纳金"
    FORCE = "force", "查封、扣押、冻结"
    REFUSAL = "refusal", "不给办、不批、没有下文"
    DISCLOSURE = "disclosure", "信息公开的答复"
    REVIEW = "review", "行政复议的决定"
    SERVICE = "service", "服务态度、办得太慢"
    LOSS = "loss", "税务机关让我受了损失"


class Stage(Vocabulary):
    """How far the matter has gone (到了哪一步)."""

    PROPOSED = "proposed", "收到告知书，还没有正式决定"
    DECIDED = "decided", "收到了正式决定"
    SPOT = "spot", "当场就罚了"


@record
class Route(Record):
    """One route, with the last day for it and the ground that it is open here."""

    KEY: ClassVar[tuple[str, ...]] = ("oversight", "limit")

    oversight: Annotated[Slug, Ref("oversight"), Zh("走哪条路", "oversight/ 里的文件名")]
    limit: Annotated[Slug | None, Ref("time_limits"), Zh("期限", "这条路的期限，time_limits/ 里的文件名")] = None
    first: Annotated[Flag, Zh("必须先走这一条", "法律规定先走它才能走后面的（如复议前置）写 true")] = False
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据", "凭什么可以走这条路、为什么必须先走")]
    note: Annotated[Line | None, Zh("注意")] = None


@record
class Remedy(Entry):
    """One case of not agreeing, with its routes in order."""

    FOLDER: ClassVar[str] = "remedies"
    TITLE: ClassVar[str] = "权益救济"
    COLUMN: ClassVar[str] = "我不同意怎么办"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "不同意税务机关的决定时有哪些路、先后、期限和要交的东西")
    ON_ONE_PAGE: ClassVar[bool] = True
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    aliases: Annotated[tuple[Name, ...], Zh("别名", "大家怎么说")] = ()
    act: Annotated[Act, Zh("对什么不同意")]
    stages: Annotated[tuple[Stage, ...], Zh("到了哪一步", "不分步骤的不写")] = ()
    summary: Annotated[Text, Zh("一句话说明", "是什么情形")]
    routes: Annotated[tuple[Route, ...], MinLen(1), MaxLen(8), Zh("有哪些路", "按先后写")]
    sayings: Sayings = ()
