"""How text is cut. theme/assets/search/text.mjs cuts queries in the same way: tests/search/vectors.json."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_RUN = re.compile(r"[㐀-鿿〇]+|[a-z]+|[0-9]+")
_PAIR = re.compile(r"(?=([㐀-鿿〇]{2}))")
_AMOUNT = re.compile(r"[0-9]+[㐀-鿿〇]")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_WHOLE = re.compile(r"(?<![a-z])[a-z]+|(?<![0-9])[0-9]+")


@cache
def simplified() -> Mapping[int, str]:
    """Return every traditional character's simplified one, as `str.translate` wants it."""
    pairs = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8").replace("\n", "")
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


class _Forms(dict[int, str]):
    """Each character as it is compared, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = normal(chr(code))
        return self[code]


_FORMS = _Forms()


def plain(text: str) -> str:
    """Return running text as `normal` does, faster, character by character: what combines is left apart."""
    return text.translate(_FORMS)


def normal(text: str) -> str:
    """Return text as it is compared: half width, lower case, simplified."""
    return unicodedata.normalize("NFKC", text).lower().translate(simplified())


def is_han(text: str) -> bool:
    """Return True if a run begins with a Chinese character."""
    return "㐀" <= text[0] <= "鿿" or text[0] == "〇"


def runs(normalised: str) -> list[str]:
    """Return the runs of Chinese characters, of letters and of digits; all else separates."""
    return _RUN.findall(normalised)


def grams(normalised: str) -> Iterator[str]:
    """Yield what text is found by: pairs of Chinese characters (one where it stands alone), words, numbers."""
    yield from _AMOUNT.findall(normalised)
    for run in _RUN.findall(normalised):
        if len(run) < 2 or run < "〇":
            yield run
        else:
            for at in range(len(run) - 1):
                yield run[at : at + 2]


def opening(text: str, at: int) -> str:
    """Return what the word at a place of the text begins with, by which its meaning is looked up: two characters.

    Of letters and digits it is the whole run, and "" within one.
    """
    if is_han(text[at]):
        return text[at : at + 2]
    found = _WHOLE.match(text, at)
    return found[0] if found else ""


def text_grams(normalised: str) -> list[str]:
    """Return the grams of a running text, single characters left out: the pairs, then the words and numbers."""
    return [*_PAIR.findall(normalised), *_WORD.findall(normalised), *_AMOUNT.findall(normalised)]
