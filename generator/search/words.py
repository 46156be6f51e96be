"""Words of a question that name no subject: fillers, which are dropped, and intents, which select the answer.

They are in words.txt. The index ships them to the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILLER = "filler"


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """Return the words by intent or FILLER. If several words match at one place, the longest counts."""
    by_meaning: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, colon, rest = line.partition(":")
        key, rest = (head, rest) if colon else (key, line)
        by_meaning[key] = (*by_meaning.get(key, ()), *rest.split())
    return by_meaning


def fillers() -> tuple[str, ...]:
    """Return the fillers."""
    return words()[FILLER]


def intents() -> Mapping[str, tuple[str, ...]]:
    """Return the words of each intent."""
    return {key: phrases for key, phrases in words().items() if key != FILLER}
