"""One set of questions and answers for both implementations; the browser's half runs in tests/browser/test_due.py."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from generator.calendar.days import working_days
from generator.calendar.limits import Countdown, Due, Span, due
from generator.calendar.rules import RULES
from generator.model.time_limits import Bound, Start
from generator.model.types import Duration, Unit
from tests.calendar.make_vectors import VECTORS, generated, text

CALENDAR = working_days()
DATA = json.loads(VECTORS.read_text("utf-8"))
ALL = [*DATA["by_hand"], *DATA["generated"]]


def reckon(vector: dict[str, Any]) -> Due:
    """Return what the generator answers to a vector's question."""
    day = datetime.date.fromisoformat
    unit = Unit(vector["unit"])  # type: ignore[call-arg]
    return due(
        CALENDAR,
        Countdown(
            day(vector["start"]),
            Duration(count=vector["count"], unit=unit),
            Start(vector["starts"]),  # type: ignore[call-arg]
            Bound(vector["binds"]),  # type: ignore[call-arg]
            tuple(Span(day(stop["first"]), day(stop["last"])) for stop in vector["stops"]),
            Duration(count=vector["extend"], unit=unit) if vector["extend"] else None,
            vector.get("called", ""),
            vector.get("rests_extend", False),
        ),
    )


def test_the_set_is_large_and_of_every_kind() -> None:
    assert len(ALL) >= 500
    assert len(DATA["by_hand"]) >= 40
    assert {item["unit"] for item in ALL} == {unit.value for unit in Unit}
    assert {code for item in ALL for code in item["codes"]} == set(RULES)
    assert sum(item["certainty"] == "provisional" for item in ALL) > 50


@pytest.mark.parametrize("vector", ALL, ids=lambda item: f"{item['start']}-{item['count']}-{item['unit']}")
def test_vector(vector: dict[str, Any]) -> None:
    result = reckon(vector)
    assert str(result.date) == vector["date"]
    assert ("certain" if result.certain else "provisional") == vector["certainty"]
    assert [step.code for step in result.steps] == vector["codes"]


def test_the_file_is_what_its_maker_makes() -> None:
    assert VECTORS.read_text("utf-8") == text(DATA["by_hand"], generated())
