"""results/: the results of commitments (承诺兑现结果), one CSV table per commitment, one row per month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import Count, Entry, Line, Pattern, Record, Ref, Slug, Text, Zh
from generator.source.readers import CSV, Reader

Percent = Annotated[str, Pattern(r"100|[1-9]?[0-9](?:\.[0-9]{1,2})?", "0 到 100 的数，不写百分号，如 97 或 99.5")]

Month = Annotated[str, Pattern(r"[0-9]{4}-(?:0[1-9]|1[0-2])", "年-月，如 2026-07")]


def following(month: str) -> str:
    """Return the month after a month: 2026-12 -> 2027-01."""
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Record):
    """The figures of one month: `met` of `total` cases met the commitment. Not measured (None) is not 0."""

    month: Annotated[Month, Zh("月份")]
    met: Annotated[Count | None, Zh("做到", "做到承诺的件数")] = None
    total: Annotated[Count | None, Zh("总数", "一共多少件")] = None
    not_measured: Annotated[Line | None, Zh("没有统计的原因", "没有统计的月份写，不填数字")] = None
    explanation: Annotated[Text | None, Zh("没做到的原因")] = None
    remedy: Annotated[Text | None, Zh("怎么补救")] = None

    def share(self) -> Decimal | None:
        """Return met / total in percent, rounded to 0.1; None if not measured or without cases."""
        if self.met is None or not self.total:
            return None
        return (Decimal(100 * self.met) / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def reaches(self, at_least: str | None) -> bool | None:
        """Return whether met / total is at least that many percent, not rounded; None if that cannot be said.

        It cannot be said without a target, without figures, or without cases.
        """
        if at_least is None or self.met is None or not self.total:
            return None
        return Decimal(100 * self.met) >= Decimal(at_least) * self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Entry):
    """The monthly figures of one commitment."""

    FOLDER: ClassVar[str] = "results"
    TITLE: ClassVar[str] = "承诺兑现结果"
    COLUMN: ClassVar[str] = "承诺兑现"
    TAB: ClassVar[str] = "承诺与监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "每项承诺每月做到多少、没做到的原因和补救")
    ON_ONE_PAGE: ClassVar[bool] = True
    READER: ClassVar[Reader] = CSV

    commitment: Annotated[Slug, Ref("commitments"), Zh("承诺", "commitments/ 里的文件名")]
    counted: Annotated[Line, Zh("统计口径", "数从哪里来、怎么算做到")]
    at_least: Annotated[
        Percent | None, Zh("目标比例", "做到的比例不低于多少算达到目标；目标是“超期为零”的写 100，“不高于3%”的写 97")
    ] = None
    rows: Annotated[tuple[Figures, ...], MinLen(1), MaxLen(600), Zh("每月的数字")]
