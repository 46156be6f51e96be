"""搜索: the page that a script fills with results; without scripts it links to themes and the pinyin index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.organs import Organ, OrganKind
from generator.model.rosters import Roster
from generator.model.routes import CONTENT_KIND, CONTENT_LABEL, LISTS_KIND, LISTS_LABEL
from generator.session import Session
from generator.views import alphabetical
from generator.views.common import Page, bureau_name, listing
from generator.views.filing_calendar import upcoming
from generator.views.opening import opening_calendar, opening_hours
from generator.views.procedure_lists import audiences, organs, themes
from generator.views.rosters import DayView, OnDutyView, roster_view
from generator.views.shapes import ChoiceView, CountedView, OpeningCalendarView, OpenOtherwiseView, OpenView

_DEADLINES_KEPT = 10
"""Deadlines in the page's data, so that it can say the next one long after the build."""


class DatedView(TypedDict):
    """What a result says on or up to a day (YYYY-MM-DD)."""

    date: str
    text: str


class NowView(TypedDict):
    """What results answer by the day: the coming deadlines, and who is on duty in the halls this and next week."""

    deadlines: list[DatedView]
    duty: list[DatedView]


class OpeningView(TypedDict):
    """An organ's opening hours for hours.js; `id` is that of its result."""

    id: str
    opening: list[OpenView | OpenOtherwiseView]


class SearchView(TypedDict):
    """What search.html shows."""

    now: NowView
    halls: list[OpeningView]
    opening_calendar: OpeningCalendarView

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
        scripts=("hours.js", "results.js"),
        noindex=True,
    )


def search_view(session: Session) -> SearchView:
    """Return the filters, the groups of results in order, and the links that work without scripts."""
    site = session.site
    registries: list[ChoiceView] = [
        {"id": folder, "name": record.TITLE} for folder, record in session.registry.kinds.items()
    ]
    halls = [organ for organ in session.registry.all(Organ).values() if organ.kind is OrganKind.HALL]
    return {
        "now": {"deadlines": _deadlines(session), "duty": _duty(session)},
        "halls": [{"id": f"{hall.FOLDER}/{hall.id}", "opening": opening_hours(session, hall)} for hall in halls],
        "opening_calendar": opening_calendar(session),
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
        "bureau": bureau_name(session),
        "feedback_email": site.feedback_email or "",
    }


def _deadlines(session: Session) -> list[DatedView]:
    """Return the coming deadlines with what is filed; none without filing tables."""
    if not session.filing_tables:
        return []
    return [
        {"date": item["date"], "text": f"{item['year']}{item['text']}{'' if item['certain'] else '（暂定）'}"}
        for item in upcoming(session)[:_DEADLINES_KEPT]
    ]


def _duty(session: Session) -> list[DatedView]:
    """Return who is on duty in each hall, a line a hall and day."""
    return [
        {"date": day["date"], "text": f"{organ.name}：{_on_duty(day)}"}
        for roster in session.current(Roster)
        if (organ := session.registry.get(Organ, roster.organ))
        for week in roster_view(session, roster, organ)["weeks"]
        for day in week["days"]
    ]


def _on_duty(day: DayView) -> str:
    """Return the posts on duty on a day in words, or why the hall is closed."""
    if not day["open"]:
        return day["closed"]
    roles = (("值班负责 ", day["lead"]), ("首问 ", day["first_contact"]))
    return "，".join(role + "、".join(map(_named, posts)) for role, posts in roles if posts)


def _named(post: OnDutyView) -> str:
    """Return a post on duty, with its half of the day if it has one."""
    return f"{post['name']}（{post['half']}）" if post["half"] else post["name"]
