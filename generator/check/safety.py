"""S8xx: what must never be published: personal data, and text that looks like code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from generator.check.rule import Example, Hit, Path, Session, once, rule
from generator.model.types import Record

_FILE = "procedures/fapiao-lingyong.yml"
_ID_CARD = re.compile(
    r"(?<![0-9])[1-9]\d{5}[- ]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[3-6]\d{3}(?:[- ]?\d{4}){2,3}[- ]?\d{1,7}(?![0-9A-Za-z])")
_MARKUP = re.compile(r"<[A-Za-z/!?]|\{\{|\{%|\{#|&#?\w+;")


PLACEHOLDER = "(请填写)"
"""What `zwgk new` leaves where an editor has to write."""


@cache
def _names(record: Any) -> tuple[str, ...]:
    """Return the names of a record type's fields."""
    return tuple(field.name for field in fields(record))


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text in a value, with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Record):
        for name in _names(type(value)):  # type: ignore[arg-type]  # classes are hashable
            if name != "id" or path:
                yield from texts(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, (*path, key))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from texts(item, (*path, index))


@once
def _everything(session: Session) -> list[tuple[str, Path, int | None, str]]:
    """Return every text of the project, gathered once for all rules: its file, its path in it or its line, itself."""
    return list(_gathered(session))


def _gathered(session: Session) -> Iterator[tuple[str, Path, int | None, str]]:
    """Yield the texts of site.yml, of entries, and of content pages line by line."""
    for path, text in texts(session.registry.site):
        yield "site.yml", path, None, text
    for key, file in session.registry.files.items():
        for path, text in texts(session.registry.entries[key[0]][key[1]]):
            yield file, path, None, text
    for page in session.pages:
        for path, text in texts(page.meta):
            yield page.file, path, None, text
        for number, line in enumerate(page.body.split("\n")):
            yield page.file, (), page.body_line + number, line


def _found(session: Session, pattern: re.Pattern[str], valid: Any) -> Iterator[Hit]:
    """Yield the texts in which a pattern finds something valid; the message shows only its end."""
    for file, path, line, text in _everything(session):
        match = next((match for match in pattern.finditer(text) if valid(re.sub(r"[- ]", "", match.group()))), None)
        if match:
            column = match.start() + 1 if line else 1
            yield Hit(file, path, {"shown": "…" + match.group()[-4:]}, line=line, column=column)


def valid_id_card(number: str) -> bool:
    """Tell whether an 18-digit identity number has a right check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def valid_card(number: str) -> bool:
    """Tell whether a card number of 15 to 19 digits has a right check digit (Luhn)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return 15 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


@rule(
    "S801",
    "出现身份证号码",
    message="这里有一个身份证号码({shown})",
    hint="删掉；名录里只写岗位，不写个人。已经提交过的，请联系信息中心清理历史",
    why="身份证号码是个人信息，公开是违法的。",
    example=Example(_FILE, "notes: [如 110101199003070011 这样的号码]\n", "notes: [带上本人身份证件]\n"),
)
def id_card(session: Session) -> Iterator[Hit]:
    """No valid identity-card number stands in any text."""
    return _found(session, _ID_CARD, valid_id_card)


@rule(
    "S802",
    "出现个人手机号",
    message="这里有一个手机号({shown})",
    hint="换成办公电话或 12366",
    why="个人手机号是个人信息；人走了电话也就没用了。",
    example=Example(_FILE, "notes: [可打 13800138000 咨询]\n", "notes: [可打 12366 咨询]\n"),
)
def mobile(session: Session) -> Iterator[Hit]:
    """No private mobile number stands in any text."""
    return _found(session, _MOBILE, lambda _: True)


@rule(
    "S803",
    "出现银行卡号",
    message="这里有一个银行卡号({shown})",
    hint="删掉",
    why="银行卡号是个人信息，也可能被用来诈骗。",
    example=Example(_FILE, "notes: [卡号 6222 0212 3456 7894]\n", "notes: [带上本人银行卡]\n"),
)
def bank_card(session: Session) -> Iterator[Hit]:
    """No valid bank-card number stands in any text."""
    return _found(session, _CARD, lambda number: valid_card(number) and not _ID_CARD.fullmatch(number))


@rule(
    "S804",
    "文字里有代码",
    message="文字里有像网页代码或模板的内容“{shown}”",
    hint="去掉尖括号、双花括号和“&…;”；要写书名用《》，要写小于号用汉字",
    why="名录里的文字一律按文字显示；出现代码多半是从网页复制错了。",
    example=Example(_FILE, "name: 发票领用<b>新</b>\n", "name: 发票领用\n"),
)
def markup(session: Session) -> Iterator[Hit]:
    """No text holds markup or template syntax."""
    for file, path, line, text in _everything(session):
        match = _MARKUP.search(text)
        if match:
            column = match.start() + 1 if line else 1
            shown = text[match.start() : match.start() + 12].replace("\n", " ")
            yield Hit(file, path, {"shown": shown}, line=line, column=column)


@rule(
    "S805",
    "还没有填写",
    message="这里还是“{shown}”",
    hint="写上实际内容；不需要就删掉这一行",
    why="zwgk new 留下的占位文字不能发布。",
    example=Example(_FILE, f"summary: {PLACEHOLDER}\n", "summary: 领取空白发票\n"),
)
def placeholder(session: Session) -> Iterator[Hit]:
    """No placeholder of a new entry is left."""
    for file, path, line, text in _everything(session):
        if PLACEHOLDER in text:
            yield Hit(file, path, {"shown": PLACEHOLDER}, line=line)


RULES = (id_card, mobile, bank_card, markup, placeholder)
