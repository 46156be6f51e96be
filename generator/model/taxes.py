"""taxes/: taxes and fees (税费种) that are filed monthly, quarterly or yearly, with their due dates."""

from typing import Annotated, ClassVar

from annotated_types import MinLen

from generator.model.types import (
    Basis,
    Count,
    Entry,
    Inherit,
    Line,
    MonthDay,
    Name,
    Record,
    Ref,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)


class Rhythm(Vocabulary):
    """How often a tax is filed."""

    MONTH = "month", "按月"
    QUARTER = "quarter", "按季"
    YEAR = "year", "按年"

    @property
    def months(self) -> tuple[int, ...]:
        """The months in which the preceding period is filed."""
        return {Rhythm.MONTH: tuple(range(1, 13)), Rhythm.QUARTER: (1, 4, 7, 10), Rhythm.YEAR: (1,)}[self]


class Covered(Vocabulary):
    """The year that is filed, relative to the year in which the filing time begins."""

    LAST_YEAR = "last_year", "上一年度"
    THIS_YEAR = "this_year", "当年度"
    NEXT_YEAR = "next_year", "下一年度"


@record
class Span(Record):
    """The time of the year to file a yearly tax, if it is not the monthly filing period.

    It may extend over New Year; then it begins in the year before its last day.
    """

    opens: Annotated[MonthDay, Zh("起", "月-日，含当日")]
    until: Annotated[
        MonthDay, Zh("止", "月-日，含当日；遇休息日由网站顺延；早于“起”的是第二年；2月底写 02-29，平年按 02-28")
    ]
    covers: Annotated[Covered | None, Zh("报哪一年度", "从开始的那一年看；不写是上一年度，跨年的必须写")] = None

    @property
    def over_new_year(self) -> bool:
        """True if the time ends in the year after it begins."""
        return self.until < self.opens


@record
class Filing(Record):
    """One filing of a tax: who files, how often, and until when."""

    name: Annotated[Name, Zh("申报什么", "如 一般纳税人按月申报")]
    every: Annotated[Rhythm, Zh("多久一次")]
    span: Annotated[Span | None, Zh("申报时间", "不按每月征期的才写，如年度汇算；按征期的不写")] = None
    procedures: Annotated[tuple[Annotated[Slug, Ref("procedures")], ...], Zh("办事事项")] = ()
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据")]
    note: Annotated[Line | None, Zh("说明")] = None


@record
class Tax(Entry):
    """One tax or fee with its filings."""

    FOLDER: ClassVar[str] = "taxes"
    TITLE: ClassVar[str] = "税费种"
    COLUMN: ClassVar[str] = "税种申报期"
    TAB: ClassVar[str] = ""
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "各税费种按月、按季、按年申报的期限")
    ON_ONE_PAGE: ClassVar[bool] = True
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    order: Annotated[Count | None, Zh("排列次序", "小的在前，不写的在后")] = None
    aliases: Annotated[tuple[Name, ...], Zh("俗称")] = ()
    filings: Annotated[tuple[Filing, ...], Zh("申报", "期限由别处规定的不写，在 note 里说明看哪里")] = ()
    procedures: Annotated[
        tuple[Annotated[Slug, Ref("procedures")], ...], Zh("办事事项", "没有写 filings 的在这里写")
    ] = ()
    note: Annotated[Text | None, Zh("说明")] = None
