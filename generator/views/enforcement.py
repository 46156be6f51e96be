"""行政执法公示: who enforces what on which ground, how, and the figures of each year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.duties import Duty, PowerKind
from generator.model.enforcement import ITEMS, WITH_AMOUNT, Enforcement, EnforcementTable
from generator.model.inspections import Inspection
from generator.model.organs import Organ
from generator.model.oversight import Oversight, OversightKind
from generator.model.penalties import Penalty
from generator.model.routes import index_of, page_address
from generator.model.types import Entry
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.pieces import bases, entry_links, link, link_to
from generator.views.shapes import BasisView, LinkView

_POWERS = (
    PowerKind.ADMINISTRATIVE_LICENCE,
    PowerKind.ADMINISTRATIVE_PENALTY,
    PowerKind.ADMINISTRATIVE_COERCION,
    PowerKind.ADMINISTRATIVE_INSPECTION,
    PowerKind.ADMINISTRATIVE_LEVY,
)
_REMEDIES = (
    *(OversightKind.STATEMENT, OversightKind.HEARING, OversightKind.RECONSIDERATION, OversightKind.LITIGATION),
    OversightKind.COMPENSATION,
)
_TOC = (("powers", "谁执法、凭什么"), ("course", "按什么步骤、标准"), ("years", "每年的数"), ("remedies", "不服怎么办"))
FLOW = "content/disclosure/enforcement.md"
"""The content page that explains the course of enforcement, if there is one."""


class PowerView(LinkView):
    """A power: which organ exercises it, and on what ground."""

    organ: LinkView | None
    basis: list[BasisView]


class PowerGroup(TypedDict):
    """The powers of one kind."""

    name: str
    powers: list[PowerView]


class YearRow(LinkView):
    """A year in brief; numbers are "" if the year's table lacks them."""

    licences: str
    penalties: str
    coercion: str
    inspections: str
    published: str


class LeadView(LinkView):
    """A list beside this page, with its number of entries."""

    count: int


class EnforcementIndexView(TypedDict):
    """What enforcements.html shows; `flow` is the page on the course of enforcement."""

    subject: LinkView | None
    groups: list[PowerGroup]
    flow: LinkView | None
    lists: list[LeadView]
    years: list[YearRow]
    remedies: list[LinkView]


class FigureRow(TypedDict):
    """A row of a table: its number, the amount in yuan ("" if it has none), and a note."""

    item: str
    count: str
    amount: str
    note: str


class FigureTable(TypedDict):
    """A table of a year; `money` is True if one of its rows has an amount."""

    id: str
    name: str
    money: bool
    rows: list[FigureRow]


class EnforcementPage(EntryPart):
    """What enforcement.html shows."""

    year: str
    published: str
    counted: str
    tables: list[FigureTable]
    others: list[LinkView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    years = sorted(session.current(Enforcement), key=lambda item: item.id, reverse=True)
    written = next((page.meta for page in session.pages if page.file == FLOW and page.meta), None)
    view: EnforcementIndexView = {
        "subject": link(session.bureau) if session.bureau else None,
        "groups": [group for kind in _POWERS if (group := _group(session, kind))["powers"]],
        "flow": {"name": written.title, "url": page_address(FLOW)} if written else None,
        "lists": [lead for record in (Inspection, Penalty) if (lead := _lead(session, record))["count"]],
        "years": [_year(item) for item in years],
        "remedies": entry_links(item for item in session.current(Oversight) if item.kind in _REMEDIES),
    }
    yield listing(
        Enforcement,
        "enforcements.html",
        "谁有权执法、凭什么、按什么步骤，查什么、怎么罚，每年许可、处罚、强制、检查了多少。",
        view,
        toc=_TOC,
    )


def _group(session: Session, kind: PowerKind) -> PowerGroup:
    """Return the powers of one kind."""
    powers: list[PowerView] = [
        {**link(duty), "organ": link_to(session, Organ.FOLDER, duty.organ), "basis": bases(session, duty.basis)}
        for duty in session.current(Duty)
        if duty.kind is kind
    ]
    return {"name": kind.label, "powers": powers}


def _lead(session: Session, record: type[Entry]) -> LeadView:
    """Return the link to a list."""
    return {"name": record.COLUMN, "url": index_of(record.FOLDER), "count": len(session.current(record))}


def _year(item: Enforcement) -> YearRow:
    """Return a year in brief."""
    numbers = (item.licences(), item.penalties(), item.coercion(), item.count(EnforcementTable.INSPECTION, "检查"))
    licences, penalties, coercion, inspections = ("" if number is None else str(number) for number in numbers)
    return {
        **link(item),
        "licences": licences,
        "penalties": penalties,
        "coercion": coercion,
        "inspections": inspections,
        "published": day_text(item.published_on),
    }


def pages_of(session: Session, item: Enforcement) -> Iterator[Page]:
    """Yield a year's page."""
    others = [link(other) for other in session.current(Enforcement) if other.id != item.id]
    view = {
        "year": item.id,
        "published": day_text(item.published_on),
        "counted": item.counted,
        "tables": [_table(item, table) for table in EnforcementTable],
        "others": others[::-1],
    }
    told = f"{item.id}年许可决定 {item.licences()} 件，处罚 {item.penalties()} 宗，强制 {item.coercion()} 宗。"
    yield detail(
        session,
        item,
        "enforcement.html",
        told,
        view,
        toc=tuple((table.value, table.label) for table in EnforcementTable),
    )


def _table(item: Enforcement, table: EnforcementTable) -> FigureTable:
    """Return a table, its rows in the order of the form."""
    rows = [row for name in ITEMS[table] if (row := item.row(table, name))]
    return {
        "id": table.value,
        "name": table.label,
        "money": any(of is table for of, _ in WITH_AMOUNT),
        "rows": [
            {"item": row.item, "count": str(row.count), "amount": row.amount or "", "note": row.note or ""}
            for row in rows
        ],
    }
