"""Today's date in Beijing. Only commands and the preview read the clock."""

from __future__ import annotations

import datetime

_FIXED = datetime.timezone(datetime.timedelta(hours=8))


def today(now: datetime.datetime | None = None) -> datetime.date:
    """Return the date in Beijing at `now` (timezone-aware; default: the present moment).

    If no time zone data is installed, UTC+8 is used, which is equal since 1992.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # slow to import, and not needed where the day is given

    try:
        zone: datetime.tzinfo = ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        zone = _FIXED
    return (now or datetime.datetime.now(datetime.UTC)).astimezone(zone).date()
