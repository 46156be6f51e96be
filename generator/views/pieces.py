"""The small pieces that many pages show: links, legal bases, channels, time limits, places."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping

from generator.calendar.limits import day_text
from generator.model.laws import Law
from generator.model.organs import Hours, HoursChange, HoursKind, Organ
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.routes import address
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Basis, Channel, Duration, Entry, Unit
from generator.session import Session
from generator.views.cases import when_text
from generator.views.due import due_view
from generator.views.shapes import (
    BasisView,
    ChangeView,
    ChannelView,
    ContactView,
    HandOverView,
    HoursView,
    LimitView,
    LinkView,
    OpeningCalendarView,
    OpenOtherwiseView,
    OpenView,
)

_DAY = datetime.timedelta(1)
_NUMBERS = "一二三四五"


def link(entry: Entry) -> LinkView:
    """Return an entry's name and address."""
    return {"name": entry.name, "url": address(entry)}


def links(session: Session, folder: str, ids: Iterable[str]) -> list[LinkView]:
    """Return names and addresses of the entries of these ids that exist."""
    return [found for id in ids if (found := link_to(session, folder, id))]


def link_to(session: Session, folder: str, id: str | None) -> LinkView | None:
    """Return name and address of one entry, or None."""
    entry = session.registry.entries[folder].get(id) if id else None
    return link(entry) if entry else None


def entry_links(entries: Iterable[Entry]) -> list[LinkView]:
    """Return names and addresses of entries, in their order."""
    return [link(entry) for entry in entries]


def bases(session: Session, basis: Iterable[Basis]) -> list[BasisView]:
    """Return legal bases: the law, its number, the articles with their gist, and whether it is in force."""
    found: list[BasisView] = []
    for item in basis:
        law = session.registry.all(Law).get(item.law)
        if law is None:
            continue
        gist = {article.number: article.summary for article in law.articles if article.summary}
        ended = {item.number for item in law.articles if item.effective_to and item.effective_to < session.as_of}
        found.append(
            {
                **link(law),
                "number": law.number,
                "articles": [
                    {"number": number, "gist": _gist(gist, number), "ended": _whole(number) in ended or number in ended}
                    for number in item.articles
                ],
                "original": law.url or "",
                "note": item.note,
                "in_force": law.in_force(session.as_of),
            }
        )
    return found


def _gist(gist: Mapping[str, str], number: str) -> str:
    """Return the summary of an article; 第三十一条第二款 falls back on 第三十一条."""
    return gist.get(number) or gist.get(_whole(number), "")


def _whole(number: str) -> str:
    """Return the article that a paragraph belongs to."""
    return number.partition("条")[0] + "条"


def channels(items: Iterable[Channel]) -> list[ChannelView]:
    """Return channels as plain data."""
    return [
        {
            "kind": item.kind.value,
            "label": item.kind.label,
            "name": item.name or "",
            "url": item.url or "",
            "phone": item.phone or "",
            "note": item.note or "",
        }
        for item in items
    ]


def limit_view(session: Session, limit: TimeLimit) -> LimitView:
    """Return a time limit as plain data: durations as text, the case it is for, its legal bases."""
    basis = [limit.statutory.basis] if limit.statutory and limit.statutory.basis else []
    longer = [limit.extension.basis] if limit.extension and limit.extension.basis else []
    none = limit.statutory_none
    procedure = session.registry.all(Procedure).get(limit.of.procedure or "")
    return {
        "id": limit.id,
        "name": limit.name,
        "url": address(limit),
        "binds": limit.binds.value,
        "starts": f"{limit.day}往前数" if limit.before else limit.day,
        "lead": lead(limit),
        "tail": tail(limit),
        "statutory": length_text(limit, limit.statutory),
        "rests": bool(limit.statutory and limit.statutory.rests_extend),
        "statutory_none": bases(session, [none.basis]) if none else [],
        "promised": length_text(limit, limit.promised),
        "days": rough_hours(limit),
        "immediate": bool(limit.promised and limit.promised.unit is Unit.ON_THE_SPOT),
        "stops": [stop.label for stop in limit.stops],
        "extension": {"by": str(limit.extension.by), "approved_by": limit.extension.approved_by}
        if limit.extension
        else None,
        "decided_by": limit.decided_by or "",
        "note": limit.note or "",
        "when": when_text(procedure, limit.when) if procedure else "",
        "basis": bases(session, basis),
        "extension_basis": bases(session, longer),
        "due": due_view(session, limit),
    }


def length_text(limit: TimeLimit, length: Duration | None) -> str:
    """Return a length as it is said of a limit: 10个工作日, 提前10个工作日, 停业之日以前; nothing for none."""
    if length is None:
        return ""
    if not limit.before:
        return str(length)
    return f"提前{length}" if length.amount else f"{limit.day}以前"


def tail(limit: TimeLimit) -> str:
    """Return what stands after the length in a sentence: within it, where it is a time that passes."""
    length = limit.promised or limit.statutory
    return "内" if length and length.amount and not limit.before else ""


def lead(limit: TimeLimit) -> str:
    """Return what stands before the length in a sentence: from which day it is counted."""
    length = limit.promised or limit.statutory
    if limit.before:
        return f"{limit.day}以前，" if length and length.amount else ""
    return f"{limit.day}起 "


ROUGH_HOURS = {
    Unit.ON_THE_SPOT: 0,
    Unit.HOUR: 1,
    Unit.WORKING_DAY: 34,
    Unit.CALENDAR_DAY: 24,
    Unit.MONTH: 730,
    Unit.YEAR: 8766,
}
"""Hours of one of each unit, only to order limits of different units; a working day as in an ordinary week."""


def rough_hours(limit: TimeLimit) -> float:
    """Return rough hours, only to order limits of different units in a table."""
    return _rough(limit.promised or limit.statutory)


def _rough(length: Duration | None) -> float:
    """Return a length in rough hours."""
    return length.amount * ROUGH_HOURS[length.unit] if length else 0


def promised_range(limits: Iterable[TimeLimit], hint: str = "") -> str:
    """Return what the bureau promises in a word, or the shortest and the longest where cases differ, with a hint."""
    ordered = sorted((limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised), key=rough_hours)
    return _range([length_text(limit, limit.promised) for limit in ordered], hint)


def statutory_range(limits: Iterable[TimeLimit], hint: str = "") -> str:
    """Return what the law allows the bureau, as `promised_range` does; with the hint too where it is not known of all.

    The limits of a matter are those of its cases: one case's limit is not the matter's.
    """
    ours = [limit for limit in limits if limit.binds is Bound.BUREAU]
    known = sorted((limit for limit in ours if limit.statutory), key=lambda limit: _rough(limit.statutory))
    words = _range([length_text(limit, limit.statutory) for limit in known], hint)
    return words + hint if known and len(known) < len(ours) and not words.endswith(hint) else words


def _range(ordered: list[str], hint: str) -> str:
    """Return the first and the last of some words with a hint, or the one where they are the same."""
    words = list(dict.fromkeys(ordered))
    return words[0] if len(words) == 1 else f"{words[0]}到{words[-1]}{hint}" if words else ""


def post_phone(session: Session, post: Post) -> str:
    """Return a post's telephone, or its organ's."""
    organ = session.registry.all(Organ).get(post.organ)
    return post.phone or (organ.inquiry_phone if organ else None) or ""


def hand_over_chain(session: Session, post: Post) -> list[HandOverView]:
    """Return to which posts a post hands over, and when."""
    return [{"post": link_to(session, "posts", item.post), "when": item.when} for item in post.hands_over_to]


def contact(organ: Organ) -> ContactView:
    """Return what one needs to reach an organ."""
    return {
        **link(organ),
        "kind": organ.kind.value,
        "address": organ.address or "",
        "inquiry_phone": organ.inquiry_phone or "",
        "complaint_phone": organ.complaint_phone or "",
        "phones": [{"label": item.label, "number": item.number} for item in organ.phones],
        "hours": hours(organ),
        "windows": [],
    }


def hours(organ: Organ) -> list[HoursView]:
    """Return opening hours as lines: what kind, when in the year, which days, what times."""
    return [
        {
            "kind": item.kind.label,
            "regular": item.kind is HoursKind.REGULAR,
            "season": item.season or "",
            "span": f"{month_day_text(item.start)}至{month_day_text(item.end)}" if item.start and item.end else "",
            "days": days_text(item),
            "times": times_text(item.times),
            "note": item.note or "",
        }
        for item in organ.hours
    ]


def days_text(item: Hours) -> str:
    """Return the days that hours fall on: 工作日, 每月第一个星期六."""
    days = "、".join(day.label for day in item.days)
    weeks = "、".join(f"第{_NUMBERS[week - 1]}个" for week in item.weeks)
    return f"每月{weeks}{days}" if weeks else days


def times_text(times: Iterable[str]) -> str:
    """Return times as one reads them: 08:30—12:00, 22:00—次日02:00."""
    spans = (time.split("-") for time in times)
    return "、".join(f"{start}—{'次日' if end <= start else ''}{end}" for start, end in spans)


def changes(session: Session, organ: Organ) -> list[ChangeView]:
    """Return the single days to come on which an organ is open otherwise, in order: days, times, reason."""
    return [
        {
            "days": _span_text(item.on, item.last),
            "times": times_text(item.times) or "不办公",
            "reason": item.reason,
        }
        for item in coming_changes(session, organ)
    ]


def coming_changes(session: Session, organ: Organ) -> list[HoursChange]:
    """Return the changes of an organ's hours that are not over, in order of their days."""
    return sorted((item for item in organ.hours_changes if item.last >= session.as_of), key=lambda item: item.on)


def _span_text(first: datetime.date, last: datetime.date) -> str:
    """Return days as one reads them: 2026年12月31日, 2026年12月31日至2027年1月2日."""
    return day_text(first) if first == last else f"{day_text(first)}至{day_text(last)}"


def opening_hours(session: Session, organ: Organ) -> list[OpenView | OpenOtherwiseView]:
    """Return an organ's hours as a browser needs them to tell whether it is open; the calendar stands by itself.

    Changes of single days come last.
    """
    regular = [_open(item) for item in organ.hours]
    otherwise: list[OpenOtherwiseView] = [
        {"on": str(item.on), "until": str(item.last), "times": list(item.times)}
        for item in coming_changes(session, organ)
    ]
    return [*regular, *otherwise]


def _open(item: Hours) -> OpenView:
    """Return regular hours as a browser needs them; `weeks` only where they are not every week."""
    days = [day.value for day in item.days]
    if not item.weeks:
        return {"kind": item.kind.value, "start": item.start, "end": item.end, "days": days, "times": list(item.times)}
    return {
        "kind": item.kind.value,
        "start": item.start,
        "end": item.end,
        "days": days,
        "weeks": list(item.weeks),
        "times": list(item.times),
    }


def opening_calendar(session: Session) -> OpeningCalendarView:
    """Return this and next year's calendar as a browser needs it: once a page, however many organs it shows."""
    return session.once("opening calendar", lambda: _opening_calendar(session))


def _opening_calendar(session: Session) -> OpeningCalendarView:
    """Return days off and on in this and the next year, and the last day from this year's first on that is settled."""
    calendar, now = session.calendar, session.as_of.year
    years = [calendar.year(year) for year in (now, now + 1)]
    settled = itertools.takewhile(calendar.certain, (datetime.date(now, 1, 1) + _DAY * number for number in range(731)))
    return {
        "until": str(max(settled, default="")),
        "off": [[str(rest.first), str(rest.last)] for year in years for rest in year.holidays],
        "on": [str(day) for year in years for day in year.workdays],
    }


def month_day_text(value: str) -> str:
    """Return 05-01 as 5月1日."""
    month, day = value.split("-")
    return f"{int(month)}月{int(day)}日"
