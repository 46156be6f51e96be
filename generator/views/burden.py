"""减负: how many visits, materials and days the procedures ask for, and what has changed since the last publication.

The page holds distributions and the heaviest procedures, so that it stays small whatever their number; every figure
stands in burden.json. That file is also what a later build compares with: `zwgk build --previous FOLDER`. The folder is
named, not taken from the target, so that a build depends on nothing but what it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import msgspec

from generator.model.procedures import Procedure
from generator.model.time_limits import Bound
from generator.model.types import Unit
from generator.session import Session
from generator.views.cases import materials_asked
from generator.views.common import Page, listing
from generator.views.pieces import ROUGH_HOURS, link, rough_hours
from generator.views.shapes import LinkView

Key = Literal["visits", "most", "hours"]
"""What is measured of a procedure."""


class Figures(LinkView):
    """The figures of one procedure: visits and hours are None where they are not stated."""

    visits: int | None
    least: int
    most: int
    limit: str
    hours: float | None


class PublishedFigures(TypedDict):
    """What burden.json holds: the figures of procedures by id, and those they are compared with."""

    format: int
    procedures: dict[str, Figures]
    before: dict[str, Figures] | None


class TotalsView(TypedDict):
    """Sums over all procedures."""

    visits: int
    most: int
    immediate: int


class BarView(TypedDict):
    """How many procedures fall into a group."""

    name: str
    count: int


class HeavyView(LinkView):
    """One of the heaviest procedures."""

    value: str


class MeasureView(TypedDict):
    """How procedures are distributed by one measure."""

    id: str
    name: str
    bars: list[BarView]
    unstated: int
    heaviest: list[HeavyView]


class ChangedFigure(TypedDict):
    """What a figure was and is, in words."""

    name: str
    before: str
    now: str


class ChangedView(LinkView):
    """A procedure whose figures have changed, and whether any got heavier."""

    parts: list[ChangedFigure]
    heavier: bool


class ChangeView(TypedDict):
    """What has changed since the last publication."""

    before: TotalsView
    rows: list[ChangedView]
    lighter: int
    heavier: int
    added: list[LinkView]
    gone: list[str]


class BurdenView(TypedDict):
    """What burden.html shows."""

    count: int
    measures: list[MeasureView]
    totals: TotalsView
    change: ChangeView | None


FORMAT = 1
"""The format of burden.json: a build compares with files of this format only."""

_DAY = ROUGH_HOURS[Unit.WORKING_DAY]
_HEAVIEST = 20
_MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of burden: its key among the figures, its name and unit, and the groups that it is counted in.

    `groups` gives each group's name and the largest value in it; the last takes all that is larger.
    """

    key: Key
    name: str
    unit: str
    groups: tuple[tuple[str, float], ...]


MEASURES = (
    Measure("visits", "到现场次数", "次", (("不用到现场", 0), ("1 次", 1), ("2 次", 2), ("3 次以上", float("inf")))),
    Measure(
        "most",
        "要带的材料",
        "种",
        (("不用带", 0), ("1 到 2 种", 2), ("3 到 4 种", 4), ("5 到 6 种", 6), ("7 种以上", float("inf"))),
    ),
    Measure(
        "hours",
        "承诺时限",
        "",
        (
            ("当场办结", 0),
            ("3 个工作日以内", 3 * _DAY),
            ("5 个工作日以内", 5 * _DAY),
            ("10 个工作日以内", 10 * _DAY),
            ("20 个工作日以内", 20 * _DAY),
            ("更长", float("inf")),
        ),
    ),
)


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    figures = burden(session)
    compared = change_view(figures, change(figures, session.previous))
    since = "，比上次公布变了多少" if compared else ""
    view: BurdenView = {
        "count": len(figures),
        "measures": [measure_view(measure, figures) for measure in MEASURES],
        "totals": totals(figures),
        "change": compared,
    }
    yield listing(
        "burden/",
        "burden.html",
        f"{len(figures)} 个办税事项要跑几次、带几种材料、等几天{since}。",
        view,
        toc=(*((measure.key, measure.name) for measure in MEASURES), ("change", "和上次公布比")),
    )


def burden(session: Session) -> dict[str, Figures]:
    """Return the figures of every procedure in force, by id."""
    return {procedure.id: _figures(session, procedure) for procedure in session.procedures}


def _figures(session: Session, procedure: Procedure) -> Figures:
    """Return the figures of one procedure. The limit is the longest that the bureau promises for any case."""
    limits = session.limits(procedure)
    promised = [limit for limit in limits if limit.binds is Bound.BUREAU and limit.promised]
    longest = max(promised, key=rough_hours, default=None)
    least, most = materials_asked(procedure)
    return {
        **link(procedure),
        "visits": procedure.visits.count if procedure.visits else None,
        "least": least,
        "most": most,
        "limit": str(longest.promised) if longest else "",
        "hours": rough_hours(longest) if longest else None,
    }


def totals(figures: Mapping[str, Figures]) -> TotalsView:
    """Return the sums that one number stands for: visits, materials, and how many are settled on the spot."""
    known = list(figures.values())
    return {
        "visits": sum(item["visits"] or 0 for item in known),
        "most": sum(item["most"] for item in known),
        "immediate": sum(item["hours"] == 0 for item in known),
    }


def measure_view(measure: Measure, figures: Mapping[str, Figures]) -> MeasureView:
    """Return how many procedures fall into each group of one measure, and the heaviest of them."""
    stated = [(value, item) for item in figures.values() if (value := item[measure.key]) is not None]
    counts = [0] * len(measure.groups)
    for value, _ in stated:
        counts[next(n for n, (_, most) in enumerate(measure.groups) if value <= most)] += 1
    heavy = sorted(((value, item) for value, item in stated if value), key=lambda pair: -pair[0])
    return {
        "id": measure.key,
        "name": measure.name,
        "bars": [{"name": name, "count": count} for (name, _), count in zip(measure.groups, counts, strict=True)],
        "unstated": len(figures) - len(stated),
        "heaviest": [
            {**link_of(item), "value": f"{value} {measure.unit}" if measure.unit else item["limit"]}
            for value, item in heavy[:_HEAVIEST]
        ],
    }


def change(figures: Mapping[str, Figures], previous: Mapping[str, Any] | None) -> dict[str, Figures] | None:
    """Return the figures to compare with, or None where there are none.

    `previous` is the burden.json of an earlier build. As long as nothing has changed since, what that build was
    compared with stays: building twice gives the same site, and a difference stands until the figures change again.
    """
    if previous is None:
        return None
    if previous["procedures"] == figures:
        before: dict[str, Figures] | None = previous["before"]
        return before
    return dict(previous["procedures"])


def change_view(figures: Mapping[str, Figures], before: Mapping[str, Figures] | None) -> ChangeView | None:
    """Return what has changed since: the sums then and now, and the procedures that differ, the lightened first."""
    if before is None:
        return None
    both = [id for id in figures if id in before and _differs(before[id], figures[id])]
    rows = sorted((_change_row(before[id], figures[id]) for id in both), key=lambda row: (row["heavier"], row["name"]))
    return {
        "before": totals(before),
        "rows": rows[:_MOST_CHANGES],
        "lighter": sum(not row["heavier"] for row in rows),
        "heavier": sum(row["heavier"] for row in rows),
        "added": [link_of(figures[id]) for id in figures if id not in before][:_MOST_CHANGES],
        "gone": [before[id]["name"] for id in before if id not in figures][:_MOST_CHANGES],
    }


_COMPARED: tuple[tuple[Key, str, Callable[[Figures], str]], ...] = (
    ("visits", "到现场", lambda item: "未写" if item["visits"] is None else f"{item['visits']} 次"),
    ("most", "材料", lambda item: f"{item['most']} 种"),
    ("hours", "时限", lambda item: item["limit"] or "没有承诺"),
)
"""What is compared: the key, its name, and how a figure is said. No promise is heavier than any."""


def _weight(item: Figures, key: Key) -> float:
    """Return a figure as a weight that can be compared."""
    value = item[key]
    return float("inf") if value is None else value


def _differs(before: Figures, now: Figures) -> bool:
    """Tell whether any figure that is compared has changed."""
    return any(before[key] != now[key] for key, _, _ in _COMPARED)


def _change_row(before: Figures, now: Figures) -> ChangedView:
    """Return one procedure's change in words, and whether anything got heavier."""
    changed = [(key, name, say) for key, name, say in _COMPARED if before[key] != now[key]]
    return {
        **link_of(now),
        "parts": [{"name": name, "before": say(before), "now": say(now)} for _, name, say in changed],
        "heavier": any(_weight(now, key) > _weight(before, key) for key, _, _ in changed),
    }


def link_of(item: Figures) -> LinkView:
    """Return name and address of a procedure from its figures."""
    return {"name": item["name"], "url": item["url"]}


def readable(found: object) -> bool:
    """Return True if what was read from a burden.json is what `published` gives in this format."""
    try:
        return msgspec.convert(found, PublishedFigures)["format"] == FORMAT
    except msgspec.ValidationError:
        return False


def published(session: Session) -> PublishedFigures:
    """Return burden.json: every procedure's figures, and those they are compared with."""
    figures = burden(session)
    return {"format": FORMAT, "procedures": figures, "before": change(figures, session.previous)}
