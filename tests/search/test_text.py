"""How text is cut: normal forms, runs, grams; pinyin; ids in short."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.places import PLACES
from generator.search.pinyin import common, expand, readings, shipped
from generator.search.short_ids import shorten
from generator.search.tables import LEVEL_1
from generator.search.text import grams, normal, opening, runs, text_grams
from tests.search.vectors import VECTORS


def test_normal_is_half_width_lower_case_and_simplified() -> None:
    assert normal("ＡＰＰ稅務登記　㈱") == "app税务登记 (株)"


def test_a_character_beyond_the_first_plane_counts_once() -> None:
    assert normal("大𫭟厅") == "大\uf85f厅" and normal("👍") == "👍"
    assert readings()[normal("𫭟")] == ("ou",)


def test_runs_are_of_one_script() -> None:
    assert runs("a股12366，税控ukey3盘〇") == ["a", "股", "12366", "税控", "ukey", "3", "盘〇"]


def test_grams_are_pairs_words_and_numbers() -> None:
    assert list(grams("开票app 12366 税")) == ["开票", "app", "12366", "税"]
    assert text_grams("开票员app12366税") == ["开票", "票员", "app", "12366", "12366税"]
    assert list(grams("10万元")) == ["10万", "10", "万元"]


@given(st.text(alphabet="税务票a1 ，", max_size=30))
def test_running_text_has_the_grams_of_a_name_but_for_single_characters(text: str) -> None:
    assert set(text_grams(text)) == {gram for gram in grams(text) if len(gram) > 1 or gram < "〇"}


def test_polyphones_have_every_common_reading() -> None:
    assert set(readings()["会"]) == {"hui", "kuai"}
    assert set(readings()["行"]) == {"hang", "xing"}
    assert set(readings()["重"]) == {"chong", "zhong"}


def test_names_of_places_are_read_as_people_there_read_them() -> None:
    for name, read in (
        ("硚口", "qiao kou"),
        ("鄠邑", "hu yi"),
        ("甪直", "lu zhi"),
        ("珲春", "hun chun"),
        ("六安", "lu an"),
    ):
        assert all(syllable in readings()[char] for char, syllable in zip(name, read.split(), strict=True)), name
    for name, read in PLACES.items():
        plain = unicodedata.normalize("NFD", read).encode("ascii", "ignore").decode().split()
        assert all(syllable in readings()[char] for char, syllable in zip(name, plain, strict=True)), name


def test_what_is_shipped_tells_every_reading_of_its_characters() -> None:
    chars = "会计银行重税率囗灏"
    told = expand(common(), shipped(chars))
    assert all(set(readings().get(char, ())) <= set(told.get(char, ())) for char in chars)
    assert sum(told[char][0] in readings()[char] for char in LEVEL_1) > 0.99 * len(LEVEL_1)


@pytest.mark.parametrize("vector", VECTORS["ids"], ids=lambda vector: vector["code"])
def test_ids_in_short(vector: dict[str, Any]) -> None:
    assert shorten(vector["id"], vector["name"], VECTORS["sounds"]) == vector["code"]


@pytest.mark.parametrize("vector", VECTORS["texts"], ids=lambda vector: vector["text"])
def test_text_is_cut_as_the_browser_cuts_it(vector: dict[str, Any]) -> None:
    text = vector["text"]
    assert runs(text) == vector["runs"]
    assert list(dict.fromkeys(grams(text))) == vector["grams"]
    assert [opening(text, at) for at in range(len(text))] == vector["openings"]
