"""征期日历: the next deadlines, a table and month grids for each year, and the calendars to subscribe to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import NotRequired, TypedDict

from generator.calendar.dues import FilingDue, dues
from generator.calendar.filing import RULE, FilingDeadline, computed, deadline, said
from generator.model.filing_calendar import FilingYear
from generator.model.routes import address
from generator.model.taxes import Rhythm
from generator.session import Session
from generator.views.common import Page, RecordView, detail, listing
from generator.views.months import MonthView, month_view
from generator.views.shapes import LinkView

URL = "filing-calendar/"
SHOWN = 3
"""Deadlines that a page shows at once; as time passes, a script replaces them with later ones."""

_PICTURES = 3
"""Months that the index shows as grids."""


class DayView(TypedDict):
    """A deadline: as YYYY-MM-DD, in words, whether it is certain, and whether it is published."""

    date: str
    text: str
    certain: bool
    published: bool


class RowView(DayView):
    """A month's deadline, the steps that lead to it, and the periods filed."""

    month: int
    because: str
    steps: list[str]
    periods: list[str]


class YearlyView(DayView, LinkView):
    """A filing with a time of its own, outside the filing period."""

    covers: str
    opens: str
    steps: list[str]


class PeriodView(TypedDict):
    """The names of the taxes filed for a period."""

    covers: str
    taxes: list[str]


class DeadlineView(DayView):
    """A coming deadline. `year` is empty in the year of the build."""

    year: str
    groups: list[PeriodView]


class RhythmView(TypedDict):
    """The taxes filed at one frequency."""

    every: str
    taxes: list[LinkView]


class FeedView(TypedDict):
    """The address of a calendar file: on this site, in full, and as calendar programs subscribe to it (webcal:)."""

    file: str
    full: str
    subscribe: str


class OtherYear(TypedDict):
    """A year that has a page."""

    year: int
    url: str


class ListedYear(OtherYear):
    """A year that has a page, and whether its table is published."""

    published: bool


class TaxFeed(LinkView):
    """A tax and its calendar."""

    feed: FeedView


class IndexView(TypedDict):
    """What filing_calendar.html shows."""

    reckoned: bool
    rhythms: list[RhythmView]
    next: list[DeadlineView]
    shown: int
    pictures: list[MonthView]
    year: int
    rows: list[RowView]
    years: list[ListedYear]
    feed: FeedView
    taxes: list[TaxFeed]
    elsewhere: list[LinkView]


class YearView(TypedDict):
    """What filing_year.html shows. Only a year with a published table is an entry and has a `record`."""

    year: int
    reckoned: bool
    document: str
    issuer: str
    published: bool
    rule: str
    rhythms: list[RhythmView]
    rows: list[RowView]
    yearly: list[YearlyView]
    pictures: list[MonthView]
    around: list[OtherYear]
    record: NotRequired[RecordView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the index, and a page for each year with a table, for this year and for the next."""
    yield listing(
        FilingYear,
        "filing_calendar.html",
        "每个月申报纳税哪天截止、为什么是这天、这个月报哪些税；可以订阅到手机日历。",
        index_view(session),
        toc=(("next", "接下来的截止日"), ("months", "各月截止日"), ("subscribe", "订阅到日历")),
        scripts=("filing.js",),
    )
    for year, entry in _years(session).items():
        words = f"{year}年各月申报纳税的截止日、顺延的原因和要报的税。"
        if entry:
            yield detail(session, entry, "filing_year.html", words, year_view(session, year))
        else:
            yield _estimated(session, year, words)


def _years(session: Session) -> dict[int, FilingYear | None]:
    """Return the years that have a page, in order, each with its table or None."""
    now = session.as_of.year
    return dict(sorted({now: None, now + 1: None, **session.filing_tables}.items()))


def _estimated(session: Session, year: int, words: str) -> Page:
    """Return the page of a year without a published table."""
    crumbs = (("", "首页"), (URL, FilingYear.COLUMN))
    title = f"{year}年征期（按规则推算）"
    view = year_view(session, year)
    return Page(_url(year), "filing_year.html", title, words, URL, view, column=FilingYear.COLUMN, crumbs=crumbs)


def _url(year: int) -> str:
    """Return the address of a year's page."""
    return f"{URL}{year}/"


def index_view(session: Session) -> IndexView:
    """Return what the index shows."""
    now = session.as_of
    months = [_later(now, number) for number in range(_PICTURES)]
    taxes = session.taxes
    return {
        "reckoned": False,
        "rhythms": rhythms(session),
        "next": upcoming(session),
        "shown": SHOWN,
        "pictures": [picture(session, *month) for month in months],
        "year": now.year,
        "rows": rows(session, now.year),
        "years": [
            {"year": year, "url": _url(year), "published": bool(entry)} for year, entry in _years(session).items()
        ],
        "feed": _feed(session, "all"),
        "taxes": [
            {"name": tax.name, "url": address(tax), "feed": _feed(session, tax.id)} for tax in taxes if tax.filings
        ],
        "elsewhere": [{"name": tax.name, "url": address(tax)} for tax in taxes if not tax.filings],
    }


def _feed(session: Session, name: str) -> FeedView:
    """Return the addresses of a calendar file: on this site, in full for copying, and to subscribe with one tap."""
    path = f"{URL}{name}.ics"
    full = f"{session.site.base_url.rstrip('/')}/{path}"
    return {"file": path, "full": full, "subscribe": f"webcal:{full.partition(':')[2]}"}


def _later(day: datetime.date, months: int) -> tuple[int, int]:
    """Return (year, month) of the month that is `months` after a day's month."""
    number = day.year * 12 + day.month - 1 + months
    return number // 12, number % 12 + 1


def year_view(session: Session, year: int) -> YearView:
    """Return what a year's page shows."""
    table = session.filing_tables.get(year)
    return {
        "year": year,
        "reckoned": True,
        "document": (table and table.document) or "",
        "issuer": (table and table.issuer) or "",
        "published": bool(table),
        "rule": RULE,
        "rhythms": rhythms(session),
        "rows": rows(session, year),
        "yearly": [_yearly(due) for due in _dues(session, year) if due.span],
        "pictures": [picture(session, year, month) for month in range(1, 13)],
        "around": [{"year": other, "url": _url(other)} for other in _years(session) if abs(other - year) == 1],
    }


def rhythms(session: Session) -> list[RhythmView]:
    """Return the taxes filed in the filing period, by frequency: month, quarter, year."""
    found = {every: _regular(session, every) for every in Rhythm}
    return [{"every": every.label, "taxes": taxes} for every, taxes in found.items() if taxes]


def _regular(session: Session, every: Rhythm) -> list[LinkView]:
    """Return the taxes that have a filing of that frequency in the filing period."""
    taxes = (tax for tax in session.taxes if any(item.every is every and not item.span for item in tax.filings))
    return [{"name": tax.name, "url": address(tax)} for tax in taxes]


def rows(session: Session, year: int) -> list[RowView]:
    """Return the twelve months of a year: deadline, steps that lead to it, and periods filed."""
    due = [item for item in _dues(session, year) if item.span is None]
    periods: dict[int, list[str]] = {month: [] for month in range(1, 13)}
    for item in sorted(due, key=lambda item: list(Rhythm).index(item.filing.every)):
        words = f"{item.filing.every.label}报{item.covers}"
        if words not in periods[item.opens.month]:
            periods[item.opens.month].append(words)
    return [_row(session, year, month, words) for month, words in periods.items()]


def _row(session: Session, year: int, month: int, periods: list[str]) -> RowView:
    """Return one month's row. If the rule gives the published day, the rule's steps explain it."""
    found = deadline(session.calendar, session.filing_tables, year, month)
    table = session.filing_tables.get(year)
    entry = table.month(month) if table else None
    by_rule = computed(session.calendar, year, month)
    steps = by_rule.steps if by_rule.date == found.date else found.steps
    return {
        "month": month,
        **_date(found),
        "because": (entry and entry.because) or "",
        "steps": [step.text for step in steps[1:]],
        "periods": periods,
    }


def _date(found: FilingDeadline) -> DayView:
    """Return a deadline's view."""
    return {
        "date": str(found.date),
        "text": said(found.date),
        "certain": found.certain,
        "published": found.published,
    }


def _dues(session: Session, year: int) -> list[FilingDue]:
    """Return the filings due in a year."""
    return dues(session.calendar, session.filing_tables, session.taxes, year)


def _groups(due: Iterable[FilingDue]) -> list[PeriodView]:
    """Return filings by the period they cover: 10月 -> names of taxes, each once."""
    by_period: dict[str, dict[str, None]] = {}
    for item in sorted(due, key=lambda item: list(Rhythm).index(item.filing.every)):
        label = item.covers if item.span is None else f"{item.covers}{item.filing.name}"
        by_period.setdefault(label, {})[item.tax.name] = None
    return [{"covers": covers, "taxes": list(taxes)} for covers, taxes in by_period.items()]


def _yearly(due: FilingDue) -> YearlyView:
    """Return the view of a filing with a time of its own."""
    return {
        "name": f"{due.tax.name}{due.filing.name}",
        "url": address(due.tax),
        "covers": due.covers,
        "opens": said(due.opens),
        **_date(due.deadline),
        "steps": [step.text for step in due.deadline.steps[1:]],
    }


def upcoming(session: Session) -> list[DeadlineView]:
    """Return the deadlines from the day of the build to the end of next year, by date, each with its filings."""
    found: dict[str, tuple[DayView, list[FilingDue]]] = {}
    for year in (session.as_of.year, session.as_of.year + 1):
        monthly = [deadline(session.calendar, session.filing_tables, year, month) for month in range(1, 13)]
        for item in monthly:
            found.setdefault(str(item.date), (_date(item), []))
        for due in _dues(session, year):
            found.setdefault(str(due.deadline.date), (_date(due.deadline), []))[1].append(due)
    return [
        {**head, "year": _other_year(session, date), "groups": _groups(due)}
        for date, (head, due) in sorted(found.items())
        if date >= str(session.as_of)
    ]


def _other_year(session: Session, date: str) -> str:
    """Return the year of a date as text (2027年); empty for the year of the build."""
    year = date[:4]
    return "" if year == str(session.as_of.year) else f"{year}年"


def picture(session: Session, year: int, month: int) -> MonthView:
    """Return a month's grid with its deadline."""
    found = deadline(session.calendar, session.filing_tables, year, month)
    return month_view(session.calendar, year, month, found.date, found.certain)
