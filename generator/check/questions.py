"""N611-N612: answers to hot questions were verified within a year, and a question is asked once."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.questions import HotQuestion

YEAR = 365
"""Days for which a verified answer stands."""

_ENTRY = "questions/wangji-shenbao.yml"
_TEXT = """name: 忘了申报会罚款吗？
theme: 申报
answer: 第一次忘记并按时改正的不罚；以后按逾期天数罚。
basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]
"""


@rule(
    "N611",
    "热点问题的答案没有核验或过期",
    of=HotQuestion,
    offered=True,
    severity=Severity.WARNING,
    message="{what}",
    hint="对照现行规定核一遍答案和依据，写上 verified_on",
    why="政策一年一变，照旧答案办事会吃亏；12366的答案每年至少核一次。",
    example=Example(_ENTRY, f"{_TEXT}verified_on: 2025-11-01\n", f"{_TEXT}verified_on: 2026-11-01\n"),
)
def verified_within_a_year(session: Session, item: HotQuestion) -> Iterator[Hit]:
    """Each answer was verified within YEAR days."""
    if item.verified_on is None:
        yield session.hit(item, "answer", what="没有核验日期")
    elif (days := (session.as_of - item.verified_on).days) > YEAR:
        yield session.hit(item, "verified_on", what=f"{item.verified_on} 核验的，已经 {days} 天")


@rule(
    "N612",
    "热点问题不是一个问题",
    of=HotQuestion,
    message="“{name}”不是问句",
    hint="照问的人的说法写成问句，末尾写“？”",
    why="写成标题，问的人认不出是自己的问题，也搜不到。",
    example=Example(
        _ENTRY,
        _TEXT.replace("忘了申报会罚款吗？", "关于逾期申报的处罚") + "verified_on: 2026-11-01\n",
        f"{_TEXT}verified_on: 2026-11-01\n",
    ),
)
def is_a_question(session: Session, item: HotQuestion) -> Iterator[Hit]:
    """The name of a hot question ends with a question mark."""
    if not item.name.endswith(("？", "?")):
        yield session.hit(item, "name", name=item.name)


RULES = (verified_within_a_year, is_a_question)
