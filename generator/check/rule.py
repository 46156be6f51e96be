"""The decorator that makes a rule of a function, with the rule's messages, reason and example."""

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
    alone: bool = False,
    whole: bool = False,
) -> Callable[[Callable[..., Iterable[Hit]]], Rule]:
    """Return a decorator that makes a Rule of a function that returns hits.

    The function gets the session. If `of` is given, it is called for each entry of that kind with the session and the
    entry; if `offered` is True, withdrawn entries are skipped. If `alone` is True, it must use nothing of the session
    but `hit`; it is then called only for files that are not known to be harmless. If `whole` is
    True, tables of which rows were left out are skipped: what is missing in them is there, and wrong.
    """

    def make(apply: Callable[..., Iterable[Hit]]) -> Rule:
        return Rule(code, title, severity, message, hint, why, example, apply, of, offered, alone, whole)

    return make


def examples(file: str, shared: str, usual: str = "") -> Callable[..., Example]:
    """Return a function that makes examples for one file, of which both sides begin with the same lines.

    It takes the other lines of the wrong side, and those of the right one if they are not the usual ones.
    """

    def example(wrong: str, right: str = usual) -> Example:
        return Example(file, shared + wrong, shared + right)

    return example


__all__ = ["Example", "Hit", "Path", "Rule", "Session", "Severity", "examples", "once", "rule"]
