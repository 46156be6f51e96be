"""plan/: the plan of revenue (征收计划) of one year: its layers, and what was collected by month; a CSV table."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import ComesDown, Entry, Line, Name, Pattern, Record, Ref, Slug, Zh, record
from generator.source.readers import CSV, Reader

Month = Annotated[str, Pattern(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])", "年-月，如 2026-07")]

Amount = Annotated[str, Pattern(r"[0-9]{1,10}(?:\.[0-9]{1,2})?", "万元数，不带符号和千分号，如 67000 或 5230.5")]


@record
class PlanMonth(Record):
    """What had been collected from January to the end of a month, in 10,000 yuan (万元)."""

    month: Annotated[Month, Zh("月份")]
    collected: Annotated[Amount, Zh("累计完成", "1月到这个月底，万元")]
    year_before: Annotated[Amount | None, Zh("上年同期", "上年1月到同一个月底，万元；不知道就不填")] = None
    note: Annotated[Line | None, Zh("说明", "增减的原因；不写纳税人")] = None


@record
class Plan(Entry):
    """The plan of a year, with its layers, and the figures of its months."""

    FOLDER: ClassVar[str] = "plan"
    TITLE: ClassVar[str] = "征收计划"
    COLUMN: ClassVar[str] = "征收计划"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "年度征收计划、逐月累计完成、上年同期")
    ON_ONE_PAGE: ClassVar[bool] = True
    READER: ClassVar[Reader] = CSV
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    planned: Annotated[Amount, Zh("年度计划", "人大下达的计划，万元")]
    planned_by: Annotated[Line, Zh("谁定的计划")]
    raised: Annotated[Amount | None, Zh("加压目标", "政府在计划以上另定的，万元；没有就不写")] = None
    raised_by: Annotated[Line | None, Zh("谁定的加压目标")] = None
    scope: Annotated[Line, Zh("统计口径", "包括哪些收入")]
    regime: Annotated[Slug | None, Ref("regimes"), Zh("制度", "regimes/ 里的文件名")] = None
    law: Annotated[Slug | None, Ref("laws"), Zh("依法征收的依据", "laws/ 里的文件名，如税收征收管理法")] = None
    article: Annotated[Name | None, Zh("条款", "不得多征、提前征收的那一条，如 第二十八条")] = None
    rows: Annotated[tuple[PlanMonth, ...], MinLen(1), MaxLen(12), Zh("每月的数")]
