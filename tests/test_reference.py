"""The committed generated pages of the handbook are current."""

from __future__ import annotations

import re

import pytest

from generator.check import RULES
from generator.reference import PAGES
from tests.conftest import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_committed_page_is_current(name: str) -> None:
    committed = (ROOT / "docs/handbook" / name).read_text(encoding="utf-8")
    assert committed == PAGES[name](), f"docs/handbook/{name} is not current: run `make docs`"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_not_empty(name: str) -> None:
    assert PAGES[name]().count("\n## ") > 10


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_states_the_number_of_rules(name: str) -> None:
    assert re.search(rf"^- {len(RULES)} (rules|条检查规则)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
