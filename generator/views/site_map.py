"""The site map, the 404 page, and pages that lead from former addresses to present ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypedDict

from generator.model.materials import Material
from generator.model.procedures import Procedure
from generator.model.routes import address_of, form_address, indexes, notice_address
from generator.model.types import Entry
from generator.session import Session
from generator.views.common import Page, Stub, listing, moved_to
from generator.views.paging import LISTED, paged
from generator.views.shapes import LinkView


class SectionView(LinkView):
    """An index page with the pages under it."""

    pages: list[LinkView]


class SiteMapView(TypedDict):
    """What site_map.html shows."""

    sections: list[SectionView]


class NotFoundView(TypedDict):
    """What not_found.html shows."""

    hotline: str


def pages(session: Session, made: Iterable[Stub]) -> Iterator[Page]:
    """Yield the site map, which lists every other page, and the 404 page."""
    by_section: dict[str, list[LinkView]] = {}
    for page in made:
        if page.kind == "detail":
            by_section.setdefault(page.section, []).append({"name": page.title, "url": page.url})
    view: SiteMapView = {
        "sections": [
            {"name": title, "url": url, "pages": by_section.get(url, []) if url else by_section.get("", [])}
            for url, title in indexes(session.registry.kinds).items()
            if url != "site-map/"
        ]
    }
    index = listing(
        "site-map/",
        "site_map.html",
        "全站所有页面的目录。",
        view,
    )
    yield from paged(index, 2 * LISTED, "sections", "pages")
    lost: NotFoundView = {"hotline": session.site.hotline}
    yield Page(
        "404.html",
        "not_found.html",
        "没有找到这个页面",
        "这个地址没有内容，可以从办事指南重新查找。",
        "",
        lost,
        kind="error",
    )


def moved(entry: Entry) -> Iterator[Page]:
    """Yield a page at each former address of an entry and of its notice that leads to the present one."""
    for old in entry.former_ids:
        yield moved_to(address_of(type(entry), old), entry)
        if isinstance(entry, Procedure):
            yield moved_to(notice_address(replace(entry, id=old)), entry, notice_address(entry))
        if isinstance(entry, Material) and entry.blank:
            yield moved_to(form_address(replace(entry, id=old)), entry, form_address(entry))
