"""outcomes/: what followed proven complaints and failures (责任追究结果), as counts by period; a CSV table."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.faults import Failure
from generator.model.periods import Period
from generator.model.types import ByLabel, ComesDown, Count, Day, Entry, Line, Name, Record, Ref, Slug, Zh, record
from generator.source.readers import CSV, Reader

SMALL = 3
"""Counts below this, except 0, are not shown: so few cases can be recognised."""


@record
class OutcomeRow(Record):
    """How many cases of a period had a consequence; or that there were none by a day, which is not the same as 0."""

    period: Annotated[Period, Zh("期间", "如 2026-Q3；件数少的并到半年或全年")]
    failure: Annotated[Annotated[Failure, ByLabel()] | None, Zh("执行问题", "五种之一；几种合并统计的不写")] = None
    rung: Annotated[Count | None, Zh("第几次查实", "投诉查实按阶梯处理的写")] = None
    consequence: Annotated[Name | None, Zh("处理", "如 换岗")] = None
    cases: Annotated[Count | None, Zh("件数", "1 件、2 件不能单独写，并到更长的期间或几种合并")] = None
    none_by: Annotated[Day | None, Zh("没有查实的，截至", "这个期间没有查实的，写统计到哪一天；别的格不填")] = None


@record
class Outcome(Entry):
    """The counts of one channel of oversight."""

    FOLDER: ClassVar[str] = "outcomes"
    TITLE: ClassVar[str] = "责任追究结果"
    COLUMN: ClassVar[str] = "责任追究结果"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "投诉查实、过错追究各有多少件，怎么处理，谁决定")
    ON_ONE_PAGE: ClassVar[bool] = True
    READER: ClassVar[Reader] = CSV
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    oversight: Annotated[Slug | None, Ref("oversight"), Zh("监督渠道", "oversight/ 里的文件名，阶梯从那里来")] = None
    regime: Annotated[Slug, Ref("regimes"), Zh("制度", "regimes/ 里的文件名")]
    counted: Annotated[Line, Zh("统计口径", "什么算一件，从哪里来")]
    rows: Annotated[tuple[OutcomeRow, ...], MinLen(1), MaxLen(600), Zh("每期的件数")]
