"""credit_grades/: the grades of tax credit (纳税缴费信用级别), how they are reached, and the treatment each brings."""

from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import Ge, Le, MaxLen, MinLen

from generator.model.appraisals import Points
from generator.model.types import Basis, Count, Entry, Inherit, Line, Name, Record, Ref, Sayings, Slug, Text, Zh, record


@record
class Band(Record):
    """Scores from `at_least` to below `below`; no `below` means up to and including 100."""

    at_least: Annotated[Points, Zh("从多少分", "含这个分数")]
    below: Annotated[Points | None, Zh("到多少分", "不含这个分数；最高一级不写")] = None

    def ends(self) -> tuple[Decimal, Decimal | None]:
        """Return where the band begins and where it ends, None at the top."""
        return Decimal(self.at_least), None if self.below is None else Decimal(self.below)

    def __str__(self) -> str:
        """Return the band in words."""
        start = f"{self.at_least}分以上" if Decimal(self.at_least) or self.below is None else ""
        return start if self.below is None else f"{start}不满{self.below}分"


@record
class Treatment(Record):
    """How a grade is treated in one respect."""

    KEY: ClassVar[tuple[str, ...]] = ("topic",)

    topic: Annotated[Name, Zh("哪方面", "每个级别用同样的字，如 发票领用")]
    text: Annotated[Line, Zh("什么待遇", "没有区别也写，如 按正常管理")]


@record
class CreditGrade(Entry):
    """One grade: its scores, how it is reached, how it is treated, and what to do about it."""

    FOLDER: ClassVar[str] = "credit_grades"
    TITLE: ClassVar[str] = "信用级别"
    COLUMN: ClassVar[str] = "信用级别和待遇"
    TAB: ClassVar[str] = "职责与制度"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "信用级别怎么评、每个级别什么待遇、怎么复评和修复")
    ON_ONE_PAGE: ClassVar[bool] = True
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    order: Annotated[Count, Ge(1), Le(20), Zh("排第几", "最好的写 1")]
    band: Annotated[Band | None, Zh("分数", "不按分数评的级别不写")] = None
    reached: Annotated[tuple[Line, ...], MinLen(1), MaxLen(20), Zh("怎么评上", "一条一行")]
    excluded: Annotated[tuple[Line, ...], MaxLen(20), Zh("什么情况评不上")] = ()
    treatments: Annotated[tuple[Treatment, ...], MinLen(1), MaxLen(20), Zh("待遇")]
    procedures: Annotated[
        tuple[Annotated[Slug, Ref("procedures")], ...], Zh("有异议、想修复", "能办的事项，时限从事项来")
    ] = ()
    note: Annotated[Text | None, Zh("说明")] = None
    regime: Annotated[Slug | None, Ref("regimes"), Zh("按什么制度")] = None
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据")]
    sayings: Sayings = ()
