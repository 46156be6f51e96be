"""enforcement/: the enforcement figures of one year (行政执法数据); a CSV table whose rows are fixed.

国办发〔2018〕118号. The rows are those that yearly tables of local organs agree on. A row without cases holds 0,
because empty is not zero. The file's name is the year.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.results import Volume
from generator.model.types import (
    ByLabel,
    ComesDown,
    Entry,
    Line,
    Name,
    PastDay,
    Pattern,
    Record,
    Vocabulary,
    Zh,
    record,
)
from generator.source.readers import CSV, Reader

Yuan = Annotated[str, Pattern(r"(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{1,2})?", "元，不带符号和千分号，如 18250.5")]


class EnforcementTable(Vocabulary):
    """The tables of the year."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    MEASURE = "measure", "行政强制措施"
    EXECUTION = "execution", "行政强制执行"
    COURT = "court", "申请法院强制执行"
    LEVY = "levy", "行政征收"
    INSPECTION = "inspection", "行政检查"
    FEE = "fee", "行政事业性收费"


TOTAL = "合计"

ITEMS: Mapping[EnforcementTable, tuple[str, ...]] = {
    EnforcementTable.LICENCE: ("上年结转", "申请", "受理", "许可", "不予许可", "撤销许可"),
    EnforcementTable.PENALTY: (
        *("警告", "通报批评", "罚款", "没收违法所得、没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件"),
        *("限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留", "其他", TOTAL),
    ),
    EnforcementTable.MEASURE: ("查封", "扣押", "冻结", "其他"),
    EnforcementTable.EXECUTION: (
        *("加处罚款或者滞纳金", "划拨", "拍卖或者依法处理", "排除妨碍、恢复原状", "代履行", "其他"),
    ),
    EnforcementTable.COURT: ("申请法院强制执行",),
    EnforcementTable.LEVY: ("征收",),
    EnforcementTable.INSPECTION: ("检查",),
    EnforcementTable.FEE: ("收费",),
}
"""The rows of each table, in their order; kinds of penalties from light to grave."""

WITH_AMOUNT = ((EnforcementTable.PENALTY, TOTAL), (EnforcementTable.LEVY, "征收"), (EnforcementTable.FEE, "收费"))
"""The rows that have an amount of money too."""

_COERCION = (EnforcementTable.MEASURE, EnforcementTable.EXECUTION, EnforcementTable.COURT)


@record
class EnforcementRow(Record):
    """The count of one row, and the amount of those that have one."""

    table: Annotated[Annotated[EnforcementTable, ByLabel()], Zh("表", "如 行政处罚")]
    item: Annotated[Name, Zh("项目", "表里固定的项目，如 罚款")]
    count: Annotated[Volume, Zh("数量", "宗、件或次；没有的写 0")]
    amount: Annotated[Yuan | None, Zh("金额", "元；只有处罚合计、征收、收费写")] = None
    note: Annotated[Line | None, Zh("说明")] = None


@record
class Enforcement(Entry):
    """The figures of one year."""

    FOLDER: ClassVar[str] = "enforcement"
    TITLE: ClassVar[str] = "行政执法数据"
    COLUMN: ClassVar[str] = "行政执法公示"
    TAB: ClassVar[str] = "政府信息公开"
    DISCLOSES: ClassVar[tuple[str, str]] = ("行政执法", "执法主体、职权、依据、流程，全年许可、处罚、强制、检查的数量")
    READER: ClassVar[Reader] = CSV
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE
    FIXED_ROWS: ClassVar[tuple[tuple[str, ...], ...]] = tuple(
        (table.label, item, *(("", "") if (table, item) in WITH_AMOUNT else ("",)))
        for table, items in ITEMS.items()
        for item in items
    )

    published_on: Annotated[PastDay | None, Zh("公布日期", "每年1月31日前公布上一年的")] = None
    counted: Annotated[Line, Zh("统计口径", "怎么算一宗、按什么时候算")]
    rows: Annotated[tuple[EnforcementRow, ...], MinLen(1), MaxLen(200), Zh("各表的数")]

    @property
    def year(self) -> int | None:
        """The year of the figures, None if the file's name is no year."""
        return int(self.id) if self.id.isdecimal() and len(self.id) == 4 else None

    def due(self) -> datetime.date | None:
        """Return the last day to publish them: 31 January of the next year."""
        return datetime.date(self.year + 1, 1, 31) if self.year else None

    def row(self, table: EnforcementTable, item: str) -> EnforcementRow | None:
        """Return a row, None if it is not there."""
        return next((row for row in self.rows if row.table is table and row.item == item), None)

    def count(self, table: EnforcementTable, *items: str) -> int | None:
        """Return the sum of rows of a table, None if one is not there."""
        found = [self.row(table, item) for item in items]
        return sum(row.count for row in found if row) if all(found) else None

    def licences(self) -> int | None:
        """Return the number of decisions on licences: granted and refused."""
        return self.count(EnforcementTable.LICENCE, "许可", "不予许可")

    def penalties(self) -> int | None:
        """Return the number of penalties: several in one case count once."""
        return self.count(EnforcementTable.PENALTY, TOTAL)

    def coercion(self) -> int | None:
        """Return the number of coercive measures, executions and applications to a court."""
        sums = [self.count(table, *ITEMS[table]) for table in _COERCION]
        return None if None in sums else sum(number for number in sums if number)

    def fees(self) -> str | None:
        """Return the fees in 10,000 yuan, None if the row or its amount is not there."""
        row = self.row(EnforcementTable.FEE, "收费")
        if row is None or row.amount is None:
            return None
        return format((Decimal(row.amount) / 10_000).normalize(), "f")
