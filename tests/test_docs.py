"""The developers' documents: all names and links in them exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generator.check import RULES
from tests.conftest import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
OUTPUT = ("manifest.json", "search/g/")
"""Names in the glossary that are in the published site, not in the repository."""


def _rows() -> list[tuple[str, str]]:
    """Return (term, "Where" cell) of every row of the glossary."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [(row[0], row[2]) for row in rows if row[0] not in ("Term", "---")]


@cache
def _code() -> str:
    """Return the text of all code that the glossary may name."""
    suffixes = (".py", ".js", ".html", ".yml", ".css")
    folders = (ROOT / "generator", ROOT / "theme")
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in suffixes]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def _exists(name: str) -> bool:
    """Return True if a name in backticks is a file, a folder, or a name in the code."""
    if name in OUTPUT:
        return True
    plain = re.sub(r"<[a-z]+>.*", "", name)
    if "/" in plain or re.search(r"\.(css|csv|html|js|json|md|py|txt|yml)$", plain):
        return any((base / plain).exists() for base in (ROOT, ROOT / "generator"))
    words = [word for word in re.split(r"[.()]", plain) if word]
    return all(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", _code()) for word in words)


def _names(cell: str) -> Iterator[str]:
    yield from re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize(("term", "where"), _rows())
def test_what_the_glossary_names_exists(term: str, where: str) -> None:
    names = list(_names(where))
    assert names or where.startswith("component"), f"{term}: the column Where names nothing"
    missing = [name for name in names if not _exists(name)]
    assert missing == [], f"docs/glossary.md, {term}: change the column Where, or the code"


def test_a_name_that_does_not_exist_is_found() -> None:
    assert not _exists("model/no_such_module.py")
    assert not _exists("NoSuchClass.of")
    assert len(_rows()) > 80


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_parts_and_is_listed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name == "README.md":
        assert text.startswith("# ")
        return
    assert text.startswith("# ")
    assert len(re.findall(r"^## (.+)$", text, re.MULTILINE)) >= 3, "context, what was compared, what follows"
    assert f"({page.name})" in (page.parent / "README.md").read_text(encoding="utf-8")
    assert len(text) < 5000, "one short page"


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", *(f"docs/decisions/{page.name}" for page in DECISIONS)])
def test_links_between_documents_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_the_handbook_says_what_each_letter_of_rules_stands_for() -> None:
    """Once for each letter; and every rule that a page of the handbook names exists."""
    codes = {rule.code for rule in RULES}
    pages = [path.read_text("utf-8") for path in (ROOT / "docs/handbook").glob("*.md") if path.name != "rules.md"]
    table = (ROOT / "docs/handbook/README.md").read_text("utf-8").split("| 开头 | 管什么 |")[1].split("\n\n")[0]
    letters = [letter for cell in re.findall(r"^\| ([A-Z、]+) \|", table, re.MULTILINE) for letter in cell.split("、")]
    assert sorted(letters) == sorted({code[0] for code in codes})
    named = {code for page in pages for code in re.findall(r"(?<![0-9A-Z])[A-Z][0-9]{3}(?![0-9])", page)}
    assert {code for code in named if code[0] in letters} - codes == set()
