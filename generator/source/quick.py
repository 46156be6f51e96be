"""The quick way through plain YAML: a parser in Rust, for text on which it cannot differ from PyYAML.

`py-yaml12` reads a document four times as fast, but gives scalars a type (010 becomes 10), keeps the last of two equal
keys and knows no places. So it is asked only about text without anything that could be read in two ways, and its
answer is taken only when it has as many keys as the text has colons that could end one: none was then lost.
Everything else, and everything wrong, goes the thorough way (`yaml_reader.read`); a test holds both equal.
"""

from __future__ import annotations

import re
from typing import Any

import yaml12

# What may be read differently, hide a key, or not come back from its type as it was written.
# A pattern that begins with one letter is looked for many times faster than one that begins with any of several.
_NEVER = ("\t", "\r", "\\", "#", "~", "\n---", "\n...")
MAX_ITEMS = 300
"""Items of one list or mapping; a longer one is read thoroughly, to be reported with its place."""

_INITIALS = "<TF"
_WORD = re.compile(r"<<|True|TRUE|False|FALSE")
_INDICATORS = "|>&*!@`?%"
_INDICATOR = re.compile(r"(?:^|[\s\[{,:-])[|>&*!@`?%]", re.MULTILINE)  # block scalars, anchors, tags, explicit keys, …
_MAYBE_ODD = re.compile(r"0(?<=[\s\[{,:-]0)")
_ODD_NUMBER = re.compile(r"[\s\[{,:](?:\+[0-9]|-0|0[0-9]+(?:[\s,\]}]|$)|0[xo])")  # +5, -0, 010, 0x1F, 0o17
# What PyYAML refuses in braces and brackets: a text that begins with a colon, a key over two lines.
_ODD_FLOW = re.compile(r"[\[{,:]\s*:|[{,][^:{}\[\],\n]*\n[^:{}\[\],]*:")
# What is read without a fault but seldom meant so: a dash deeper than the text it follows, one item with a wide comma.
_DEEP_DASH = re.compile(r"\n( *)(?:- +)?(?=[^\s#-])[^\n]*[^\s:,\[{]\n\1 +- ")
_WIDE_COMMA = re.compile(r"\[ *[^\[\]{},，。；？！\"']{1,10}(?:，[^\[\]{},，。；？！\"']{1,10})+\]")
_QUOTED_KEY_END = re.compile(r":(?<=[\"']:)(?!\s|$)")


def read_quickly(text: str) -> Any:
    """Return the value of a plain YAML document (mappings, lists, text), or None where only the thorough way will do.

    `text` holds no hidden characters and is not nested deeply.
    """
    if _doubtful(text):
        return None
    try:
        (value,) = yaml12.parse_yaml(text, multi=True)  # else it stops where the first document seems to end
        value, keys = _as_text(value)
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, dict) and keys == _key_ends(text) else None


def _doubtful(text: str) -> bool:
    """Tell whether a text could be read in two ways. Plain searches first: they cost next to nothing."""
    if any(mark in text for mark in _NEVER) or text.lstrip().startswith(("---", "...")):
        return True
    if any(mark in text for mark in _INDICATORS) and _INDICATOR.search(text):
        return True
    if any(mark in text for mark in _INITIALS) and _WORD.search(text):
        return True
    if _ODD_FLOW.search(text) or _DEEP_DASH.search("\n" + text):
        return True
    if "，" in text and _WIDE_COMMA.search(text):
        return True
    return ("+" in text or _MAYBE_ODD.search(text) is not None) and _ODD_NUMBER.search(text) is not None


def _key_ends(text: str) -> int:
    """Return how many colons there are that could end a key: at least as many as keys."""
    return text.count(": ") + text.count(":\n") + text.endswith(":") + len(_QUOTED_KEY_END.findall(text))


def _as_text(value: Any) -> tuple[Any, int]:
    """Return a value with every scalar as the text it was, and the number of keys in it.

    Raises TypeError for what is neither text nor a whole number nor true or false.
    """
    kind = type(value)
    if kind is str:
        return value, 0
    if kind is dict:
        keys = len(value)
        if keys > MAX_ITEMS:
            raise TypeError
        for key, item in value.items():
            if type(key) is not str:
                raise TypeError
            if type(item) is not str:
                value[key], inside = _as_text(item)
                keys += inside
        return value, keys
    if kind is list:
        keys = 0
        if len(value) > MAX_ITEMS:
            raise TypeError
        for index, item in enumerate(value):
            if type(item) is not str:
                value[index], inside = _as_text(item)
                keys += inside
        return value, keys
    if kind is bool:
        return "true" if value else "false", 0
    if kind is int:
        return str(value), 0
    raise TypeError
