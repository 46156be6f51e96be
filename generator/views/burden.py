"""减负: visits, materials and days that procedures ask for, and changes since the last publication.

The page shows distributions and the heaviest procedures, so its size does not grow with their number; burden.json holds
every figure. A later build compares with that file: `zwgk build --previous FOLDER`. The folder is an option, not taken
from the target, so that a build depends on its arguments only.
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
"""Key of a figure that is measured."""


class Figures(LinkView):
    """The figures of one procedure. `visits` and `hours` (rough) are None if not stated."""

    visits: int | None
    least: int
    most: int
    limit: str
    hours: float | None


class PublishedFigures(TypedDict):
    """Content of burden.json: figures by procedure id, and the earlier figures they are compared with."""

    format: int
    procedures: dict[str, Figures]
    before: dict[str, Figures] | None


class TotalsView(TypedDict):
    """Sums over all procedures; `immediate` counts those settled on the spot."""

    visits: int
    most: int
    immediate: int


class BarView(TypedDict):
    """The number of procedures in a group."""

    name: str
    count: int


class HeavyView(LinkView):
    """One of the heaviest procedures."""

    value: str


class MeasureView(TypedDict):
    """The distribution of procedures by one measure."""

    id: str
    name: str
    bars: list[BarView]
    unstated: int
    heaviest: list[HeavyView]


class ChangedFigure(TypedDict):
    """A figure before and now, in words."""

    name: str
    before: str
    now: str


class ChangedView(LinkView):
    """A procedure whose figures have changed. `heavier` is True if any of them rose."""

    parts: list[ChangedFigure]
    heavier: bool


class ChangeView(TypedDict):
    """The changes since the last publication."""

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
"""Version of the format of burden.json; a build compares only with files of the same version."""

_DAY = ROUGH_HOURS[Unit.WORKING_DAY]
_HEAVIEST = 20
_MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of burden: key among the figures, name, unit, and the groups in which procedures are counted.

    `groups` gives each group's name and largest value; the last one's is infinite.
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
    """Return the figures of one procedure. `limit` is the longest that the bureau promises for any case."""
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
    """Return the sums over procedures: visits, materials at most, and how many are settled on the spot."""
    known = list(figures.values())
    return {
        "visits": sum(item["visits"] or 0 for item in known),
        "most": sum(item["most"] for item in known),
        "immediate": sum(item["hours"] == 0 for item in known),
    }


def measure_view(measure: Measure, figures: Mapping[str, Figures]) -> MeasureView:
    """Return the number of procedures in each group of one measure, and the heaviest procedures."""
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
    """Return the earlier figures to compare with, or None if there are none.

    `previous` is the burden.json of an earlier build. If its figures equal the present ones, return those that it was
    compared with: building twice gives the same site, and a change stays visible until the figures change again.
    """
    if previous is None:
        return None
    if previous["procedures"] == figures:
        before: dict[str, Figures] | None = previous["before"]
        return before
    return dict(previous["procedures"])


def change_view(figures: Mapping[str, Figures], before: Mapping[str, Figures] | None) -> ChangeView | None:
    """Return the changes since `before`: totals then, and procedures that differ, the lighter ones first."""
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
"""Compared figures: key, name, and the function that puts a figure in words."""


def _weight(item: Figures, key: Key) -> float:
    """Return a figure as a number that can be compared; infinity if it is not stated."""
    value = item[key]
    return float("inf") if value is None else value


def _differs(before: Figures, now: Figures) -> bool:
    """Return True if any compared figure has changed."""
    return any(before[key] != now[key] for key, _, _ in _COMPARED)


def _change_row(before: Figures, now: Figures) -> ChangedView:
    """Return one procedure's changed figures in words, and whether any of them rose."""
    changed = [(key, name, say) for key, name, say in _COMPARED if before[key] != now[key]]
    return {
        **link_of(now),
        "parts": [{"name": name, "before": say(before), "now": say(now)} for _, name, say in changed],
        "heavier": any(_weight(now, key) > _weight(before, key) for key, _, _ in changed),
    }


def link_of(item: Figures) -> LinkView:
    """Return the link to a procedure from its figures."""
    return {"name": item["name"], "url": item["url"]}


def readable(found: object) -> bool:
    """Return True if what was read from a burden.json is what `published` gives in this format."""
    try:
        return msgspec.convert(found, PublishedFigures)["format"] == FORMAT
    except msgspec.ValidationError:
        return False


def published(session: Session) -> PublishedFigures:
    """Return the content of burden.json."""
    figures = burden(session)
    return {"format": FORMAT, "procedures": figures, "before": change(figures, session.previous)}
