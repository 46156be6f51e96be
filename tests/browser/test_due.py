"""The calculator: the same answers as `zwgk due`, on the pages that show limits, with and without scripts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from generator.calendar.days import working_days
from generator.calendar.published import published
from tests.calendar.test_vectors import ALL, reckon

pytestmark = pytest.mark.xdist_group("browser")
PROCEDURE = "procedures/yanqi-jiaona-shuikuan-hezhun/"
RECKON = """([data, questions]) => {
  const calendar = zwgkDue.calendarOf(data);
  return questions.map((question) => zwgkDue.reckon(calendar, question));
}"""


def question(vector: dict[str, Any]) -> dict[str, Any]:
    """Return a vector as the script takes it."""
    return {
        "start": vector["start"],
        "length": [vector["count"] or 0, vector["unit"]],
        "starts": vector["starts"],
        "binds": vector["binds"],
        "stops": [[stop["first"], stop["last"]] for stop in vector["stops"]],
        "extension": [vector["extend"], vector["unit"]] if vector["extend"] else None,
    }


def test_every_vector_is_answered_as_in_python_with_the_same_explanation(page: Page) -> None:
    page.goto(PROCEDURE)
    data = published(working_days(), range(2008, 2051))
    answers = page.evaluate(RECKON, [json.loads(json.dumps(data)), [question(vector) for vector in ALL]])
    assert len(answers) >= 500
    wrong = [
        (vector, answer, reckon(vector).plain())
        for vector, answer in zip(ALL, answers, strict=True)
        if answer != reckon(vector).plain() or answer["date"] != vector["date"]
    ]
    assert wrong == []
