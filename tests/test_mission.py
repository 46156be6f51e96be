"""docs/mission.md: every registry, rule and page that it names exists, and none of the 43 systems is left out."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from generator.check import RULES
from generator.model.records import RECORDS
from generator.project import Project
from generator.registries import site_pages
from tests.conftest import ROOT

TEXT = (ROOT / "docs/mission.md").read_text("utf-8")


class Row(NamedTuple):
    """A row of the table."""

    number: int
    folders: list[str]
    codes: list[str]
    pages: list[str]
    remains: str


def rows() -> list[Row]:
    found = []
    for line in TEXT.splitlines():
        if re.match(r"\| [0-9]+ \|", line):
            number, _, folders, codes, pages, remains = (cell.strip() for cell in line.strip("|").split("|"))
            names = (re.findall(r"`([^`]+)`", folders), re.findall(r"[A-Z][0-9]{3}", codes))
            found.append(Row(int(number), *names, re.findall(r"`/([^`]*)`", pages), remains))
    return found


def test_all_systems_are_listed_in_order() -> None:
    assert [row.number for row in rows()] == list(range(1, 44))


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row.number))
def test_registries_and_rules_exist(row: Row) -> None:
    assert row.folders and set(row.folders) <= {record.FOLDER for record in RECORDS}
    assert row.codes and set(row.codes) <= {rule.code for rule in RULES}


def test_pages_exist_and_are_filled(example: Project) -> None:
    made = {page.url for page in site_pages(example.session)}
    named = {page for row in rows() for page in row.pages}
    assert all(row.pages for row in rows())
    assert named - made == set()


def test_every_registry_named_has_entries_in_the_example(example: Project) -> None:
    for folder in {folder for row in rows() for folder in row.folders}:
        assert example.registry.entries[folder], folder


def test_no_row_is_text_alone() -> None:
    assert "No row is text alone" in TEXT
    assert [row.number for row in rows() if set(row.folders) <= {"regimes", "time_limits", "duties"}] == []
