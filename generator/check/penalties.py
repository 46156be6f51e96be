"""N411-N414: steps of fines follow each other without gap or overlap, within the law, and rise with the gravity."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from generator.check.rule import Example, Hit, Session, rule
from generator.model.penalties import Penalty, PenaltyStep

_ENTRY = "penalties/yuqi-shenbao.yml"
_TEXT = """name: 未按期办理纳税申报
theme: 申报
law_says: 可以处2000元以下罚款；情节严重的，处2000元以上1万元以下罚款
basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]
issuer: 示例省税务局
law_highest: "10000"
"""


def _steps(*steps: str) -> str:
    """Return the file of a penalty with steps, as an example of a rule; a step is "above up_to lowest highest"."""
    lines = []
    for step in steps:
        above, up_to, lowest, highest = step.split()
        bounds = "".join(f'{name}: "{value}", ' for name, value in (("above", above), ("up_to", up_to)) if value != "-")
        lines.append(f'  - {{{bounds}lowest: "{lowest}", highest: "{highest}"}}\n')
    return f"{_TEXT}measured: 逾期天数\nmeasured_in: 天\nsteps:\n{''.join(lines)}"


_RIGHT = _steps("- 30 50 50", "30 90 100 200", "90 - 200 2000")


@rule(
    "N411",
    "没有裁量阶次，也不是首违不罚",
    of=Penalty,
    offered=True,
    message="没有写分几档罚（steps），也没有写首违不罚（first_offence）",
    hint="照裁量基准写阶次；在首违不罚清单里的写清单和序号",
    why="只写法律的幅度，等于没有公布怎么罚。",
    example=Example(_ENTRY, _TEXT, _RIGHT),
)
def says_how_much(session: Session, item: Penalty) -> Iterator[Hit]:
    """A penalty has steps, or its first offence is not fined."""
    if not item.steps and not item.first_offence:
        yield session.hit(item, "law_says")


@rule(
    "N412",
    "裁量阶次断档或重叠",
    of=Penalty,
    message="{what}",
    hint="上一档的 up_to 和下一档的 above 写同一个数；第一档不写 above，最后一档不写 up_to；分档的写 measured",
    why="断了的一段不知道怎么罚，重叠的一段有两种罚法，都是随意处罚。",
    example=Example(_ENTRY, _steps("- 30 50 50", "60 90 100 200", "90 - 200 2000"), _RIGHT),
)
def steps_follow(session: Session, item: Penalty) -> Iterator[Hit]:
    """The bounds of the steps of each `whom` follow each other from 0 to without end; steps by case have none."""
    for whom, ladder in item.ladders().items():
        bounded = [(index, step) for index, step in ladder if not step.case]
        if len(bounded) > 1 and not item.measured:
            yield session.hit(item, "steps", bounded[0][0], what="分了几档，没有写按什么分（measured）")
        for index, name, what in _breaks(bounded):
            yield session.hit(item, "steps", index, name, what=f"{whom}{'：' if whom else ''}{what}")


def _breaks(ladder: list[tuple[int, PenaltyStep]]) -> Iterator[tuple[int, str, str]]:
    """Yield (index of the step, field, what is wrong) where bounds do not follow."""
    if not ladder:
        return
    first, last = ladder[0], ladder[-1]
    if first[1].above is not None and Decimal(first[1].above):
        yield first[0], "above", f"第一档从超过 {first[1].above} 起，{first[1].above} 及以下没有档"
    if last[1].up_to is not None:
        yield last[0], "up_to", f"最后一档到 {last[1].up_to}，超过的没有档"
    for (_, before), (index, step) in pairwise(ladder):
        end, begin = Decimal(before.up_to or "-1"), Decimal(step.above or "0")
        if end != begin:
            shown = f"上一档{f'到 {before.up_to}' if before.up_to else '没有上限'}，这一档从超过 {begin} 起"
            yield index, "above", f"{shown}，{'中间断了' if 0 <= end < begin else '重叠了'}"
        elif step.up_to is not None and Decimal(step.up_to) <= begin:
            yield index, "up_to", f"这一档从超过 {begin} 到 {step.up_to}，是空的"


@rule(
    "N413",
    "罚款的幅度不对",
    of=Penalty,
    message="{what}",
    hint="核对基准：起不大于止，不超过法定最高（law_highest），情节重的不比轻的罚得少",
    why="超过法律的处罚无效；越重罚得越少，没有人会服。",
    example=Example(_ENTRY, _steps("- 30 50 50", "30 - 200 20000"), _RIGHT),
)
def fines_fit(session: Session, item: Penalty) -> Iterator[Hit]:
    """Fines are spans within the law, and a graver step is not fined less."""
    for ladder in item.ladders().values():
        least = Decimal(0)
        for index, step in ladder:
            lowest, highest = Decimal(step.lowest), Decimal(step.highest)
            if lowest > highest:
                yield session.hit(item, "steps", index, "lowest", what=f"从 {lowest} 到 {highest}，起大于止")
            elif item.law_highest and highest > Decimal(item.law_highest):
                what = f"最高 {highest}，超过法定最高 {item.law_highest}"
                yield session.hit(item, "steps", index, "highest", what=what)
            elif lowest < least:
                yield session.hit(item, "steps", index, "lowest", what=f"从 {lowest} 起，比前一档的 {least} 还轻")
            least = max(least, lowest)


@rule(
    "N414",
    "写了裁量阶次，没有写谁定的",
    of=Penalty,
    message="有裁量阶次，没有写由谁制定（issuer）",
    hint="写制定机关和文号，如 示例省税务局公告2024年第3号",
    why="裁量基准由省税务局制定，不是本局自己定的；当事人要能查到原文。",
    example=Example(_ENTRY, _RIGHT.replace("issuer: 示例省税务局\n", ""), _RIGHT),
)
def steps_have_an_issuer(session: Session, item: Penalty) -> Iterator[Hit]:
    """Steps name who laid them down."""
    if item.steps and not item.issuer:
        yield session.hit(item, "steps")


RULES = (says_how_much, steps_follow, fines_fit, steps_have_an_issuer)
