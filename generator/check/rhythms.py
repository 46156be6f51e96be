"""E701-E708: records of recurring work. Every period has one, in order, and says what was done or why not."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Hit, Session, Severity, once, rule
from generator.model.appraisals import Appraisal
from generator.model.duties import Duty, Frequency
from generator.model.goals import Goal
from generator.model.periods import Every, ended, every, first_day, label, last_day
from generator.model.regimes import Regime
from generator.model.rhythms import Rhythm
from generator.model.rounds import Round

_GRACE = 15
"""Days after the end of a period until its record must be there."""

OF_FREQUENCY = {
    Frequency.MONTHLY: Every.MONTH,
    Frequency.QUARTERLY: Every.QUARTER,
    Frequency.HALF_YEARLY: Every.HALF_YEAR,
}
"""The frequencies whose periods have records; what is done daily or weekly has rosters, what is yearly a campaign."""


@rule(
    "E701",
    "没有写做了没有",
    of=Rhythm,
    message="{period}：{fault}",
    hint="做了的写哪天做的和结果；没有做的只写没做的原因",
    why="只有一个期间、没有内容的一行，看不出做了没有。",
    example=None,
)
def done_or_not(session: Session, item: Rhythm) -> Iterator[Hit]:
    """A row either has a day and an outcome, or says why nothing was done."""
    for index, row in enumerate(item.rows):
        fault = ""
        if row.not_held and (row.held_on or row.outcome or row.count is not None):
            fault = "既写做了，又写没做的原因"
        elif not row.not_held and not (row.held_on and row.outcome):
            fault = "没有写哪天做的" if row.outcome else "没有写结果" if row.held_on else "没有写做了没有"
        if fault:
            yield session.hit(item, "rows", index, period=label(row.period), fault=fault)


@rule(
    "E702",
    "期间的长短不对",
    of=Rhythm,
    message="期间写的是 {period}，这一项是{every}一次",
    hint="每月的写 2026-07，每季度的写 2026-Q3，每半年的写 2026-H2，每年的写 2026",
    why="期间长短不一，数不出漏了哪一期。",
    example=None,
)
def periods_of_one_length(session: Session, item: Rhythm) -> Iterator[Hit]:
    """Each row's period is as long as the record says."""
    for index, row in enumerate(item.rows):
        if every(row.period) is not item.every:
            yield session.hit(item, "rows", index, "period", period=row.period, every=item.every.label)


@rule(
    "E703",
    "少了一期",
    severity=Severity.WARNING,
    of=Rhythm,
    whole=True,
    message="{missing}没有记录",
    hint="补一行；没有做的写没做的原因",
    why="定了每月、每季做的，漏一期就是没有执行；不写和没做，读者分不清。",
    example=None,
)
def no_period_left_out(session: Session, item: Rhythm) -> Iterator[Hit]:
    """Each period from the first row's on that ended more than _GRACE days ago has a row."""
    if missing := missing_periods(session, item):
        words = "、".join(label(period) for period in missing[:6]) + ("等" if len(missing) > 6 else "")
        yield session.hit(item, "rows", len(item.rows) - 1, "period", missing=words)


def missing_periods(session: Session, item: Rhythm) -> list[str]:
    """Return the periods without a row that ended more than _GRACE days ago, the first of them first."""
    there = {row.period for row in item.rows if every(row.period) is item.every}
    if not there:
        return []
    due = (period for period in ended(min(there), session.as_of) if (session.as_of - last_day(period)).days > _GRACE)
    return [period for period in due if period not in there]


@rule(
    "E704",
    "一期写了两行",
    of=Rhythm,
    message="{period} 已经写过了",
    hint="合成一行；一期做了几次的，写最后一次的日期和合起来的结果",
    why="同一期两行，读者不知道信哪个。",
    example=None,
)
def one_row_each(session: Session, item: Rhythm) -> Iterator[Hit]:
    """Each period has one row."""
    seen: set[str] = set()
    for index, row in enumerate(item.rows):
        if row.period in seen:
            yield session.hit(item, "rows", index, "period", period=label(row.period))
        seen.add(row.period)


@rule(
    "E705",
    "做的日期不对",
    of=Rhythm,
    message="{period}写的是 {day} 做的，{fault}",
    hint="核对日期和期间；晚做的仍写在该做的那一期，在结果里写明",
    why="还没有做的写成做了，就是虚报。",
    example=None,
)
def held_by_today(session: Session, item: Rhythm) -> Iterator[Hit]:
    """What was done was done after its period began, and by today."""
    for index, row in enumerate(item.rows):
        if row.held_on and not first_day(row.period) <= row.held_on <= session.as_of:
            fault = "还没有到" if row.held_on > session.as_of else "在这一期开始以前"
            yield session.hit(item, "rows", index, "held_on", period=label(row.period), day=row.held_on, fault=fault)


@rule(
    "E708",
    "做的日期不在这一期",
    severity=Severity.WARNING,
    of=Rhythm,
    message="{period}写的是 {day} 做的，这一期早就过了",
    hint="核对日期和期间；真的晚做了，在结果里写“晚”和为什么",
    why="日期写错一个月，就分不清哪一期做了、哪一期没有做。",
    example=None,
)
def held_in_its_period(session: Session, item: Rhythm) -> Iterator[Hit]:
    """What was done was done at most _LATE days after its period, unless its result says that it was late."""
    for index, row in enumerate(item.rows):
        late = row.held_on and row.held_on <= session.as_of and (row.held_on - last_day(row.period)).days > _LATE
        if late and "晚" not in (row.outcome or "") and "推迟" not in (row.outcome or ""):
            yield session.hit(item, "rows", index, "held_on", period=label(row.period), day=row.held_on)


_LATE = 31


@rule(
    "E706",
    "记录不知道是谁的",
    of=Rhythm,
    message="没有写是哪项制度或者哪项权责的记录",
    hint="写 制度 或 权责事项，写一样就够",
    why="记录要能从制度、从权责两头找到。",
    example=None,
)
def belongs_somewhere(session: Session, item: Rhythm) -> Iterator[Hit]:
    """A record belongs to a regime or a duty."""
    if not item.regime and not item.duty:
        yield session.hit(item, "what")


@once
def recorded(session: Session) -> set[tuple[str, str]]:
    """Return the (folder, id) of regimes and duties whose recurring work is recorded somewhere."""
    found = {("regimes", item.regime) for item in session.current(Rhythm) if item.regime}
    found |= {("duties", item.duty) for item in session.current(Rhythm) if item.duty}
    found |= {("regimes", item.regime) for item in session.current(Round)}
    found |= {("regimes", item.regime) for item in session.current(Appraisal)}
    return found | {("regimes", id) for item in session.current(Goal) for id in item.regimes}


@rule(
    "E707",
    "定期要做的事没有记录",
    severity=Severity.WARNING,
    message="{name}{every}一次，没有一期的记录",
    hint="在 data/records/ 里建一个表格，一期一行；是督查、考核的，在那一轮、那一期里写这项制度",
    why="说了每月、每季要做，看不到做没做，就是写在纸上的制度。",
    example=None,
)
def rhythm_is_recorded(session: Session) -> Iterator[Hit]:
    """Each regime and duty that recurs monthly, quarterly or half-yearly is recorded; told once records are kept."""
    known = recorded(session)
    if not session.registry.all(Rhythm):
        return
    recurring: list[Regime | Duty] = [*session.current(Regime), *session.current(Duty)]
    for item in recurring:
        frequency = item.frequency
        if frequency in OF_FREQUENCY and (item.FOLDER, item.id) not in known:
            yield session.hit(item, "frequency", name=item.name, every=frequency.label)


RULES = (
    done_or_not,
    periods_of_one_length,
    no_period_left_out,
    one_row_each,
    held_by_today,
    held_in_its_period,
    belongs_somewhere,
    rhythm_is_recorded,
)
