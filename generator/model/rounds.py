"""rounds/: rounds of inspection, self-examination and review (督查轮次, 回头看, 评议), with what they found."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.faults import Cause, Failure
from generator.model.periods import Every, Period
from generator.model.types import (
    Address,
    ComesDown,
    Count,
    Day,
    Entry,
    Line,
    Record,
    Ref,
    Slug,
    Text,
    Vocabulary,
    Zh,
    record,
)


class RoundKind(Vocabulary):
    """Kind of a round."""

    MONTHLY = "monthly", "部门月度督查"
    QUARTERLY = "quarterly", "领导季度督查"
    HALF_YEARLY = "half_yearly", "半年专项督查"
    UNDERCOVER = "undercover", "暗访"
    ENFORCEMENT_REVIEW = "enforcement_review", "执法工作回头看"
    SERVICE_REVIEW = "service_review", "规范服务行为回头看"
    MUTUAL_APPRAISAL = "mutual_appraisal", "双向评议"
    THIRD_PARTY = "third_party", "第三方评价"
    SUPERIOR = "superior", "上级督查"


RHYTHM = {RoundKind.QUARTERLY: Every.QUARTER, RoundKind.HALF_YEARLY: Every.HALF_YEAR}
"""The kinds of rounds that the founding address requires in every period of a length."""


@record
class RoundFinding(Record):
    """One finding: what, where, of which kind and from which cause, and what became of it."""

    what: Annotated[Line, Zh("发现了什么", "不写具体的人和纳税人")]
    organ: Annotated[Slug, Ref("organs"), Zh("在哪个机构")]
    failure: Annotated[Failure, Zh("哪种执行问题")]
    cause: Annotated[Cause, Zh("哪种原因")]
    rectification: Annotated[Slug | None, Ref("rectifications"), Zh("整改", "rectifications/ 里的文件名")] = None
    settled: Annotated[Line | None, Zh("当场改正", "当场就改好、不用列入台账的，写怎么改的")] = None


@record
class Ballot(Record):
    """What one group thinks of another in a review: how many answered, and how many were content."""

    reviewers: Annotated[Line, Zh("谁来评", "如 各分局")]
    reviewed: Annotated[Line, Zh("评谁", "如 局机关股室")]
    aspect: Annotated[Line, Zh("评什么")]
    asked: Annotated[Count, Zh("发出份数")]
    answered: Annotated[Count, Zh("收回份数")]
    content: Annotated[Count, Zh("满意份数", "评为满意和基本满意的份数")]

    def share(self) -> Decimal | None:
        """Return content / answered in percent, rounded to 0.1; None if nobody answered."""
        if not self.answered:
            return None
        return (Decimal(100 * self.content) / self.answered).quantize(Decimal("0.1"), ROUND_HALF_UP)


@record
class Round(Entry):
    """One round: its kind and period, who carried it out where, what it found, and the circular on it."""

    FOLDER: ClassVar[str] = "rounds"
    TITLE: ClassVar[str] = "督查轮次"
    COLUMN: ClassVar[str] = "督查和评议"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "每轮督查、回头看、评议查了什么、发现什么、通报和整改")
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    kind: Annotated[RoundKind, Zh("种类")]
    period: Annotated[Period, Zh("所属期", "如 2026-Q3")]
    held_from: Annotated[Day, Zh("开始日期")]
    held_to: Annotated[Day, Zh("结束日期")]
    scope: Annotated[Text, Zh("查什么、评什么")]
    organs: Annotated[tuple[Annotated[Slug, Ref("organs")], ...], MinLen(1), Zh("查了哪些机构")]
    by: Annotated[Slug, Ref("posts"), Zh("组织的岗位")]
    regime: Annotated[Slug, Ref("regimes"), Zh("依据的制度")]
    methods: Annotated[tuple[Line, ...], MinLen(1), Zh("怎么查的", "如 暗访、调阅、回访；一条一行")]
    checked: Annotated[Count | None, Zh("查了多少件")] = None
    findings: Annotated[tuple[RoundFinding, ...], MaxLen(60), Zh("发现的问题", "没有发现问题的写 none_found")] = ()
    none_found: Annotated[Line | None, Zh("没有发现问题", "查过而没有发现的，写明查了什么")] = None
    praise: Annotated[tuple[Line, ...], Zh("做得好的")] = ()
    ballots: Annotated[tuple[Ballot, ...], MaxLen(60), Zh("评议结果", "评议才写")] = ()
    circular: Annotated[Address | None, Zh("通报", "本站的地址，如 /news/ducha-tongbao-2026-q3/")] = None
    comment: Annotated[Text | None, Zh("讲评", "季度讲评上怎么说")] = None
