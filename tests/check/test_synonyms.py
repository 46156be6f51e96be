"""Rules on words beyond their own examples: whom they blame, and what they leave alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.references import cycles
from generator.model.synonyms import Synonym
from generator.project import Project
from tests.conftest import check_project, own_findings

Write = Callable[[str, str], Path]


def found(project: Path, code: str) -> list[tuple[str, int, str]]:
    """Return the findings of one rule: file name, column, message."""
    findings = check_project(project).findings
    return [(Path(f.location.file).name, f.location.column, f.message) for f in findings if f.code == code]


def test_unknown_target_is_found_with_the_nearest(project: Path, write: Write) -> None:
    path = "data/synonyms/a.yml"
    write(path, "name: 票\nwords: [票子]\nmeans: [空白]\ntargets: {procedures: [fapiao-lingyon]}\n")
    (finding,) = own_findings(check_project(project))
    assert (finding.code, finding.location.file, finding.location.line) == ("R301", path, 4)
    assert "fapiao-lingyong" in finding.hint


def test_cycle_over_three_entries_shows_the_way_round(project: Path, write: Write) -> None:
    for id, word, term in (("a", "空白", "纸质发票"), ("b", "纸质发票", "当场办结"), ("c", "当场办结", "空白")):
        write(f"data/synonyms/{id}.yml", f"name: {id}\nwords: [{word}]\nmeans: [{term}]\n")
    ((file, column, message),) = found(project, "W903")
    assert (file, column) == ("a.yml", 9)
    assert message.count("→") == 3
    assert message.count("空白") in (1, 2) and "纸质发票" in message and "当场办结" in message


def test_chain_without_return_is_no_cycle(project: Path, write: Write) -> None:
    write("data/synonyms/a.yml", "name: a\nwords: [白票]\nmeans: [空白]\n")
    write("data/synonyms/b.yml", "name: b\nwords: [空白]\nmeans: [纸质发票]\n")
    assert found(project, "W903") == []


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3)))
def test_cycles_are_real_and_none_is_missed(graph: dict[str, list[str]]) -> None:
    loops = list(cycles(sorted(graph), lambda node: graph.get(node, [])))
    for loop in loops:
        assert all(after in graph[before] for before, after in zip(loop, [*loop[1:], loop[0]], strict=True))
    assert bool(loops) == any(reaches(graph, node, node) for node in graph)


def reaches(graph: dict[str, list[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    ahead = list(graph.get(start, []))
    while ahead:
        node = ahead.pop()
        if node == goal:
            return True
        if node not in seen:
            seen.add(node)
            ahead += graph.get(node, [])
    return False


def test_word_in_several_entries_names_the_first(project: Path, write: Write) -> None:
    for id in ("x", "y"):
        write(f"data/synonyms/{id}.yml", f"name: {id}\nwords: [买 票]\nmeans: [空白]\n")
    hits = found(project, "W904")
    assert [file for file, _, _ in hits] == ["x.yml", "y.yml"]
    assert all("fapiao-lingyong.yml" in message for _, _, message in hits)


@pytest.mark.parametrize(
    ("means", "targets", "swallows"),
    [
        ("当场办结", "{procedures: [fapiao-lingyong]}", True),  # leads to something else
        ("当场办结", "{materials: [daili-weituoshu], procedures: [fapiao-lingyong]}", False),  # is meant as well
        ("委托书", "{procedures: [fapiao-lingyong]}", False),  # is what the term says
        ("当场办结", "{}", False),  # leads nowhere
    ],
)
def test_words_inside_names(project: Path, write: Write, means: str, targets: str, swallows: bool) -> None:
    write("data/synonyms/a.yml", f"name: a\nwords: [理委]\nmeans: [{means}]\ntargets: {targets}\n")
    assert bool(found(project, "W906")) is swallows


def test_withdrawn_names_and_words_do_not_count(project: Path, write: Write) -> None:
    gone = "withdrawn: {on: 2026-01-01, reason: 合并}\n"
    write("data/synonyms/a.yml", f"name: a\nwords: [买票, 票]\nmeans: [空白]\n{gone}")
    write("data/regimes/b.yml", (project / "data/regimes/shouwen-zeren-zhi.yml").read_text("utf-8") + gone)
    assert [f for f in check_project(project).findings if f.code.startswith("W")] == []


@pytest.mark.parametrize(("means", "dead"), [("空白纸质发票", False), ("空白 纸质发票", True), ("纸质的发票", True)])
def test_term_stands_as_it_is_written(project: Path, write: Write, means: str, dead: bool) -> None:
    write("data/synonyms/a.yml", f"name: a\nwords: [票子]\nmeans: [{means}]\n")
    assert bool(found(project, "W908")) is dead


def test_terms_of_other_synonyms_are_no_text(project: Path, write: Write) -> None:
    """A term is not proved by the words of another entry, nor by itself."""
    write("data/synonyms/a.yml", "name: 甲乙丙\nwords: [丙丁]\nmeans: [甲乙丙]\n")
    write("data/synonyms/b.yml", "name: 丁\nwords: [丁戊]\nmeans: [丙丁]\n")
    assert [file for file, _, _ in found(project, "W908")] == ["a.yml", "b.yml"]


def test_example_has_no_finding_on_words(example: Project) -> None:
    assert len(example.registry.all(Synonym)) >= 500
    assert [f for f in example.findings if f.code.startswith("W") and not f.excused] == []
