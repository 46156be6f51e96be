"""How a rule over the registry is written: a function with its words, its reason and its example beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.findings import Example, Hit, Path, Rule, Severity
from generator.model.types import Entry
from generator.session import Session, once


def rule(
    code: str,
    title: str,
    *,
    message: str,
    hint: str,
    why: str,
    example: Example | None,
    severity: Severity = Severity.ERROR,
    of: type[Entry] | None = None,
    offered: bool = False,
) -> Callable[[Callable[..., Iterable[Hit]]], Rule]:
    """Make a rule of a function from a session to hits; from a session and an entry if the rule is `of` a kind.

    A rule of a kind sees its entries one by one, without those that were withdrawn if it is about what is `offered`.
    """

    def make(apply: Callable[..., Iterable[Hit]]) -> Rule:
        return Rule(code, title, severity, message, hint, why, example, apply, of, offered)

    return make


__all__ = ["Example", "Hit", "Path", "Rule", "Session", "Severity", "once", "rule"]
