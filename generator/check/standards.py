"""N111-N117: values of rates and standards: one at a time, without gaps, within the law, and shown where needed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from generator.check.rule import Example, Hit, Session, Severity, once, rule
from generator.check.texts import texts
from generator.model.procedures import Procedure
from generator.model.standards import Rate, Standard

SOON_DAYS = 90
"""Days before the end of a value on which the next one is asked for."""

_ENTRY = "local_standards/shili-biaozhun.yml"
_GUIDE = "procedures/fapiao-lingyong.yml"
_DAY = datetime.timedelta(days=1)
_LOCAL = re.compile(r"(?:本省|省里|省级?人民政府|省税务局)规定|省级?人民政府确定")
"""Words of a guide that leave a number to the province."""


def _standard(rates: str, more: str = "") -> str:
    """Return the file of a standard, as an example of a rule; `rates` are value, since, until: 3 2021-09-01 -."""
    lines = []
    for line in rates.split("; "):
        value, since, until = line.split(" ")
        end = "" if until == "-" else f"until: {until}, "
        lines.append(f"  - {{grade: 全市, value: '{value}', since: {since}, {end}issuer: 示例省人民政府}}\n")
    return (
        f"name: 示例税率\ntax: 契税\nunit: percent\n{more}rates:\n{''.join(lines)}"
        "basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]\nverified_on: 2026-11-20\n"
    )


_RIGHT = _standard("4 2021-09-01 2024-12-31; 3 2025-01-01 -")


def _in_order(standard: Standard) -> Iterator[tuple[int, Rate, int, Rate]]:
    """Yield (index, rate, index, next rate of the same grade), by the day on which they begin."""
    last: dict[str, tuple[int, Rate]] = {}
    for index, rate in sorted(enumerate(standard.rates), key=lambda item: item[1].since):
        if rate.grade in last:
            yield (*last[rate.grade], index, rate)
        last[rate.grade] = (index, rate)


@rule(
    "N111",
    "同一时间有两个标准",
    of=Standard,
    offered=True,
    message="“{grade}”从 {since} 起的和 {before} 起的重叠",
    hint="旧的一行写上 until，写新标准前一天；写重了的删掉一行",
    why="同一天两个数，不知道按哪个算。",
    example=Example(_ENTRY, _standard("4 2021-09-01 -; 3 2025-01-01 -"), _RIGHT),
)
def one_at_a_time(session: Session, standard: Standard) -> Iterator[Hit]:
    """The values of a grade do not overlap in time."""
    for _, before, index, rate in _in_order(standard):
        if not before.until or before.until >= rate.since:
            yield session.hit(
                standard, "rates", index, "since", grade=rate.grade, since=rate.since, before=before.since
            )


@rule(
    "N112",
    "标准中间断了",
    of=Standard,
    offered=True,
    severity=Severity.WARNING,
    message="“{grade}”{until} 以后到 {since} 以前没有标准",
    hint="补上中间一段的标准，或核对起止日期",
    why="断了的一段，纳税人不知道按哪个数缴。",
    example=Example(_ENTRY, _standard("4 2021-09-01 2024-06-30; 3 2025-01-01 -"), _RIGHT),
)
def no_gap(session: Session, standard: Standard) -> Iterator[Hit]:
    """The values of a grade follow each other without a day between."""
    for _, before, index, rate in _in_order(standard):
        if before.until and before.until + _DAY < rate.since:
            yield session.hit(standard, "rates", index, "since", grade=rate.grade, until=before.until, since=rate.since)


@rule(
    "N113",
    "标准到期了没有接着的",
    of=Standard,
    offered=True,
    severity=Severity.WARNING,
    message="“{grade}”{when}，后面没有新的标准",
    hint="问清以后按什么执行，另写一行；延续的改 until 和文号",
    why="过了期的标准还照着收，收错了要退。",
    example=Example(_ENTRY, _standard("3 2021-09-01 2026-12-31"), _RIGHT),
)
def goes_on(session: Session, standard: Standard) -> Iterator[Hit]:
    """A value that ends within SOON_DAYS days, or has ended, is followed by another of its grade."""
    last = {rate.grade: (index, rate) for index, rate in sorted(enumerate(standard.rates), key=lambda x: x[1].since)}
    for grade, (index, rate) in last.items():
        if rate.until and (rate.until - session.as_of).days <= SOON_DAYS:
            over = rate.until < session.as_of
            when = f" {rate.until} {'已经到期' if over else '到期'}"
            yield session.hit(standard, "rates", index, "until", grade=grade, when=when)


@rule(
    "N114",
    "标准的数值不对",
    of=Standard,
    message="“{grade}”写的是 {value}：{what}",
    hint="写了单位的只写数；核对文件，法定幅度写在 lowest 和 highest",
    why="超出法律幅度的标准无效，照着收就是多收或少收。",
    example=Example(
        _ENTRY,
        _standard("6 2021-09-01 -", "lowest: '3'\nhighest: '5'\n"),
        _standard("3 2021-09-01 -", "lowest: '3'\nhighest: '5'\n"),
    ),
)
def within_the_law(session: Session, standard: Standard) -> Iterator[Hit]:
    """With a unit, each value is a number between the lowest and the highest that the law allows."""
    for index, rate in enumerate(standard.rates if standard.unit else ()):
        what = _wrong(rate.value, standard)
        if what:
            yield session.hit(standard, "rates", index, "value", grade=rate.grade, value=rate.value, what=what)


def _wrong(value: str, standard: Standard) -> str:
    """Return what is wrong with a value, or nothing."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "不是数"
    if standard.lowest and number < Decimal(standard.lowest):
        return f"比法定最低的 {standard.lowest} 还低"
    if standard.highest and number > Decimal(standard.highest):
        return f"比法定最高的 {standard.highest} 还高"
    return ""


@rule(
    "N115",
    "标准的起止写反了",
    of=Standard,
    message="“{grade}”{since} 起、{until} 止，止比起早",
    hint="核对两个日期",
    why="这样写的标准一天也不生效。",
    example=Example(_ENTRY, _standard("3 2025-01-01 2024-01-01; 3 2026-01-01 -"), _RIGHT),
)
def begins_before_it_ends(session: Session, standard: Standard) -> Iterator[Hit]:
    """A value does not end before it begins."""
    for index, rate in enumerate(standard.rates):
        if rate.until and rate.until < rate.since:
            yield session.hit(standard, "rates", index, "until", grade=rate.grade, since=rate.since, until=rate.until)


@rule(
    "N116",
    "计算器缺了东西",
    of=Standard,
    offered=True,
    message="{what}",
    hint="有 formula 的要写 unit 和 called；不要计算器的删掉 formula",
    why="缺了单位和名称，算出来的不知道是什么。",
    example=Example(
        _ENTRY,
        _standard("3 2021-09-01 -", "formula: amount\n"),
        _standard("3 2021-09-01 -", "formula: amount\ncalled: 成交价\n"),
    ),
)
def can_be_computed(session: Session, standard: Standard) -> Iterator[Hit]:
    """A calculator has a unit and a name for what is entered; without one there is nothing that only it reads."""
    if standard.formula and not (standard.unit and standard.called):
        missing = [name for name, value in (("unit", standard.unit), ("called", standard.called)) if not value]
        yield session.hit(standard, "formula", what=f"写了 formula，没有写 {'、'.join(missing)}")
    elif not standard.formula and (standard.vat or standard.reductions):
        yield session.hit(
            standard, "vat" if standard.vat else "reductions", what="没有 formula，vat 和 reductions 没有用处"
        )


@once
def _shown(session: Session) -> frozenset[str]:
    """Return the ids of the guides that some standard in use names."""
    standards = session.registry.all(Standard).values()
    return frozenset(id for item in standards if not item.withdrawn for id in item.guides)


@rule(
    "N117",
    "指南说由省里规定，没有写现在是多少",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="写着“{shown}”，data/local_standards/ 里没有一项挂在这个事项上",
    hint="把现行的数值、文号和执行日期写成一项税费标准，guides 里写上这个事项",
    why="纳税人要的是数，不是谁有权定。",
    example=Example(_GUIDE, "notes: [工本费由省人民政府规定。]\n", "notes: [每亩税额5元。]\n"),
)
def value_is_shown(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """A guide whose text leaves something to the province is named by a standard that gives its value."""
    if procedure.id in _shown(session):
        return
    for name in ("summary", "conditions", "conditions_any", "questions", "notes"):
        for path, text in texts(getattr(procedure, name), (name,)):
            if "省" in text and (match := _LOCAL.search(text)):
                yield session.hit(procedure, *path, shown=match[0])


RULES = (
    one_at_a_time, no_gap, goes_on, within_the_law, begins_before_it_ends, can_be_computed, value_is_shown,
)  # fmt: skip
