"""核对本站: which release is served, and how anybody finds out whether it is what was published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.session import Session
from generator.views.common import Page, below_disclosure, listing

ADDRESS = "disclosure/release/"


class ReleaseView(TypedDict):
    """What release.html shows; release.js reads the rest from release.json, which publishing adds.

    `top` leads from the bureau's site to the one that is published: "" for that itself.
    """

    address: str
    top: str
    hotline: str


def pages(session: Session) -> Iterator[Page]:
    """Yield the page. A bureau below is published with the topmost superior's site, which has the record."""
    top, topmost = "", session
    while topmost.above:
        top, topmost = f"../{top}", topmost.above
    view: ReleaseView = {"address": topmost.site.base_url, "top": top, "hotline": session.site.hotline}
    words = "现在看到的是哪天发布的、是不是发布时的样子，谁都可以核对。"
    page = listing(ADDRESS, "release.html", words, view, scripts=("release.js",))
    yield below_disclosure(page)
