"""税种申报期: for every tax and fee, its filings, how often they are due and until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.dues import FilingDue, dues
from generator.calendar.filing import said
from generator.model.taxes import Filing, Rhythm, Tax
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.filing_calendar import URL
from generator.views.opening import month_day_text
from generator.views.pieces import bases, links
from generator.views.shapes import BasisView, LinkView


class FilingView(TypedDict):
    """One filing: when in the year, and the next deadline with the period covered."""

    name: str
    every: str
    when: str
    next: str | None
    covers: str
    certain: bool
    procedures: list[LinkView]
    basis: list[BasisView]
    note: str


class TaxView(TypedDict):
    """A tax with its filings. `feed` is the address of its calendar."""

    id: str
    name: str
    aliases: list[str]
    filings: list[FilingView]
    procedures: list[LinkView]
    note: str
    feed: str


class TaxesView(TypedDict):
    """What taxes.html shows: taxes with filings, and others."""

    scheduled: list[TaxView]
    other: list[TaxView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of all taxes."""
    due = [item for year in (session.as_of.year, session.as_of.year + 1) for item in _dues(session, year)]
    taxes = [tax_view(session, tax, [item for item in due if item.tax is tax]) for tax in session.taxes]
    view: TaxesView = {
        "scheduled": [tax for tax in taxes if tax["filings"]],
        "other": [tax for tax in taxes if not tax["filings"]],
    }
    yield listing(
        Tax,
        "taxes.html",
        "每种税费谁来报、多久报一次、报到哪天为止。",
        view,
        toc=tuple((tax["id"], tax["name"]) for tax in taxes),
    )


def _dues(session: Session, year: int) -> list[FilingDue]:
    """Return the filings due in a year whose deadline is not before the day of the build."""
    found = dues(session.calendar, session.filing_tables, session.taxes, year)
    return [item for item in found if item.deadline.date >= session.as_of]


def tax_view(session: Session, tax: Tax, due: list[FilingDue]) -> TaxView:
    """Return a tax with its filings and the next deadline of each."""
    return {
        "id": tax.id,
        "name": tax.name,
        "aliases": list(tax.aliases),
        "filings": [filing_view(session, item, [one for one in due if one.filing is item]) for item in tax.filings],
        "procedures": links(session, "procedures", tax.procedures),
        "note": tax.note or "",
        "feed": f"{URL}{tax.id}.ics" if tax.filings else "",
    }


def filing_view(session: Session, filing: Filing, due: list[FilingDue]) -> FilingView:
    """Return one filing: when in the year, the next deadline, procedures and legal bases."""
    following = due[0] if due else None
    return {
        "name": filing.name,
        "every": filing.every.label,
        "when": when(filing),
        "next": said(following.deadline.date) if following else None,
        "covers": following.covers if following else "",
        "certain": following.deadline.certain if following else True,
        "procedures": links(session, "procedures", filing.procedures),
        "basis": bases(session, filing.basis),
        "note": filing.note or "",
    }


def when(filing: Filing) -> str:
    """Return in words when in the year a filing is made."""
    if filing.span:
        last = "2月底" if filing.span.until == "02-29" else month_day_text(filing.span.until)
        return f"{month_day_text(filing.span.opens)}至{'次年' if filing.span.over_new_year else ''}{last}"
    if filing.every is Rhythm.MONTH:
        return "每月征期内"
    return "、".join(str(month) for month in filing.every.months) + "月征期内"
