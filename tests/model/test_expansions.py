"""What a search is given for the words people use: terms and targets with weights, on normalised words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.model.expansions import WEIGHTS, Expansion, expansions, normal
from generator.model.synonyms import WordKind
from generator.project import Project
from tests.conftest import AS_OF, check_project

Write = Callable[[str, str], Path]
LINGYONG = ("procedures", "fapiao-lingyong")


def made(project: Path, day: datetime.date = AS_OF) -> dict[str, tuple[Expansion, ...]]:
    registry = check_project(project).registry
    assert registry
    return expansions(registry, day)


def test_word_leads_to_terms_and_targets(project: Path) -> None:
    found = made(project)
    assert found.keys() == {"拿票本", "买票"}
    assert found["买票"] == (Expansion("fapiao-lingyong", (("发票领用", 0.8),), ((*LINGYONG, 0.8),)),)


def test_first_term_weighs_most(project: Path, write: Write) -> None:
    write("data/synonyms/a.yml", "name: 票\nkind: dialect\nwords: [票子]\nmeans: [发票领用, 空白, 纸质发票]\n")
    ((item,),) = [made(project)["票子"]]
    assert item.terms == (("发票领用", 0.7), ("空白", 0.56), ("纸质发票", 0.448))
    assert item.targets == ()


def test_word_of_two_entries_is_shared(project: Path, write: Write) -> None:
    write("data/synonyms/a.yml", "name: 纸票\nwords: [ＡＢ 票]\nmeans: [纸质发票]\n")
    write("data/synonyms/b.yml", "name: 空白票\nwords: [ab票]\nmeans: [空白]\n")
    assert [(item.synonym, item.terms) for item in made(project)["ab票"]] == [
        ("a", (("纸质发票", 0.4),)),
        ("b", (("空白", 0.4),)),
    ]


def test_one_entry_with_a_word_twice_claims_it_once(project: Path, write: Write) -> None:
    write("data/synonyms/a.yml", "name: 纸票\nwords: [纸票, 纸 票, ！！]\nmeans: [纸质发票]\n")
    found = made(project)
    assert found["纸票"][0].terms == (("纸质发票", 0.8),)
    assert "" not in found


def test_only_what_is_in_force(project: Path, write: Write) -> None:
    """A synonym that has ended gives nothing, nor is a target that has ended or never was."""
    write("data/synonyms/a.yml", "name: 旧\nwords: [旧票]\nmeans: [空白]\neffective_to: 2026-01-01\n")
    assert "旧票" not in made(project)
    assert "旧票" in made(project, datetime.date(2026, 1, 1))
    write("data/synonyms/b.yml", "name: 新\nwords: [新票]\nmeans: [空白]\ntargets: {procedures: [nowhere]}\n")
    assert made(project)["新票"][0].targets == ()
    path = project / "data/procedures/fapiao-lingyong.yml"
    path.write_text(path.read_text("utf-8") + "effective_to: 2026-01-01\n", "utf-8")
    assert made(project)["买票"][0].targets == ()


def test_note_goes_with_the_words(project: Path, write: Write) -> None:
    write("data/synonyms/a.yml", "name: 旧\nwords: [旧票]\nmeans: [空白]\nnote: 已经取消，不用再办\n")
    assert made(project)["旧票"][0].note == "已经取消，不用再办"
    assert made(project)["买票"][0].note == ""


def test_every_kind_has_a_weight_below_the_official_term() -> None:
    assert WEIGHTS.keys() == set(WordKind)
    assert all(0 < weight < 1 for weight in WEIGHTS.values())


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(alphabet="税票abＡ１2。 　-"), st.sampled_from([" ", "　", "，", "·", "_"]))
def test_blanks_and_punctuation_do_not_count(text: str, noise: str) -> None:
    assert normal(noise.join(text)) == normal(text)


def test_example_leads_where_a_clerk_would(example: Project) -> None:
    """Words that a counter hears every day reach their procedure in the example bureau."""
    found = expansions(example.registry, AS_OF)
    for word, target in {
        "红票": "hong-zi-zengzhishui-zhuanyongfapiao-kaiju-shenqing",
        "锁盘": "cungenlian-shuju-caiji",
        "退盘": "zengzhishui-shuikong-xitong-zhuanyongshebei-zhuxiao-faxing",
        "生意黄了": "geti-gongshanghu-zhuxiao",
        "外经证": "kua-quyu-sheshui-shixiang-baogao",
    }.items():
        assert target in {id for item in found[word] for _, id, _ in item.targets}, word
    assert len(found) >= 4000
