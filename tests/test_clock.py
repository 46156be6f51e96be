"""Today is the date in Beijing, in any time zone."""

from __future__ import annotations

import datetime
import zoneinfo
from zoneinfo import ZoneInfoNotFoundError

import pytest

from generator import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-26T17:10:00-08:00", "2026-11-27"),  # evening in Los Angeles
        ("2026-11-26T15:59:59+00:00", "2026-11-26"),
        ("2026-11-26T16:00:00+00:00", "2026-11-27"),
        ("2026-11-27T04:30:00+13:00", "2026-11-26"),  # morning in Auckland
    ],
)
@pytest.mark.parametrize("zones", [True, False], ids=["with time zones", "without"])
def test_today_is_beijings(monkeypatch: pytest.MonkeyPatch, moment: str, day: str, zones: bool) -> None:
    def none(name: str) -> datetime.tzinfo:
        raise ZoneInfoNotFoundError(name)

    if not zones:
        monkeypatch.setattr(zoneinfo, "ZoneInfo", none)
    assert str(clock.today(datetime.datetime.fromisoformat(moment))) == day


def test_today_is_now_by_default() -> None:
    assert abs((clock.today() - datetime.datetime.now(datetime.UTC).date()).days) <= 1
