"""The pinyin by which names are sorted and looked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from generator.places import teach

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = "~"
"""Stands for names that begin with no letter: sorts after the letters."""
BETWEEN = "\0"
"""Stands between the parts of a sort key: sorts before every letter."""
_COUNTRY = "中华人民共和国"
_PHRASE = 4
"""Characters read together: as many as the longest words in which a character's reading depends on the others."""


def sort_key(name: str) -> str:
    """Return what a name is sorted by, as one text."""
    syllables = reading(name)
    return BETWEEN.join((initial(syllables), *syllables))


def reading(name: str) -> tuple[str, ...]:
    """Return the pinyin by which a name is sorted, without tones: a syllable for each Chinese character.

    Letters and digits stay, each for itself. What nobody looks for is passed over: punctuation, and the name of the
    country before that of a law.
    """
    plain = _plain(name)
    return (*_syllables(plain[:_PHRASE]), *map(_one, plain[_PHRASE:]))


def initial(syllables: Sequence[str]) -> str:
    """Return the letter under which a name that is read so stands, "~" where it begins with no letter."""
    first = syllables[0][0]
    return first if first in LETTERS else OTHER


def _plain(name: str) -> str:
    """Return the letters of a name that count for sorting; a name that has none stays as it is."""
    plain = normalize("NFKC", name).casefold()
    if not plain.isalnum():
        plain = "".join(filter(str.isalnum, plain))
    return plain.removeprefix(_COUNTRY) or plain or name


@lru_cache(maxsize=100_000)
def _syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin of a few characters. Cached: names begin alike, and a character comes up again and again."""
    from pypinyin import lazy_pinyin

    teach()
    return tuple(" ".join(lazy_pinyin(text, errors=" ".join)).split()) or (text,)


def _one(letter: str) -> str:
    """Return the pinyin of a character by itself."""
    return _syllables(letter)[0]
