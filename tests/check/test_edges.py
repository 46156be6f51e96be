"""Right examples on the edge of what is allowed, and one step beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import RULES, _hits
from generator.model.project import read_project
from generator.model.records import RECORDS
from generator.session import Session
from tests.check.test_rules import lay_over
from tests.helpers.places import AS_OF

EDGES = (
    ("T522", "2027-01-01, last", "2026-12-25, last", 0),
    ("T522", "2027-01-01, last", "2026-12-24, last", 1),
    ("T542", "  - {month: 9, day: 15}\n", "", 1),
    ("T542", "{month: 9, day: 15}", "{month: 9, day: 31}", 1),
    ("T542", "{month: 9, day: 15}", "{month: 8, day: 17}", 2),
    ("E621", "ends: 2026-04-30", "ends: 2026-04-01", 0),
    ("E604", "target: 50\n", "", 1),
    ("E751", "{at_least: 0}", "{at_least: 0, below: 100}", 1),
    ("E751", "{at_least: 0}", "{at_least: 0, below: 0}", 1),
    ("G463", "blank: {head: person, fields: [{name: 领用人}]}", "blank_form: https://www.example.gov.cn/biao.docx", 0),
    ("D610", "系统升级}", "系统升级}, {on: 2026-12-31, reason: 检修}", 1),
    ("D610", "系统升级}", "系统升级}, {on: 2027-01-01, reason: 检修}", 0),
    ("D612", "post: zonghe-chuangkou", "post: daoshui-zixun", 1),
    ("E742", "called: 2026-11-20\nheld: 2026-11-20\nreplied: 2026-11-20\nreply: 按园区的限额办。\n", "", 1),
    ("E742", "replied: 2026-11-20", "replied: 2026-11-21", 1),
    ("N412", 'up_to: "30"', 'up_to: "29"', 1),
    ("N412", "measured: 逾期天数\n", "", 1),
    ("N412", '{above: "90",', '{above: "90", up_to: "90",', 2),
    ("N303", "page: /laws/\ncadence: year", "page: /about/site/\ncadence: fortnight", 1),
)
"""The rule, what is replaced in its right example, the replacement, and how many places the rule then finds."""


@pytest.mark.parametrize(("code", "text", "other", "count"), EDGES)
def test_a_right_example_is_right_up_to_its_edge(project: Path, code: str, text: str, other: str, count: int) -> None:
    rule = next(rule for rule in RULES if rule.code == code)
    assert rule.example and text in rule.example.right
    lay_over(project, rule.example.file, rule.example.right.replace(text, other))
    session = Session(read_project(project, RECORDS).registry, AS_OF)
    assert not session.left_out
    assert len(list(_hits(rule, session))) == count
