"""Generates the search's tables: `python -m generator.search.tables` writes three text files into this folder.

They are generated in advance because their libraries take longer to load than the whole index takes to build: pypinyin
(MIT) for readings, OpenCC (Apache-2.0) for traditional characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from pathlib import Path

from generator.places import PLACES

FOLDER = Path(__file__).parent
LEVEL_1 = "".join(
    bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF - 5 * (high == 0xD7))
)
"""The 3,755 common characters in the order of GB 2312, which is by pinyin. Browsers can decode GB 2312."""

_RARE = 3
"""Minimum number of dictionary words in which a character has a reading; rarer readings are left out."""


def pinyin_table() -> str:
    """Return one line per syllable with its characters: `shui 水税睡谁`.

    The characters of GB 2312 come first, in its order, then rarer ones, which occur in names.
    """
    from pypinyin import Style, pinyin, pinyin_dict
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.style import convert

    def plain(reading: str) -> str:
        return convert(reading, Style.NORMAL, strict=False).replace("ü", "v").replace("ve", "ue")

    seen: dict[str, Counter[str]] = {}
    for phrase, readings in phrases_dict.items():
        if len(phrase) == len(readings):
            for char, (reading, *_) in zip(phrase, readings, strict=True):
                seen.setdefault(char, Counter())[plain(reading)] += 1
    lines: dict[str, str] = {}
    local: dict[str, set[str]] = {}
    for place, read in PLACES.items():
        for char, syllable in zip(place, read.split(), strict=True):
            local.setdefault(char, set()).add(plain(syllable))
    for char in gb2312() + rarer(pinyin_dict.pinyin_dict):
        known = {plain(reading) for reading in pinyin_dict.pinyin_dict[ord(char)].split(",")}
        counts = seen.get(char, Counter())
        often = {reading for reading, count in counts.items() if count >= _RARE}
        for reading in sorted({plain(pinyin(char)[0][0])} | often & known | local.get(char, set())):
            lines[reading] = lines.get(reading, "") + char
    return "".join(f"{reading} {chars}\n" for reading, chars in sorted(lines.items()))


def common_runs(table: str) -> str:
    """Return the readings of the common characters as runs: "a2 ai13 …" means two characters read a, then thirteen ai.

    The order is by pinyin, so a few runs replace a table of all characters. These runs minimise the number of misread
    characters (the standard's order has a few exceptions).
    """
    readings: dict[str, set[str]] = {}
    for line in table.splitlines():
        syllable, chars = line.split()
        for char in chars:
            readings.setdefault(char, set()).add(syllable)
    every = {syllable for char in LEVEL_1 for syllable in readings[char]}
    syllables = sorted(every, key=lambda syllable: syllable.replace("v", "u "))  # lü sorts between lu and luan
    misread = [0] * len(syllables)  # minimum so far if the last run is of that syllable or an earlier one
    chosen: list[list[int]] = []
    for char in LEVEL_1:
        best, row = 0, []
        for at in range(len(syllables)):
            best = at if misread[at] < misread[best] else best
            row.append(best)
        misread = [misread[row[at]] + (syllable not in readings[char]) for at, syllable in enumerate(syllables)]
        chosen.append(row)
    at = min(range(len(syllables)), key=misread.__getitem__)
    counts: Counter[str] = Counter()
    for row in reversed(chosen):
        counts[syllables[at]] += 1
        at = row[at]
    return " ".join(f"{syllable}{counts[syllable]}" for syllable in syllables if counts[syllable]) + "\n"


def traditional_table() -> str:
    """Return pairs of a traditional and a simplified character, forty pairs per line."""
    import opencc

    every = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = opencc.OpenCC("t2s").convert("\n".join(every)).split("\n")
    pairs = [old + new for old, new in zip(every, simple, strict=True) if old != new and "一" <= new <= "鿿"]
    return "".join("".join(pairs[at : at + 40]) + "\n" for at in range(0, len(pairs), 40))


def rarer(known: Container[int]) -> str:
    """Return the characters outside GB 2312 with a known reading, in order, without traditional ones.

    Of those outside the first block (㐀, 𫭟) the ones that are the simplified form of another.
    """
    passed = {*gb2312(), *(old for line in traditional_table().splitlines() for old in line[::2])}
    codes = [*range(0x4E00, 0xA000), *simplified_elsewhere()]
    return "".join(char for code in codes if code in known and (char := chr(code)) not in passed)


def simplified_elsewhere() -> list[int]:
    """Return the codes of simplified characters outside the block U+4E00 to U+9FFF, in order."""
    import opencc

    every = [chr(code) for code in (*range(0x3400, 0xA000), *range(0x20000, 0x32400))]
    simple = opencc.OpenCC("t2s").convert("\n".join(every)).split("\n")
    return sorted({ord(new) for old, new in zip(every, simple, strict=True) if old != new and not "一" <= new <= "鿿"})


def gb2312() -> str:
    """Return the 6,763 characters of GB 2312, the common ones first."""
    rows = ((high, low) for high in range(0xD8, 0xF8) for low in range(0xA1, 0xFF))
    return LEVEL_1 + "".join(bytes(pair).decode("gb2312") for pair in rows)


if __name__ == "__main__":
    table = pinyin_table()
    (FOLDER / "pinyin.txt").write_text(table, encoding="utf-8")
    (FOLDER / "common.txt").write_text(common_runs(table), encoding="utf-8")
    (FOLDER / "traditional.txt").write_text(traditional_table(), encoding="utf-8")
