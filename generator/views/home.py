"""首页: search first, then by audience, theme and frequency, and the promises in figures."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.commitments import Commitment
from generator.model.content import Column
from generator.model.organs import OrganKind
from generator.views.alphabetical import letters
from generator.views.common import Page, Source, View, listing
from generator.views.filing_calendar import SHOWN, upcoming
from generator.views.pages import column_pages
from generator.views.pieces import contact, opening_calendar, opening_hours
from generator.views.procedure_lists import audiences, cards_of, themes

_NEWS_SHOWN = 5
_DEADLINES_KEPT = 10
"""Deadlines in the page, for visitors who come long after the build."""


def pages(source: Source) -> Iterator[Page]:
    """Yield the home page."""
    yield listing("", "home.html", source.site.description, home_view(source), scripts=("filing.js", "hours.js"))


def home_view(source: Source) -> View:
    """Return what the home page shows."""
    cards = cards_of(source)
    online = sum(item["fully_online"] for item in cards.values())
    immediate = sum(item["immediate"] for item in cards.values())
    halls = [organ for organ in source.registry.organs.values() if organ.kind is OrganKind.HALL]
    return {
        "bureau": source.bureau.name if source.bureau else source.site.organiser,
        "hotline": source.site.hotline,
        "popular": [cards[id] for id in source.site.popular if id in cards],
        "themes": themes(source),
        "audiences": audiences(source),
        "letters": letters(source),
        "figures": [
            {"number": len(cards), "unit": "项", "label": "办税事项全部公开", "url": "procedures/"},
            {"number": immediate, "unit": "项", "label": "承诺当场办结", "url": "procedures/?immediate=1"},
            {"number": online, "unit": "项", "label": "全程网上办，不用跑", "url": "procedures/?online=1"},
            {
                "number": len(source.current(Commitment)),
                "unit": "条",
                "label": "服务承诺，做不到可投诉",
                "url": "commitments/",
            },
        ],
        "halls": [{**contact(hall), "opening": opening_hours(source, hall)} for hall in halls],
        "opening_calendar": opening_calendar(source),
        "news": column_pages(source, Column.NEWS)[:_NEWS_SHOWN],
        "deadlines": upcoming(source)[:_DEADLINES_KEPT] if source.filing_tables else [],
        "deadlines_shown": SHOWN,
        "guides": [*column_pages(source, Column.GUIDE), *column_pages(source, Column.ABOUT)],
    }
