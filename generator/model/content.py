"""content/: the front matter of Markdown pages around the registries."""

from typing import Annotated

from annotated_types import MaxLen

from generator.model.types import Count, Day, Line, Name, Record, Review, Slug, Vocabulary, Zh, record


class Column(Vocabulary):
    """The column that a page belongs to (栏目)."""

    DISCLOSURE = "disclosure", "政府信息公开"
    GUIDE = "guide", "办税说明"
    NEWS = "news", "公告与解读"
    ABOUT = "about", "关于本站"


@record
class PageMeta(Record):
    """The front matter of a page: the YAML between the two --- lines at its top."""

    title: Annotated[Name, Zh("标题")]
    description: Annotated[Line, Zh("摘要", "一句话，搜索结果里显示")]
    column: Annotated[Column, Zh("栏目")]
    date: Annotated[Day, Zh("发布日期")]
    source: Annotated[Name | None, Zh("内容来源", "不写就是主办单位")] = None
    reviewed: Annotated[Review | None, Zh("三审三校", "写了就要三步都审完才发布")] = None
    order: Annotated[Count, Zh("排序", "小的在前")] = 100
    former_ids: Annotated[
        tuple[Slug, ...], MaxLen(20), Zh("曾用文件名", "改名前的文件名，不带 .md，同一个文件夹里的；旧网址会转到新页面")
    ] = ()
