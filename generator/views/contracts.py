"""The view of each template: the variables that the theme and a project's own templates can use.

Tests compare the templates and the generated pages with these views.
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
    vocabularies,
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
    "vocabularies.html": vocabularies.VocabulariesView,
}
"""The view of each page template (theme/pages/)."""

PRINTED: Mapping[str, type] = {
    "handbook.typ": handbook.VolumeView,
    "notice.typ": notices.NoticeView,
    "poster.typ": posters.PosterView,
}
"""The view of each PDF template (theme/pdf/)."""
