"""What the views share: the page, its session, and the frame of an entry's page and of an index."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict, Unpack

import msgspec

from generator.model.routes import address, index_of, title_of
from generator.model.types import Entry
from generator.session import Session

View = Mapping[str, Any]
"""What a page shows: the TypedDict that `contracts.py` lists for its template."""


class WithdrawnView(TypedDict):
    """When and why an entry is withdrawn, whether that day has come, and the id of what replaces it."""

    on: str
    past: bool
    reason: str
    replaced_by: str | None


class ProvenanceView(TypedDict):
    """Where an entry's facts come from, and when they hold. Days are YYYY-MM-DD, empty where not known."""

    source: str | None
    verified_on: str
    effective_from: str
    effective_to: str
    begun: bool
    ended: bool
    withdrawn: WithdrawnView | None


class RecordView(ProvenanceView):
    """Where the facts of an entry come from, with the telephone to call about mistakes."""

    hotline: str


class EntryPart(TypedDict):
    """What `detail` adds to the view of an entry's page."""

    record: RecordView


class PagerView(TypedDict):
    """Which page of a long list this is, of how many, and the pages it links to, by number."""

    number: int
    urls: list[tuple[int, str]]
    count: int


class More(TypedDict, total=False):
    """What pages may have beside their view; see `Page`."""

    toc: tuple[tuple[str, str], ...]
    keywords: tuple[str, ...]
    scripts: tuple[str, ...]
    noindex: bool


@dataclass(frozen=True)
class Page:
    """One page: its address, the template that shows it, and everything it shows as plain data.

    `section` is the index page that the navigation marks; `toc` the anchors of the page, in order; `scripts` those of
    theme/assets/ that this page needs beside those of every page; `noindex` keeps it out of sitemap.xml and of search
    engines; `pager`, of a list on several pages, tells which page this is.
    """

    url: str
    template: str
    title: str
    description: str
    section: str
    view: View
    kind: str = "detail"
    toc: tuple[tuple[str, str], ...] = ()
    column: str = ""
    published: str = ""
    content_source: str = ""
    keywords: tuple[str, ...] = ()
    crumbs: tuple[tuple[str, str], ...] = field(default=())
    markdown: str = ""
    scripts: tuple[str, ...] = ()
    noindex: bool = False
    pager: PagerView | None = None

    def packed(self) -> bytes:
        """Return everything the page shows as bytes, the same for the same page.

        Raises TypeError if something in it is not plain data.
        """
        return _PACKER.encode(self)

    def stub(self) -> Stub:
        """Return what lists need of the page."""
        return Stub(self.url, self.title, self.section, self.kind, self.published, self.noindex)


class Stub(NamedTuple):
    """A page as lists need it, small enough to keep of every page."""

    url: str
    title: str
    section: str
    kind: str
    published: str
    noindex: bool


def _refuse(value: object) -> None:
    """Raise TypeError for a value that is no plain data."""
    raise TypeError(f"a view holds {value!r}, which is no plain data")


_PACKER = msgspec.msgpack.Encoder(enc_hook=_refuse)


def detail(session: Session, entry: Entry, template: str, description: str, view: View, **more: Unpack[More]) -> Page:
    """Return an entry's page, under its registry's index, with what every entry's page shows."""
    index = index_of(entry.FOLDER)
    record: RecordView = {**provenance(entry, session.as_of), "hotline": session.site.hotline}
    dates = [day for day in (entry.effective_from, entry.verified_on) if day]
    return Page(
        address(entry),
        template,
        entry.name,
        description,
        index,
        {**view, "record": record},
        column=entry.COLUMN,
        published=str(max(dates)) if dates else "",
        content_source=entry.source or "",
        crumbs=(("", "首页"), (index, entry.COLUMN)),
        **more,
    )


def listing(place: str | type[Entry], template: str, description: str, view: View, **more: Unpack[More]) -> Page:
    """Return an index page: of a registry, or the one of the generator's own at an address."""
    url, title = (place, title_of(place)) if isinstance(place, str) else (index_of(place.FOLDER), place.COLUMN)
    return Page(
        url,
        template,
        title,
        description,
        url,
        view,
        kind="list",
        column=title,
        crumbs=(("", "首页"),) if url else (),
        **more,
    )


def provenance(entry: Entry, as_of: datetime.date) -> ProvenanceView:
    """Return where an entry's facts come from, when they were verified, and whether it holds on the day."""
    withdrawn = entry.withdrawn
    return {
        "source": entry.source,
        "verified_on": text(entry.verified_on),
        "effective_from": text(entry.effective_from),
        "effective_to": text(entry.effective_to),
        "begun": entry.effective_from is None or entry.effective_from <= as_of,
        "ended": entry.effective_to is not None and entry.effective_to < as_of,
        "withdrawn": {
            "on": text(withdrawn.on),
            "past": withdrawn.on <= as_of,
            "reason": withdrawn.reason,
            "replaced_by": withdrawn.replaced_by,
        }
        if withdrawn
        else None,
    }


def text(value: object) -> str:
    """Return a value as text; nothing as an empty text."""
    return "" if value is None else str(value)
