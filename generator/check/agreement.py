"""E215, E605, N108, N121, T519, T520, T550: what an entry or a page says twice is the same both times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from generator.check.registered import at, told
from generator.check.rule import Example, Hit, Session, Severity, once, rule
from generator.check.weekdays import date_of
from generator.model.goals import Goal
from generator.model.laws import Law
from generator.model.oversight import Oversight
from generator.model.procedures import Procedure
from generator.model.rectifications import Rectification
from generator.model.reliefs import Relief
from generator.model.standards import Rate, Standard
from generator.model.tasks import Task
from generator.model.taxes import Rhythm, Tax
from generator.model.time_limits import TimeLimit
from generator.model.types import Unit
from generator.model.work_items import WorkItem


@rule(
    "E215",
    "页面里的期限和台账不一样",
    message="“{said}”：{name}的期限是 {due}",
    hint="照链接的那一项的 due 改；期限改过的，写明原来是哪天",
    why="通报说一天、台账写另一天，超没超期就说不清了。",
    example=None,
)
def due_as_linked(session: Session) -> Iterator[Hit]:
    """In a line of a page that links one work item, a day before which it says something is done is its due day."""
    for place in told(session):
        linked = set(_WORK.findall(place.text)) if place.line and "前" in place.text else set()
        item = _work(session, *linked.pop()) if len(linked) == 1 else None
        for match in _BEFORE.finditer(place.text) if item else ():
            day = date_of(*map(int, match.groups()))
            if item and day and day != item.due:
                yield at(place, match.start(), said=match[0], name=item.name, due=item.due)


_WORK = re.compile(r"\]\(/(rectifications|tasks|goals)/([a-z0-9-]+)/\)")
_BEFORE = re.compile(r"(?<![0-9原定])(20[0-9]{2})[-年]([0-9]{1,2})[-月]([0-9]{1,2})日?(?:以前|之前|前)")


def _work(session: Session, folder: str, id: str) -> WorkItem | None:
    """Return a work item by its registry and id."""
    kinds: dict[str, type[WorkItem]] = {"rectifications": Rectification, "tasks": Task, "goals": Goal}
    return session.registry.get(kinds[folder], id)


_GOAL = (
    "name: 上门辅导50户\nrequirement: 上门辅导50户。\nmeasures: [排出名单]\norgan: banshui-fuwuting\n"
    "post: zonghe-chuangkou\nlead_post: daoshui-zixun\nstart: 2026-11-02\ndue: 2026-12-31\n"
    "progress: [{on: 2026-11-20, percent: 40, note: 去了20户}]\nreached: 20\nunit: 户\n"
)


@rule(
    "E605",
    "目标值和目标的说法不一样",
    of=Goal,
    offered=True,
    message="目标值写的是 {target}{unit}，文字写的是“{said}”",
    hint="改错的那一处",
    why="网页上文字一个数、进度按另一个数算，做没做到各说各的。",
    example=Example("goals/fudao-hushu.yml", _GOAL + "target: 60\n", _GOAL + "target: 50\n"),
)
def target_as_worded(session: Session, goal: Goal) -> Iterator[Hit]:
    """The target of a goal is among the numbers with its unit in the goal's words, if there are any."""
    if goal.target and goal.unit:
        words = f"{goal.name} {goal.requirement}"
        said = re.findall(rf"(?<![0-9.])([0-9]+(?:\.[0-9]+)?){re.escape(goal.unit)}", words)
        if said and Decimal(goal.target) not in map(Decimal, said):
            yield session.hit(goal, "target", target=goal.target, unit=goal.unit, said=f"{said[0]}{goal.unit}")


@rule(
    "N108",
    "优惠比依据早到期",
    of=Relief,
    offered=True,
    severity=Severity.WARNING,
    message="写着到 {end}，依据（{law}）到 {last}",
    hint="核对文件写的期限；这一项确实早到期的，在 site.yml 的 accepted 里写明",
    why="到期写早了，能享受的人以为没有了。",
    example=None,
)
def lasts_as_its_ground(session: Session, relief: Relief) -> Iterator[Hit]:
    """A relief does not end before every law that it rests on and that has a last day."""
    laws = [law for item in relief.basis if (law := session.registry.get(Law, item.law))]
    ended = [(law.effective_to, law) for law in laws if law.effective_to]
    if ended and relief.effective_to:
        last, law = min(ended, key=lambda item: item[0])
        if relief.effective_to < last:
            name = law.short_name or law.name
            yield session.hit(relief, "effective_to", end=relief.effective_to, law=name, last=last)


_RATES = (
    "name: 示例税额\ntax: 契税\nunit: yuan_per_vehicle\nrates:\n"
    "  - {{grade: 排量1.0升及以下, value: '180', since: 2021-09-01, issuer: 示例省人民政府}}\n"
    "  - {{grade: 排量1.0升以上至1.6升, value: '360', since: 2021-09-01, issuer: 示例省人民政府}}\n"
    "  - {{grade: 排量1.6升以上至2.0升, value: '{}', since: 2021-09-01, issuer: 示例省人民政府}}\n"
    "  - {{grade: 排量2.0升以上, value: '840', since: 2021-09-01, issuer: 示例省人民政府}}\n"
    "basis: [{{law: fapiao-guanli-banfa, articles: [第十五条]}}]\nverified_on: 2026-11-20\n"
)


@rule(
    "N121",
    "一档一档的标准忽高忽低",
    of=Standard,
    offered=True,
    severity=Severity.WARNING,
    message="“{grade}”写的是 {value}，前后两档是 {before} 和 {after}",
    hint="核对文件，多半少写或多写了一个 0；文件就是这样的，在 site.yml 的 accepted 里写明",
    why="差一个 0 就差十倍，照着算的人会少缴或多缴。",
    example=Example("local_standards/shili-biaozhun.yml", _RATES.format("42"), _RATES.format("420")),
)
def rises_or_falls(session: Session, standard: Standard) -> Iterator[Hit]:
    """Values of grades that are ranges of one measure rise or fall all the way, but for none."""
    for rows in _ranges(session, standard):
        values = [value for _, _, value in rows]
        if _ordered(values):
            continue
        odd = [place for place in range(1, len(rows) - 1) if _ordered(values[:place] + values[place + 1 :])]
        if odd:
            index, rate, _ = rows[odd[0]]
            words = {"before": rows[odd[0] - 1][1].value, "after": rows[odd[0] + 1][1].value}
            yield session.hit(standard, "rates", index, "value", grade=rate.grade, value=rate.value, **words)


_Row = tuple[int, Rate, Decimal]
_RANGE = re.compile(r"([^0-9]*)([0-9]+(?:\.[0-9]+)?)[^0-9]{1,8}?(及?以下|以内|以上|至)")


def _ranges(session: Session, standard: Standard) -> Iterator[list[_Row]]:
    """Yield, for each measure with four or more ranges in force, its (index, rate, value) from the lowest range up."""
    groups: dict[str, list[tuple[tuple[Decimal, bool], _Row]]] = {}
    for index, rate in enumerate(standard.rates if standard.unit else ()):
        match = _RANGE.match(rate.grade)
        if match and rate.since <= session.as_of and not (rate.until and rate.until < session.as_of):
            try:
                row = index, rate, Decimal(rate.value)
            except InvalidOperation:  # N114 tells of it
                return
            above = match[3] in ("以上", "至")
            groups.setdefault(match[1], []).append(((Decimal(match[2]), above), row))
    for rows in groups.values():
        if len(rows) >= _ENOUGH:
            yield [row for _, row in sorted(rows, key=lambda item: item[0])]


_ENOUGH = 4


def _ordered(values: Sequence[Decimal]) -> bool:
    """Return True if values rise, or fall, all the way."""
    return all(one <= two for one, two in pairwise(values)) or all(one >= two for one, two in pairwise(values))


@rule(
    "T519",
    "时限的名称是另一个事项的",
    of=TimeLimit,
    offered=True,
    severity=Severity.WARNING,
    message="名称写的是“{other}”，of 写的是“{own}”",
    hint="改 of，或改名称；多半是复制文件以后忘了改",
    why="挂错了事项，那个事项的页面上就多出一个别人的天数。",
    example=None,
)
def named_for_its_matter(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """The name of a limit does not begin with the name of another matter, unless its own is called more exactly so."""
    own = session.registry.get(Procedure, limit.of.procedure)
    if own and own.name not in limit.name:
        lengths = range(len(limit.name), _SHORTEST - 1, -1)
        other = next((name for size in lengths if (name := limit.name[:size]) in _names(session)), None)
        if other and other not in own.name:
            yield session.hit(limit, "of", "procedure", other=other, own=own.name)


_SHORTEST = 4


@once
def _names(session: Session) -> frozenset[str]:
    """Return the names of all matters."""
    return frozenset(item.name for item in session.registry.all(Procedure).values())


_TAX = (
    "name: 增值税\nfilings:\n  - name: 一般纳税人按月申报\n    every: {}\n"
    "    basis: [{{law: fapiao-guanli-banfa, articles: [第十五条]}}]\n"
)


@rule(
    "T550",
    "多久申报一次，名称和周期不一样",
    of=Tax,
    message="名称写“{said}”，every 写的是{every}",
    hint="改错的那一处",
    why="征期日历照 every 排，名称照文字看：不是漏报，就是白跑。",
    example=Example("taxes/zengzhishui.yml", _TAX.format("quarter"), _TAX.format("month")),
)
def files_as_named(session: Session, tax: Tax) -> Iterator[Hit]:
    """A filing whose name says how often is filed as often."""
    for index, filing in enumerate(tax.filings):
        said = [rhythm.label for rhythm in Rhythm if rhythm.label in filing.name]
        if said and filing.every.label not in said:
            yield session.hit(tax, "filings", index, "every", said=said[0], every=filing.every.label)


@rule(
    "T520",
    "办理过程的天数和时限不一样",
    of=Oversight,
    offered=True,
    severity=Severity.WARNING,
    message="这里写“{said}”，时限里写的是{known}",
    hint="改成同一个数；说的是另一件事，另写一句，说清从什么时候起算",
    why="同一页上有两个数，读者不知道信哪个，投诉时也说不清。",
    example=None,
)
def process_says_the_limits(session: Session, item: Oversight) -> Iterator[Hit]:
    """Working days in which the process of a channel says something is done are those of its limits."""
    limits = session.limits(item)
    lengths = [each for limit in limits for each in (limit.promised, limit.statutory) if each]
    lengths += [limit.extension.by for limit in limits if limit.extension]
    known = {each.amount for each in lengths if each.unit is Unit.WORKING_DAY}
    for index, text in enumerate(item.process if known else ()):
        for sentence in re.split("[。；]", text):
            for match in _DAYS.finditer(sentence) if _ENDED.search(sentence) else ():
                if int(match[1]) not in known:
                    shown = "、".join(dict.fromkeys(map(str, lengths)))
                    yield session.hit(item, "process", index, said=match[0], known=shown)


_DAYS = re.compile(r"(?<![0-9前])([0-9]{1,3})个工作日(?!通知|前)")
_ENDED = re.compile("办结|答复|决定")

RULES = (
    process_says_the_limits,
    due_as_linked,
    target_as_worded,
    lasts_as_its_ground,
    rises_or_falls,
    named_for_its_matter,
    files_as_named,
)
