"""Tokenises text. theme/assets/search/text.mjs does the same for queries; tests/search/vectors.json tests both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_RUN = re.compile(r"[㐀-鿿〇\ue000-\uf8ff]+|[a-z]+|[0-9]+")
_PAIR = re.compile(r"(?=([㐀-鿿〇\ue000-\uf8ff]{2}))")
_AMOUNT = re.compile(r"(?:[0-9]+|[a-z]+)[㐀-鿿〇\ue000-\uf8ff]")
_LONE = re.compile(
    r"(?<=[0-9a-z])[㐀-鿿〇\ue000-\uf8ff](?![㐀-鿿〇\ue000-\uf8ff])|(?<![㐀-鿿〇\ue000-\uf8ff])[㐀-鿿〇\ue000-\uf8ff](?=[0-9a-z])"
)
_WORD = re.compile(r"[a-z]+|[0-9]+")
_BEYOND = re.compile("[\U00020000-\U0003ffff]")
_WHOLE = re.compile(r"(?<![a-z])[a-z]+|(?<![0-9])[0-9]+")


@cache
def simplified() -> Mapping[int, str]:
    """Return the simplified character of each traditional one, as a table for `str.translate`."""
    pairs = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8").replace("\n", "")
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


class _Forms(dict[int, str]):
    """Translation table with each character's normalised form, computed on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = normal(chr(code))
        return self[code]


_FORMS = _Forms()


def plain(text: str) -> str:
    """Normalise text character by character: faster than `normal`, but combining characters are not composed."""
    return text.translate(_FORMS)


def normal(text: str) -> str:
    """Return normalised text: half width, lower case, simplified, one unit of UTF-16 per Chinese character."""
    return in_units(unicodedata.normalize("NFKC", text).lower().translate(simplified()))


def in_units(text: str) -> str:
    """Return a text with a private-use character in place of each Chinese one beyond U+FFFF.

    Browsers count such a character as two, and the search goes by position. Two that share a place are not told apart.
    """
    return _BEYOND.sub(lambda match: chr(0xE000 + ord(match[0]) % 0x1900), text)


def is_han(text: str) -> bool:
    """Return True if a run begins with a Chinese character."""
    return "㐀" <= text[0] <= "鿿" or "\ue000" <= text[0] <= "\uf8ff" or text[0] == "〇"


def runs(normalised: str) -> list[str]:
    """Split text into runs of Chinese characters, of letters and of digits."""
    return _RUN.findall(normalised)


def grams(normalised: str) -> Iterator[str]:
    """Yield the grams of a text: pairs of Chinese characters (a single one if it stands alone), words, numbers.

    A word or number forms a gram with the character that follows it, too: 43号, a类.
    """
    yield from _AMOUNT.findall(normalised)
    for run in _RUN.findall(_LONE.sub(" ", normalised)):
        if len(run) < 2 or run < "〇":
            yield run
        else:
            for at in range(len(run) - 1):
                yield run[at : at + 2]


def opening(text: str, at: int) -> str:
    """Return the first two characters of the word at index `at`, the key by which synonyms are looked up.

    For letters and digits it is the whole run, and "" within one.
    """
    if is_han(text[at]):
        return text[at : at + 2]
    match = _WHOLE.match(text, at)
    return match[0] if match else ""


def text_grams(normalised: str) -> list[str]:
    """Return the grams of running text without single characters: pairs first, then words and numbers."""
    return [*_PAIR.findall(normalised), *_WORD.findall(normalised), *_AMOUNT.findall(normalised)]
