"""announcements/: official notices by kind (公告公示), a row a period: how many, where, until when; a CSV table.

Only counts and the address of the official notice: the names and numbers of taxpayers never stand in a project.
"""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.periods import Every, Period
from generator.model.results import Volume
from generator.model.types import (
    ByLabel,
    ComesDown,
    Day,
    Entry,
    Line,
    Name,
    Record,
    Ref,
    Slug,
    Url,
    Vocabulary,
    Zh,
    record,
)
from generator.source.readers import CSV, Reader


class AnnouncementKind(Vocabulary):
    """What is announced (公告类别)."""

    ARREARS = "arrears", "欠税公告"
    ABNORMAL = "abnormal", "非正常户公告"
    FIXED_TAX = "fixed_tax", "定期定额公布"
    ENTRUSTED = "entrusted", "委托代征公告"
    SERVICE = "service", "文书公告送达"
    GRADE_A = "grade_a", "A级纳税人名单"
    DISHONEST = "dishonest", "失信主体公布"
    AGENTS = "agents", "涉税专业服务机构公示"
    LICENCES = "licences", "行政许可决定公示"
    PENALTIES = "penalties", "行政处罚决定公示"

    @property
    def slowest(self) -> Every | None:
        """How often it must be announced at least; None if that is not laid down."""
        return {AnnouncementKind.ARREARS: Every.HALF_YEAR, AnnouncementKind.GRADE_A: Every.YEAR}.get(self)


@record
class AnnouncementRow(Record):
    """What was announced in one period."""

    period: Annotated[Period, Zh("期间", "如 2026-Q3")]
    count: Annotated[Volume, Zh("数量", "户数或件数；没有的写 0")]
    url: Annotated[Url | None, Zh("公告网址", "官方网站上的公告；数量不是 0 的必须写")] = None
    published_on: Annotated[Day | None, Zh("公布日期", "数量不是 0 的必须写")] = None
    withdraw_on: Annotated[Day | None, Zh("应当撤下", "公告期满的日期；长期公告的不写")] = None
    withdrawn_on: Annotated[Day | None, Zh("撤下日期", "撤下以后写")] = None
    note: Annotated[Line | None, Zh("说明", "不写纳税人")] = None


@record
class Announcement(Entry):
    """The announcements of one kind."""

    FOLDER: ClassVar[str] = "announcements"
    TITLE: ClassVar[str] = "公告公示"
    COLUMN: ClassVar[str] = "公告公示"
    DISCLOSES: ClassVar[tuple[str, str]] = (
        "行政执法",
        "欠税、非正常户、文书送达等公告：每期多少、在哪里看、公告到哪天",
    )
    ON_ONE_PAGE: ClassVar[bool] = True
    READER: ClassVar[Reader] = CSV
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    kind: Annotated[Annotated[AnnouncementKind, ByLabel()], Zh("公告类别", "如 欠税公告")]
    every: Annotated[Annotated[Every, ByLabel()] | None, Zh("多久一次", "每月、每季度、每半年或每年；不定期的不写")] = (
        None
    )
    covers: Annotated[Line, Zh("公告什么", "公告哪些对象、哪些内容")]
    unit: Annotated[Name, Zh("单位", "数量数的是什么，如 户、件")]
    organ: Annotated[Slug, Ref("organs"), Zh("谁来公告", "organs/ 里的文件名")]
    law: Annotated[Slug, Ref("laws"), Zh("依据", "laws/ 里的文件名")]
    article: Annotated[Name | None, Zh("条款", "如 第四条")] = None
    rows: Annotated[tuple[AnnouncementRow, ...], MinLen(1), MaxLen(600), Zh("每期的公告")]
