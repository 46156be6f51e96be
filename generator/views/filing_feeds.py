"""The calendars to subscribe to, as plain events: all filing deadlines, and those of each tax."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.calendar.dues import FilingDue, dues
from generator.calendar.filing import FilingDeadline, deadline
from generator.model.routes import address
from generator.session import Session
from generator.views.filing_calendar import URL


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day event. `uid` stays the same when the day moves; `url` is relative to the site's root."""

    uid: str
    date: datetime.date
    summary: str
    description: str
    url: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar: its address, name, description, and events in order of day."""

    path: str
    name: str
    description: str
    events: tuple[Event, ...]


def feeds(session: Session) -> Iterator[Feed]:
    """Yield the calendar of all deadlines and one for each tax, each from last year to the next."""
    years = range(session.as_of.year - 1, session.as_of.year + 2)
    taxes = [tax for tax in session.taxes if tax.filings]
    due = [item for year in years for item in dues(session.calendar, session.filing_tables, taxes, year)]
    months = [(year, month) for year in years for month in range(1, 13)]
    spans = [item for item in due if item.span]
    events = [_month(session, year, month, due) for year, month in months] + [_filing(item) for item in spans]
    yield _feed("all", f"征期日历（{session.site.organiser}）", "每月申报纳税的截止日", events)
    for tax in taxes:
        own = [item for item in due if item.tax is tax]
        monthly = [_regular(own, year, month) for year, month in months]
        events = [*(event for event in monthly if event), *(_filing(item) for item in own if item.span)]
        yield _feed(tax.id, f"{tax.name}征期（{session.site.organiser}）", f"{tax.name}的申报截止日", events)


def _feed(name: str, title: str, description: str, events: list[Event]) -> Feed:
    """Return a calendar with its events in order of day."""
    return Feed(f"{URL}{name}.ics", title, description, tuple(sorted(events, key=lambda item: (item.date, item.uid))))


def _in(due: list[FilingDue], year: int, month: int) -> list[FilingDue]:
    """Return the filings made in the filing period of a month."""
    return [item for item in due if item.span is None and (item.opens.year, item.opens.month) == (year, month)]


def _month(session: Session, year: int, month: int, due: list[FilingDue]) -> Event:
    """Return the event of a month's deadline, with all taxes filed in that filing period."""
    found = deadline(session.calendar, session.filing_tables, year, month)
    by_period: dict[str, list[str]] = {}
    for item in _in(due, year, month):
        by_period.setdefault(item.covers, []).append(item.tax.name)
    lines = [f"{covers}：{'、'.join(dict.fromkeys(names))}" for covers, names in by_period.items()]
    summary = f"{month}月征期截止{_doubt(found)}"
    return Event(f"{year}-{month:02}", found.date, summary, _text(lines, found), f"{URL}{year}/", found.certain)


def _regular(own: list[FilingDue], year: int, month: int) -> Event | None:
    """Return the event of one tax's filings in the filing period of a month, or None if there are none."""
    due = _in(own, year, month)
    if not due:
        return None
    tax, found = due[0].tax, due[0].deadline
    lines = ["报" + "、".join(dict.fromkeys(item.covers for item in due))]
    summary = f"{tax.name}申报截止{_doubt(found)}"
    return Event(f"{tax.id}-{year}-{month:02}", found.date, summary, _text(lines, found), address(tax), found.certain)


def _filing(due: FilingDue) -> Event:
    """Return the event of a filing with a time of its own."""
    assert due.span
    found, tax = due.deadline, due.tax
    uid = f"{tax.id}-{due.opens.year}-{_key(due)}"
    summary = f"{tax.name}{due.filing.name}截止{_doubt(found)}"
    return Event(uid, found.date, summary, _text([f"报{due.covers}"], found), address(tax), found.certain)


def _key(due: FilingDue) -> str:
    """Return eight hex digits that differ between a tax's filings: hash of the name and the index among equal names."""
    same = [filing for filing in due.tax.filings if filing.name == due.filing.name]
    number = next(index for index, filing in enumerate(same) if filing is due.filing)
    return hashlib.sha256(f"{due.filing.name} {number}".encode()).hexdigest()[:8]


def _doubt(found: FilingDeadline) -> str:
    """Return the mark of a day that is not certain; empty if it is."""
    return "" if found.certain else "（暂定）"


def _text(lines: list[str], found: FilingDeadline) -> str:
    """Return an event's description: what is filed, and how the day is determined."""
    doubt = [] if found.certain else ["放假安排公布前按规则推算，以公布的征期为准。"]
    return "\n".join([*lines, *(step.text for step in found.steps[-1:]), *doubt])
