"""Measures (衡量指标): what is counted of a commitment, the target, and when the figures are published."""

from fractions import Fraction
from typing import Annotated, ClassVar

from generator.model.periods import Every, Period
from generator.model.types import Count, Inherit, Name, Pattern, Record, Slug, Vocabulary, Zh, record

Number = Annotated[str, Pattern(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?", "不带符号和单位的数，如 97 或 99.5")]


class MeasureKind(Vocabulary):
    """What the figures of a measure are, and on which side of the target they must be."""

    SHARE = "share", "做到的比例，不低于目标"
    RATE = "rate", "发生的比例，不高于目标"
    COUNT = "count", "发生的件数，不多于目标"
    DURATION = "duration", "花的时间，不长于目标"


@record
class Measure(Record):
    """One measure of a commitment. The target is in percent for a share or a rate, else in `unit`.

    The cases of a share, a rate or a count are counted in `unit`.
    """

    KEY: ClassVar[tuple[str, ...]] = ("key",)

    key: Annotated[Slug, Zh("指标编号", "data/results/ 里的表用它说明是哪个指标")]
    name: Annotated[Name, Zh("指标", "数的是什么，如 10个工作日内审完的比例"), Inherit.FIXED]
    kind: Annotated[MeasureKind, Zh("种类"), Inherit.FIXED]
    target: Annotated[
        Number | None, Zh("目标值", "比例写百分数的数字；没有定目标就不写，不作判断"), Inherit.TIGHTEN
    ] = None
    unit: Annotated[
        Name | None, Zh("单位", "件数、时间的单位，如 件、分钟；比例写数的是什么，如 人次、天，不写是件"), Inherit.FIXED
    ] = None
    every: Annotated[Every, Zh("多久统计一次"), Inherit.FIXED]
    published_by: Annotated[Count, Zh("公布期限", "一期结束后第几个工作日以前公布"), Inherit.TIGHTEN]
    since: Annotated[Period | None, Zh("从哪一期开始", "如 2026-04；不写就从表里的第一期算起"), Inherit.LOCAL] = None

    @property
    def in_percent(self) -> bool:
        """True if its figures are percentages."""
        return self.kind in (MeasureKind.SHARE, MeasureKind.RATE)

    @property
    def cases(self) -> str:
        """The unit in which its cases are counted: 件 if nothing is stated."""
        return (self.unit if self.kind is not MeasureKind.DURATION else None) or "件"

    @property
    def goal(self) -> str:
        """The target as Chinese text, e.g. 不低于97%; empty without a target."""
        if self.target is None:
            return ""
        amount = f"{self.target}{'%' if self.in_percent else self.unit or ''}"
        if self.kind is MeasureKind.SHARE:
            return amount if Fraction(self.target) == 100 else f"不低于{amount}"
        return "为零" if not Fraction(self.target) else f"不超过{amount}"

    def reached(self, value: Fraction | None) -> bool | None:
        """Return whether an exact value reaches the target; None without a value or a target."""
        if value is None or self.target is None:
            return None
        target = Fraction(self.target)
        return value >= target if self.kind is MeasureKind.SHARE else value <= target
