"""The quick way of reading: where it answers, the thorough way gives the same value and finds no fault."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.source.quick import read_quickly
from generator.source.yaml_reader import _too_deep, read, read_thoroughly

ROOT = Path(__file__).parents[2]

# fmt: off
_scalars = st.sampled_from(
    [
        "甲", "no", "true", "True", "null", "~", "", "010", "0", "5", "-5", "+5", "-0", "0x1F", "0o17", "1_000",
        "1e3", "0.5", ".inf", "2026-07-01", "12:30", "12:30:45", "a b", "a: b", "a:b", "- a", "#x", "a #b",
        '"q"', "'q'", "it's", '"a: b"', "&a", "*a", "!t x", "|", ">", "?", "? a", "@", "`", "%", "[", "]", "{",
        "}", ",", "x,y", "<<", "---", "...", "\\", '"\\n"', "0571-1", "a\tb", "99999999999999999999",
    ]
)
# fmt: on
_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(st.tuples(_scalars, inner), max_size=3).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items) + "}"
        ),
    ),
    max_leaves=4,
)
_line = st.tuples(st.sampled_from(["", "", "  ", "- ", "  - ", "    "]), st.sampled_from("abc"), _values).map(
    lambda parts: f"{parts[0]}{parts[1]}: {parts[2]}"
)
_lines = st.one_of(
    _line,
    st.tuples(st.sampled_from(["", "  ", "- ", "  - "]), _values).map("".join),
    st.sampled_from(["a:", "b:", "- a:"]),
)
documents = st.lists(_lines, min_size=1, max_size=6).map(lambda lines: "\n".join(lines) + "\n")


def agrees(text: str) -> None:
    """Where the quick way answers, the thorough way gives the same value, and no problem."""
    if any(mark in text for mark in "\t") or _too_deep(text):
        return
    value = read_quickly(text)
    if value is not None:
        document = read_thoroughly(text)
        assert (value, ()) == (document.value, document.problems), text


@settings(max_examples=600, deadline=None)
@given(documents)
@example("a: {b, b}\nc: 'x: y'\n")
@example("a: [b: c, b: d]\n")
@example("? a\n: b\na: c\n")
@example("a: b\n c\nd: e\n")
@example("a:\n- b\n- c: d\n  e: f\n")
@example('{"a":b,"a":c}\n')
@example('{"a":010,"b":-0,"c":+5}\n')
@example("a: 1\nb: x: y\n")
def test_agrees_with_the_thorough_way(text: str) -> None:
    agrees(text)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_agrees_on_damaged_entries(data: st.DataObject) -> None:
    files = sorted((ROOT / "data").glob("*/*.yml"))
    text = data.draw(st.sampled_from(files)).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    agrees(text[:start] + data.draw(_scalars) + text[start + data.draw(st.integers(0, 30)) :])


def test_answers_for_every_entry_of_the_example() -> None:
    files = sorted((ROOT / "data").rglob("*.yml"))
    assert len(files) > 800
    plain = [(file, text) for file in files if "#" not in (text := file.read_text(encoding="utf-8"))]
    assert len(files) - len(plain) < 5  # comments are left to PyYAML
    for file, text in plain:
        assert read_quickly(text) == read_thoroughly(text).value, file


@pytest.mark.parametrize(
    "text",
    [
        "a: 010\n",
        '{"a":010}\n',
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a:\n",
        "a: ~\n",
        "a: True\n",
        "a: 0.5\n",
        "a: &x b\n",
        "a: !t b\n",
        "a: |\n  b\n",
        "5: a\n",
        "- a\n",
        "a\n",
        "a: b #c\n",
        "a: '1: 2'\n",
        "a: [\n",
        "a: {b, b}\nc: 'x: y'\n",
        "a: [ :b]\n",
        "a: {b: :c}\n",
        "a: {b\n  c: d}\n",
        'a: {b: c, "d\n  ": e}\n',
        "",
    ],
)
def test_leaves_what_is_doubtful(text: str) -> None:
    assert read_quickly(text) is None


def test_reading_goes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "compose", None)
    assert read("a: 5\nb: [true, x]\n").value == {"a": "5", "b": ["true", "x"]}
