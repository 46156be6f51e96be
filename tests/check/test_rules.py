"""Every rule's own example: the wrong one is found, the right one is not. The handbook shows the same examples.

examples.txt holds where and with which words; after a change: ZWGK_ACCEPT=1 pytest -n 0 tests/check/test_rules.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml

from generator.cache import Cache
from generator.check import RULES
from generator.findings import Finding, Rule
from generator.project import Project
from tests.conftest import AS_OF, ROOT, check_project, own_findings
from tests.helpers.projects import check_bureau
from tests.helpers.provinces import add_bureau

WITH_EXAMPLE = [rule for rule in RULES if rule.example]
EXAMPLES = Path(__file__).with_name("examples.txt")
ABSENT = "(不写)"
ELSEWHERE = {"D602", "D613", "R305", "V908", "V912", "V914"}  # found in another file than the one that was changed


def lay_over(project: Path, file: str, fragment: str) -> None:
    """Put a rule's example into a project: fields replace those of the file; text that is no mapping replaces it."""
    if file.startswith("bureaus/"):
        add_bureau(project)
    path = project / ("" if file.startswith(("content/", "site.yml", "bureaus/")) else "data") / file
    if not fragment:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = _fields(fragment) if path.suffix == ".yml" and path.is_file() else None
    if fields is None:
        path.write_text(fragment, encoding="utf-8")
        return
    kept = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
    for name in fields:
        kept.pop(name, None)
    text = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
    text += "".join(line for line in fragment.splitlines(keepends=True) if ABSENT not in line)
    path.write_text(text, encoding="utf-8")


def _fields(fragment: str) -> dict[str, object] | None:
    """Return a fragment's fields; by its left edge where it is no YAML."""
    names = re.findall(r"^'?([^\s'#:-][^:']*)'?:", fragment, re.MULTILINE)
    try:
        value = yaml.load(fragment, yaml.CBaseLoader)
    except yaml.YAMLError:
        return dict.fromkeys(names, "")
    return value if isinstance(value, dict) else None


def check_example(rule: Rule, project: Path) -> Project:
    """Check the project that an example was laid over; the bureau below it if the example is one of its files."""
    assert rule.example
    return check_bureau(project, "shili-xian") if rule.example.file.startswith("bureaus/") else check_project(project)


def said(rule: Rule, found: list[Finding]) -> list[str]:
    """Return the findings of a rule as lines: place, message, and what to do if that has blanks to fill."""
    return [
        f"{item.code} {item.location.file}:{item.location.line}:{item.location.column} {item.message}"
        + (f" → {item.hint}" if item.hint != rule.hint else "")
        for item in found
    ]


def accept(code: str, lines: list[str]) -> None:
    """Put the findings of a rule's wrong example into examples.txt."""
    known = EXAMPLES.read_text("utf-8").splitlines() if EXAMPLES.is_file() else []
    kept = [line for line in known if not line.startswith(f"{code} ")]
    EXAMPLES.write_text("".join(f"{line}\n" for line in sorted([*kept, *lines])), "utf-8")


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_wrong_example_is_found(rule: Rule, project: Path) -> None:
    """Also a second time, from the cache."""
    assert rule.example
    lay_over(project, rule.example.file, rule.example.wrong)
    cache = Cache()
    opened, again = (Project.open(project, AS_OF, cache=cache) for _ in range(2))
    assert again.findings == opened.findings
    if rule.example.file.startswith("bureaus/"):
        opened = check_example(rule, project)
    found = [finding for finding in opened.findings if finding.code == rule.code]
    assert found, f"{rule.code} does not find its own wrong example"
    assert all(
        finding.location.file.endswith(Path(rule.example.file).name) or rule.code in ELSEWHERE for finding in found
    )
    if os.environ.get("ZWGK_ACCEPT"):
        assert "PYTEST_XDIST_WORKER" not in os.environ, "several processes would write one file: accept with -n 0"
        accept(rule.code, said(rule, found))
    kept = [line for line in EXAMPLES.read_text("utf-8").splitlines() if line.startswith(f"{rule.code} ")]
    message = "accept with ZWGK_ACCEPT=1 pytest -n 0 tests/check/test_rules.py"
    assert sorted(said(rule, found)) == kept, message


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_right_example_is_clean(rule: Rule, project: Path) -> None:
    assert rule.example
    lay_over(project, rule.example.file, rule.example.right)
    assert own_findings(check_example(rule, project)) == ()


def test_codes_are_unique_and_permanent() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z]\d{3}", code) for code in codes)


def test_rules_without_example_have_a_case() -> None:
    """A rule whose example needs more than a fragment is shown by a folder of tests/cases."""
    expected = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/cases").glob("*/findings.txt"))
    missing = [rule.code for rule in RULES if not rule.example and rule.code not in expected]
    assert missing == []


def test_handbook_documents_every_rule() -> None:
    handbook = (ROOT / "docs/handbook/rules.md").read_text(encoding="utf-8")
    assert [rule.code for rule in RULES if f"## {rule.code} " not in handbook] == []
