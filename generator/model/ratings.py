"""ratings/: what people said of the service (政务服务"好差评"), five counts a channel and period; a CSV table.

国办发〔2019〕51号. The counts are data, rates follow from them.
"""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.periods import Every, Period
from generator.model.results import Volume
from generator.model.types import ByLabel, ComesDown, Count, Entry, Line, Record, Ref, Slug, Vocabulary, Zh, record
from generator.source.readers import CSV, Reader


class RatingChannel(Vocabulary):
    """Where people rate (评价渠道)."""

    WINDOW = "window", "窗口"
    ONLINE = "online", "网上"
    MOBILE = "mobile", "手机"
    SELF_SERVICE = "self_service", "自助终端"
    HOTLINE = "hotline", "热线"
    GENERAL = "general", "综合点评"


GRADES = ("very_good", "good", "fair", "bad", "very_bad")
"""The fields of the five counts, the best first; the last two are bad ratings (差评)."""


@record
class RatingRow(Record):
    """The ratings of one channel in one period, and what became of the bad ones."""

    period: Annotated[Period, Zh("期间", "如 2026-10、2026-Q3")]
    channel: Annotated[Annotated[RatingChannel, ByLabel()], Zh("渠道", "如 窗口、网上")]
    finished: Annotated[Volume | None, Zh("办结", "可以评价的有多少件；不知道的不填")] = None
    very_good: Annotated[Volume, Zh("非常满意")]
    good: Annotated[Volume, Zh("满意")]
    fair: Annotated[Volume, Zh("基本满意")]
    bad: Annotated[Volume, Zh("不满意")]
    very_bad: Annotated[Volume, Zh("非常不满意")]
    closed: Annotated[Volume, Zh("差评已办结", "回访核实、整改或者说明清楚的")]
    in_time: Annotated[Volume, Zh("按期办结", "其中在期限内办结的")]
    longest: Annotated[Count | None, Zh("最长几天", "这一期差评办结最长用了几个工作日；没有差评的不填")] = None
    note: Annotated[Line | None, Zh("说明", "没有办结或超期的，写为什么；不写人")] = None

    def counts(self) -> tuple[int, ...]:
        """Return the five counts, the best first."""
        return tuple(getattr(self, name) for name in GRADES)

    @property
    def rated(self) -> int:
        """How many rated."""
        return sum(self.counts())

    @property
    def negative(self) -> int:
        """How many rated badly."""
        return self.bad + self.very_bad


@record
class Rating(Entry):
    """The ratings of the service, by channel and period."""

    FOLDER: ClassVar[str] = "ratings"
    TITLE: ClassVar[str] = "好差评"
    COLUMN: ClassVar[str] = "政务服务好差评"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "各渠道五档评价的人数、好评率、差评怎么办结、用了几天")
    ON_ONE_PAGE: ClassVar[bool] = True
    READER: ClassVar[Reader] = CSV
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    every: Annotated[Annotated[Every, ByLabel()], Zh("多久一次", "每月、每季度")]
    counted: Annotated[Line, Zh("统计口径", "从哪里来，什么不算")]
    limit: Annotated[Count, Zh("差评几天内办结", "本局定的期限，工作日")]
    oversight: Annotated[Slug | None, Ref("oversight"), Zh("监督渠道", "差评以外还不满意的，到哪里投诉")] = None
    rows: Annotated[tuple[RatingRow, ...], MinLen(1), MaxLen(2000), Zh("各渠道各期的数")]
