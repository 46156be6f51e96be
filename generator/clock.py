"""What day it is: Beijing's, wherever the program runs. Only commands and the preview ask."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIXED = datetime.timezone(datetime.timedelta(hours=8))


def today(now: datetime.datetime | None = None) -> datetime.date:
    """Return Beijing's date at a moment with a time zone, by default now.

    Where no time zones are installed, the fixed difference of eight hours gives the same since 1992.
    """
    try:
        zone: datetime.tzinfo = ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        zone = _FIXED
    return (now or datetime.datetime.now(datetime.UTC)).astimezone(zone).date()
