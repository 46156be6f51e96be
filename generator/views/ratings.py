"""政务服务好差评: five counts by channel and period, rates with their n, and what became of bad ratings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypedDict

from generator.model.periods import label
from generator.model.ratings import Rating, RatingRow
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import link_to
from generator.views.plots import number
from generator.views.shapes import LinkView

_SHOWN = 8
"""Periods that are shown; the table of the open data has all."""


class RateView(TypedDict):
    """A rate: its percentage, and what of how many: 99.6%, 2310/2319. Both are "" where there is nothing to rate."""

    percent: str
    of: str


class RatedView(TypedDict):
    """The ratings of a channel, or of all."""

    name: str
    rated: str
    counts: list[str]
    share: RateView
    good: RateView
    bad: RateView
    closed: RateView
    in_time: RateView
    longest: str
    note: str


class RatedPeriodView(TypedDict):
    """A period: all channels together, then each."""

    id: str
    name: str
    whole: RatedView
    channels: list[RatedView]


class RatingView(TypedDict):
    """A table of ratings, the newest period first."""

    id: str
    name: str
    counted: str
    limit: int
    oversight: LinkView | None
    periods: list[RatedPeriodView]
    older: int


class RatingsView(TypedDict):
    """What ratings.html shows."""

    items: list[RatingView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    view: RatingsView = {"items": [_rating(session, item) for item in session.current(Rating)]}
    yield listing(
        Rating,
        "ratings.html",
        "每个渠道五档评价各有多少，好评率怎么算的，差评办结了没有、用了几天。",
        view,
        toc=tuple((period["id"], period["name"]) for item in view["items"] for period in item["periods"]),
    )


def _rating(session: Session, item: Rating) -> RatingView:
    """Return a table of ratings."""
    periods = sorted({row.period for row in item.rows}, reverse=True)
    return {
        "id": item.id,
        "name": item.name,
        "counted": item.counted,
        "limit": item.limit,
        "oversight": link_to(session, "oversight", item.oversight),
        "periods": [_period(item, period) for period in periods[:_SHOWN]],
        "older": max(len(periods) - _SHOWN, 0),
    }


def _period(item: Rating, period: str) -> RatedPeriodView:
    """Return a period with its channels."""
    rows = [row for row in item.rows if row.period == period]
    return {
        "id": f"{item.id}-{period.lower()}",
        "name": label(period),
        "whole": _rated("合计", rows),
        "channels": [_rated(row.channel.label, [row]) for row in rows],
    }


def _rated(name: str, rows: Iterable[RatingRow]) -> RatedView:
    """Return the ratings of some rows together: 评价率, 好评率, 差评率, 差评办结率, 按期办结率, each with its n."""
    rows = list(rows)
    counts = [sum(numbers) for numbers in zip(*(row.counts() for row in rows), strict=True)]
    rated, negative = sum(counts), sum(row.negative for row in rows)
    finished = [row.finished for row in rows]
    done = None if None in finished else sum(number for number in finished if number)
    closed, in_time = sum(row.closed for row in rows), sum(row.in_time for row in rows)
    days = [row.longest for row in rows if row.longest is not None]
    return {
        "name": name,
        "rated": str(rated),
        "counts": [str(count) for count in counts],
        "share": _rate(rated, done or 0),
        "good": _rate(rated - negative, rated),
        "bad": _rate(negative, rated),
        "closed": _rate(closed, negative),
        "in_time": _rate(in_time, negative),
        "longest": str(max(days)) if days else "",
        "note": "；".join(row.note for row in rows if row.note) if len(rows) == 1 else "",
    }


def _rate(part: int, whole: int) -> RateView:
    """Return a rate with its n."""
    if not whole:
        return {"percent": "", "of": ""}
    return {"percent": f"{number(Fraction(100 * part, whole), 2)}%", "of": f"{part}/{whole}"}
