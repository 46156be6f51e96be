"""Find personal data in text: numbers of identity cards, mobiles, bank cards, passports and plates, and mailboxes.

Numbers are also found if they are full-width, grouped, broken over two lines, or percent-encoded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

_WIDE = {ord(wide): unicodedata.normalize("NFKC", wide) for wide in map(chr, range(0xFF01, 0xFF5F))} | {0x3000: " "}
_SIGNS = r"\s\-‐‑‒–—−.．·・•*_~、,，/()（）"
_GAP = rf"[{_SIGNS}]{{0,2}}"
"""Up to two separators between the digits of one number."""

_EDGE = r"(?<![0-9A-Za-z])"


def _digits(*groups: str) -> str:
    """Return a pattern of single characters that may have gaps between them."""
    return _GAP.join(groups)


# The patterns below are text: `re` compiles what is used, and keeps it. To compile all takes 7 ms at each start.
_DIGIT = "[0-9]"
_ID_CARD = rf"(?<![0-9]){_digits('[1-9]', *[_DIGIT] * 16, '[0-9Xx]')}(?![0-9A-Za-z])"
_OLD_ID_CARD = (
    r"(?<![0-9A-Za-z])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4}"
    r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
_MOBILE = rf"{_EDGE}(?:(?:\+|00)?86[- ]?)?(?=1)({_digits('1', '[3-9]', *[_DIGIT] * 9)})(?![0-9A-Za-z])"
_CARD = rf"{_EDGE}{_digits('[3-6]', *[_DIGIT] * 14)}(?:{_GAP}[0-9]){{0,4}}(?![0-9A-Za-z])"
_CREDIT_CODE = r"(?<![0-9A-Za-z])[1-9A-N][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])"
_PASSPORT = r"(?<![0-9A-Za-z])(?:[EGDSPeg][0-9]{8}|[EH][A-Z][0-9]{7}|[HMC][0-9]{8})(?![0-9A-Za-z])"
_PLATE = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?"
    r"(?=[A-Z0-9]*[0-9]{2})(?:[A-HJ-NP-Z0-9]{5,6})(?![0-9A-Za-z])"
)
_MAIL = (
    r"(?i)(?<![A-Za-z0-9._+\-])[A-Za-z0-9._+\-]+@(?:vip\.)?"
    r"(?:qq|163|126|139|189|sina|sohu|foxmail|gmail|hotmail|outlook|icloud|yeah|aliyun|21cn)\.(?:com|cn|net)"
)
_SEPARATED = re.compile(rf"[{_SIGNS}]")
_LONG = re.compile(rf"[1-9１-９](?:(?:\s*|{_GAP})[0-9０-９]){{10}}")
_MARKS = re.compile("[A-Za-z][0-9]{7}|[\u4e00-\u9fff][A-Z][·• ]?[A-Z0-9]{5}|%3[0-9]")
_DIGITS = re.compile(r"[0-9０-９][^a-z]?[0-9０-９]")


def maybe(text: str) -> bool:
    """Return True if a text may hold any of these. Fast, with false positives."""
    digits = _DIGITS.search(text, 0) is not None
    return (digits and (_LONG.search(text) is not None or _MARKS.search(text) is not None)) or "@" in text


def plain(text: str) -> str:
    """Return text with full-width characters replaced by ASCII ones, of the same length."""
    return text if text.isascii() else text.translate(_WIDE)


Found = Iterator[tuple[int, int]]
"""(start, end) of each match in a text."""


def id_cards(text: str) -> Found:
    """Yield identity-card numbers: 18 digits with a valid check digit, or 15 with a province and a birthday."""
    for match in re.finditer(_ID_CARD, text):
        number = _SEPARATED.sub("", match.group())
        if _has_birthday(number) and valid_id_card(number):
            yield match.span()
    for match in re.finditer(_OLD_ID_CARD, text):
        yield match.span()


def mobiles(text: str) -> Found:
    """Yield mobile numbers."""
    for match in re.finditer(_MOBILE, text):
        if _one_separator(match.group(1)):
            yield match.span()


def cards(text: str) -> Found:
    """Yield bank-card numbers with a valid check digit that are not identity-card numbers."""
    for match in re.finditer(_CARD, text):
        number = _SEPARATED.sub("", match.group())
        if valid_card(number) and not (len(number) == 18 and _has_birthday(number) and valid_id_card(number)):
            yield match.span()


def documents(text: str) -> Found:
    """Yield passport and permit numbers near a word for such a document, and vehicle plates."""
    for match in re.finditer(_PASSPORT, text):
        around = text[max(match.start() - 12, 0) : match.end() + 12]
        if any(word in around for word in ("护照", "通行证", "港澳", "台胞")):
            yield match.span()
    for match in re.finditer(_PLATE, text):
        yield match.span()


def credit_codes(text: str) -> Found:
    """Yield unified social credit codes of businesses with a valid check digit (GB 32100)."""
    for match in re.finditer(_CREDIT_CODE, text):
        if valid_credit_code(match.group()):
            yield match.span()


def mails(text: str) -> Found:
    """Yield addresses at providers of private mail."""
    for match in re.finditer(_MAIL, text):
        yield match.span()


def decoded(text: str) -> str:
    """Return text with percent-encoding decoded; invalid bytes become U+FFFD."""
    return unquote(text, errors="replace") if "%" in text else text


def _one_separator(number: str) -> bool:
    """Return True if the digits form one number: all separators between them, blanks aside, are the same."""
    gaps = {gap for gap in re.findall(rf"[{_SIGNS}]+", number) if gap.strip()}
    return len(gaps) <= 1


def _has_birthday(number: str) -> bool:
    """Return True if an 18-digit identity number contains a possible birthday from 1900 to 2099."""
    century, month, day = number[6:8], int(number[10:12]), int(number[12:14])
    return century in {"19", "20"} and 1 <= month <= 12 and 1 <= day <= 31


def valid_id_card(number: str) -> bool:
    """Return True if an 18-digit identity number has a valid check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def valid_credit_code(code: str) -> bool:
    """Return True if a code of 18 characters has a valid check digit (GB 32100)."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(pow(3, place, 31) * signs.index(sign) for place, sign in enumerate(code[:17]))
    return signs[-total % 31] == code[17]


def valid_card(number: str) -> bool:
    """Return True if a card number has 15 to 19 digits and a valid check digit (Luhn)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return 15 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0
