"""results/: the results of commitments (承诺兑现结果), one CSV table per measure, rows by period."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, ClassVar

from annotated_types import Ge, Le, MaxLen, MinLen

from generator.model.measures import MeasureKind, Number
from generator.model.periods import Period
from generator.model.types import ComesDown, Entry, Line, Pattern, Record, Ref, Slug, Text, Zh, record
from generator.source.readers import CSV, Reader

Volume = Annotated[int, Ge(0), Le(999_999_999), Pattern(r"[0-9]{1,9}", "不带符号和逗号的整数，如 1200")]

Part = tuple[str, str]
"""The part of the bureau that a row is about: (organ, procedure), "" for all."""

WHOLE: Part = ("", "")


@record
class Figures(Record):
    """The figures of one period, of the whole bureau or one part. Not measured (None) is not 0.

    A row with a `correction` replaces the row above it of the same period and part.
    """

    period: Annotated[Period, Zh("期间", "2026-07、2026-Q3、2026-H2 或 2026")]
    organ: Annotated[Slug | None, Ref("organs"), Zh("机构", "分机构统计时写")] = None
    procedure: Annotated[Slug | None, Ref("procedures"), Zh("事项", "分事项统计时写")] = None
    met: Annotated[Volume | None, Zh("做到", "比例类指标：做到承诺的件数")] = None
    total: Annotated[Volume | None, Zh("总数", "一共多少件")] = None
    value: Annotated[Number | None, Zh("数值", "发生的件数，或花的时间")] = None
    median: Annotated[Number | None, Zh("中位数", "办结用时的中位数，个工作日；有就写")] = None
    not_measured: Annotated[Line | None, Zh("没有统计的原因", "没有统计的写，不填数字")] = None
    explanation: Annotated[Text | None, Zh("没做到的原因")] = None
    remedy: Annotated[Text | None, Zh("怎么补救")] = None
    correction: Annotated[Line | None, Zh("更正说明", "公布后改数：另写一行，写明为什么改；原来的一行留着")] = None

    @property
    def part(self) -> Part:
        """The part that the row is about."""
        return self.organ or "", self.procedure or ""

    def amount(self, kind: MeasureKind) -> Fraction | None:
        """Return the exact figure that is compared with the target; None if it was not measured or without cases.

        A share or rate is in percent; a count or a duration in its unit.
        """
        if kind is MeasureKind.SHARE:
            return Fraction(100 * self.met, self.total) if self.met is not None and self.total else None
        if self.value is None or (self.total == 0 and kind is not MeasureKind.COUNT):
            return None
        if kind is MeasureKind.RATE:
            return 100 * Fraction(self.value) / self.total if self.total else None
        return Fraction(self.value)

    def counted(self, kind: MeasureKind) -> bool:
        """Return True if the figures that the kind of measure needs are there."""
        match kind:
            case MeasureKind.SHARE:
                return self.met is not None and self.total is not None
            case MeasureKind.RATE:
                return self.value is not None and self.total is not None
            case _:
                return self.value is not None or self.total == 0


@record
class Result(Entry):
    """The figures of one measure of a commitment."""

    FOLDER: ClassVar[str] = "results"
    TITLE: ClassVar[str] = "承诺兑现结果"
    COLUMN: ClassVar[str] = "承诺兑现"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "每项承诺每期做到多少、没做到的原因和补救、更正")
    READER: ClassVar[Reader] = CSV
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    commitment: Annotated[Slug, Ref("commitments"), Zh("承诺", "commitments/ 里的文件名")]
    measure: Annotated[Slug, Zh("指标", "这项承诺的指标编号")]
    counted: Annotated[Line, Zh("统计口径", "数从哪里来、怎么算做到")]
    rows: Annotated[tuple[Figures, ...], MinLen(1), MaxLen(20_000), Zh("各期的数字")]

    def standing(self) -> Mapping[tuple[str, Part], Figures]:
        """Return the row that counts for each period and part: the last one written."""
        return {(row.period, row.part): row for row in self.rows}

    def corrected(self) -> Mapping[tuple[str, Part], list[Figures]]:
        """Return the rows that a later row replaces, by period and part, in the order written."""
        found: dict[tuple[str, Part], list[Figures]] = {}
        standing = self.standing()
        for row in self.rows:
            if standing[row.period, row.part] is not row:
                found.setdefault((row.period, row.part), []).append(row)
        return found
