"""What is read of an attachment: passages of text with their place, and faults."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Fault(Enum):
    """What an attachment must not be or have; the value says it in Chinese."""

    UNKNOWN = "不是 PDF、Word（docx）、Excel（xlsx）或图片（png、jpg）"
    BROKEN = "文件损坏，打不开"
    HUGE = "解开以后太大"
    ENCRYPTED = "有密码"
    MACRO = "里面有宏（会执行的程序）"
    EMBEDDED = "里面嵌了别的文件"
    OUTSIDE = "打开时会去别处取内容"


class Passage(NamedTuple):
    """A piece of text. `where` is its place in Chinese; `hidden` is True if one does not see it on opening the file."""

    where: str
    text: str
    hidden: bool = False


class Attachment(NamedTuple):
    """What a file holds. `people` is metadata that names somebody or tells where a picture was taken.

    `unread` is True if its text cannot be searched on this machine.
    """

    type: str
    passages: tuple[Passage, ...] = ()
    people: tuple[Passage, ...] = ()
    faults: tuple[Fault, ...] = ()
    unread: bool = False
