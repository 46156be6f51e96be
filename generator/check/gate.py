"""The privacy gate for attachments: personal data that is seen, hidden, or in the metadata of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.check import numbers
from generator.check.taxpayers import named
from generator.source.passages import Attachment


class Leak(NamedTuple):
    """Something in an attachment that must not be published: its place, and what it is, in Chinese."""

    where: str
    what: str


_FINDERS: tuple[tuple[str, Callable[[str], numbers.Found]], ...] = (
    ("身份证号码", numbers.id_cards),
    ("手机号", numbers.mobiles),
    ("银行卡号", numbers.cards),
    ("护照、通行证或车牌号码", numbers.documents),
    ("个人邮箱", numbers.mails),
)
_CODES = (("统一社会信用代码", numbers.credit_codes),)


def leaks(found: Attachment) -> Iterator[Leak]:
    """Yield what an attachment must not have: faults, metadata that names somebody, hidden text, personal numbers.

    A hidden passage is reported whatever it says: nobody who approved the file has seen it.
    """
    for fault in found.faults:
        yield Leak("", fault.value)
    for passage in found.people:
        yield Leak(passage.where, f"写着“{passage.text[:20]}”，会跟着文件公开；另存一份去掉个人信息的")
    for passage in found.passages:
        if passage.hidden and passage.text.strip():
            yield Leak(passage.where, "打开文件看不见，下载的人看得到；删掉隐藏的内容和批注再发布")
        yield from (Leak(passage.where, what) for what in personal(passage.text))
    if found.unread:
        yield Leak("", "它的文字读不出来，要人看")


def personal(text: str) -> Iterator[str]:
    """Yield the kinds of personal data in a text; only the last four characters of a number are shown."""
    plain = numbers.plain(text)
    for what, finder in (*_FINDERS, *_CODES) if numbers.maybe(text) else _CODES:
        if span := next(finder(plain), None):
            yield f"有{what}(…{plain[slice(*span)][-4:]})"
    if name := next(named(text), None):
        yield f"有纳税人的名称或姓名({name[1]})"
