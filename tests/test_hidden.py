"""Hidden characters are found, and messages show them as escapes."""

from __future__ import annotations

import pytest

from generator.findings import Location, Rule, Severity
from generator.hidden import HIDDEN, escaped, without_hidden


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[31m", r"a\x1b[31m"), ("a\nb\t", r"a\nb\t"), ("\u202e元", r"\u202e元"), ("\U000e0041", r"\U000e0041")],
)
def test_messages_show_escapes(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_what_people_write_is_left_alone() -> None:
    text = "发票领用（一式三联）：¥1,000.00 — “即办”·㎡、𠮷、é\n\t下一行"
    assert not HIDDEN.search(text)
    assert without_hidden(text) == text


def test_a_finding_is_one_line_whatever_it_quotes() -> None:
    rule = Rule("X000", "", Severity.ERROR, "“{value}”", "改成“{value}”", "")
    finding = rule.finding(Location("content/a\nb.md"), {"value": "x\n::error::y\x1b"})
    assert finding.message == r"“x\n::error::y\x1b”"
    assert "\n" not in finding.message + finding.hint + finding.location.file
