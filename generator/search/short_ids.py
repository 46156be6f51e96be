"""Short ids: an id is mostly the pinyin of its name, so it is encoded as the positions of its words in the name.

    fapiao-ling-yong of 发票领用 is "211": two characters, one, one.
    biangeng-dinge of 对纳税人变更纳税定额 is "d2b2": letters skip characters, a one, b two …

If a character has several readings, digits after a colon select one, in the order of the index. An id that is not the
pinyin of its name is written out after "=". theme/assets/search/names.mjs decodes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_CHAR = re.compile(r"[㐀-鿿〇\ue000-\uf8ffa-z0-9]")

Sounds = Mapping[str, Sequence[str]]


def shorten(id: str, name: str, sounds: Sounds) -> str:
    """Return the short form of an id for a normalised name."""
    chars = _CHAR.findall(name)
    code, several = "", ""
    at = 0
    for word in id.split("-"):
        start, read = next(
            ((start, read) for start in range(at, len(chars)) if (read := _read(word, chars[start:], sounds))), (0, [])
        )
        if not 0 < len(read) <= 9 or start - at > 26:
            return f"={id}"
        code += (chr(96 + start - at) if start > at else "") + str(len(read))
        at = start + len(read)
        chosen = zip(chars[start:at], read, strict=True)
        several += "".join(str(choice) for char, choice in chosen if len(sounds.get(char, ())) > 1)
    return f"{code}:{several}" if several.strip("0") else code


def _read(word: str, chars: Sequence[str], sounds: Sounds) -> list[int] | None:
    """Return the index of each first character's reading such that the readings spell a word; None if they cannot."""
    if not word:
        return []
    if not chars:
        return None
    for choice, syllable in enumerate(sounds.get(chars[0]) or (chars[0],)):
        if word.startswith(syllable):
            rest = _read(word[len(syllable) :], chars[1:], sounds)
            if rest is not None:
                return [choice, *rest]
    return None
