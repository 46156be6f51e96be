"""Content pages: Markdown files of content/ with front matter. The body is rendered to HTML later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.content import Column
from generator.model.routes import former_addresses, page_address
from generator.session import Session
from generator.views.common import Page, listing, moved_page
from generator.views.paging import LISTED, paged
from generator.views.shapes import LinkView

_SECTION = {
    Column.DISCLOSURE: "disclosure/",
    Column.GUIDE: "guide/",
    Column.NEWS: "news/",
    Column.ABOUT: "about/",
}
_WHAT = {
    Column.GUIDE: "网上怎么办、办税要懂的词、给老年人的安排：一篇说清一件事。",
    Column.NEWS: "通知、公告和政策解读，新的在前。",
    Column.ABOUT: "这个网站由谁办、怎么联系、怎么用。",
}
"""What stands under the title of a column's index page; 政府信息公开 has a page of its own."""


class ContentView(TypedDict):
    """What content.html shows besides the body."""

    title: str
    date: str
    source: str


class WrittenView(LinkView):
    """A content page in a list."""

    date: str
    description: str


class ColumnView(TypedDict):
    """What column.html shows."""

    pages: list[WrittenView]


def pages(session: Session) -> Iterator[Page]:
    """Yield every content page, and the index pages of their columns."""
    for column, what in _WHAT.items():
        index: ColumnView = {"pages": column_pages(session, column)}
        yield from paged(listing(_SECTION[column], "column.html", what, index), LISTED, "pages")
    for raw, meta in session.written:
        url = page_address(raw.file)
        section = _SECTION[meta.column]
        source = meta.source or session.site.organiser
        view: ContentView = {"title": meta.title, "date": str(meta.date), "source": source}
        yield Page(
            url,
            "content.html",
            meta.title,
            meta.description,
            section,
            view,
            column=meta.column.label,
            published=str(meta.date),
            content_source=source,
            crumbs=(("", "首页"), (section, meta.column.label)),
            markdown=raw.body,
        )
        for old in former_addresses(raw.file, meta):
            yield moved_page(old, meta.title, url)


def column_pages(session: Session, column: Column) -> list[WrittenView]:
    """Return the content pages of a column: by `order`, then newest first."""
    found = [(meta, raw) for raw, meta in session.written if meta.column is column]
    found.sort(key=lambda item: (item[0].order, -item[0].date.toordinal(), item[1].file))
    return [
        {"name": meta.title, "url": page_address(raw.file), "date": str(meta.date), "description": meta.description}
        for meta, raw in found
    ]
