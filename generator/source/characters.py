"""Odd characters: unusual spaces, characters without a glyph, look-alikes of ordinary ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Twelve of the compatibility ideographs are ordinary ones (Unicode 16, 23.1) and are left out.
_ODD_SPACE = re.compile(f"[{_SPACES}]")
_ODD = re.compile(
    f"[{_SPACES}\u2e80-\u2fd5\ue000-\uf8ff\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff\ufffd"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0002f800-\U0002fa1f\U000f0000-\U0010ffff]"
)
_INDENT = re.compile(f"^[ {_SPACES}]*[{_SPACES}][ {_SPACES}]*", re.MULTILINE)
_RADICALS = {"⻋": "车", "⻓": "长", "⻔": "门", "⻅": "见", "⻚": "页", "⻛": "风", "⻜": "飞", "⻢": "马", "⻥": "鱼"}
"""Radicals from PDF files that Unicode does not map to the ideograph that they look like."""


def odd_characters(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (index, Chinese name, Chinese advice) for the first odd character of each line."""
    if text.isascii():
        return
    for place, match in first_of_lines(_ODD, text):
        yield place, *_words(match.group())


def first_of_lines(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield (index, match) for the first match of each line."""
    match = pattern.search(text)
    while match:
        yield match.start(), match
        end = text.find("\n", match.start())
        match = pattern.search(text, end) if end >= 0 else None


def plain_spaces(text: str) -> str:
    """Return text with odd spaces replaced by ordinary ones; a wide space at the beginning of a line becomes two."""
    if text.isascii() or not _ODD_SPACE.search(text):
        return text
    text = _INDENT.sub(lambda match: match.group().replace("\u3000", "  "), text)
    return _ODD_SPACE.sub(" ", text)


def _words(character: str) -> tuple[str, str]:
    """Return the Chinese name of an odd character and its replacement."""
    code = f"U+{ord(character):04X}"
    if _ODD_SPACE.match(character):
        kind = "全角空格" if character == "\u3000" else "不间断空格" if character in "\u00a0\u202f" else "特殊空格"
        return f"{kind}({code})", "删掉，或改成普通空格（英文输入法下的空格）"
    if character == "\ufffd":
        return f"乱码字符“\ufffd”({code})", "对照原文补上这个字；文件转换编码时出过错"
    if unicodedata.category(character) == "Co":
        return f"只有个别电脑能显示的自造字({code})", "换成通用的汉字；人名地名的生僻字用国家标准里的字"
    plain = _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    if "\uff00" <= character <= "\uff5e":
        return f"全角字符“{character}”({code})", f"改成半角的 {plain}"
    if plain == character:
        return f"偏旁部首“{character}”({code})，不是汉字", "对照原文重新输入这个字；多半是从 PDF 复制来的"
    return f"和汉字“{plain}”长得一样的另一个字符({code})", f"重新输入“{plain}”；多半是从 PDF 复制来的"
