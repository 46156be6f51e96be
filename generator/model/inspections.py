"""inspections/: the list of inspections of businesses (涉企行政检查事项), each with its plan and its results by period.

国办发〔2024〕54号: whom, how, how often at most, by which standard. What is not listed is not inspected.
"""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.periods import Period
from generator.model.standards import Number
from generator.model.types import (
    Basis,
    ComesDown,
    Count,
    Entry,
    Line,
    Name,
    PastDay,
    Record,
    Ref,
    Sayings,
    Slug,
    Vocabulary,
    Zh,
    record,
)


class InspectionKind(Vocabulary):
    """What an inspection starts from (检查类别)."""

    ROUTINE = "routine", "日常检查"
    RANDOM = "random", "双随机抽查"
    SPECIAL = "special", "专项检查"
    CLUE = "clue", "线索核查"


class InspectionWay(Vocabulary):
    """How an inspection is done (检查方式)."""

    DESK = "desk", "书面检查"
    REMOTE = "remote", "非现场检查"
    ON_SITE = "on_site", "现场检查"


@record
class InspectionPeriod(Record):
    """One period: how many were on the list, how many are to be inspected, and how many were."""

    period: Annotated[Period, Zh("期间", "如 2026-Q3、2026")]
    listed: Annotated[Count, Zh("名录里的户数", "从多少户里抽")]
    planned: Annotated[Count, Zh("计划检查", "抽多少户")]
    done: Annotated[Count | None, Zh("已检查", "查完的户数；期间没有过完可以不写")] = None
    problems: Annotated[Count | None, Zh("发现问题", "其中有问题的户数；只写户数，不写是谁")] = None
    published_on: Annotated[PastDay | None, Zh("结果公布日期")] = None
    note: Annotated[Line | None, Zh("说明", "没有按计划做的，写为什么")] = None


@record
class Inspection(Entry):
    """One kind of inspection."""

    FOLDER: ClassVar[str] = "inspections"
    TITLE: ClassVar[str] = "检查事项"
    COLUMN: ClassVar[str] = "行政检查事项"
    DISCLOSES: ClassVar[tuple[str, str]] = ("行政执法", "检查谁、怎么查、查多少、一年最多几次、按什么标准，计划和结果")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    aliases: Annotated[tuple[Name, ...], Zh("别名")] = ()
    kind: Annotated[InspectionKind, Zh("检查类别")]
    objects: Annotated[Line, Zh("检查对象", "查谁、从哪个名录里来")]
    ways: Annotated[tuple[InspectionWay, ...], MinLen(1), Zh("检查方式", "能书面、非现场查清的写在前面")]
    share: Annotated[Number | None, Zh("比例上限", "一期最多抽名录的百分之几，只写数；双随机抽查必须写")] = None
    yearly_cap: Annotated[Count, Zh("年度频次上限", "同一户一年最多查几次")]
    standards: Annotated[tuple[Line, ...], MinLen(1), MaxLen(20), Zh("检查标准", "查什么、查到哪一步，一条一行")]
    organ: Annotated[Slug, Ref("organs"), Zh("检查机构")]
    duty: Annotated[Slug, Ref("duties"), Zh("权责事项", "凭哪一项职权检查")]
    basis: Annotated[tuple[Basis, ...], MinLen(1), Zh("依据")]
    periods: Annotated[tuple[InspectionPeriod, ...], MaxLen(200), Zh("各期计划和结果")] = ()
    sayings: Sayings = ()
