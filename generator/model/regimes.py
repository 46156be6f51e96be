"""regimes/: regimes that bind the bureau (制度)."""

from typing import Annotated, ClassVar

from generator.model.duties import Frequency
from generator.model.types import (
    Address,
    Basis,
    Duration,
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


class RegimeArea(Vocabulary):
    """Subject of a regime."""

    SERVICE = "service", "服务规范"
    DISCLOSURE = "disclosure", "政务公开"
    RESPONSIBILITY = "responsibility", "责任追究"
    SUPERVISION = "supervision", "效能监督"
    ADMINISTRATION = "administration", "税收管理"
    LEARNING = "learning", "学习与作风"
    PARTICIPATION = "participation", "征纳互动"


@record
class RegimeRule(Record):
    """One rule of a regime; who acts and how fast, if that is laid down."""

    KEY: ClassVar[tuple[str, ...]] = ("name",)

    name: Annotated[Name, Zh("要点")]
    text: Annotated[Text, Zh("规定")]
    decided_by: Annotated[Line | None, Zh("由谁决定或答复", "写岗位或职务")] = None
    form: Annotated[Line | None, Zh("形式", "如 书面、电话")] = None
    within: Annotated[Duration | None, Zh("时限"), Inherit.TIGHTEN] = None
    published_at: Annotated[
        Address | None, Zh("公布在哪里", "说了公布的才写：本站的地址，如 /news/mubiao-2026/"), Inherit.LOCAL
    ] = None


@record
class Regime(Entry):
    """One regime (制度): its definition, whom it binds, its rules and the consequences of breaking them."""

    FOLDER: ClassVar[str] = "regimes"
    TITLE: ClassVar[str] = "制度"
    COLUMN: ClassVar[str] = "制度"
    TAB: ClassVar[str] = "职责与制度"
    DISCLOSES: ClassVar[tuple[str, str]] = ("制度规范", "制度内容、约束对象、违反后果、负责机构")

    aliases: Annotated[tuple[Name, ...], Zh("别名")] = ()
    area: Annotated[RegimeArea, Zh("类别"), Inherit.FIXED]
    definition: Annotated[Text, Zh("是什么", "纳税人看得懂的说法"), Inherit.FIXED]
    binds: Annotated[tuple[Line, ...], Zh("约束谁")]
    trigger: Annotated[Line | None, Zh("什么情况启动")] = None
    participants: Annotated[tuple[Line, ...], Zh("谁参加")] = ()
    rules: Annotated[tuple[RegimeRule, ...], Zh("具体规定"), Inherit.TIGHTEN]
    consequences: Annotated[tuple[RegimeRule, ...], Zh("违反的后果"), Inherit.FIXED] = ()
    frequency: Annotated[Frequency | None, Zh("频次")] = None
    organ: Annotated[Slug, Ref("organs"), Zh("负责机构")]
    supervised_by: Annotated[Slug | None, Ref("organs"), Zh("监督机构")] = None
    basis: Annotated[tuple[Basis, ...], Zh("依据"), Inherit.FIXED] = ()
    sayings: Sayings = ()
