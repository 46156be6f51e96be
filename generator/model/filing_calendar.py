"""filing_calendar/: the yearly table of filing deadlines (申报纳税期限) as published, one entry a year."""

import datetime
from typing import Annotated, ClassVar

from annotated_types import Ge, Le, MinLen

from generator.model.types import Entry, Inherit, Line, Name, PastDay, Pattern, Record, Zh, record

Month = Annotated[int, Ge(1), Le(12), Pattern(r"[0-9]{1,2}", "月份，1 到 12")]
DayOfMonth = Annotated[int, Ge(1), Le(31), Pattern(r"[0-9]{1,2}", "几日，如 15")]


@record
class Acknowledged(Record):
    """An editor's confirmation that a published deadline differs from the computed one, with the reason."""

    computed: Annotated[DayOfMonth, Zh("规则算出几日", "以后算出别的日子，要重新确认")]
    reason: Annotated[Line, Zh("为什么不同", "如 因疫情延长，税总函〔2020〕19号")]


@record
class MonthDeadline(Record):
    """The last day for filing in one month, as published."""

    month: Annotated[Month, Zh("月份", "1 到 12")]
    day: Annotated[DayOfMonth, Zh("截止日", "当月几日")]
    because: Annotated[Line | None, Zh("为什么不是15日", "如 劳动节放假")] = None
    acknowledged: Annotated[Acknowledged | None, Zh("与规则不同的确认", "公布的日子和规则算的不一样时填写")] = None


@record
class FilingYear(Entry):
    """One year's table; the file name is the year."""

    FOLDER: ClassVar[str] = "filing_calendar"
    TITLE: ClassVar[str] = "年度征期表"
    COLUMN: ClassVar[str] = "征期日历"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "每月申报纳税截止日、顺延原因、可订阅的日历")
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    issuer: Annotated[Name | None, Zh("公布机关", "如 国家税务总局办公厅")] = None
    document: Annotated[Name | None, Zh("文号", "没有核实到就不写")] = None
    published_on: Annotated[PastDay | None, Zh("公布日期")] = None
    months: Annotated[tuple[MonthDeadline, ...], MinLen(1), Zh("各月截止日", "1 到 12 月各一行")]

    def month(self, month: int) -> MonthDeadline | None:
        """Return the table's row for a month, None if it has none."""
        return next((item for item in self.months if item.month == month), None)

    def deadline(self, month: int) -> datetime.date | None:
        """Return the published deadline of a month, None if there is none or its day does not exist."""
        entry = self.month(month)
        try:
            return datetime.date(int(self.id), month, entry.day) if entry else None
        except ValueError:
            return None
