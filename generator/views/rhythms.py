"""定期工作: whether each piece of recurring work was done in each period, and a page for each with its record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.check.rhythms import missing_periods
from generator.model.periods import label
from generator.model.rhythms import Rhythm, RhythmRow
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing, text
from generator.views.paging import paged
from generator.views.pieces import link, link_to
from generator.views.shapes import LinkView

_SHOWN = 12


class MarkView(TypedDict):
    """A period in the strip of a record: "done", "not" (with a reason) or "missing"."""

    period: str
    state: str


class RhythmLine(LinkView):
    """A record as the index shows it. `marks` are the last periods, the oldest first."""

    every: str
    organ: LinkView | None
    what: str
    latest: str
    done: int
    due: int
    missing: list[str]
    marks: list[MarkView]


class RhythmsView(TypedDict):
    """What records.html shows."""

    records: list[RhythmLine]
    missing: int


class PeriodView(TypedDict):
    """What was done in a period. `missing` is True if there is no row."""

    period: str
    held_on: str
    count: str
    outcome: str
    not_held: str
    missing: bool


class RhythmView(RhythmLine):
    """All that is shown of a record."""

    unit: str
    regime: LinkView | None
    duty: LinkView | None
    periods: list[PeriodView]


class RhythmPage(RhythmView, EntryPart):
    """What rhythm.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    lines = [_line(session, item) for item in session.current(Rhythm)]
    view: RhythmsView = {"records": lines, "missing": sum(1 for line in lines if line["missing"])}
    index = listing(
        Rhythm, "rhythms.html", "每月、每季、每半年定期要做的事：每一期做了没有，结果怎样，没做的为什么。", view
    )
    yield from paged(index, 100, "records")


def _rows(session: Session, item: Rhythm) -> list[tuple[str, RhythmRow | None]]:
    """Return each period, the newest first, with its row or None if it is missing."""
    rows: dict[str, RhythmRow | None] = {row.period: row for row in item.rows}
    rows.update(dict.fromkeys(missing_periods(session, item)))
    return sorted(rows.items(), key=lambda entry: entry[0], reverse=True)


def _line(session: Session, item: Rhythm) -> RhythmLine:
    """Return a record as the index shows it."""
    rows = _rows(session, item)
    newest = next((row for _, row in rows if row and row.held_on), None)
    return {
        **link(item),
        "every": item.every.label,
        "organ": link_to(session, "organs", item.organ),
        "what": item.what,
        "latest": f"{label(newest.period)}，{newest.held_on}" if newest else "",
        "done": sum(1 for _, row in rows if row and row.held_on),
        "due": len(rows),
        "missing": [label(period) for period, row in rows if row is None],
        "marks": [
            {"period": label(period), "state": "missing" if row is None else "done" if row.held_on else "not"}
            for period, row in reversed(rows[:_SHOWN])
        ],
    }


def pages_of(session: Session, item: Rhythm) -> Iterator[Page]:
    """Yield a record's page."""
    yield detail(session, item, "rhythm.html", item.what, rhythm_view(session, item))


def rhythm_view(session: Session, item: Rhythm) -> RhythmView:
    """Return everything that a record's page shows."""
    return {
        **_line(session, item),
        "unit": item.unit,
        "regime": link_to(session, "regimes", item.regime),
        "duty": link_to(session, "duties", item.duty),
        "periods": [
            {
                "period": label(period),
                "held_on": text(row.held_on) if row else "",
                "count": "" if row is None or row.count is None else f"{row.count} {item.unit}",
                "outcome": (row.outcome or "") if row else "",
                "not_held": (row.not_held or "") if row else "",
                "missing": row is None,
            }
            for period, row in _rows(session, item)
        ],
    }
