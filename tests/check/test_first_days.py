"""The day from which a rule finds its wrong example, or no longer: the last day of a limit is still in time."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.check import RULES, _hits
from generator.model.project import read_project
from generator.model.records import RECORDS
from generator.session import Session
from tests.check.test_rules import lay_over

DAYS = {
    "D624": (("2027-01-02", 1, 0),),
    "E103": (("2026-11-02", 0, 1),),
    "E104": (("2026-10-17", 0, 1),),
    "E108": (("2026-11-01", 0, 1),),
    "E205": (("2026-10-16", 0, 1), ("2027-01-16", 1, 2), ("2027-04-16", 2, 3)),
    "E206": (("2026-10-26", 0, 1),),
    "E303": (("2026-11-21", 0, 1),),
    "E621": (("2026-04-30", 2, 1),),
    "E623": (("2026-05-31", 0, 1),),
    "E735": (("2026-10-31", 0, 1),),
    "E736": (("2026-10-11", 0, 1),),
    "E741": (("2026-11-20", 0, 1),),
    "K101": (("2026-11-16", 0, 1),),
    "K102": (("2026-09-01", 0, 1),),
    "K103": (("2026-10-21", 0, 1), ("2027-07-22", 1, 0)),
    "L714": (("2026-01-07", 0, 1),),
    "N101": (("2026-10-02", 0, 1), ("2027-01-01", 1, 0)),
    "N102": (("2026-11-01", 0, 1),),
    "N113": (("2026-10-02", 0, 1),),
    "N303": (("2026-01-17", 0, 1),),
    "N304": (("2026-11-01", 0, 1),),
    "N405": (("2026-07-31", 0, 1),),
    "N501": (("2026-07-21", 0, 1),),
    "N503": (("2026-10-12", 2, 1),),
    "N504": (("2026-11-13", 0, 1),),
    "N602": (("2026-10-01", 0, 1),),
    "N603": (("2026-07-16", 0, 1),),
    "N611": (("2026-11-02", 0, 1),),
    "V901": (("2027-01-02", 1, 8),),
    "V908": (("2027-01-01", 2, 0),),
    "V913": (("2026-11-02", 3, 2), ("2026-11-03", 2, 1)),
}
"""By rule: a day, and how many places of the wrong example the rule finds on the day before and on that day."""


@pytest.mark.parametrize("code", DAYS)
def test_it_is_found_from_that_day_on(project: Path, code: str) -> None:
    rule = next(rule for rule in RULES if rule.code == code)
    assert rule.example
    lay_over(project, rule.example.file, rule.example.wrong)
    registry = read_project(project, RECORDS).registry
    for text, before, after in DAYS[code]:
        day = datetime.date.fromisoformat(text)
        around = [Session(registry, day - datetime.timedelta(1)), Session(registry, day)]
        assert [len(list(_hits(rule, session))) for session in around] == [before, after], day
