"""Every registry with everything about it, in one tuple. A new registry is one descriptor here.

A descriptor that lacks a part fails when this module is imported, not on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.cache import Table
from generator.model.calendar import YearCalendar
from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.filing_calendar import FilingYear
from generator.model.laws import Law
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.results import Result
from generator.model.rosters import Roster
from generator.model.routes import CONTENT_KIND, CONTENT_LABEL, address_of
from generator.model.schema import field_title
from generator.model.synonyms import Synonym
from generator.model.taxes import Tax
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry
from generator.search import found
from generator.search.documents import Document, written
from generator.search.found import Found, Kind
from generator.session import Session
from generator.views import (
    alphabetical,
    burden,
    calendar,
    commitments,
    coverage,
    disclosure,
    duties,
    filing_calendar,
    home,
    laws,
    materials,
    notices,
    organs,
    oversight,
    own,
    pages,
    posts,
    procedure_lists,
    procedures,
    regimes,
    results,
    rosters,
    search,
    site_map,
    synonyms,
    taxes,
    time_limits,
)
from generator.views.common import Page, Stub

if TYPE_CHECKING:
    from generator.render.pages import File


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One registry: its record (fields, folder, titles, reader), its pages, and what the search takes of it.

    `index` makes the pages that show all entries. `entry` makes the pages of one entry: none if the record says that
    entries stand on the index page, or if `index_makes_entries`. `found` is None for what the search does not list.
    """

    record: type[Entry]
    index: Callable[[Session], Iterator[Page]]
    entry: tuple[Callable[[Session, Any], Iterator[Page]], ...] = ()
    found: Found | None = None
    index_makes_entries: bool = False

    def __post_init__(self) -> None:
        """Raise TypeError if a part is missing."""
        record = self.record
        for name in ("FOLDER", "TITLE", "COLUMN"):
            if not getattr(record, name):
                raise TypeError(f"{record.__name__} has no {name}")
        if not all(record.DISCLOSES):
            raise TypeError(f"{record.__name__} does not say what it DISCLOSES")
        if [record.ON_ONE_PAGE, bool(self.entry), self.index_makes_entries].count(True) != 1:
            raise TypeError(f"{record.__name__}: entries have pages of their own, or stand ON_ONE_PAGE")
        for item in fields(record):
            if field_title(record, item.name) is None:
                raise TypeError(f"{record.__name__}.{item.name} has no Chinese title")


REGISTRIES: tuple[Descriptor, ...] = (
    Descriptor(Procedure, procedure_lists.pages, (procedures.pages_of, notices.pages_of), found.PROCEDURES),
    Descriptor(Material, materials.pages, (materials.pages_of,), found.MATERIALS),
    Descriptor(TimeLimit, time_limits.pages),
    Descriptor(FilingYear, filing_calendar.pages, index_makes_entries=True),
    Descriptor(Tax, taxes.pages),
    Descriptor(Duty, duties.pages, (duties.pages_of,), found.DUTIES),
    Descriptor(Post, posts.pages, (posts.pages_of,), found.POSTS),
    Descriptor(Regime, regimes.pages, (regimes.pages_of,), found.REGIMES),
    Descriptor(Law, laws.pages, (laws.pages_of,), found.LAWS),
    Descriptor(Commitment, commitments.pages, (), found.COMMITMENTS),
    Descriptor(Result, results.pages),
    Descriptor(Oversight, oversight.pages, (oversight.pages_of,), found.OVERSIGHT),
    Descriptor(Organ, organs.pages, (organs.pages_of,), found.ORGANS),
    Descriptor(Synonym, synonyms.pages),
    Descriptor(YearCalendar, calendar.pages),
    Descriptor(Roster, rosters.pages),
)
"""Every registry that the generator knows, in the order in which it is shown."""

RECORDS: tuple[type[Entry], ...] = tuple(descriptor.record for descriptor in REGISTRIES)
"""The record of each registry."""

_OTHER_PAGES: tuple[Callable[[Session], Iterator[Page]], ...] = (
    coverage.pages,
    burden.pages,
    disclosure.pages,
    pages.pages,
    search.pages,
    alphabetical.pages,
)
"""Pages that show several registries."""


def descriptor_of(record: type[Entry]) -> Descriptor:
    """Return the descriptor of a registry; one that a project declares itself gets pages and a place in the search."""
    known = next((descriptor for descriptor in REGISTRIES if descriptor.record is record), None)
    return known or Descriptor(record, partial(own.pages, record=record), (own.pages_of,), found.OWN)


def descriptors(session: Session) -> list[Descriptor]:
    """Return the descriptors of a project's registries, in the order in which they are shown."""
    return [descriptor_of(record) for record in session.registry.kinds.values()]


def _indexes(session: Session) -> Mapping[str, Callable[[Session], Iterator[Page]]]:
    """Return what makes the pages that show many entries, by a name for each, in the order of the site."""
    own = {f"{descriptor.record.FOLDER}/": descriptor.index for descriptor in descriptors(session)}
    return {"": home.pages, **own, **{make.__module__: make for make in _OTHER_PAGES}}


def list_parts(session: Session) -> list[str]:
    """Return the names of the parts of a site that show many entries, in the order of the site."""
    return list(_indexes(session))


def entry_parts(session: Session) -> list[str]:
    """Return the parts of a site that show one entry each, "folder/id", in the order of the site."""
    return [
        f"{descriptor.record.FOLDER}/{id}"
        for descriptor in descriptors(session)
        if descriptor.entry
        for id in session.registry.entries[descriptor.record.FOLDER]
    ]


def pages_of(session: Session, part: str) -> Iterator[Page]:
    """Yield the pages of a part: of those that show many entries, or an entry's own and its former addresses."""
    folder, _, id = part.partition("/")
    if not id:
        yield from _indexes(session)[part](session)
        return
    entry = session.registry.entries[folder][id]
    for make in descriptor_of(type(entry)).entry:
        yield from make(session, entry)
    yield from site_map.moved(entry)


def site_pages(session: Session) -> Iterator[Page]:
    """Yield every page of the site, in a fixed order; the site map comes last and lists the others."""
    made: list[Stub] = []
    for part in (*list_parts(session), *entry_parts(session)):
        for page in pages_of(session, part):
            made.append(page.stub())
            yield page
    yield from site_map.pages(session, made)


def documents(session: Session) -> Iterator[Document]:
    """Yield what the search finds: entries by kind and id, then content pages."""
    listed = sorted((item for item in descriptors(session) if item.found), key=lambda item: item.found.place)  # type: ignore[union-attr]
    for descriptor in listed:
        assert descriptor.found is not None
        yield from descriptor.found.documents(session, descriptor.record)
    yield from written(session)


def search_kinds(session: Session) -> dict[str, Kind]:
    """Return what the browser knows of each kind of documents, by name."""
    kinds = {
        item.record.FOLDER: Kind(
            item.record.TITLE,
            address_of(item.record, "*"),
            item.found.weight,
            item.found.alone,
            item.found.answers,
        )
        for item in descriptors(session)
        if item.found
    }
    return {**kinds, CONTENT_KIND: Kind(CONTENT_LABEL, "*/", found.CONTENT_WEIGHT)}


def search_files(session: Session, table: Table | None = None) -> Iterator[File]:
    """Yield the files of the site's search index; `table` keeps results between runs."""
    from generator.search.files import files  # what makes an index is not needed to check a project

    return files(session, documents(session), search_kinds(session), table)
