"""What all views use: the page, and functions that make an entry's page and an index page."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypedDict, Unpack

import msgspec

from generator.calendar.limits import day_text
from generator.model.records import CITING, RESTATING
from generator.model.routes import address, index_of, title_of
from generator.model.types import Entry
from generator.session import Session, once

View = Mapping[str, Any]
"""What a page shows: the TypedDict that `contracts.py` lists for its template."""


class WithdrawnView(TypedDict):
    """An entry's withdrawal: its day, whether that has come, the reason, and the id of the replacement."""

    on: str
    past: bool
    reason: str
    replaced_by: str | None


class ProvenanceView(TypedDict):
    """Source and validity of an entry. Days are YYYY-MM-DD, empty if not known."""

    source: str | None
    verified_on: str
    reviewed_on: str
    effective_from: str
    effective_to: str
    begun: bool
    ended: bool
    withdrawn: WithdrawnView | None


class VerificationView(TypedDict):
    """Who verifies an entry, by which day (in words), and whether that day is over."""

    by: str
    until: str
    over: bool


class RecordView(ProvenanceView):
    """Source and validity of an entry, with the telephone for reporting mistakes.

    `unverified` is True if the entry says what rules say, and nobody has compared it with them.
    """

    hotline: str
    unverified: bool
    verification: VerificationView | None


class EntryPart(TypedDict):
    """What `detail` adds to the view of an entry's page."""

    record: RecordView


class PagerView(TypedDict):
    """The number of this page in a long list, the count of pages, and the (number, address) of those linked."""

    number: int
    urls: list[tuple[int, str]]
    count: int


class More(TypedDict, total=False):
    """Optional fields of a page; see `Page`."""

    toc: tuple[tuple[str, str], ...]
    keywords: tuple[str, ...]
    scripts: tuple[str, ...]
    noindex: bool
    linked: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Page:
    """One page: its address, its template, and everything it shows as plain data.

    `section` is the address of the index page that the navigation marks; `toc` the page's (anchor, title) pairs, in
    order; `scripts` the files of theme/assets/ needed besides those of every page; `noindex` keeps the page out of
    sitemap.xml and search engines; `linked` holds objects of schema.org; `pager` is set if a list has several pages.
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
    linked: tuple[Mapping[str, Any], ...] = ()
    pager: PagerView | None = None

    def packed(self) -> bytes:
        """Return everything the page shows as bytes; equal pages give equal bytes.

        Raises TypeError if something in it is not plain data.
        """
        return _PACKER.encode(self)

    def stub(self) -> Stub:
        """Return the fields that lists need."""
        return Stub(self.url, self.title, self.section, self.kind, self.published, self.noindex)


class Stub(NamedTuple):
    """The fields of a page that lists need, small enough to keep for every page."""

    url: str
    title: str
    section: str
    kind: str
    published: str
    noindex: bool


def _refuse(value: object) -> None:
    """Raise TypeError for a value that is not plain data."""
    raise TypeError(f"a view holds {value!r}, which is no plain data")


_PACKER = msgspec.msgpack.Encoder(enc_hook=_refuse)


def detail(session: Session, entry: Entry, template: str, description: str, view: View, **more: Unpack[More]) -> Page:
    """Return an entry's page under its registry's index, with the record that every entry's page has."""
    index = index_of(entry.FOLDER)
    unverified = isinstance(entry, (*RESTATING, *CITING)) and not entry.verified_on
    record: RecordView = {
        **provenance(entry, session.as_of),
        "hotline": session.site.hotline,
        "unverified": unverified,
        "verification": _verification(session) if unverified else None,
    }
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


def part(
    entry: Entry, url: str, template: str, title: str, description: str, view: View, scripts: tuple[str, ...] = ()
) -> Page:
    """Return a page that goes with an entry's own page: its notice, its blank form."""
    index = index_of(entry.FOLDER)
    return Page(
        url,
        template,
        title,
        description,
        index,
        view,
        kind="part",
        column=entry.COLUMN,
        published=str(entry.verified_on or entry.effective_from or ""),
        content_source=entry.source or "",
        crumbs=(("", "首页"), (index, entry.COLUMN), (address(entry), entry.name)),
        scripts=scripts,
    )


def bureau_name(session: Session) -> str:
    """Return the name of the bureau whose site this is."""
    return session.bureau.name if session.bureau else session.site.organiser


def below_disclosure(page: Page) -> Page:
    """Return a page as one below the overview of disclosure, which the navigation marks."""
    above = "disclosure/"
    return replace(page, section=above, crumbs=(("", "首页"), (above, title_of(above))))


def listing(place: str | type[Entry], template: str, description: str, view: View, **more: Unpack[More]) -> Page:
    """Return an index page: of a registry if `place` is a kind of entry, else the generator's own at that address."""
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


def moved_to(old: str, entry: Entry, url: str = "") -> Page:
    """Return the page at a former address, which leads to an entry's page, or to `url`, a part of it."""
    return moved_page(old, entry.name, url or address(entry))


def moved_page(old: str, name: str, url: str) -> Page:
    """Return the page at a former address, which leads to the present one of what has this name."""
    return Page(old, "moved.html", name, f"{name}的地址变了。", "", {"url": url, "name": name}, kind="moved")


def provenance(entry: Entry, as_of: datetime.date) -> ProvenanceView:
    """Return an entry's source, day of verification and period of validity, seen from `as_of`."""
    withdrawn = entry.withdrawn
    final = entry.reviewed.final if entry.reviewed else None
    return {
        "source": entry.source,
        "verified_on": text(entry.verified_on),
        "reviewed_on": text(final.on if final else None),
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


@once
def _verification(session: Session) -> VerificationView | None:
    """Return who verifies what has no verification date, or None if the site does not say."""
    stated = session.site.verification
    if stated is None:
        return None
    return {"by": stated.by, "until": day_text(stated.until), "over": stated.until < session.as_of}


def text(value: object) -> str:
    """Return a value as text; None as empty text."""
    return "" if value is None else str(value)
