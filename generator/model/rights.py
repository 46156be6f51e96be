"""rights/: taxpayers' rights and duties (纳税人权利与义务, 公告2009年第1号), and where each is honoured here."""

from typing import Annotated, ClassVar

from annotated_types import Ge, Le, MinLen

from generator.model.types import (
    Address,
    Basis,
    Entry,
    Inherit,
    Pattern,
    Ref,
    Sayings,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)


class RightKind(Vocabulary):
    """Whether taxpayers have it or owe it."""

    RIGHT = "right", "权利"
    DUTY = "duty", "义务"


COUNTS = {RightKind.RIGHT: 14, RightKind.DUTY: 10}
"""How many rights and duties the announcement names."""

_Number = Annotated[int, Ge(1), Le(14), Pattern(r"[1-9]|1[0-4]", "1 到 14 的数字")]


@record
class Right(Entry):
    """One right or duty."""

    FOLDER: ClassVar[str] = "rights"
    TITLE: ClassVar[str] = "纳税人权利义务"
    COLUMN: ClassVar[str] = "纳税人权利与义务"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("纳税服务", "十四项权利、十项义务，每一项在本局怎么兑现、怎么办")
    ON_ONE_PAGE: ClassVar[bool] = True
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    kind: Annotated[RightKind, Zh("权利还是义务")]
    number: Annotated[_Number, Zh("序号", "公告里第几项")]
    says: Annotated[Text, Zh("说的是什么", "用大白话")]
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据")]
    procedures: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("在哪些事项里办"), Inherit.APPEND] = ()
    time_limits: Annotated[tuple[Annotated[Slug, Ref("time_limits")], ...], Zh("多久办好"), Inherit.APPEND] = ()
    regimes: Annotated[tuple[Annotated[Slug, Ref("regimes")], ...], Zh("靠什么制度保证"), Inherit.APPEND] = ()
    oversight: Annotated[tuple[Annotated[Slug, Ref("oversight")], ...], Zh("没兑现找谁"), Inherit.APPEND] = ()
    see: Annotated[tuple[Address, ...], Zh("还可以看", "本站别的页面的地址，如 /inspections/"), Inherit.APPEND] = ()
    sayings: Annotated[Sayings, Inherit.APPEND] = ()
