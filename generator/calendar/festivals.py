"""Statutory days off, to estimate the calendar of years without a notice.

全国年节及纪念日放假办法 (国务院令第795号, in force from 2025-01-01) fixes which days are off; a day off that falls on a
weekend is made up on a working day (第六条). Only the make-up weekends depend on the notice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

_MOVABLE = {
    2027: ("0206", "0405", "0609", "0915"),
    2028: ("0126", "0404", "0528", "1003"),
    2029: ("0213", "0404", "0616", "0922"),
    2030: ("0203", "0405", "0605", "0912"),
    2031: ("0123", "0405", "0624", "1001"),
    2032: ("0211", "0404", "0612", "0919"),
    2033: ("0131", "0404", "0601", "0908"),
    2034: ("0219", "0405", "0620", "0927"),
    2035: ("0208", "0405", "0610", "0916"),
    2036: ("0128", "0404", "0530", "1004"),
    2037: ("0215", "0404", "0618", "0924"),
    2038: ("0204", "0405", "0607", "0913"),
    2039: ("0124", "0405", "0527", "1002"),
    2040: ("0212", "0404", "0614", "0920"),
    2041: ("0201", "0404", "0603", "0910"),
    2042: ("0122", "0404", "0622", "0928"),
    2043: ("0210", "0405", "0611", "0917"),
    2044: ("0130", "0404", "0531", "1005"),
    2045: ("0217", "0404", "0619", "0925"),
    2046: ("0206", "0404", "0608", "0915"),
    2047: ("0126", "0405", "0529", "1004"),
    2048: ("0214", "0404", "0615", "0922"),
    2049: ("0202", "0404", "0604", "0911"),
    2050: ("0123", "0404", "0623", "0930"),
}
"""Year -> month and day of 正月初一, 清明, 端午, 中秋: from the library `holidays`, which the tests compare with."""

FORESEEN = frozenset(_MOVABLE)
"""The years that can be estimated."""


def festivals(year: int) -> dict[datetime.date, str]:
    """Return the statutory days off of a year with the festival's name, in order.

    Raises KeyError for a year that is not in FORESEEN.
    """
    off: dict[datetime.date, str] = {}
    for name, days in statutory(year):
        off |= dict.fromkeys(days, name)
    for day, name in sorted(off.items()):
        if day.weekday() >= 5:
            off[_free(day, off)] = name
    return dict(sorted(off.items()))


def statutory(year: int) -> Iterator[tuple[str, list[datetime.date]]]:
    """Yield each festival of a year and its days (第二条)."""
    spring, tombs, boats, moon = (datetime.date(year, int(text[:2]), int(text[2:])) for text in _MOVABLE[year])
    yield "元旦", [datetime.date(year, 1, 1)]
    yield "春节", [spring + datetime.timedelta(days) for days in range(-1, 3)]
    yield "清明节", [tombs]
    yield "劳动节", [datetime.date(year, 5, 1), datetime.date(year, 5, 2)]
    yield "端午节", [boats]
    yield "中秋节", [moon]
    yield "国庆节", [datetime.date(year, 10, day) for day in (1, 2, 3)]


def _free(day: datetime.date, off: dict[datetime.date, str]) -> datetime.date:
    """Return the first day after `day` that is neither on a weekend nor in `off`."""
    while day.weekday() >= 5 or day in off:
        day += datetime.timedelta(1)
    return day
