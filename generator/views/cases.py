"""Cases of a procedure: conditions in words and for scripts, and the number of materials asked for."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import lru_cache

from generator.model.procedures import Necessity, Procedure

_MOST_CASES = 5000
"""Most cases that are counted through."""


def when_text(procedure: Procedure, when: Mapping[str, tuple[str, ...]] | None) -> str:
    """Return a condition in words: 由代理人办理，且属于资金不足; empty if there is none."""
    return "，且".join(_answers(procedure, key, options) for key, options in (when or {}).items())


def _answers(procedure: Procedure, key: str, options: tuple[str, ...]) -> str:
    """Return the answers to a question in words: 近亲属赠与或离婚分割; of nearly all, what they leave out.

    Answers that hold an "or" or a list themselves are kept apart by a stroke, as where the question is asked.
    """
    situation = procedure.situations.get(key)
    if situation is None:
        return "或".join(options)
    rest = [name for option, name in situation.options.items() if option not in options]
    if rest and 4 * len(rest) <= len(options):
        return f"{'、'.join(rest)}以外的"
    names = [situation.options.get(option, option) for option in options]
    return (" / " if any(mark in name for name in names for mark in "或、") else "或").join(names)


def case_text(when: Mapping[str, tuple[str, ...]] | None) -> str:
    """Return a condition as scripts read it: "agent=agent|self cause=cash"; empty if it always holds.

    It holds if, for every situation named, the answer is one of its options. No id contains a blank, "=" or "|".
    """
    return " ".join(f"{key}={'|'.join(options)}" for key, options in (when or {}).items())


def materials_asked(procedure: Procedure) -> list[int]:
    """Return [fewest, most] materials that any case asks for; optional ones are not counted."""
    asked = [use.when for use in procedure.materials if use.necessity is not Necessity.OPTIONAL]
    always = sum(not when for when in asked)
    sometimes = tuple(tuple(when.items()) for when in asked if when)
    keys = sorted({key for when in sometimes for key, _ in when})  # other situations do not change the number
    situations = tuple((key, tuple(procedure.situations[key].options)) for key in keys)
    fewest, most = _fewest_and_most(sometimes, situations)
    return [always + fewest, always + most]


@lru_cache(maxsize=1024)
def _fewest_and_most(
    conditions: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...], situations: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[int, int]:
    """Return the fewest and the most conditions that hold in one case. Cached: copies of guides ask the same."""
    cases = itertools.product(*([(key, option) for option in options] for key, options in situations))
    counts = [
        sum(all(case[key] in options for key, options in when) for when in conditions)
        for case in map(dict, itertools.islice(cases, _MOST_CASES))
    ]
    return min(counts), max(counts)
