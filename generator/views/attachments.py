"""附件下载: every file to download, the newest first, with type, size, day, and the pages that link to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.attachments import Attachment
from generator.model.routes import attachment_address, page_address
from generator.session import Session
from generator.source.attachments import LABELS
from generator.views.common import Page, listing
from generator.views.paging import paged
from generator.views.shapes import LinkView

_MOST = 200
"""Most rows on one page."""


class AttachmentView(LinkView):
    """A file to download. `size` in words; `pages` link to it."""

    id: str
    type: str
    size: str
    published_on: str
    summary: str
    says: str
    pages: list[LinkView]


class AttachmentsView(TypedDict):
    """What attachments.html shows."""

    rows: list[AttachmentView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    stored = session.registry.attachments
    items = sorted(session.current(Attachment), key=lambda item: (item.published_on, item.id), reverse=True)
    view: AttachmentsView = {"rows": [_row(session, item) for item in items if item.file in stored]}
    words = "可以下载的文件：是什么、哪天公布、多大；在哪些页面用到。"
    yield from paged(listing(Attachment, "attachments.html", words, view), _MOST, "rows")


def _row(session: Session, item: Attachment) -> AttachmentView:
    """Return a file with the content pages that link to it."""
    data, content = session.registry.attachments[item.file]
    url = attachment_address(item.file)
    return {
        "id": item.id,
        "name": item.name,
        "url": url,
        "type": LABELS.get(content.type, ""),
        "size": size_text(len(data)),
        "published_on": str(item.published_on),
        "summary": item.summary,
        "says": item.says or "",
        "pages": [
            {"name": meta.title, "url": page_address(page.file)}
            for page, meta in session.written
            if f"(/{url}" in page.body
        ],
    }


def size_text(size: int) -> str:
    """Return a size in words: 34 KB, 1.2 MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
