"""政府信息公开年报: the list of reports, and each report on its fixed form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.annual_report import APPLICANTS, OUTCOMES, AnnualReport, Requests, Reviews, totals
from generator.model.enforcement import Enforcement
from generator.model.routes import address
from generator.model.schema import field_name
from generator.session import Session
from generator.views.common import EntryPart, Page, bureau_name, detail, listing, text
from generator.views.paging import LISTED, paged
from generator.views.pieces import link
from generator.views.shapes import LinkView

_GROUPS = {
    "received": "",
    "carried_in": "",
    "granted": "三、本年度办理结果",
    "refused_secret": "（三）不予公开",
    "unable_not_held": "（四）无法提供",
    "declined_complaint": "（五）不予处理",
    "closed_not_completed": "（六）其他处理",
    "settled": "",
    "carried_out": "",
}
"""Headings of the form's groups of rows, by the first row of each."""


class ReportRow(LinkView):
    """A report in the list."""

    published: str
    received: str
    settled: str


class ReportsView(TypedDict):
    """What annual_reports.html shows."""

    reports: list[ReportRow]


class PartView(TypedDict):
    """A part of the overview."""

    title: str
    text: str


class DocumentsView(TypedDict):
    """A row of documents."""

    name: str
    made: str
    repealed: str
    in_force: str


class RowView(TypedDict):
    """A row of a table: the heading of the group that it begins ("" if none), its title and its numbers."""

    group: str
    title: str
    cells: list[str]


class ReportView(TypedDict):
    """All that is shown of a report, on the page and in the PDF file, whose address is `pdf` ("" without one).

    `enforcement` links to the year's enforcement figures, from which those of section 2 are taken.
    """

    name: str
    bureau: str
    pdf: str
    enforcement: LinkView | None
    year: str
    published: str
    overview: list[PartView]
    documents: list[DocumentsView]
    licences: str
    penalties: str
    coercion: str
    fees: str
    applicants: list[str]
    requests: list[RowView]
    outcomes: list[str]
    reviews: list[RowView]
    problems: list[str]
    other: list[str]


class ReportPage(ReportView, EntryPart):
    """What annual_report.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the list."""
    reports = sorted(session.current(AnnualReport), key=lambda item: item.id, reverse=True)
    view: ReportsView = {
        "reports": [
            {
                **link(item),
                "published": day_text(item.published_on),
                "received": str(item.requests.received[-1]),
                "settled": str(item.requests.settled[-1]),
            }
            for item in reports
        ]
    }
    page = listing(AnnualReport, "annual_reports.html", "每年的政府信息公开工作年度报告，按规定的格式和表格。", view)
    yield from paged(page, LISTED, "reports")


def pages_of(session: Session, report: AnnualReport) -> Iterator[Page]:
    """Yield a report's page."""
    yield detail(session, report, "annual_report.html", in_a_sentence(report), report_view(session, report))


def in_a_sentence(report: AnnualReport) -> str:
    """Return how many requests for information were received and settled."""
    table = report.requests
    return f"{report.id}年新收政府信息公开申请{table.received[-1]}件，办结{table.settled[-1]}件。"


def report_view(session: Session, report: AnnualReport) -> ReportView:
    """Return a report on the fixed form: every row and column, zeros included."""
    table = report.disclosed
    enforcement = session.registry.get(Enforcement, report.id)
    known = {name: text(value) for name, value in totals(table, enforcement).items()}
    return {
        "name": report.name,
        "bureau": bureau_name(session),
        "pdf": f"{address(report)}report.pdf" if session.pdf else "",
        "enforcement": link(enforcement) if enforcement else None,
        "year": report.id,
        "published": day_text(report.published_on),
        "overview": [
            {"title": field_name(type(report.overview), item.name), "text": getattr(report.overview, item.name)}
            for item in fields(report.overview)
        ],
        "documents": [
            {"name": name, "made": str(row.made), "repealed": str(row.repealed), "in_force": str(row.in_force)}
            for name, row in (("规章", table.rules), ("行政规范性文件", table.normative))
        ],
        "licences": known["licences"],
        "penalties": known["penalties"],
        "coercion": known["coercion"],
        "fees": known["fees"],
        "applicants": list(APPLICANTS),
        "requests": [
            {
                "group": _GROUPS.get(item.name, ""),
                "title": field_name(Requests, item.name),
                "cells": [str(number) for number in getattr(report.requests, item.name)],
            }
            for item in fields(Requests)
        ],
        "outcomes": list(OUTCOMES),
        "reviews": [
            {
                "group": "行政诉讼" if item.name == "direct_suit" else "",
                "title": field_name(Reviews, item.name),
                "cells": [str(number) for number in getattr(report.reviews, item.name)],
            }
            for item in fields(Reviews)
        ],
        "problems": list(report.problems),
        "other": list(report.other),
    }
