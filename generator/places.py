"""Readings of place names that pypinyin's dictionary lacks: 珲春 is hunchun, 洪洞 hongtong."""

from __future__ import annotations

from functools import cache

PLACES = {
    "珲春": "hún chūn",
    "六安": "lù ān",
    "洪洞": "hóng tóng",
    "单县": "shàn xiàn",
    "繁峙": "fán shì",
    "涡阳": "guō yáng",
    "浚县": "xùn xiàn",
    "郫都": "pí dū",
    "筠连": "jūn lián",
    "荥经": "yíng jīng",
    "会稽": "kuài jī",
    "乐陵": "lào líng",
    "乐亭": "lào tíng",
    "宕昌": "tàn chāng",
    "长垣": "cháng yuán",
    "朝阳": "cháo yáng",
    "解州": "xiè zhōu",
    "穆棱": "mù líng",
    "乌什": "wū shí",
    "浒墅关": "xǔ shù guān",
    "黄陂": "huáng pí",
    "厦门": "xià mén",
}


@cache
def teach() -> None:
    """Teach pypinyin these names. Repeated calls have no further effect."""
    from pypinyin import load_phrases_dict

    load_phrases_dict({name: [[syllable] for syllable in read.split()] for name, read in PLACES.items()})
