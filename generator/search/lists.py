"""Search documents of index pages: lists and tools, which people ask for by what they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model.routes import CONTENT_KIND, indexes
from generator.search.documents import Document, Texts
from generator.session import Session

_NOT_LISTED = frozenset({"", "search/", "vocabularies/", "synonyms/"})
"""Index pages that the search does not offer: the home page, itself, and what only editors read."""

_ASKED: Mapping[str, Texts] = {
    "filing-calendar/": ("报税日历", "几号要报税", "报税截止到几号", "申报期", "申报截止日"),
    "calendar/": ("哪天上班哪天放假", "节假日安排", "调休上班日"),
    "rosters/": ("今天谁值班", "值班表", "今天哪个领导值班"),
    "coverage/": ("公开全不全", "公开情况表"),
    "burden/": ("少跑了几次", "少交了哪些材料"),
    "site-map/": ("全站目录", "所有页面"),
    "time-limits/": ("办理时限一览", "多久办好一览"),
    "materials/": ("材料大全", "表格下载"),
    "posts/": ("不知道问谁", "先问哪个岗位"),
    "a-z/": ("按首字母找", "按字母找"),
    "about/": ("这个网站是谁办的",),
}
"""How people ask for an index page, beside its title."""


def lists(session: Session) -> Iterator[Document]:
    """Yield the document of each index page."""
    for url, title in indexes(session.registry.kinds).items():
        if url not in _NOT_LISTED:
            asked = _ASKED.get(url, ())
            yield Document(url.rstrip("/"), CONTENT_KIND, title, "；".join(asked), asked)
