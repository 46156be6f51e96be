"""Reading YAML: scalars stay text, nothing happens silently, nothing crashes, places are right."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.findings import Path
from generator.hidden import HIDDEN
from generator.source.characters import odd_characters
from generator.source.document import Document
from generator.source.slips import is_several
from generator.source.yaml_reader import MAX_ALIASES, MAX_DEPTH, decode, locate, read


def places(text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of every problem."""
    return [(problem.rule.code, problem.line, problem.column) for problem in read(text).problems]


def codes(document: Document) -> set[str]:
    return {problem.rule.code for problem in document.problems}


@pytest.mark.parametrize(
    "scalar",
    ["no", "yes", "true", "010", "0x1F", "8:30", "12:30:45", "1e3", "1_000", "~", "null", ".inf", "2026-07-01", "1.10"],
)
def test_scalars_stay_text(scalar: str) -> None:
    assert read(f"a: {scalar}\nb: [{scalar}]\n{scalar}: c\n") == Document({"a": scalar, "b": [scalar], scalar: "c"}, ())


def test_duplicate_key_names_both_lines() -> None:
    document = read("a: 1\nb: 2\n\na: 3\n")
    (problem,) = document.problems
    assert (problem.rule.code, problem.line, problem.column) == ("Y105", 4, 1)
    assert problem.words == {"key": "a", "first": 1}
    assert document.value == {"a": "1", "b": "2"}


def test_duplicate_key_is_found_at_any_depth() -> None:
    assert places("a:\n  - {b: 1, c: 2, b: 3}\n") == [("Y105", 2, 18)]


@pytest.mark.parametrize("tag", ["!!int", "!!binary", "!vault", "!!python/object/apply:os.system", "!!set", "!!map2"])
@pytest.mark.parametrize("value", ["x", "[x]", "{x: y}"])
def test_tags_are_problems_and_do_nothing(tag: str, value: str) -> None:
    assert read(f"a: {tag} {value}\n").value == read(f"a: {value}\n").value
    assert places(f"a: {tag} {value}\n") == [("Y110", 1, 4)]


def test_alias_gives_the_same_value() -> None:
    document = read("a: &x {b: [c]}\nd: *x\ne: &y t\nf: *y\n")
    assert document == Document({"a": {"b": ["c"]}, "d": {"b": ["c"]}, "e": "t", "f": "t"}, ())
    assert document.value["a"] is document.value["d"]


@pytest.mark.parametrize(("aliases", "expected"), [(MAX_ALIASES, []), (MAX_ALIASES + 1, ["Y109"]), (299, ["Y109"])])
def test_aliases_have_a_limit(aliases: int, expected: list[str]) -> None:
    document = read(f"a: &x [b]\nc: [{', '.join(['*x'] * aliases)}]\n")
    assert [problem.rule.code for problem in document.problems] == expected
    assert sum(item == ["b"] for item in document.value["c"]) == min(aliases, MAX_ALIASES)


def test_aliases_of_aliases_do_not_blow_up() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    document = read("\n".join(lines))
    assert "Y109" in codes(document)
    assert len(repr(document.value)) < 5000


@pytest.mark.parametrize("text", ["&a [*a]", "&a {b: *a}", "a: &a\n  b: &b [*a, *b]"])
def test_alias_inside_itself_ends(text: str) -> None:
    assert len(repr(read(text).value)) < 100


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "-\t" * 100_000,
        "? " * 100_000,
        "{a: x, b: " * 100_000,
        "{a: " * 100_000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "- " * (MAX_DEPTH + 1) + "a",
        "".join(" " * depth + "a:\n" for depth in range(400)) + " " * 400 + "b",
        "".join(f"{' ' * depth}- \n" for depth in range(400)) + " " * 400 + "b",
    ],
    ids=["[", "-", "-tab", "?", "{a,", "{a", "[41", "-41", "block-map", "block-list"],
)
def test_deep_nesting_is_a_problem(text: str) -> None:
    document = read(text)
    assert document.value is None
    assert codes(document) & {"Y108", "Y101"}


@pytest.mark.parametrize(
    "text",
    [
        "".join(" " * depth + "a:\n" for depth in range(MAX_DEPTH + 5)) + " " * (MAX_DEPTH + 5) + "b",
        # 39 dashes a line: RecursionError escapes from read()
        "".join(" " * (79 * step) + "- " * 39 + "a:\n" for step in range(38)) + " " * (79 * 38) + "b",
    ],
    ids=["45 levels", "staircase"],
)
def test_deep_block_nesting_is_a_problem(text: str) -> None:
    assert codes(read(text)) == {"Y108"}


def test_nesting_up_to_the_limit_is_read() -> None:
    value = read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert value.problems == ()


@pytest.mark.parametrize(
    "character",
    ["\u200b", "\u200e", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u2060", "\u2028", "\x00", "\x07", "\x1b", "\x7f",
     "\x85", "\U000e0041"],
    ids=ascii,
)  # fmt: skip
def test_hidden_characters_have_a_place(character: str) -> None:
    document = read(f"a: b\nc: 汉{character}字\n")
    (problem,) = document.problems
    assert (problem.rule.code, problem.line, problem.column) == ("Y106", 2, 5)
    assert problem.words == {"code": f"U+{ord(character):04X}"}
    assert document.value == {"a": "b", "c": "汉字"}


def test_every_line_with_a_hidden_character_is_reported_and_the_rest_is_read() -> None:
    text = "\u200ba: b\nc\u200b: d\u200b"
    assert places(text) == [("Y106", 1, 1), ("Y106", 2, 2)]
    assert read(text).value == {"a": "b", "c": "d"}


@pytest.mark.parametrize("text", ['a: "b\\u202e"', 'a: "\\x00b"', '"a\\e": b', 'a: ["b\\u200B"]'])
def test_hidden_characters_by_escape_have_a_place(text: str) -> None:
    assert [code for code, _, _ in places(text)] == ["Y106"]
    assert read(text).value in ({"a": "b"}, {"a": ["b"]})


@pytest.mark.parametrize("visible", ["中文", "é", "Ω", "𠮷", "😀", "“”…—", "a\tb", "①"])
def test_visible_characters_are_fine(visible: str) -> None:
    assert read(f"a: {visible}b\n") == Document({"a": f"{visible}b"}, ())


@pytest.mark.parametrize(
    ("text", "line", "column"), [("a:\n\t- b\n", 2, 1), ("a:\n  b: c\n  \td: e\n", 3, 3), ("\ta: b", 1, 1)]
)
def test_tab_indentation(text: str, line: int, column: int) -> None:
    assert places(text) == [("Y107", line, column)]


def test_bom_is_accepted() -> None:
    assert decode("\ufeffa: 一".encode()) == ("a: 一", None)


@pytest.mark.parametrize(
    ("data", "line", "column", "guess"),
    [
        ("a: b\nc: 发票".encode("gbk"), 2, 4, "GBK"),
        ("名: x\n汉".encode() + b"\xff\xff", 2, 2, "不认识"),
    ],
)
def test_other_encodings_are_guessed(data: bytes, line: int, column: int, guess: str) -> None:
    text, problem = decode(data)
    assert text == ""
    assert problem
    assert (problem.rule.code, problem.line, problem.column) == ("Y102", line, column)
    assert problem.words["guess"].startswith(guess)


def test_crlf_reads_like_lf() -> None:
    text = "a: b\nc:\n  - d\ne: |\n  f\n  g\na: h\n"
    assert read(text.replace("\n", "\r\n")) == read(text)
    assert locate(text.replace("\n", "\r\n"), ("c", 0)) == (3, 5)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "   "])
def test_empty(text: str) -> None:
    assert places(text) == [("Y104", 1, 1)]
    assert read(text).value is None


@pytest.mark.parametrize(("text", "value"), [("- a\n- b\n", ["a", "b"]), ("文字", "文字"), ("'1'", "1")])
def test_other_values_than_mappings_are_read(text: str, value: object) -> None:
    assert read(text) == Document(value, ())


@pytest.mark.parametrize(
    "text", ["a: &x {b: c}\n<<: *x\n", "a: d\n'<<': {b: c}\n", "a: d\n[b]: c\n", "a: d\n{b: c}: e"]
)
def test_keys_are_plain_text(text: str) -> None:
    assert places(text) == [("Y112", 2, 1)]
    assert read(text).value.keys() == {"a"}


@pytest.mark.parametrize(
    ("text", "line", "column", "value"),
    [
        ("a: b\nc:\n", 2, 1, {"a": "b"}),
        ("a:\n  b:\n  c: d\n", 2, 3, {"a": {"c": "d"}}),
        ("a: {b: , c: d}\n", 1, 5, {"a": {"c": "d"}}),
        ("a:\n- b\n-\n- c\n", 3, 2, {"a": ["b", "c"]}),
    ],
)
def test_empty_values_count_as_not_written(text: str, line: int, column: int, value: object) -> None:
    assert places(text) == [("Y111", line, column)]
    assert read(text).value == value


def test_quoted_empty_text_is_a_value() -> None:
    assert read("a: ''\nb: \"\"\n") == Document({"a": "", "b": ""}, ())


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: b\nc\nd: e\n", 2, 1, "冒号"),
        ("a: b\nc：d\ne: f\n", 2, 2, "中文冒号"),
        ("a: b\nc:d\ne: f\n", 2, 2, "空一格"),
        ("- {a: b}\n- {c：d, e: f}\n", 2, 4, "中文冒号"),
        ("- {a: b，c: d}\n", 1, 8, "中文逗号"),
        ('a: "b"c\n', 1, 4, "整段文字"),
        ("a: b: c\n", 1, 5, "冒号"),
        ("a: b\n c: d\n", 2, 3, "缩进"),
        ("a: 'b\n", 1, 4, "没有配对"),
        ("a: [b\nc: d\n", 1, 4, "没有收尾"),
        ("a: *x\n", 1, 4, "*名字"),
        ("a: @b\n", 1, 4, "引号"),
        ('a: "\\q"\n', 1, 5, "单引号"),
        ("a:\n  - b\n  c: d\n", 3, 3, "对齐"),
    ],
)
def test_syntax_errors_speak_chinese(text: str, line: int, column: int, words: str) -> None:
    (problem,) = read(text).problems
    assert (problem.rule.code, problem.line, problem.column) == ("Y101", line, column)
    assert words in problem.words["detail"]


def test_chinese_colon_within_braces_is_named() -> None:
    (problem,) = read("a: b\nc: [{d：e}]\n").problems
    assert (problem.rule.code, problem.line, problem.column) == ("Y101", 2, 6)
    assert "中文冒号" in problem.words["detail"]


def test_second_document_is_named() -> None:
    assert "只能写一项" in read("a: b\n---\nc: d\n").problems[0].words["detail"]


@pytest.mark.parametrize("character", ["\ufffe", "\uffff"], ids=ascii)
def test_what_libyaml_refuses_speaks_chinese(character: str) -> None:
    (problem,) = read(f"a: b\nc: 汉{character}\n").problems
    assert problem.line == 2
    assert not any(letter.isascii() and letter.isalpha() for letter in problem.words.get("detail", ""))


TEXT = """\
name: 发票
steps:
  - name: 受理
    within: {count: 3, unit: day}
  - 办结
empty:
after: x
"""


@pytest.mark.parametrize(
    ("path", "at_key", "expected"),
    [
        ((), False, (1, 1)),
        (("name",), False, (1, 7)),
        (("name",), True, (1, 1)),
        (("steps",), True, (2, 1)),
        (("steps", 0), False, (3, 5)),
        (("steps", 0, "within", "unit"), False, (4, 30)),
        (("steps", 0, "within", "unit"), True, (4, 24)),
        (("steps", 1), False, (5, 5)),
        (("steps", 7), False, (3, 3)),
        (("steps", 0, "missing"), False, (3, 5)),
        (("steps", 0, "within", "count", "deeper"), False, (4, 21)),
        (("name", 0), False, (1, 7)),
        (("empty",), False, (6, 1)),
        (("missing",), True, (1, 1)),
    ],
)
def test_locate(path: Path, at_key: bool, expected: tuple[int, int]) -> None:
    assert locate(TEXT, path, at_key=at_key) == expected


@pytest.mark.parametrize("text", ["", "a: [", "\x00"])
def test_locate_in_what_cannot_be_read(text: str) -> None:
    assert locate(text, ("a",)) == (1, 1)


def test_locate_agrees_with_read_after_an_empty_item() -> None:
    text = "a:\n- b\n-\n- c\n"
    assert read(text).value["a"][1] == "c"
    assert locate(text, ("a", 1)) == (4, 3)


WORD = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12).filter(
    lambda word: not any(odd_characters(word)) and not is_several(word) and not HIDDEN.search(word)
)
KEY = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUE = st.recursive(
    WORD, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=8
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEY, VALUE, min_size=1, max_size=4), st.booleans())
def test_what_is_written_is_read(value: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow)
    assert read(text) == Document(value, ())


@settings(max_examples=150, deadline=None)
@given(st.text() | st.text("abc:-[]{}&*!|>'\"\n \t#%@?,<", max_size=40))
def test_reading_never_raises(text: str) -> None:
    document = read(text)
    assert document.value is not None or document.problems
