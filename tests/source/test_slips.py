"""What editors type by accident: found at its place, told with its remedy, and nothing else of the file hidden."""

from __future__ import annotations

import time

import pytest

from generator.source.names import of_the_system
from generator.source.yaml_reader import MAX_SAME, decode, locate, read

SLIPS = {
    "wide colon on the first line": (
        "name：甲\nkind: a\nb: c\n",
        [("Y101", 1, 5)],
        {"name": "甲", "kind": "a", "b": "c"},
    ),
    "wide colons everywhere": ("a：甲\nb：乙\n", [("Y101", 1, 2), ("Y101", 2, 2)], {"a": "甲", "b": "乙"}),
    "wide space after a key": ("a: b\nkind:　c\n", [("Y121", 2, 6)], {"a": "b", "kind": "c"}),
    "no-break space after a key": ("kind:\u00a0c\n", [("Y121", 1, 6)], {"kind": "c"}),
    "wide space as indentation": ("a:\n  - {b: 1}\n　- {b: 2}\n", [("Y121", 3, 1)], {"a": [{"b": "1"}, {"b": "2"}]}),
    "no space after the colon in braces": (
        "a: {count:7, unit: d}\n",
        [("Y101", 1, 5)],
        {"a": {"count": "7", "unit": "d"}},
    ),
    "a comma in a number": ("a: {count: 1,000, unit: d}\n", [("Y101", 1, 14)], {"a": {"count": "1000", "unit": "d"}}),
    "an open quotation": ('a: "甲。\nb: [c]\n', [("Y101", 1, 4)], {"a": "甲。", "b": ["c"]}),
    "an open quotation that another one closes": ('a: "甲\nb: "乙"\n', [("Y101", 1, 4)], {"a": "甲", "b": "乙"}),
    "Chinese braces": ("a: ｛b: c｝\n", [("Y101", 1, 4), ("Y101", 1, 9)], {"a": {"b": "c"}}),
    "two slips": ("a：甲\nb: {c：d, e: f}\n", [("Y101", 1, 2), ("Y101", 2, 5)], {"a": "甲", "b": {"c": "d", "e": "f"}}),
    "a dash too deep": ("a:\n  - 甲\n    - 乙\n", [("Y122", 3, 5)], {"a": ["甲 - 乙"]}),
    "a list under a text": ("a: 甲\n  - 乙\n", [("Y122", 2, 3)], {"a": "甲 - 乙"}),
    "text behind a hash": ("a:\n  - 到 #3 窗口\n", [("Y123", 2, 7)], {"a": ["到"]}),
    "text behind a hash and a space": ("a: 编号 # 3\n", [("Y123", 1, 7)], {"a": "编号"}),
    "two in one": ("a: [甲，乙]\n", [("Y124", 1, 5)], {"a": ["甲，乙"]}),
}


@pytest.mark.parametrize(("text", "found", "value"), SLIPS.values(), ids=SLIPS.keys())
def test_slips_are_found_and_the_rest_is_read(text: str, found: list[tuple[str, int, int]], value: object) -> None:
    document = read(text)
    assert [(problem.rule.code, problem.line, problem.column) for problem in document.problems] == found
    assert document.value == value


@pytest.mark.parametrize(
    "text",
    [
        "a: b  # 说明\n",
        "# 说明\na: b\n#b: c\n",
        'a: "到 #3 窗口"\n',
        "a: C#3\n",
        "a: |\n  到 #3 窗口\n  - 乙\n",
        "a: [甲方，乙方。]\n",
        "a: ['甲，乙']\n",
        "a: [甲，乙, 丙]\n",
        "a:\n  - 甲\n  - 乙\n",
        "a:\n  - - 甲\n    - 乙\n",
        "a:\n  - b: 甲\n    c:\n      - 乙\n",
        'a: "甲\n  - 乙"\n',
        "a: 甲 - 乙\n",
        "a: 一段文字，\n  接着写\n",
        "a: {b: '1,000'}\n",
        "a: https://www.example.gov.cn/a:7\n",
        "a: |\n  <<<<<<< HEAD\n",
        "a: ㎡ ① № ℃ （）「」﨏\n",
    ],
)
def test_what_is_meant_so_is_no_slip(text: str) -> None:
    assert read(text).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> li\n",
        "a: [\n<<<<<<< HEAD\n  b\n=======\n  c\n>>>>>>> li\n]\n",
        "a: |\n  b\n<<<<<<< HEAD\n  c\n=======\n  d\n>>>>>>> li\n",
    ],
)
def test_merge_conflicts_are_found_wherever_they_stand(text: str) -> None:
    assert [problem.rule.code for problem in read(text).problems] == ["Y126"]


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\ue06c", "自造字"),
        ("\ufffd", "乱码"),
        ("⻋", "“车”"),
        ("⼀", "“一”"),
        ("\uf900", "“豈”"),
        ("５", "半角的 5"),
        ("⺄", "偏旁"),
    ],
)
def test_twins_of_characters_are_told_what_they_are(character: str, words: str) -> None:
    (problem,) = read(f"a: 甲{character}\n").problems
    assert (problem.rule.code, problem.column) == ("Y121", 5)
    assert words in problem.words["what"] + problem.words["todo"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_called_so(encoding: str) -> None:
    text, problem = decode("name: abc\nkind: form\n".encode(encoding))
    assert text == "" and problem and "UTF-16" in problem.words["guess"]


@pytest.mark.parametrize("name", ["desktop.ini", "Desktop.ini", "Thumbs.db", ".DS_Store", "~$名册.xlsx"])
def test_files_of_systems_are_known(name: str) -> None:
    assert of_the_system(name)


@pytest.mark.parametrize(
    "text",
    [
        'name: "' + "[" * 40_000,
        "\0" * 300_000,
        "".join(f"k{number}: 1\n" for number in range(4000)),
        "a: [&a '" + "长" * 1900 + "'," + ",".join(["*a"] * 100_000) + "]\n",
        "a: b #c\n" * 20_000,
        "a：b\n" * 20_000,
        "a:\n" + "  - b\n    - c\n" * 20_000,
        "{a: b，c" * 50_000,
        "a: 　" * 100_000,
        'a: "b\n' * 20_000,
    ],
    ids=["[", "NUL", "keys", "aliases", "#", "colons", "dashes", "braces", "spaces", "quotes"],
)
def test_small_files_take_no_time_and_tell_little(text: str) -> None:
    begun = time.process_time()
    document = read(text)
    assert time.process_time() - begun < 30, "minutes, as it once took"
    assert document.problems
    codes = [problem.rule.code for problem in document.problems]
    assert max(map(codes.count, codes)) <= MAX_SAME
    assert len(repr(document.value)) < 1_000_000


def test_places_are_those_of_the_file_as_it_was_meant() -> None:
    assert locate("name：甲\nkind: [a, b]\n", ("kind", 1)) == (2, 11)
