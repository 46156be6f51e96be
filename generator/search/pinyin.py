"""Pinyin readings of characters, in the form that the index ships (see `tables`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from generator.search.tables import LEVEL_1
from generator.search.text import in_units

_FOLDER = Path(__file__).parent


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Return the readings of each character of the table, as `in_units` has it, sorted."""
    readings_of: dict[str, tuple[str, ...]] = {}
    for line in (_FOLDER / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        syllable, chars = line.split()
        for char in in_units(chars):
            readings_of[char] = (*readings_of.get(char, ()), syllable)
    return readings_of


@cache
def common() -> str:
    """Return the runs of the common characters by reading: "a2 ai13 …"."""
    return (_FOLDER / "common.txt").read_text(encoding="utf-8").strip()


def expand(runs: str, more: str) -> dict[str, list[str]]:
    """Return the readings that a browser decodes from `common` and `shipped`."""
    readings_of: dict[str, list[str]] = {}
    at = 0
    for syllable, count in re.findall(r"([a-z]+)(\d+)", runs):
        for char in LEVEL_1[at : at + int(count)]:
            readings_of[char] = [syllable]
        at += int(count)
    for syllable, chars in re.findall(r"([a-z]+)([^a-z ]+)", more):
        for char in chars:
            readings_of.setdefault(char, []).append(syllable)
    return readings_of


def shipped(chars: Iterable[str]) -> str:
    """Return the readings of these characters that `common` does not include: "hang行 chong重种"."""
    known = expand(common(), "")
    lines: dict[str, str] = {}
    for char in sorted(set(chars)):
        for syllable in readings().get(char, ()):
            if syllable not in known.get(char, ()):
                lines[syllable] = lines.get(syllable, "") + char
    return " ".join(syllable + chars for syllable, chars in sorted(lines.items()))
