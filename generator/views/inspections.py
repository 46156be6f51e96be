"""行政检查事项: what may be inspected, whom, how and how often at most; plans and results, the newest period first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.model.inspections import Inspection, InspectionKind, InspectionPeriod
from generator.model.periods import label, last_day
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import bases, link_to
from generator.views.plots import number
from generator.views.shapes import BasisView, LinkView


class InspectionPeriodView(TypedDict):
    """A period: `share` is the part of the list that is planned; `done` and `problems` are "" if not known yet."""

    period: str
    listed: str
    planned: str
    share: str
    done: str
    problems: str
    published: str
    note: str


class InspectionView(TypedDict):
    """An inspection; `share` is the highest share in words, "" if there is none."""

    id: str
    name: str
    objects: str
    ways: str
    share: str
    cap: int
    standards: list[str]
    organ: LinkView | None
    duty: LinkView | None
    basis: list[BasisView]
    periods: list[InspectionPeriodView]
    verified_on: str


class InspectionGroup(TypedDict):
    """The inspections of one kind."""

    id: str
    name: str
    items: list[InspectionView]


class InspectionsView(TypedDict):
    """What inspections.html shows."""

    groups: list[InspectionGroup]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    found = session.current(Inspection)
    groups: list[InspectionGroup] = [
        {"id": kind.value, "name": kind.label, "items": items}
        for kind in InspectionKind
        if (items := [_inspection(session, item) for item in found if item.kind is kind])
    ]
    view: InspectionsView = {"groups": groups}
    yield listing(
        Inspection,
        "inspections.html",
        f"{len(found)} 项检查：检查谁、怎么查、一年最多几次、按什么标准。没有列在这里的，不检查。",
        view,
        toc=tuple((item["id"], item["name"]) for group in groups for item in group["items"]),
    )


def _inspection(session: Session, item: Inspection) -> InspectionView:
    """Return what is shown of an inspection."""
    rows = sorted(item.periods, key=lambda row: (last_day(row.period), row.period), reverse=True)
    return {
        "id": item.id,
        "name": item.name,
        "objects": item.objects,
        "ways": "、".join(way.label for way in item.ways),
        "share": f"不超过 {item.share}%" if item.share else "",
        "cap": item.yearly_cap,
        "standards": list(item.standards),
        "organ": link_to(session, "organs", item.organ),
        "duty": link_to(session, "duties", item.duty),
        "basis": bases(session, item.basis),
        "periods": [_period(row) for row in rows],
        "verified_on": str(item.verified_on or ""),
    }


def _period(row: InspectionPeriod) -> InspectionPeriodView:
    """Return a period as texts."""
    return {
        "period": label(row.period),
        "listed": str(row.listed),
        "planned": str(row.planned),
        "share": f"{number(Fraction(100 * row.planned, row.listed))}%" if row.listed else "",
        "done": "" if row.done is None else str(row.done),
        "problems": "" if row.problems is None else str(row.problems),
        "published": day_text(row.published_on),
        "note": row.note or "",
    }
