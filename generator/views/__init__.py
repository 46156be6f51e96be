"""Registry -> pages. A page's view is plain data that holds everything the page shows; nothing here knows HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
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
from generator.views.common import LISTED, Page, Rows, Source, Stub

WHOLE: tuple[Callable[[Source], Iterator[Page]], ...] = (
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
"""From the source to pages that show many entries. What they need of each they take from `ROWS`."""

ROWS: tuple[Rows, ...] = (
    LISTED,
    procedure_lists.CARDS,
    coverage.ROWS,
    burden.FIGURES,
    time_limits.ROWS,
    *alphabetical.NAMES,
)
"""What is kept of each entry for those pages, so that it is made again only where it changed."""

OF_ENTRY: Mapping[type[Entry], tuple[Callable[[Source, Any], Iterator[Page]], ...]] = {
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


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that are made together. `key` names those that need not be made again while they hold."""

    key: str | None
    make: Callable[[], Iterator[Page]]


def parts(source: Source, made: Iterable[Stub]) -> Iterator[Part]:
    """Yield the parts of the site in a fixed order; the site map comes last and lists the pages `made` by then."""
    source.bring(ROWS)
    for whole in WHOLE:
        yield Part(whole.__module__, partial(whole, source))
    for record in OF_ENTRY:
        for id in source.registry.all(record):
            yield Part(f"{record.FOLDER}/{id}", partial(_pages_of, source, record, id))
    yield Part(None, partial(site_map.pages, source, made))


def _pages_of(source: Source, record: type[Entry], id: str) -> Iterator[Page]:
    """Yield an entry's own pages, and those of its former addresses."""
    entry = source.registry.all(record)[id]
    for own in OF_ENTRY[record]:
        yield from own(source, entry)
    yield from site_map.moved(entry)


def site_pages(source: Source) -> Iterator[Page]:
    """Yield every page of the site, in a fixed order."""
    made: list[Stub] = []
    for part in parts(source, made):
        for page in part.make():
            made.append(page.stub())
            yield page


__all__ = ["Page", "Part", "Source", "Stub", "parts", "site_pages"]
