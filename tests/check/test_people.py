"""Whether two seasons of opening hours meet: told from their ends, compared with every day of the year."""

from __future__ import annotations

import itertools

from generator.calendar.hours import in_season
from generator.check.people import _YEAR, _same_season
from generator.model.organs import Hours, Weekday

SEASONS = (
    (None, None),
    ("01-01", "12-31"),
    ("05-01", "09-30"),
    ("09-30", "10-02"),
    ("10-01", "04-30"),
    ("12-31", "01-01"),
    ("02-29", "02-29"),
)


def test_seasons_that_share_a_day() -> None:
    hours = [Hours(days=(Weekday.MON,), times=("08:30-12:00",), start=start, end=end) for start, end in SEASONS]
    for one, other in itertools.product(hours, repeat=2):
        shared = any(in_season(one, day) and in_season(other, day) for day in _YEAR)
        assert _same_season(one, other) is shared, (one, other)
