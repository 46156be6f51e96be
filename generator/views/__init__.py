"""Registry -> pages. A page's view is plain data that holds everything the page shows; nothing here knows HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.model.duties import Duty
from generator.model.laws import Law
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.types import Entry
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
    pages,
    posts,
    procedure_lists,
    procedures,
    regimes,
    rosters,
    search,
    site_map,
    synonyms,
    taxes,
    time_limits,
)
from generator.views.common import Page, Stub

WHOLE: tuple[Callable[[Session], Iterator[Page]], ...] = (
    home.pages,
    procedure_lists.pages,
    materials.pages,
    time_limits.pages,
    filing_calendar.pages,
    taxes.pages,
    duties.pages,
    posts.pages,
    regimes.pages,
    laws.pages,
    commitments.pages,
    oversight.pages,
    organs.pages,
    synonyms.pages,
    calendar.pages,
    rosters.pages,
    coverage.pages,
    burden.pages,
    disclosure.pages,
    pages.pages,
    search.pages,
    alphabetical.pages,
)
"""From the session to pages that show many entries."""

OF_ENTRY: Mapping[type[Entry], tuple[Callable[[Session, Any], Iterator[Page]], ...]] = {
    Procedure: (procedures.pages_of, notices.pages_of),
    Material: (materials.pages_of,),
    Duty: (duties.pages_of,),
    Post: (posts.pages_of,),
    Regime: (regimes.pages_of,),
    Law: (laws.pages_of,),
    Oversight: (oversight.pages_of,),
    Organ: (organs.pages_of,),
}
"""From the source and an entry to its own pages. A new registry is one module, and one line here and above."""


_BY_NAME = {whole.__module__: whole for whole in WHOLE}
_BY_FOLDER: Mapping[str, type[Entry]] = {record.FOLDER: record for record in OF_ENTRY}


def list_parts(session: Session) -> list[str]:
    """Return the keys of the pages that show many entries, made together by module, in a fixed order."""
    return list(_BY_NAME)


def entry_parts(session: Session) -> list[str]:
    """Return the keys of the entries' own pages, in a fixed order."""
    return [f"{record.FOLDER}/{id}" for record in OF_ENTRY for id in session.registry.all(record)]


def pages_of(session: Session, part: str) -> Iterator[Page]:
    """Yield the pages of a part: of those that show many entries, or an entry's own and its former addresses."""
    folder, _, id = part.partition("/")
    if not id:
        yield from _BY_NAME[part](session)
        return
    record = _BY_FOLDER[folder]
    entry = session.registry.all(record)[id]
    for own in OF_ENTRY[record]:
        yield from own(session, entry)
    yield from site_map.moved(entry)


def site_pages(session: Session) -> Iterator[Page]:
    """Yield every page of the site, in a fixed order; the site map comes last and lists the others."""
    made: list[Stub] = []
    for part in (*list_parts(session), *entry_parts(session)):
        for page in pages_of(session, part):
            made.append(page.stub())
            yield page
    yield from site_map.pages(session, made)


__all__ = ["Page", "Session", "Stub", "entry_parts", "list_parts", "pages_of", "site_pages"]
