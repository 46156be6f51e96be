"""Each mistake of the table is told of, by the rule that names it and, but for a few, by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import check_project, own_findings
from tests.mistakes.table import MISTAKES, Mistake

MOST_BESIDE = 6
"""Findings that one mistake may have beside its own: a guide without a place to go lacks six elements."""


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_mistake_is_told(mistake: Mistake, project: Path) -> None:
    file = project / mistake.file
    file.parent.mkdir(parents=True, exist_ok=True)
    text = file.read_text("utf-8") if file.exists() else ""
    assert mistake.old in text
    file.write_text(text.replace(mistake.old, mistake.new, 1) if mistake.old else text + mistake.new, "utf-8")
    codes = [item.code for item in own_findings(check_project(project))]
    if not mistake.code:
        pytest.xfail("nothing tells of it yet")
    assert mistake.code in codes
    assert len(codes) <= 1 + MOST_BESIDE


def test_there_are_sixty() -> None:
    assert len({mistake.what for mistake in MISTAKES}) == 60
