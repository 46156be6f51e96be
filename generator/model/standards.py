"""local_standards/: rates, grades and ratios (税费标准) of a place or of a kind, with the time in which they hold.

A rate has a value from one day to another, by whom and in which document. `formula` adds a calculator to the page.
"""

import datetime
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import (
    Basis,
    Count,
    Day,
    Entry,
    Inherit,
    Line,
    Name,
    Pattern,
    Record,
    Ref,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)

Number = Annotated[str, Pattern(r"(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?", "不带符号和单位的数，如 3 或 0.25")]


class RateUnit(Vocabulary):
    """The unit of a value (单位)."""

    PERCENT = "percent", "百分之"
    PER_MILLE = "per_mille", "千分之"
    PER_TEN_THOUSAND = "per_ten_thousand", "万分之"
    YUAN_PER_SQUARE_METRE = "yuan_per_square_metre", "元/平方米"
    YUAN_PER_VEHICLE = "yuan_per_vehicle", "元/辆"
    YUAN_PER_TONNE = "yuan_per_tonne", "元/吨"
    YUAN = "yuan", "元"
    PERSONS = "persons", "人"

    @property
    def divisor(self) -> int:
        """By how much a value is divided to be a factor of an amount: 3% is 3 / 100."""
        return {RateUnit.PERCENT: 100, RateUnit.PER_MILLE: 1000, RateUnit.PER_TEN_THOUSAND: 10000}.get(self, 1)

    def of(self, value: str) -> str:
        """Return a value with its unit: 3%, 万分之3, 7元/平方米."""
        if self is RateUnit.PERCENT:
            return f"{value}%"
        return f"{self.label}{value}" if self.divisor > 1 else f"{value}{self.label}"


class Formula(Vocabulary):
    """How a tax is computed from a value (算法)."""

    AMOUNT = "amount", "金额×税率"
    AREA = "area", "面积×税额×月数÷12"


@record
class Rate(Record):
    """A value of one grade, in force from `since` to `until` (both included)."""

    grade: Annotated[Name, Zh("等级、地区或类别", "不分的写 全市")]
    value: Annotated[Line, Zh("数值", "写了 unit 的只写数，如 3；没有单位的可以写一句话，如 每年4月、10月")]
    since: Annotated[Day, Zh("执行起")]
    until: Annotated[Day | None, Zh("执行止", "这一天及以前有效；没有规定的不写")] = None
    issuer: Annotated[Line, Zh("制定机关")]
    number: Annotated[Line | None, Zh("文号")] = None

    def in_force(self, day: datetime.date) -> bool:
        """Return True if `day` is within the rate's time."""
        return self.since <= day <= (self.until or day)


@record
class Reduction(Record):
    """A relief that lowers the tax: by `percent`, at most by `at_most` yuan."""

    relief: Annotated[Slug, Ref("reliefs"), Zh("优惠", "reliefs/ 里的文件名")]
    percent: Annotated[Number, Zh("减多少", "百分之几，减半写 50")]
    at_most: Annotated[Count | None, Zh("最多减多少元")] = None
    when: Annotated[Line, Zh("什么情况", "给计算的人勾选，如 买的是新能源乘用车")]


@record
class Standard(Entry):
    """One standard: what it fixes, its grades and values over time."""

    FOLDER: ClassVar[str] = "local_standards"
    TITLE: ClassVar[str] = "税费标准"
    COLUMN: ClassVar[str] = "税费标准和计算"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("政策法规", "本省、本市确定的税率、等级、比例和期限，哪天起执行")
    ON_ONE_PAGE: ClassVar[bool] = True
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    tax: Annotated[Name, Zh("税费种", "如 契税")]
    unit: Annotated[RateUnit | None, Zh("单位", "数值不是数的不写")] = None
    lowest: Annotated[Number | None, Zh("法定最低", "法律规定了幅度的写，单位同上")] = None
    highest: Annotated[Number | None, Zh("法定最高")] = None
    rates: Annotated[tuple[Rate, ...], MinLen(1), MaxLen(200), Zh("标准", "同一等级改了数值的，新写一行，旧的写上止")]
    formula: Annotated[Formula | None, Zh("算法", "写了就有计算器")] = None
    called: Annotated[Name | None, Zh("计税的数叫什么", "如 不含增值税的成交价；有计算器的必须写")] = None
    vat: Annotated[Number | None, Zh("增值税税率", "金额可能含增值税的写，如 13；可以先换算成不含税")] = None
    reductions: Annotated[tuple[Reduction, ...], Zh("减征")] = ()
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据", "哪部法律让地方定、或者直接规定")]
    guides: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("办事指南", "在哪些事项里用到")] = ()
    note: Annotated[Text | None, Zh("说明")] = None

    def in_force_on(self, day: datetime.date) -> list[Rate]:
        """Return the rates in force on a day, in their order."""
        return [rate for rate in self.rates if rate.in_force(day)]

    def coming(self, day: datetime.date) -> list[Rate]:
        """Return the rates that begin after a day, the next one first."""
        return sorted((rate for rate in self.rates if rate.since > day), key=lambda rate: rate.since)
