"""Make the generated half of vectors.json: python -m tests.calendar.make_vectors

Each vector is a question (what `zwgk due --format json` repeats) and its answer: date, certainty, codes of the steps.
The answers of the generated ones come from `answer()` below, which knows nothing of the generator: it lists days, takes
some out and counts, with working days from the library `holidays`. The other half, `by_hand`, was reckoned on paper
calendars and is kept as it is. Same seed, same file.
"""

from __future__ import annotations

import calendar
import datetime
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).with_name("vectors.json")
SEED = 20261122
KNOWN_TO = datetime.date(2026, 12, 31)  # 2027 begins on a Friday: its notice cannot move days of December 2026
DAY = datetime.timedelta(1)

Vector = dict[str, Any]


@cache
def working(day: datetime.date) -> bool:
    """Tell whether a day is worked, by the second library."""
    return bool(_country(day.year).is_working_day(day))


@cache
def _country(year: int) -> Any:
    from holidays.countries.china import China

    return China(years=year)


def answer(vector: Vector) -> dict[str, Any]:
    """Return the answer to a question: date, certainty and codes of the steps."""
    start = datetime.date.fromisoformat(vector["start"])
    unit, count, more = vector["unit"], vector["count"], vector["extend"]
    stops = [tuple(map(datetime.date.fromisoformat, (stop["first"], stop["last"]))) for stop in vector["stops"]]
    days = [start + DAY * index for index in range(1, 3000)]
    free = [day for day in days if not any(first <= day <= last for first, last in stops)]
    whole = 0 if unit == "on_the_spot" else count // 24 if unit == "hour" else count
    here = (
        start if whole else next(day for day in [start, *free] if (day == start and not _in(day, stops)) or day in free)
    )
    nominal = _run(here, unit, whole, free, stops)
    codes = ["first_day"] if whole and unit != "hour" else []
    end, middle = nominal, []
    if (
        vector["binds"] == "taxpayer"
        and unit == "calendar_day"
        and (rest := _rest(start if whole else start - DAY, end))
    ):
        end, middle = [day for day in free if day > end and working(day)][rest - 1], ["long_rests"]
    if more:
        end = _run(end, unit, more // 24 if unit == "hour" else more, [day for day in free if day > end], stops)
        middle.append("extension")
    settled = end
    if unit not in ("hour", "on_the_spot"):
        end = next(day for day in [end, *free] if day >= end and working(day) and (day in free or day == here))
        if end > settled:
            middle.append("tax_moves_on" if vector["binds"] == "taxpayer" else "moves_on")
    first_counted = start + DAY if whole else start
    codes += ["stop" for first, last in stops if last >= first_counted and first <= end]
    codes.append({"on_the_spot": "on_the_spot"}.get(unit) or ("same_day" if not count else _CODES[unit]))
    consulted = unit not in ("hour", "on_the_spot")
    every = unit == "working_day" or (unit == "calendar_day" and vector["binds"] == "taxpayer")
    certain = not consulted or end <= KNOWN_TO
    assert certain or every or end > KNOWN_TO
    return {
        "date": str(end),
        "certainty": "certain" if certain else "provisional",
        "codes": [*codes, *middle, *([] if certain else ["provisional"])],
    }


_CODES = {
    "hour": "hours",
    "working_day": "working_days",
    "calendar_day": "calendar_days",
    "month": "months",
    "year": "months",
}


def _in(day: datetime.date, stops: list[Any]) -> bool:
    return any(first <= day <= last for first, last in stops)


def _run(start: datetime.date, unit: str, count: int, free: list[datetime.date], stops: list[Any]) -> datetime.date:
    """Return the day that a length leads to from `start`, taking only days of `free`."""
    if not count:
        return start
    if unit in ("month", "year"):
        index = start.year * 12 + start.month - 1 + count * (12 if unit == "year" else 1)
        year, month = index // 12, index % 12 + 1
        plain = start.replace(year=year, month=month, day=min(start.day, calendar.monthrange(year, month)[1]))
        return [day for day in free if day > start][(plain - start).days - 1]
    return [day for day in free if unit != "working_day" or working(day)][count - 1]


def _rest(after: datetime.date, last: datetime.date) -> int:
    """Return how many days of (after, last] lie in runs of three or more days off inside it."""
    marks = "".join("-" if working(after + DAY * index) else "o" for index in range(1, (last - after).days + 1))
    return sum(len(run) for run in marks.split("-") if len(run) >= 3)


def generated(seed: int = SEED) -> list[Vector]:
    """Return the generated vectors, each with its answer."""
    dice = random.Random(seed)
    made = [question(dice) for _ in range(620)]
    return [{**vector, **answer(vector)} for vector in made]


_UNITS = ["working_day"] * 8 + ["calendar_day"] * 6 + ["month"] * 3 + ["year", "hour", "on_the_spot"]
_EVENTS = ["acceptance", "receipt", "completion", "filing_end", "event", "notice"]
_COUNTS = {"working_day": 40, "calendar_day": 90, "month": 14, "year": 3, "hour": 120}


def question(dice: random.Random) -> Vector:
    """Return a question: half of the starts lie near New Year, Spring Festival, National Day or the end of February."""
    year = dice.randint(2016, 2030)
    near = dice.choice([(year, 1, 1), (year, 2, 5), (year, 2, 28), (year, 5, 1), (year, 9, 30), (year, 12, 28)])
    start = datetime.date(*near) + DAY * dice.randint(-15, 6)
    if dice.random() < 0.5:
        start = datetime.date(year, 1, 1) + DAY * dice.randrange(365)
    unit = dice.choice(_UNITS)
    count = None if unit == "on_the_spot" else dice.choice([0, 1, dice.randint(2, _COUNTS[unit])])
    if unit in ("working_day", "calendar_day") and dice.random() < 0.7:
        count = dice.randint(2, _COUNTS[unit])
    stops = []
    for _ in range(dice.choice([0, 0, 0, 1, 1, 2])):
        first = start + DAY * dice.randint(-3, 25)
        stops.append({"first": str(first), "last": str(first + DAY * dice.randint(0, 12))})
    return {
        "start": str(start),
        "count": count,
        "unit": unit,
        "starts": dice.choice(_EVENTS),
        "binds": dice.choice(["bureau", "bureau", "taxpayer"]),
        "stops": stops,
        "extend": dice.randint(1, 20 if unit != "year" else 2) if count and dice.random() < 0.2 else None,
    }


def text(by_hand: list[Vector], made: list[Vector]) -> str:
    """Return the file's text: one vector a line."""
    groups = (("by_hand", by_hand), ("generated", made))
    lines = [
        f'"{name}": [\n' + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]"
        for name, items in groups
    ]
    return f'{{\n"seed": {SEED},\n' + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    kept = json.loads(VECTORS.read_text("utf-8"))["by_hand"] if VECTORS.exists() else []
    VECTORS.write_text(text(kept, generated()), "utf-8")
