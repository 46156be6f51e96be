"""appraisals/: appraisals of efficiency (效能考核): indicators with weights, ties, scores, deductions, consequences."""

from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.periods import Period
from generator.model.types import (
    ComesDown,
    Day,
    Entry,
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

Points = Annotated[
    str, Pattern(r"(?:100(?:\.0{1,2})?|[1-9]?[0-9](?:\.[0-9]{1,2})?)", "0 到 100 的数，最多两位小数，如 7.5")
]
"""Points as text, so that sums are exact: "12.5"."""


class TieKind(Vocabulary):
    """The two modes of appraisal that the founding address names and does not explain; each bureau says its own."""

    HOOKED = "hooked", "双挂钩"
    BOUND = "bound", "双捆绑"


@record
class Indicator(Record):
    """One indicator (考核指标)."""

    name: Annotated[Name, Zh("指标")]
    weight: Annotated[Points, Zh("权重", "各项加起来正好 100")]
    method: Annotated[Line, Zh("怎么算分")]
    target: Annotated[Line | None, Zh("目标")] = None
    data: Annotated[Line, Zh("数据从哪里来", "不用部门自己报的数字")]
    owner: Annotated[Slug, Ref("posts"), Zh("负责算分的岗位")]


@record
class Tie(Record):
    """Who shares whose points: deductions of `of` weigh on `whom` by `share` percent."""

    kind: Annotated[TieKind, Zh("哪一种")]
    whom: Annotated[Slug, Ref("posts"), Zh("谁的得分受影响", "岗位")]
    of: Annotated[Slug, Ref("organs"), Zh("跟着哪个机构")]
    share: Annotated[Points, Zh("按多大比例", "百分之几，只写数字")]
    text: Annotated[Line, Zh("怎么挂、怎么捆", "讲话没有解释，写本局的做法")]


@record
class Deduction(Record):
    """Points that an organ lost on an indicator, why, and the rectification with its due date."""

    organ: Annotated[Slug, Ref("organs"), Zh("哪个机构")]
    indicator: Annotated[Slug, Zh("哪项指标", "上面指标的编号")]
    points: Annotated[Points, Zh("扣几分")]
    why: Annotated[Line, Zh("为什么扣")]
    rectification: Annotated[Slug, Ref("rectifications"), Zh("整改", "写明限期的那一项整改")]


@record
class Consequence(Record):
    """What follows from the scores."""

    name: Annotated[Name, Zh("用在哪里", "如 评先评优、职位竞争、能级管理")]
    text: Annotated[Text, Zh("怎么用")]
    decided_by: Annotated[Line, Zh("谁决定", "写职务")]


@record
class Appraisal(Entry):
    """The appraisal of one period: what counts how much, who is tied to whom, who lost what and what follows."""

    FOLDER: ClassVar[str] = "appraisals"
    TITLE: ClassVar[str] = "效能考核"
    COLUMN: ClassVar[str] = "效能考核"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "考核指标和权重、得分、扣分原因和整改、结果运用")
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    period: Annotated[Period, Zh("所属期", "如 2026-Q3")]
    regime: Annotated[Slug, Ref("regimes"), Zh("依据的制度")]
    indicators: Annotated[dict[Slug, Indicator], MinLen(1), MaxLen(30), Zh("指标", "编号: 内容")]
    ties: Annotated[tuple[Tie, ...], MaxLen(60), Zh("双挂钩和双捆绑")] = ()
    organs: Annotated[
        tuple[Annotated[Slug, Ref("organs")], ...], MinLen(1), MaxLen(60), Zh("考核了哪些机构", "没有扣分的得满分")
    ]
    deductions: Annotated[tuple[Deduction, ...], MaxLen(200), Zh("扣分")] = ()
    published_on: Annotated[Day, Zh("公布日期")]
    appeals_until: Annotated[Day, Zh("异议期到哪天")]
    appeals: Annotated[Text | None, Zh("异议和处理", "收到异议才写")] = None
    consequences: Annotated[tuple[Consequence, ...], Zh("结果怎么用")] = ()

    def lost(self, organ: str, indicator: str) -> Decimal:
        """Return the points that an organ lost on an indicator."""
        found = (item for item in self.deductions if item.organ == organ and item.indicator == indicator)
        return sum((Decimal(item.points) for item in found), Decimal(0))

    def score(self, organ: str) -> Decimal:
        """Return an organ's score: the weights less what it lost, and no indicator below 0."""
        return sum(
            (max(Decimal(0), Decimal(item.weight) - self.lost(organ, id)) for id, item in self.indicators.items()),
            Decimal(0),
        )
