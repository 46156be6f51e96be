"""The PDF files of a site, each with its template and data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.annual_report import AnnualReport
from generator.model.routes import address, handbook_address
from generator.session import Session
from generator.views import annual_report, quarters
from generator.views.common import View
from generator.views.handbook import volume_view, volumes
from generator.views.notices import notice_view
from generator.views.posters import posters


@dataclass(frozen=True, slots=True)
class Document:
    """One PDF file: its path on the site, its template, and its data (including the `address` of its QR code)."""

    path: str
    template: str
    data: View


def count(session: Session) -> int:
    """Return the number of a site's PDF files."""
    return (
        len(session.procedures)
        + sum(1 for _ in posters(session))
        + len(volumes(session))
        + len(quarters.quarters(session))
        + len(session.current(AnnualReport))
    )


def documents(session: Session) -> Iterator[Document]:
    """Yield every PDF file of the site: the handbook first (it takes longest), posters, reports, notices."""
    shared = {"disclaimer": session.site.notice or ""}
    books = volumes(session)
    for number, procedures in enumerate(books, 1):
        book = volume_view(session, number, procedures, len(books))
        yield Document(handbook_address(number), "handbook.typ", {**shared, **book})
    for hall, poster in posters(session):
        data = {**shared, "view": poster, "address": poster["address_of_page"]}
        yield Document(f"{address(hall)}poster.pdf", "poster.typ", data)
    for quarter in quarters.quarters(session):
        report = quarters.quarter_view(session, quarter)
        data = {**shared, "view": report, "address": f"{session.site.base_url}{quarters.address_of(quarter)}"}
        yield Document(report["pdf"], "report.typ", data)
    for year in session.current(AnnualReport):
        form = annual_report.report_view(session, year)
        data = {**shared, "view": form, "address": f"{session.site.base_url}{address(year)}"}
        yield Document(form["pdf"], "annual_report.typ", data)
    for procedure in session.procedures:
        view = notice_view(session, procedure)
        data = {**shared, "view": view, "address": view["address"]}
        yield Document(f"{address(procedure)}notice.pdf", "notice.typ", data)
