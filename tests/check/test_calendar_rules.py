"""A second notice in a year: only what it changes, or the whole year confirmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check.calendar import _TYPED_AGAIN
from tests.conftest import check_project, own_findings

CHANGE = "holidays: [{name: 延长假期, first: 2026-12-24, last: 2026-12-26}]\n"
HEAD = "name: 2026年放假安排\nnumber: 国办发明电〔2026〕9号\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (HEAD + "amends: true\n" + CHANGE, set()),
        (HEAD + CHANGE, {"T524", "T525", "T544"}),
        (_TYPED_AGAIN, {"T525"}),
        (_TYPED_AGAIN + "confirmed: 国办发明电〔2026〕9号\n", set()),
    ],
    ids=["the change", "the change as if it were all", "the whole year", "the whole year, confirmed"],
)
def test_what_is_found(project: Path, write: Callable[[str, str], Path], text: str, codes: set[str]) -> None:
    write("data/calendar/2026.yml", text)
    assert {item.code for item in own_findings(check_project(project))} == codes
