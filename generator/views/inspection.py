"""自查报告: the site judged by the national indicators for government websites, as far as data tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.inspection import BY_HAND, PASSING, Indicator, Looked, Outcome, inspect
from generator.session import Session
from generator.views.common import Page, below_disclosure, listing, text
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount

ADDRESS = "disclosure/inspection/"
_TONES = {Outcome.PASS: "closed", Outcome.TRIPS: "overdue", Outcome.UNKNOWN: "not_started"}


class IndicatorView(TypedDict):
    """An indicator: outcome as tone and word, what the data say, and the points lost ("" if they are not known)."""

    key: str
    name: str
    criterion: str
    tone: str
    word: str
    said: str
    lost: str


class LookedView(LinkView):
    """A column: number of entries, newest day ("" if not known), and why it counts as stale."""

    entries: int
    last: str
    stale: str


class HandView(TypedDict):
    """What somebody has to look at, and how."""

    what: str
    how: str


class InspectionView(TypedDict):
    """What inspection.html shows. `score` is 100 less the points lost where the points are known.

    `columns` are those that have to be updated within some time, `other_columns` the rest.
    """

    today: str
    score: int
    passing: int
    counts: list[StateCount]
    vetoes: list[IndicatorView]
    deductions: list[IndicatorView]
    columns: list[LookedView]
    other_columns: list[LookedView]
    by_hand: list[HandView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the report."""
    report = inspect(session)
    counts: list[StateCount] = [
        {"state": _TONES[outcome], "label": outcome.label, "count": number}
        for outcome in Outcome
        if (number := sum(item.outcome is outcome for item in report.vetoes)) or outcome is Outcome.TRIPS
    ]
    view: InspectionView = {
        "today": day_text(session.as_of),
        "score": report.score,
        "passing": PASSING,
        "counts": counts,
        "vetoes": [_shown(item) for item in report.vetoes],
        "deductions": [_shown(item) for item in report.deductions],
        "columns": [_looked(item) for item in report.columns if item.judged],
        "other_columns": [_looked(item) for item in report.columns if not item.judged],
        "by_hand": [{"what": what, "how": how} for what, how in BY_HAND],
    }
    words = "按国家对政府网站的检查指标自己查一遍：哪些没有问题，哪些有问题，哪些要人去看。"
    page = listing(ADDRESS, "inspection.html", words, view)
    yield below_disclosure(page)


def _shown(item: Indicator) -> IndicatorView:
    """Return an indicator as shown."""
    return {
        "key": item.key,
        "name": item.name,
        "criterion": item.criterion,
        "tone": _TONES[item.outcome],
        "word": item.outcome.label,
        "said": item.said,
        "lost": text(item.lost),
    }


def _looked(item: Looked) -> LookedView:
    """Return a column as shown."""
    return {
        "name": item.name,
        "url": item.url,
        "entries": item.entries,
        "last": text(item.last),
        "stale": item.stale,
    }
