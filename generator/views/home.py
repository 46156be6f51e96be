"""首页: search and what is open today, then procedures by demand, theme and audience, and promises in figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.commitments import Commitment
from generator.model.content import Column
from generator.model.life_events import LifeEvent
from generator.model.organs import Organ, OrganKind
from generator.model.routes import address
from generator.session import Session
from generator.views.alphabetical import LetterView, letters
from generator.views.common import Page, listing
from generator.views.filing_calendar import DeadlineView, upcoming
from generator.views.opening import contact, opening_calendar, opening_hours
from generator.views.pages import WrittenView, column_pages
from generator.views.pieces import entry_links
from generator.views.procedure_lists import CardView, audiences, cards_of, themes
from generator.views.results import StateCountView, counts
from generator.views.rosters import DutyView, duty_views
from generator.views.shapes import ContactView, CountedView, LinkView, OpeningCalendarView, OpenOtherwiseView, OpenView

_NEWS_SHOWN = 5
_DEADLINES_SHOWN = 2
_DEADLINES_KEPT = 10
"""Deadlines in the page's data, so that it can show the next ones long after the build."""


class FigureView(TypedDict):
    """A number, and the page that lists what it counts."""

    number: int
    unit: str
    label: str
    url: str


class OpenHall(ContactView):
    """A hall with its opening hours for hours.js."""

    opening: list[OpenView | OpenOtherwiseView]


class HomeView(TypedDict):
    """What home.html shows."""

    hotline: str
    popular: list[CardView]
    themes: list[CountedView]
    audiences: list[CountedView]
    letters: list[LetterView]
    figures: list[FigureView]
    results: list[StateCountView]
    halls: list[OpenHall]
    duty: list[DutyView]
    life_events: list[LinkView]
    opening_calendar: OpeningCalendarView
    news: list[WrittenView]
    deadlines: list[DeadlineView]
    deadlines_shown: int
    guides: list[WrittenView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the home page."""
    yield listing("", "home.html", session.site.description, home_view(session), scripts=("filing.js", "hours.js"))


def home_view(session: Session) -> HomeView:
    """Return what the home page shows."""
    cards = cards_of(session)
    online = sum(item["fully_online"] for item in cards.values())
    immediate = sum(item["immediate"] for item in cards.values())
    return {
        "hotline": session.site.hotline,
        "popular": [cards[id] for id in session.site.popular if id in cards],
        "themes": themes(session),
        "audiences": audiences(session),
        "letters": letters(session),
        "figures": [
            {"number": len(cards), "unit": "项", "label": "办税事项全部公开", "url": "procedures/"},
            {"number": immediate, "unit": "项", "label": "承诺当场办结", "url": "procedures/?immediate=1"},
            {"number": online, "unit": "项", "label": "全程网上办，不用跑", "url": "procedures/?online=1"},
            {
                "number": len(session.current(Commitment)),
                "unit": "条",
                "label": "服务承诺，做不到可投诉",
                "url": "commitments/",
            },
        ],
        "results": counts(session),
        "halls": [{**contact(hall), "opening": opening_hours(session, hall)} for hall in _halls(session)],
        "duty": duty_views(session),
        "life_events": entry_links(session.current(LifeEvent)),
        "opening_calendar": opening_calendar(session),
        "news": column_pages(session, Column.NEWS)[:_NEWS_SHOWN],
        "deadlines": upcoming(session)[:_DEADLINES_KEPT] if session.filing_tables else [],
        "deadlines_shown": _DEADLINES_SHOWN,
        "guides": [*column_pages(session, Column.GUIDE), *column_pages(session, Column.ABOUT)],
    }


def offline(session: Session) -> list[str]:
    """Return the addresses of the pages besides home that every visitor's device keeps: the service halls."""
    return [address(hall) for hall in _halls(session)]


def _halls(session: Session) -> list[Organ]:
    """Return the service halls, the one with the most windows first."""
    halls = [organ for organ in session.registry.all(Organ).values() if organ.kind is OrganKind.HALL]
    return sorted(halls, key=lambda hall: -len(hall.windows))
