"""Explanations: what is to come stands first, and says how long before it was explained."""

from __future__ import annotations

import datetime
from dataclasses import replace

from generator.check.explanations import NOTICE_DAYS
from generator.project import Project
from generator.views.explanations import pages


def test_what_is_to_come_stands_first(example: Project) -> None:
    rows = next(pages(example.session)).view["rows"]
    assert [row["coming"] for row in rows] == [True] + [False] * (len(rows) - 1)
    assert [row["starts_on"] for row in rows] == sorted((row["starts_on"] for row in rows), reverse=True)
    on_the_day = replace(example.session, as_of=datetime.date.fromisoformat(rows[0]["starts_on"]))
    assert not next(pages(on_the_day)).view["rows"][0]["coming"]


def test_notice_is_counted_from_the_two_days(example: Project) -> None:
    rows = next(pages(example.session)).view["rows"]
    assert len(rows) >= 6
    for row in rows:
        days = datetime.date.fromisoformat(row["starts_on"]) - datetime.date.fromisoformat(row["published_on"])
        assert row["notice"] == days.days >= NOTICE_DAYS
        assert row["ask"] and row["phone"]
