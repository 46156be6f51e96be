"""Words of a question that name no matter: fillers are dropped, intents tell which part of a page answers.

They stand in words.txt. The index ships them; the browser has none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILLER = "filler"


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """Return the words by what they tell: an intent, or FILLER. Of words that begin alike the longest counts."""
    found: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, colon, rest = line.partition(":")
        key, rest = (head, rest) if colon else (key, line)
        found[key] = (*found.get(key, ()), *rest.split())
    return found


def fillers() -> tuple[str, ...]:
    """Return what people say around what they mean."""
    return words()[FILLER]


def intents() -> Mapping[str, tuple[str, ...]]:
    """Return, by intent, how people ask for it."""
    return {key: phrases for key, phrases in words().items() if key != FILLER}
