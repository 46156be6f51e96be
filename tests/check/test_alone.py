"""Rules marked `alone` use nothing but the entry: their findings are remembered with the entry's file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cache import Cache
from generator.check import RULES
from generator.check.watched import Watched
from generator.findings import Hit, Rule
from generator.model.types import Entry
from generator.project import Project
from generator.session import Session
from tests.check.test_rules import lay_over
from tests.conftest import AS_OF, check_project

Write = Callable[[str, str], Path]
ALONE = [rule for rule in RULES if rule.alone]


class OnlyHits:
    """A session that has nothing but `hit`."""

    def __init__(self, session: Session) -> None:
        """Take `hit` over."""
        self.hit = session.hit


def hits(rule: Rule, project: Project) -> list[Hit]:
    """Return a rule's hits on all entries, found without the session."""
    assert rule.apply and rule.of and issubclass(rule.of, Entry)
    session = OnlyHits(project.session)
    entries = [entry for by_id in project.registry.entries.values() for entry in by_id.values()]
    return [hit for entry in entries if isinstance(entry, rule.of) for hit in rule.apply(session, entry)]


@pytest.mark.parametrize("rule", ALONE, ids=lambda rule: rule.code)
def test_it_needs_the_entry_alone(rule: Rule, project: Path, example: Project) -> None:
    assert rule.example
    lay_over(project, rule.example.file, rule.example.wrong)
    assert hits(rule, check_project(project))
    hits(rule, example)


def test_some_rules_are_marked() -> None:
    assert len(ALONE) > 5


def with_cache(project: Path, folder: Path) -> list[tuple[str, str]]:
    """Return code and message of the findings of a run with a cache; they are equal to those of a run without."""
    findings = Project.open(project, AS_OF, cache=Cache(folder)).findings
    assert findings == check_project(project).findings
    return [(finding.code, finding.message) for finding in findings]


def test_a_fault_is_found_again_after_a_run_without_it(project: Path, write: Write, tmp_path: Path) -> None:
    path = "data/materials/daili-weituoshu.yml"
    fine = (project / path).read_text("utf-8")
    for text, codes in ((fine, set()), (f"{fine}aliases: [甲，乙]\n", {"W914"}), (fine, set())):
        write(path, text)
        assert {code for code, _ in with_cache(project, tmp_path / "cache")} & {"W914"} == codes


def test_a_term_is_missing_as_soon_as_no_text_holds_it(project: Path, write: Write, tmp_path: Path) -> None:
    write("data/synonyms/a.yml", "name: 票\nwords: [票本子]\nmeans: [羊皮纸]\n")
    one, other = "data/materials/a.yml", "data/materials/b.yml"
    text = "name: {}\nkind: other\norigin: applicant\nverified_on: 2026-11-01\ndescription: {}\n"
    missing = ("W908", "名录里哪里都没有“羊皮纸”")
    for first, second, expected in (("羊皮纸", "纸", False), ("纸", "羊皮纸", False), ("纸", "纸", True)):
        write(one, text.format("甲", first))
        write(other, text.format("乙", second))
        assert (missing in with_cache(project, tmp_path / "cache")) is expected


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.of and not rule.alone], ids=lambda rule: rule.code)
def test_an_entry_with_a_wrong_field_elsewhere_gives_the_same(rule: Rule, example: Project) -> None:
    """The proxy that stands for such an entry is not the object of the registry: rules compare entries by id."""
    assert rule.apply and rule.of and issubclass(rule.of, Entry)
    session = example.session
    of_kind = (kind for kind in session.registry.kinds.values() if issubclass(kind, rule.of))
    for entry in (entry for kind in of_kind for entry in session.registry.all(kind).values()):
        if not (rule.offered and entry.withdrawn):
            assert list(rule.apply(session, Watched(entry))) == list(rule.apply(session, entry))
