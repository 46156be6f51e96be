"""Numbers with units in Chinese text: rates (万分之五, 3%), sums (2000元, 二千元) and lengths of time (三十日)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?)"
_RATE = re.compile(rf"([万千百])分之({_NUMBER})|({_NUMBER})倍|([0-9]+(?:\.[0-9]+)?)([%‰])")
_SUM = re.compile(rf"({_NUMBER})([万亿]?)元")
_LENGTH = re.compile(rf"(?<![月年])(?<![0-9])({_NUMBER})(?:个(工作日|月|季度)|(工作日|日|天|年|小时|分钟))(?![度份])")
_HAS_RATE = re.compile("分之|[%‰倍]")
_OF = {"万": 10_000, "千": 1000, "百": 100}
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
_KINDS = {"工作日": "日", "天": "日"}


class Quantity(NamedTuple):
    """A number in a text: as written, its value, and its kind: 比例, 元, 日, 月, 季度, 年, 小时 or 分钟.

    A rate is a share of 1, so that 50% is half of 1倍. Working days and days are one kind.
    """

    shown: str
    value: Fraction
    kind: str


def number(text: str) -> Fraction | None:
    """Return the value of digits (2000, 1.5) or Chinese numerals below 10,000 (二千, 一点二); None if neither."""
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return Fraction(text)
    whole, _, decimals = text.partition("点")
    total = digit = 0
    for sign in whole:
        if sign in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[sign], 0
        elif sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            return None
    tenths = "".join(str(_DIGITS.get(sign, 0)) for sign in decimals)
    return total + digit + Fraction(f"0.{tenths or 0}") if whole else None


def rates(text: str) -> Iterator[Quantity]:
    """Yield the rates and multiples in a text."""
    for match in _RATE.finditer(text) if _HAS_RATE.search(text) else ():
        part, of, times, share, sign = match.groups()
        value = number(of or times or share) or Fraction(0)
        yield Quantity(match[0], value / _OF.get(part or ("百" if sign == "%" else "千" if sign else ""), 1), "比例")


def sums(text: str) -> Iterator[Quantity]:
    """Yield the sums of money in a text, in yuan."""
    for match in _SUM.finditer(text) if "元" in text else ():
        yield Quantity(match[0], (number(match[1]) or Fraction(0)) * _TIMES[match[2]], "元")


def lengths(text: str) -> Iterator[Quantity]:
    """Yield the lengths of time in a text. Days of a month (6月30日) and years of the calendar (2026年) are none."""
    for match in _LENGTH.finditer(text):
        value, unit = number(match[1]) or Fraction(0), match[2] or match[3]
        if not (unit == "年" and value > 100):
            yield Quantity(match[0], value, _KINDS.get(unit, unit))
