"""Words of guides that people read away from their place: answers without their question, the common name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.procedures import Procedure
from generator.session import once

_FILE = "procedures/fapiao-lingyong.yml"

_TORN = re.compile(
    r"(?:(?:暂时)?(?:不|没|没有|还没|还没有|都不|都没有)?(?:有|是|要|能|在|对|行|可以|用|交|缴|办|做|报|建|请|享受|符合|超过|达到|支持)"
    r"(?:过|了|到|过了)?|没|没有|还没|还没有|不|否|齐了|不齐|第一次|不是第一次|上述|以上|都不是|其他|其它)(?:[，,（(].*)?"
)
"""An answer that only its question explains: 有, 没有, 不要，只申报; 有欠税 is none."""


@rule(
    "G439",
    "答案离开问题就看不懂",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="“{ask}”的答案“{label}”离开问题就看不懂",
    hint="写成单说也明白的话，如 有没开完的纸质发票",
    why="答案会单独出现：材料表写“什么情况要：有”，告知书写“您的情形：没有”，读的人不知道说的是什么。",
    example=Example(
        _FILE,
        "situations: {agent: {ask: 委托别人来办吗？, options: {self: 不, agent: 是}}}\n",
        "situations: {agent: {ask: 委托别人来办吗？, options: {self: 自己来办, agent: 由代理人办理}}}\n",
    ),
)
def answers_stand_alone(session: Session, item: Procedure) -> Iterator[Hit]:
    """Every answer is understood without its question."""
    for key, situation in item.situations.items():
        for id, label in situation.options.items():
            if _TORN.fullmatch(label):
                yield session.hit(item, "situations", key, "options", id, ask=situation.ask, label=label)


@rule(
    "G440",
    "通俗叫法不在别名里",
    of=Procedure,
    message="通俗叫法“{name}”不在 aliases 里",
    hint="也写进 aliases，或者从 aliases 里选一个",
    why="搜索认的是别名；页面上叫什么，搜什么就要找得到。",
    example=Example(
        _FILE, "common_name: 拿票\naliases: [领票, 买发票]\n", "common_name: 领票\naliases: [领票, 买发票]\n"
    ),
)
def common_name_is_an_alias(session: Session, item: Procedure) -> Iterator[Hit]:
    """A common name is one of the aliases."""
    if item.common_name and item.common_name not in item.aliases:
        yield session.hit(item, "common_name", name=item.common_name)


@rule(
    "G441",
    "两个事项的通俗叫法一样",
    of=Procedure,
    offered=True,
    message="通俗叫法“{name}”{other}也用了",
    hint="留给最常办的那一个，另一个换一个更准的叫法",
    why="两件事叫一个名字，人们会走错门。",
    example=None,
)
def common_name_is_used_once(session: Session, item: Procedure) -> Iterator[Hit]:
    """No two procedures on offer have the same common name."""
    first = _first_called(session).get(item.common_name or "")
    if first is not None and first.id != item.id:
        yield session.hit(item, "common_name", name=item.common_name, other=first.name)


@once
def _first_called(session: Session) -> dict[str, Procedure]:
    """Return the first procedure of each common name."""
    found: dict[str, Procedure] = {}
    for item in session.procedures:
        if item.common_name:
            found.setdefault(item.common_name, item)
    return found


RULES = (answers_stand_alone, common_name_is_an_alias, common_name_is_used_once)
