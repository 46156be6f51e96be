"""The pinyin by which names are sorted and found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from generator.places import teach

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = "~"
"""Heading of names that do not begin with a letter; sorts after the letters."""
BETWEEN = "\0"
"""Separator within a sort key; sorts before every letter."""
_COUNTRY = "中华人民共和国"
_PHRASE = 4
"""Number of characters read together: the length of the longest words with context-dependent readings."""


def sort_key(name: str) -> str:
    """Return the sort key of a name as one text."""
    syllables = reading(name)
    return BETWEEN.join((initial(syllables), *syllables))


def reading(name: str) -> tuple[str, ...]:
    """Return the pinyin by which a name is sorted, without tones: a syllable for each Chinese character.

    Letters and digits are kept one by one. Punctuation is skipped, and so is 中华人民共和国 before the name of a law.
    """
    plain = _plain(name)
    return (*_syllables(plain[:_PHRASE]), *map(_one, plain[_PHRASE:]))


def initial(syllables: Sequence[str]) -> str:
    """Return the index letter of a name with these syllables, "~" if it does not begin with a letter."""
    first = syllables[0][0]
    return first if first in LETTERS else OTHER


def _plain(name: str) -> str:
    """Return the characters of a name that count for sorting; the whole name if there are none."""
    plain = normalize("NFKC", name).casefold()
    if not plain.isalnum():
        plain = "".join(filter(str.isalnum, plain))
    return plain.removeprefix(_COUNTRY) or plain or name


@lru_cache(maxsize=100_000)
def _syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin of a few characters. Cached because names often begin alike."""
    from pypinyin import lazy_pinyin

    teach()
    return tuple(" ".join(lazy_pinyin(text, errors=" ".join)).split()) or (text,)


def _one(letter: str) -> str:
    """Return the pinyin of a single character."""
    return _syllables(letter)[0]
