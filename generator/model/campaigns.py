"""campaigns/: campaigns with a beginning, an end and a result (专项活动), such as 三百关爱工程."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.types import (
    ComesDown,
    Count,
    Day,
    Entry,
    Line,
    Name,
    Record,
    Ref,
    Sayings,
    Slug,
    Text,
    Url,
    Zh,
    record,
)


@record
class Part(Record):
    """One part of a campaign with a number to reach."""

    name: Annotated[Name, Zh("做什么")]
    unit: Annotated[Name, Zh("单位", "如 户、场、次")]
    target: Annotated[Count, Zh("计划多少")]
    reached: Annotated[Count | None, Zh("做到多少", "不知道就不写，空着不等于 0")] = None
    as_of: Annotated[Day | None, Zh("截至", "做到多少是哪一天的数")] = None


@record
class Campaign(Entry):
    """One campaign: what, who, when, how much, and what came of it. It names no taxpayer."""

    FOLDER: ClassVar[str] = "campaigns"
    TITLE: ClassVar[str] = "专项活动"
    COLUMN: ClassVar[str] = "专项活动"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "专项活动做什么、谁负责、做到多少、结果")
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    summary: Annotated[Text, Zh("为什么做、为谁做")]
    begins: Annotated[Day, Zh("开始日期")]
    ends: Annotated[Day, Zh("结束日期")]
    organ: Annotated[Slug, Ref("organs"), Zh("牵头机构")]
    lead_post: Annotated[Slug, Ref("posts"), Zh("责任领导岗位")]
    parts: Annotated[tuple[Part, ...], MinLen(1), MaxLen(20), Zh("做哪几件", "每件有数，好核对")]
    how_to_join: Annotated[Line | None, Zh("怎么参加", "纳税人能参加的写")] = None
    result: Annotated[Text | None, Zh("结果", "结束后写：做成了什么，没做成的为什么")] = None
    list_url: Annotated[Url | None, Zh("官方名单", "涉及企业名单的只写官方公布的网址，不抄名单")] = None
    regimes: Annotated[tuple[Annotated[Slug, Ref("regimes")], ...], Zh("相关制度")] = ()
    sayings: Sayings = ()
