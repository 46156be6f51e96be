"""办事时限: one table of every statutory and promised limit, sortable."""

from __future__ import annotations

from collections.abc import Iterator

from generator.calendar.published import PATH
from generator.model.time_limits import Bound, Start, TimeLimit
from generator.views.common import Page, Source, View, listing
from generator.views.pieces import limit_view, link_to


def pages(source: Source) -> Iterator[Page]:
    """Yield the table."""
    rows = [row(source, limit) for limit in source.current(TimeLimit)]
    yield listing(
        "time-limits/",
        "time_limits.html",
        "每件事法律规定多久、我们承诺多久，一张表看全。",
        {
            "bureau": [item for item in rows if item["binds"] == Bound.BUREAU.value],
            "calendar": PATH,
            "example": next((item for item in rows if item["due"] and item["starts"] == Start.ACCEPTANCE.label), None),
            "taxpayer": [item for item in rows if item["binds"] == Bound.TAXPAYER.value],
        },
        toc=(("bureau", "税务机关的时限"), ("taxpayer", "纳税人的时限")),
        scripts=("due.js",),
    )


def row(source: Source, limit: TimeLimit) -> View:
    """Return one row: the limit, and what it belongs to."""
    owner = (
        link_to(source, "procedures", limit.of.procedure)
        or link_to(source, "regimes", limit.of.regime)
        or link_to(source, "oversight", limit.of.oversight)
    )
    kind = next(kind for kind in ("procedure", "regime", "oversight") if getattr(limit.of, kind))
    siblings = source.limits[kind, getattr(limit.of, kind)]
    return {**limit_view(source, limit), "owner": owner, "one_of_many": len(siblings) > 1}
