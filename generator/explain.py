"""Explains one rule on the terminal: title, reason, wrong and right example."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from generator.check import RULES
from generator.findings import Rule, Severity

_LABEL = {Severity.ERROR: "错误，不改就不能发布", Severity.WARNING: "提醒，可以发布"}


class UnknownRuleError(Exception):
    """There is no rule with that code; the message proposes the nearest."""


def explain(code: str) -> str:
    """Return the explanation of a rule by its code, in any spelling. Raises UnknownRuleError."""
    rules = {rule.code: rule for rule in RULES}
    wanted = code.strip().upper()
    if wanted not in rules:
        near = difflib.get_close_matches(wanted, rules, 3, 0.5)
        proposal = "；是不是 " + "、".join(f"{item}({rules[item].title})" for item in near) if near else ""
        raise UnknownRuleError(f"没有“{code}”这条规则{proposal}？全部规则见编辑手册")
    return "\n".join(_lines(rules[wanted]))


def _lines(rule: Rule) -> Iterator[str]:
    """Yield the lines of a rule's explanation."""
    yield f"{rule.code} {rule.title}（{_LABEL[rule.severity]}）"
    yield f"为什么：{rule.why}"
    yield f"会说：{rule.message}"
    yield f"怎么改：{rule.hint}"
    if rule.example is None:
        return
    outside = rule.example.file.startswith(("content/", "site.yml", "bureaus/"))
    yield f"例子（{rule.example.file if outside else f'data/{rule.example.file}'}）："
    for title, fragment in (("错误的写法：", rule.example.wrong), ("正确的写法：", rule.example.right)):
        if fragment:
            yield title
            yield from (f"    {line}" for line in fragment.rstrip().splitlines())
