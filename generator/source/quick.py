"""The fast path for plain YAML: a parser in Rust, for text that it reads the same as PyYAML.

`py-yaml12` is four times as fast, but it converts scalars (010 becomes 10), keeps the last of two equal keys and gives
no places. So it is used only for text without ambiguous syntax, and its result only if it has as many keys as the text
has colons that could end one: then no key was lost. All other text, and text with errors, is read by
`yaml_reader.read_thoroughly`. A test compares both.
"""

from __future__ import annotations

import re
from typing import Any

import yaml12

# Syntax that may be read differently, hide a key, or lose its spelling by conversion.
# A regular expression that starts with one fixed letter is searched many times faster than one with alternatives.
_NEVER = ("\t", "\r", "\\", "#", "~", "\n---", "\n...")
MAX_ITEMS = 300
"""Maximum number of items of a list or mapping; longer ones are read by PyYAML and reported with their place."""

_INITIALS = "<TF"
_WORD = re.compile(r"<<|True|TRUE|False|FALSE")
_INDICATORS = "|>&*!@`?%"
_INDICATOR = re.compile(r"(?:^|[\s\[{,:-])[|>&*!@`?%]", re.MULTILINE)  # block scalars, anchors, tags, explicit keys, …
_MAYBE_ODD = re.compile(r"0(?<=[\s\[{,:-]0)")
_ODD_NUMBER = re.compile(r"[\s\[{,:](?:\+[0-9]|-0|0[0-9]+(?:[\s,\]}]|$)|0[xo])")  # +5, -0, 010, 0x1F, 0o17
# Flow collections that PyYAML rejects: a text that begins with a colon, a key over two lines.
_ODD_FLOW = re.compile(r"[\[{,:]\s*:|[{,][^:{}\[\],\n]*\n[^:{}\[\],]*:")
# Valid syntax that is seldom intended: a dash indented deeper than the text before it, one item with a wide comma.
_DEEP_DASH = re.compile(r"\n( *)(?:- +)?(?=[^\s#-])[^\n]*[^\s:,\[{]\n\1 +- ")
_WIDE_COMMA = re.compile(r"\[ *[^\[\]{},，。；？！\"']{1,10}(?:，[^\[\]{},，。；？！\"']{1,10})+\]")
_QUOTED_KEY_END = re.compile(r":(?<=[\"']:)(?!\s|$)")


def read_quickly(text: str) -> Any:
    """Return the value of a plain YAML document (mappings, lists, text), or None if PyYAML must read it.

    `text` must have no hidden characters and no deep nesting.
    """
    if _doubtful(text):
        return None
    try:
        (value,) = yaml12.parse_yaml(text, multi=True)  # without it, parsing stops after the first document
        value, keys = _as_text(value)
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, dict) and keys == _key_ends(text) else None


def _doubtful(text: str) -> bool:
    """Return True if a text is ambiguous. Substring searches come first because they are cheap."""
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
    """Return the number of colons that could end a key; it is at least the number of keys."""
    return text.count(": ") + text.count(":\n") + text.endswith(":") + len(_QUOTED_KEY_END.findall(text))


def _as_text(value: Any) -> tuple[Any, int]:
    """Return a value with every scalar as its source text, and its number of keys.

    Raises TypeError for a scalar that is not text, an integer or a boolean.
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
