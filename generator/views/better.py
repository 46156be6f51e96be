"""What a bureau promises beyond its superior, in words: 比示例市税务局规定快3个工作日."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.check.bureaus import compared, value_text
from generator.check.orders import Judgement, Verdict
from generator.model.procedures import Procedure, Step
from generator.model.registry import Key
from generator.model.schema import field_name
from generator.model.types import Duration, Entry, Unit
from generator.session import Session, once
from generator.views.common import bureau_name


@once
def _better(session: Session) -> Mapping[Key, list[Judgement]]:
    """Return the judgements of values that are better than the superior's, by the entry's key."""
    found: dict[Key, list[Judgement]] = {}
    for item in compared(session):
        if item.judgement.verdict is Verdict.BETTER:
            found.setdefault((item.entry.FOLDER, item.entry.id), []).append(item.judgement)
    return found


def better_than_above(session: Session, *entries: Entry, named: bool = True) -> list[str]:
    """Return in what some entries are better than the superior's, a phrase each; none without a superior.

    The phrases name the superior if `named`. Steps are left out: their time is part of the whole.
    """
    if session.above is None:
        return []
    superior = bureau_name(session.above)
    lead = f"比{superior}规定" if named else ""
    found = [item for entry in entries for item in _better(session).get((entry.FOLDER, entry.id), ())]
    whole = [item for item in found if item.field not in _PARTS]
    return list(dict.fromkeys(f"{lead}{_phrase(session, item)}" for item in whole))


_PARTS = ((Procedure, "steps"), (Step, "within"))
"""Fields about parts of a matter's time."""


def _phrase(session: Session, item: Judgement) -> str:
    """Return in what one value is better: 快3个工作日."""
    own, above = item.own_value, item.above_value
    if isinstance(own, Duration) and isinstance(above, Duration):
        if own.unit is Unit.ON_THE_SPOT:
            return "快，当场办完"
        if own.unit is above.unit:
            return f"快{replace(own, count=above.amount - own.amount)}"
        return f"快，规定是{above}"
    match item.field[1]:
        case "materials":
            return f"少交{value_text(session, above)}"
        case "copies":
            return f"少交{above - own}份材料"
        case "visits":
            return f"少跑{above.count - own.count}次"
        case "channels":
            return f"多一种办法：{value_text(session, own)}"
        case "fee":
            return "省，不收费"
    return f"更方便，{field_name(*item.field)}：{value_text(session, own)}"
