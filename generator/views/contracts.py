"""Which view each template shows: what a template may name, and what a project's own template can count on.

Tests hold templates to the view, and the pages that are made to it too.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.views import (
    alphabetical,
    burden,
    calendar,
    commitments,
    coverage,
    disclosure,
    duties,
    filing_calendar,
    handbook,
    home,
    laws,
    materials,
    notices,
    organs,
    oversight,
    own,
    pages,
    paging,
    posters,
    posts,
    procedure_lists,
    procedure_shapes,
    regimes,
    results,
    rosters,
    search,
    shapes,
    site_map,
    synonyms,
    taxes,
    time_limits,
)

CONTRACTS: Mapping[str, type] = {
    "alphabetical.html": alphabetical.AlphabeticalView,
    "alphabetical_letter.html": alphabetical.LetterPageView,
    "burden.html": burden.BurdenView,
    "calendar.html": calendar.CalendarView,
    "catalogue.html": disclosure.CatalogueView,
    "chosen.html": procedure_lists.ChosenView,
    "commitments.html": commitments.CommitmentsView,
    "content.html": pages.ContentView,
    "coverage.html": coverage.CoverageView,
    "disclosure.html": disclosure.DisclosureView,
    "duties.html": duties.DutiesView,
    "duty.html": duties.DutyPage,
    "filing_calendar.html": filing_calendar.IndexView,
    "filing_year.html": filing_calendar.YearView,
    "home.html": home.HomeView,
    "law.html": laws.LawPage,
    "laws.html": laws.LawsView,
    "material.html": materials.MaterialPage,
    "materials.html": materials.MaterialsView,
    "more.html": paging.WholeListView,
    "moved.html": shapes.LinkView,
    "not_found.html": site_map.NotFoundView,
    "notice.html": notices.NoticeView,
    "organ.html": organs.OrganPage,
    "organs.html": organs.OrgansView,
    "oversight.html": oversight.OversightPage,
    "oversight_index.html": oversight.OversightIndexView,
    "own_entry.html": own.OwnEntryPage,
    "own_index.html": own.OwnIndexView,
    "post.html": posts.PostPage,
    "posts.html": posts.PostsView,
    "procedure.html": procedure_shapes.ProcedurePage,
    "procedures.html": procedure_lists.ProceduresView,
    "regime.html": regimes.RegimePage,
    "regimes.html": regimes.RegimesView,
    "results.html": results.ResultsView,
    "rosters.html": rosters.RostersView,
    "search.html": search.SearchView,
    "site_map.html": site_map.SiteMapView,
    "synonyms.html": synonyms.SynonymsView,
    "taxes.html": taxes.TaxesView,
    "time_limits.html": time_limits.TimeLimitsView,
}
"""The view of each template of a page (theme/pages/)."""

PRINTED: Mapping[str, type] = {
    "handbook.typ": handbook.VolumeView,
    "notice.typ": notices.NoticeView,
    "poster.typ": posters.PosterView,
}
"""The view of each template of a PDF file (theme/pdf/)."""
