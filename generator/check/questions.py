"""N611-N614: answers to hot questions are verified, each is a question, and was asked in a period that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.by_law import FINE, laws_say
from generator.check.quantities import sums
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.check.texts import texts
from generator.model.penalties import Penalty
from generator.model.periods import first_day
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


@rule(
    "N613",
    "问了多少次的期间不对",
    of=HotQuestion,
    message="期间“{period}”{fault}",
    hint="写成 2026年10月、2026年第3季度、2026年上半年或 2026年",
    why="不知道是哪一期的数，或者还没有过完的一期，次数没有意义。",
    example=Example(
        _ENTRY,
        f"{_TEXT}verified_on: 2026-11-01\nasked: [{{period: 2026年13月, count: 41}}]\n",
        f"{_TEXT}verified_on: 2026-11-01\nasked: [{{period: 2026年10月, count: 41}}]\n",
    ),
)
def asked_in_a_period(session: Session, item: HotQuestion) -> Iterator[Hit]:
    """How often a question was asked is of a period that exists and has begun."""
    for index, asked in enumerate(item.asked):
        match = _PERIOD.fullmatch(asked.period)
        period = f"{match[1]}-{int(match[2]):02d}" if match and match[2] else match[1] if match else ""
        fault = "看不出是哪一期" if not period else "还没有到" if first_day(period) > session.as_of else ""
        if fault:
            yield session.hit(item, "asked", index, "period", period=asked.period, fault=fault)


@rule(
    "N614",
    "热点问题的罚款数和处罚事项不一样",
    of=HotQuestion,
    offered=True,
    severity=Severity.WARNING,
    message="这里写的是“{shown}”，{name}里没有这个数",
    hint="照处罚事项的 law_says 改，或改那里",
    why="同样的事两页两个数，问的人不知道要罚多少。",
    example=None,
)
def fined_as_the_penalty_says(session: Session, item: HotQuestion) -> Iterator[Hit]:
    """A sum that an answer gives for a fine is in the penalties that it names, if these state any."""
    by_law = {value for known in laws_say(session)[FINE].values() for value, _ in known}  # L713 tells of others
    named = [penalty for id in item.penalties if (penalty := session.registry.get(Penalty, id))]
    known = {each.value for penalty in named for _, text in texts(penalty) for each in sums(text)}
    for sentence in re.split("[。；]", item.answer) if known else ():
        for each in sums(sentence) if "罚款" in sentence else ():
            if each.value in by_law - known:
                yield session.hit(item, "answer", shown=each.shown, name="、".join(one.name for one in named))


_PERIOD = re.compile(r"(20[0-9]{2})(?:年|-)?(?:(1[0-2]|0?[1-9])月?|第?[1-4一二三四]季度|[上下]半年|全年|Q[1-4]|H[12])?")

RULES = (verified_within_a_year, is_a_question, asked_in_a_period, fined_as_the_penalty_says)
