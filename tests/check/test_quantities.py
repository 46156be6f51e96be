"""Numbers in Chinese text: their values and kinds, and what is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest

from generator.check.quantities import Quantity, lengths, number, rates, sums


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2000", 2000),
        ("1.5", Fraction(3, 2)),
        ("十五", 15),
        ("二十", 20),
        ("三百零五", 305),
        ("二千", 2000),
        ("两", 2),
        ("一点二", Fraction(6, 5)),
        ("零点五", Fraction(1, 2)),
        ("若干", None),
    ],
)
def test_numbers(text: str, value: Fraction | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (rates, "按日加收万分之五，千分之五，0.6‰", "1/2000比例 1/200比例 3/5000比例"),
        (rates, "百分之五十以上五倍以下，50%到5倍", "1/2比例 5比例 1/2比例 5比例"),
        (sums, "二千元以上一万元以下、2000元、1.5万元、3亿元", "2000元 10000元 2000元 15000元 300000000元"),
        (lengths, "三十日内，10个工作日，7天", "30日 10日 7日"),
        (lengths, "三年内，3个月，24小时，2026年3月31日，6月30日", "3年 3月 24小时"),
    ],
)
def test_quantities(read: Callable[[str], Iterator[Quantity]], text: str, found: str) -> None:
    assert " ".join(f"{item.value}{item.kind}" for item in read(text)) == found
