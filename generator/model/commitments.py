"""commitments/: service commitments (服务承诺)."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen

from generator.model.measures import Measure
from generator.model.organs import Hours
from generator.model.types import Address, Entry, Inherit, Line, Ref, Sayings, Slug, Text, Zh, record


@record
class Commitment(Entry):
    """One commitment: a measurable promise, and the remedy if it is not met."""

    FOLDER: ClassVar[str] = "commitments"
    TITLE: ClassVar[str] = "服务承诺"
    COLUMN: ClassVar[str] = "服务承诺"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "承诺内容、衡量方法、未兑现的补救")
    ON_ONE_PAGE: ClassVar[bool] = True

    promise: Annotated[Line, Zh("承诺", "一句话，说得出做得到"), Inherit.TIGHTEN]
    metric: Annotated[Line, Zh("怎么衡量"), Inherit.FIXED]
    target: Annotated[Line, Zh("目标"), Inherit.TIGHTEN]
    measures: Annotated[
        tuple[Measure, ...], MaxLen(12), Zh("指标", "每项对应 data/results/ 里的一张表"), Inherit.TIGHTEN
    ] = ()
    hours: Annotated[
        tuple[Hours, ...],
        MaxLen(12),
        Zh("承诺的办公时间", "本局和下级局的办税服务厅至少这样开，不用预约；厅里可以开得更长"),
        Inherit.TIGHTEN,
    ] = ()
    remedy: Annotated[Text, Zh("没做到怎么办"), Inherit.TIGHTEN]
    published_at: Annotated[
        Address | None,
        Zh("结果公布在哪里", "说了公布的才写：本站的地址，如 /news/chengnuo-2026/；data/results/ 里有的不用写"),
        Inherit.LOCAL,
    ] = None
    organ: Annotated[Slug, Ref("organs"), Zh("责任机构")]
    regimes: Annotated[tuple[Annotated[Slug, Ref("regimes")], ...], Zh("依据制度")] = ()
    procedures: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("涉及事项", "不写就是所有事项")] = ()
    oversight: Annotated[tuple[Annotated[Slug, Ref("oversight")], ...], Zh("监督渠道")] = ()
    sayings: Sayings = ()
