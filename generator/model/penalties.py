"""penalties/: what is fined and by how much (行政处罚裁量基准), and what is not fined the first time (首违不罚清单)."""

from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.standards import Number
from generator.model.types import Basis, Entry, Inherit, Line, Name, Record, Ref, Sayings, Slug, Vocabulary, Zh, record


class FineUnit(Vocabulary):
    """The unit of a fine (罚款单位)."""

    YUAN = "yuan", "元"
    TIMES = "times", "倍"

    def span(self, lowest: str, highest: str) -> str:
        """Return a fine in words: 不罚款, 50元, 50至200元."""
        if Decimal(highest) == 0:
            return "不罚款"
        return f"{lowest}{self.label}" if lowest == highest else f"{lowest}至{highest}{self.label}"


@record
class PenaltyStep(Record):
    """One step: from more than `above` up to `up_to` of what is measured, and the fine for it.

    Steps of one `whom` follow each other: the first has no `above` (it begins at 0), the last no `up_to` (it has no
    end).
    """

    whom: Annotated[Name | None, Zh("适用对象", "如 个体工商户、单位；不分的不写")] = None
    above: Annotated[Number | None, Zh("超过", "大于这个数，不含；从 0 起的不写")] = None
    up_to: Annotated[Number | None, Zh("不超过", "到这个数，含；没有上限的不写")] = None
    case: Annotated[Line | None, Zh("情节", "数以外的条件，如 情节严重的")] = None
    lowest: Annotated[Number, Zh("罚款起", "不罚款的写 0")]
    highest: Annotated[Number, Zh("罚款止", "定额的和“罚款起”写一样的数")]


@record
class FirstOffence(Record):
    """That the first offence is not fined, and in which list it stands."""

    list: Annotated[Slug, Ref("laws"), Zh("清单", "laws/ 里的文件名")]
    number: Annotated[Name | None, Zh("清单里的序号", "如 第3项")] = None
    only_if: Annotated[tuple[Line, ...], Zh("另外的条件", "除了首次、轻微、按时改正以外的，如 没有违法所得")] = ()


@record
class Penalty(Entry):
    """One breach of the law."""

    FOLDER: ClassVar[str] = "penalties"
    TITLE: ClassVar[str] = "处罚裁量基准"
    COLUMN: ClassVar[str] = "处罚裁量基准和首违不罚"
    DISCLOSES: ClassVar[tuple[str, str]] = ("行政执法", "每种违法行为怎么罚、分几档，哪些第一次不罚")
    ON_ONE_PAGE: ClassVar[bool] = True
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    aliases: Annotated[tuple[Name, ...], Zh("别名"), Inherit.APPEND] = ()
    theme: Annotated[Name, Zh("类别", "如 申报、账簿、发票")]
    law_says: Annotated[Line, Zh("法律怎么规定", "用自己的话写种类和幅度")]
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("处罚依据")]
    first_offence: Annotated[FirstOffence | None, Zh("首违不罚", "在首违不罚清单里的写")] = None
    measured: Annotated[Name | None, Zh("按什么分档", "如 逾期天数；分档的必须写")] = None
    measured_in: Annotated[Name | None, Zh("分档的单位", "如 天、份、元")] = None
    fine_in: Annotated[FineUnit, Zh("罚款的单位", "yuan 元，times 少缴税款的倍数")] = FineUnit.YUAN
    law_highest: Annotated[Number | None, Zh("法定最高", "单位同罚款的单位")] = None
    steps: Annotated[tuple[PenaltyStep, ...], MaxLen(30), Zh("裁量阶次", "从轻到重")] = ()
    issuer: Annotated[Line | None, Zh("基准由谁制定", "写了阶次的写，连同文号")] = None
    guides: Annotated[
        tuple[Annotated[Slug, Ref("procedures")], ...], Zh("办事指南", "哪些事项没按时办会这样罚"), Inherit.APPEND
    ] = ()
    sayings: Annotated[Sayings, Inherit.APPEND] = ()

    def ladders(self) -> dict[str, list[tuple[int, PenaltyStep]]]:
        """Return the steps with their numbers, by whom they are for."""
        found: dict[str, list[tuple[int, PenaltyStep]]] = {}
        for index, step in enumerate(self.steps):
            found.setdefault(step.whom or "", []).append((index, step))
        return found
