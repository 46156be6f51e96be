"""Hidden characters: control, bidirectional and zero-width ones."""

from __future__ import annotations

import re

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Matches a hidden character. Tab, line feed and carriage return do not match: some fields allow them."""

_ANY_CONTROL = re.compile(f"[\t\n\r]|{HIDDEN.pattern}")


def escaped(text: str) -> str:
    r"""Return text for one line of a message, with each control or hidden character as an escape like \x1b."""
    return _ANY_CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


def without_hidden(text: str) -> str:
    """Return text without hidden characters."""
    return HIDDEN.sub("", text)
