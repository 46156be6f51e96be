"""Registry -> pages. A page's view is plain data that holds everything the page shows; nothing here knows HTML."""

from __future__ import annotations

from collections.abc import Iterator

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
from generator.views.common import Page, Source

VIEWS = (
    home.pages,
    procedure_lists.pages,
    procedures.pages,
    notices.pages,
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
"""One function a module, from the source to its pages. A new registry's pages are one module and one line here."""


def site_pages(source: Source) -> Iterator[Page]:
    """Yield every page of the site, in a fixed order; the site map, which lists the others, comes last."""
    made: list[Page] = []
    for view in VIEWS:
        for page in view(source):
            made.append(page.stub())
            yield page
    yield from site_map.pages(source, made)
    yield from site_map.moved(source)


__all__ = ["Page", "Source", "site_pages"]
