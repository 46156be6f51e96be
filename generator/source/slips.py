"""Typical slips of editors: their place in a text, the message, and the corrected text.

Reading continues with the corrected text, so that one slip does not hide other problems of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LONGEST_LINE = 1000
"""Number of characters of a line that are searched for slips; some patterns take quadratic time."""

_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ?", re.MULTILINE)
_SEVERAL = re.compile(r"[^，。；？！]{1,10}(?:，[^，。；？！]{1,10})+")
_DASH = re.compile(r"[ \t]*- ")


class Slip(NamedTuple):
    """One slip: line and column (from 1), message, and the corrected text (None if unknown)."""

    line: int
    column: int
    detail: str
    mended: str | None


def conflict(text: str) -> int | None:
    """Return the line of the first marker of a merge conflict (`<<<<<<<` or `>>>>>>>`), None if there is none."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    match = _CONFLICT.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else None


_PATTERNS = (
    (re.compile(r"^ *(?:- +)?[A-Za-z_]\w*(：)"), "字段名后面是中文冒号，要改成英文冒号加一个空格", ": "),
    (re.compile(r"^ *(?:- +)?[A-Za-z_]\w*(:)(?=[^\s/:])"), "冒号后面要空一格", ": "),
    (re.compile(r"[\[{][^\]}\[{]*?[^\W_](：)"), "括号里用了中文冒号，要改成英文冒号加一个空格", ": "),
    (re.compile(r"[\[{][^\]}\[{]*?(，)(?= *[a-z_]+:)"), "括号里用了中文逗号，要改成英文逗号", ", "),
    (re.compile(r"([｛〔])(?= *[a-z_]+:)"), "用了中文花括号，要改成英文的 { }", "{"),
    (re.compile(r"\{[^{}]*?([｝〕])"), "用了中文花括号，要改成英文的 { }", "}"),
    (re.compile(r": *([【［])"), "用了中文方括号，要改成英文的 [ ]", "["),
    (re.compile(r"\[[^\[\]]*?([】］])"), "用了中文方括号，要改成英文的 [ ]", "]"),
    (re.compile(r"[:-] +(\")[^\"]*\"(?=[^\s,}\]#])"), "英文引号要括住整段文字，或者改用中文引号", None),
)
"""Typical slips of Chinese input methods in a line that does not parse: pattern, advice, replacement."""


def slip_near(text: str, lines: list[int]) -> Slip | None:
    """Return the first known slip in one of these lines (from 1) of a text that does not parse."""
    rows = text.split("\n")
    for number in lines:
        if not 1 <= number <= len(rows):
            continue
        row = rows[number - 1]
        for pattern, detail, meant in _PATTERNS:
            if found := pattern.search(row[:_LONGEST_LINE]):
                mended = None
                if meant is not None:
                    changed = row[: found.start(1)] + meant + row[found.end(1) :].lstrip(" ")
                    mended = "\n".join([*rows[: number - 1], changed, *rows[number:]])
                return Slip(number, found.start(1) + 1, detail, mended)
    return None


def open_quote(text: str, last: int) -> Slip | None:
    """Return the slip of a quotation mark that is not closed on its line, in a text that does not parse.

    The lines up to `last` (from 1) are searched. A mark on a later line closes the quotation by accident.
    """
    rows = text.split("\n")
    for number, row in enumerate(rows[:last], 1):
        for mark in "\"'":
            begun = re.search(rf"(?:[:,\[{{-] *|^)({mark})", row[:_LONGEST_LINE])
            if begun and row.count(mark) % 2:
                mended = "\n".join([*rows[: number - 1], row.rstrip() + mark, *rows[number:]])
                return Slip(number, begun.start(1) + 1, "这一行的英文引号没有配对：有开头没有结尾", mended)
    return None


def is_several(item: str) -> bool:
    """Return True if the only item of a flow list was probably meant as several: short parts, no sentence."""
    return "，" in item and _SEVERAL.fullmatch(item) is not None


def dash_inside(lines: list[str], first: int, last: int) -> int | None:
    """Return the line (from 0) on which a multi-line text has a list's dash, None if it has none.

    `lines` are those of the document; the plain scalar starts on line `first` and ends on line `last`.
    """
    return next((number for number in range(first + 1, min(last + 1, len(lines))) if _DASH.match(lines[number])), None)


def lost_comments(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Yield (index, message) for each `#` after a value that YAML reads as a comment but that does not look like one.

    A comment has two spaces before and one after the `#`. `spans` are the (start, end) of the scalars in the text.
    """
    begin = 0
    inside = iter(sorted(spans))
    span = next(inside, None)
    for line in text.split("\n"):
        at = 0 if "#" in line else -1
        while at >= 0:
            at = line.find("#", at)
            place = begin + at
            while span and span[1] <= place:
                span = next(inside, None)
            if at > 0 and line[at - 1] in " \t" and not (span and span[0] <= place):
                before = line[:at]
                if before.strip() and (not before.endswith("  ") or line[at + 1 : at + 2].strip()):
                    yield place, line[at : at + 20]
                break
            if at == 0 or (at > 0 and not line[:at].strip()):
                break
            at = at + 1 if at >= 0 else -1
        begin += len(line) + 1
