"""搜索: the page that a script fills with results; without scripts it links to themes and the pinyin index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.routes import CONTENT_KIND, CONTENT_LABEL, LISTS_KIND, LISTS_LABEL
from generator.session import Session
from generator.views import alphabetical
from generator.views.common import Page, listing
from generator.views.procedure_lists import audiences, organs, themes
from generator.views.shapes import ChoiceView, CountedView


class SearchView(TypedDict):
    """What search.html shows."""

    audiences: list[CountedView]
    themes: list[CountedView]
    organs: list[ChoiceView]
    kinds: list[ChoiceView]
    letters: list[alphabetical.LetterView]
    hotline: str
    bureau: str
    feedback_email: str


def pages(session: Session) -> Iterator[Page]:
    """Yield the search page. Its content depends on the query, so search engines are told not to index it."""
    yield listing(
        "search/",
        "search.html",
        "用自己的话搜办事事项、政策、制度、法规和机构。",
        search_view(session),
        scripts=("results.js",),
        noindex=True,
    )


def search_view(session: Session) -> SearchView:
    """Return the filters, the groups of results in order, and the links that work without scripts."""
    site = session.site
    registries: list[ChoiceView] = [
        {"id": folder, "name": record.TITLE} for folder, record in session.registry.kinds.items()
    ]
    return {
        "audiences": audiences(session),
        "themes": themes(session),
        "organs": organs(session),
        "kinds": [
            *registries,
            {"id": CONTENT_KIND, "name": CONTENT_LABEL},
            {"id": LISTS_KIND, "name": LISTS_LABEL},
        ],
        "letters": alphabetical.letters(session),
        "hotline": site.hotline,
        "bureau": session.bureau.name if session.bureau else site.organiser,
        "feedback_email": site.feedback_email or "",
    }
