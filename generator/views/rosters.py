"""大厅值班: the posts on duty in each hall in this week and the next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TypedDict

from generator.calendar.filing import said
from generator.calendar.rosters import HALVES, OnDuty, on_duty, open_halves
from generator.model.organs import Organ
from generator.model.rosters import Half, Role, Roster, Shift
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import link, link_to
from generator.views.shapes import LinkView

_WEEKS = 2
_DAY = datetime.timedelta(1)


class OnDutyView(LinkView):
    """A post on duty; `half` names the half of the day, empty for the whole day."""

    half: str


class DayView(TypedDict):
    """The posts on duty on a day (`date`: YYYY-MM-DD), and changes. `closed` is the reason if the hall is closed."""

    date: str
    day: str
    weekday: str
    open: bool
    closed: str
    first_contact: list[OnDutyView]
    lead: list[OnDutyView]
    changes: list[str]
    reasons: list[str]


class WeekView(TypedDict):
    """A week from its Monday; `until` is its Sunday, YYYY-MM-DD."""

    id: str
    title: str
    until: str
    days: list[DayView]


class WindowDuty(TypedDict):
    """The post that staffs a window, and its days."""

    name: str | None
    post: LinkView | None
    days: str


class RosterView(TypedDict):
    """The roster of this week and the next, and the posts that staff the windows."""

    weeks: list[WeekView]
    windows: list[WindowDuty]


class HallView(LinkView):
    """A hall with its roster."""

    id: str
    roster: RosterView


class RostersView(TypedDict):
    """What rosters.html shows."""

    halls: list[HallView]


class DutyView(LinkView):
    """A hall with its days of duty from the day of the build on."""

    days: list[DayView]


def duty_views(session: Session) -> list[DutyView]:
    """Return each hall's duty from today on, for two weeks; a page shows the day on which it is read."""
    days = [session.as_of + _DAY * number for number in range(7 * _WEEKS)]
    return [
        {**link(organ), "days": [_day(session, roster, organ, day) for day in days]}
        for roster in session.current(Roster)
        if (organ := session.registry.get(Organ, roster.organ))
    ]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of all rosters."""
    halls: list[HallView] = [
        {**link(organ), "id": roster.id, "roster": roster_view(session, roster, organ)}
        for roster in session.current(Roster)
        if (organ := session.registry.get(Organ, roster.organ))
    ]
    view: RostersView = {"halls": halls}
    yield listing(
        Roster,
        "rosters.html",
        "各办税服务厅这一周和下一周由哪个岗位首问、谁值班负责，遇到难办的事直接找他。",
        view,
        toc=tuple((hall["id"], hall["name"]) for hall in halls),
        scripts=("hours.js",),
    )


def roster_of(session: Session, organ: Organ) -> RosterView | None:
    """Return a hall's roster as its page shows it, or None if it has none."""
    found = (roster for roster in session.referrers(organ, Roster) if roster.organ == organ.id)
    roster = next(found, None)
    return roster_view(session, roster, organ) if roster else None


def roster_view(session: Session, roster: Roster, organ: Organ) -> RosterView:
    """Return this week and the next by day, and the posts that staff the windows."""
    monday = session.as_of - _DAY * session.as_of.weekday()
    return {
        "weeks": [_week(session, roster, organ, monday + 7 * number * _DAY) for number in range(_WEEKS)],
        "windows": [_window(session, organ, shift) for shift in roster.week if shift.role is Role.WINDOW],
    }


def _week(session: Session, roster: Roster, organ: Organ, monday: datetime.date) -> WeekView:
    """Return one week from its Monday."""
    sunday = monday + 6 * _DAY
    return {
        "id": f"week-{monday}",
        "until": str(sunday),
        "title": f"{monday.month}月{monday.day}日至{sunday.month}月{sunday.day}日",
        "days": [_day(session, roster, organ, monday + number * _DAY) for number in range(7)],
    }


def _day(session: Session, roster: Roster, organ: Organ, day: datetime.date) -> DayView:
    """Return one day: first contact, lead, and changes."""
    words = said(day).split("，")
    duties = on_duty(roster, organ, session.calendar, day)
    halves = open_halves(organ, session.calendar, day)
    changed = [duty for duty in duties if duty.role is Role.WINDOW and duty.reason]
    return {
        "date": str(day),
        "day": words[0],
        "weekday": words[1],
        "open": bool(halves),
        "closed": "" if halves else session.calendar.holiday(day) or "不开门",
        "first_contact": _lines(session, duties, Role.FIRST_CONTACT, halves),
        "lead": _lines(session, duties, Role.LEAD, halves),
        "changes": ["：".join([*_named(organ, duty.window), _post(session, duty)["name"]]) for duty in changed],
        "reasons": list(dict.fromkeys(duty.reason for duty in duties if duty.reason)),
    }


def _lines(session: Session, duties: Iterable[OnDuty], role: Role, halves: list[Half]) -> list[OnDutyView]:
    """Return the posts with a role on a day; `half` is set if a post covers only one of the open halves."""
    by_post: dict[str, list[OnDuty]] = {}
    for duty in duties:
        if duty.role is role:
            by_post.setdefault(duty.post, []).append(duty)
    return [
        {**_post(session, found[0]), "half": "" if _covers(found, halves) else found[0].half.label}
        for found in by_post.values()
    ]


def _named(organ: Organ, window: str | None) -> list[str]:
    """Return a window's name as a list of one; empty if the hall does not have it."""
    return [organ.windows[window].name] if window in organ.windows else []


def _covers(found: list[OnDuty], halves: list[Half]) -> bool:
    """Return True if a post is on duty in every half in which the hall is open."""
    return {duty.half for duty in found} >= set(halves) & set(HALVES)


def _post(session: Session, duty: OnDuty) -> LinkView:
    """Return a link to the post on duty; its id without address if the post does not exist."""
    return link_to(session, "posts", duty.post) or {"name": duty.post, "url": ""}


def _window(session: Session, organ: Organ, shift: Shift) -> WindowDuty:
    """Return the post that staffs a window, and its days."""
    window = organ.windows.get(shift.window or "")
    half = "" if shift.half is Half.DAY else shift.half.label
    return {
        "name": window.name if window else shift.window,
        "post": link_to(session, "posts", shift.post),
        "days": "、".join(day.label for day in shift.days) + half,
    }
