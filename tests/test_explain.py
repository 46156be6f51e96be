"""`zwgk explain`: every rule can be explained, and a wrong code is told the nearest."""

from __future__ import annotations

import pytest

from generator.check import RULES
from generator.cli import main
from generator.explain import UnknownRuleError, explain


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_explained(rule: object) -> None:
    code = rule.code  # type: ignore[attr-defined]
    text = explain(code.lower())
    assert text.startswith(f"{code} ")
    assert "为什么：" in text and "怎么改：" in text


def test_an_example_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "M203"]) == 0
    printed = capsys.readouterr().out
    assert "    standards: 当场受理\n" in printed
    assert "    standards: [当场受理]\n" in printed


def test_an_unknown_code_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnknownRuleError, match="M203"):
        explain("M2O3")
    assert main(["explain", "Q999"]) == 2
    assert "没有“Q999”这条规则" in capsys.readouterr().err
