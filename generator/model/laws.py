"""laws/: laws, regulations, rules and circulars (法律法规)."""

import datetime
from typing import Annotated, ClassVar

from generator.model.types import (
    Day,
    Entry,
    Inherit,
    Line,
    Name,
    PastDay,
    Record,
    Ref,
    Slug,
    Text,
    Url,
    Vocabulary,
    Zh,
    record,
)


class LawKind(Vocabulary):
    """Rank of a legal text (效力级别)."""

    LAW = "law", "法律"
    ADMINISTRATIVE_REGULATION = "administrative_regulation", "行政法规"
    DEPARTMENTAL_RULE = "departmental_rule", "部门规章"
    NORMATIVE_DOCUMENT = "normative_document", "规范性文件"
    LOCAL_REGULATION = "local_regulation", "地方性法规规章"
    INTERNAL_DOCUMENT = "internal_document", "工作文件"


@record
class Article(Record):
    """An article that registries cite, summarised in our own words, and whether it is still in force."""

    number: Annotated[Name, Zh("条号", "如 第三十一条")]
    summary: Annotated[Text | None, Zh("内容概述", "自己的话")] = None
    effective_to: Annotated[Day | None, Zh("失效日期")] = None
    replaced_by: Annotated[Line | None, Zh("由什么替代")] = None


@record
class Law(Entry):
    """One legal text."""

    FOLDER: ClassVar[str] = "laws"
    TITLE: ClassVar[str] = "法律法规"
    COLUMN: ClassVar[str] = "法律法规"
    TAB: ClassVar[str] = "职责与制度"
    DISCLOSES: ClassVar[tuple[str, str]] = ("政策法规", "名称、文号、效力、引用条款")
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    short_name: Annotated[Name | None, Zh("简称")] = None
    aliases: Annotated[tuple[Name, ...], Zh("别名")] = ()
    kind: Annotated[LawKind, Zh("效力级别")]
    number: Annotated[Name | None, Zh("文号")] = None
    issuer: Annotated[Line, Zh("制定机关")]
    promulgated_on: Annotated[PastDay | None, Zh("公布日期", "最初公布的日期")] = None
    version: Annotated[Name | None, Zh("引用的版本", "修订过的才写，如 2023年第三次修订")] = None
    version_in_force_from: Annotated[
        Day | None, Zh("引用的版本从哪天起施行", "修订过的才写；生效日期写最初施行的日期")
    ] = None
    summary: Annotated[Text | None, Zh("管什么", "一句话")] = None
    articles: Annotated[tuple[Article, ...], Zh("引用的条款")] = ()
    repealed_by: Annotated[Slug | None, Ref("laws"), Zh("被什么废止或替代")] = None
    amended_by: Annotated[tuple[Annotated[Slug, Ref("laws")], ...], Zh("被什么修改")] = ()
    url: Annotated[Url | None, Zh("原文地址", "官方网站（gov.cn）上的全文，如国家法律法规数据库")] = None

    def in_force(self, day: datetime.date) -> bool:
        """Return True if the law is in force on `day`. A law that was repealed on an unknown day is not in force."""
        return Entry.in_force(self, day) and not (self.repealed_by and self.effective_to is None)
