"""T501-T514: time limits. Limits are compared by end date, for every start day of this year and the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.calendar.limits import Countdown, due
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.oversight import Oversight
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.time_limits import Bound, TimeLimit
from generator.model.types import Duration, Unit

_FILE = "time_limits/fapiao-lingyong.yml"
_PROCEDURE = "procedures/fapiao-lingyong.yml"


@rule(
    "T501",
    "承诺时限长于法定时限",
    of=TimeLimit,
    message="承诺{promised}，长于法定{statutory}：{start}起算，承诺最迟到{end}，法定最迟到{latest}{provisional}",
    hint="把承诺时限改到不超过法定时限；工作日遇上长假会多跨好几天，承诺最好和法定用同一种单位；"
    "法律规定遇长假顺延的，在 statutory 里写 rests_extend: true",
    why="审查规则第21条：承诺只能比法律更快。今年、明年的每一天起算都要成立，春节、国庆前也一样。",
    example=Example(
        _FILE,
        "statutory: {count: 20, unit: calendar_day, basis: {law: fapiao-guanli-banfa}}\n"
        "promised: {count: 20, unit: working_day}\n",
        "statutory: {count: 20, unit: calendar_day, basis: {law: fapiao-guanli-banfa}}\n"
        "promised: {count: 9, unit: working_day}\n",
    ),
)
def promised_within_statutory(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """No promised limit ends later than the statutory one, whatever the start day (audit rule 21)."""
    known = session.ends
    if limit.before or not limit.promised or not limit.statutory:
        return
    if start := known.first_longer(limit.promised, limit.statutory):
        promise = due(session.calendar, Countdown(start, limit.promised))
        law = due(session.calendar, Countdown(start, limit.statutory, rests_extend=bool(limit.statutory.rests_extend)))
        yield session.hit(
            limit,
            "promised",
            promised=limit.promised,
            statutory=limit.statutory,
            start=start,
            end=promise.date,
            latest=law.date,
            provisional="" if promise.certain and law.certain else "（放假安排未公布，按推算）",
        )


@rule(
    "T502",
    "各环节加起来超过承诺时限",
    of=Procedure,
    message="各环节加起来 {total}，超过承诺的{promised}",
    hint="缩短环节时限，或放宽承诺(不能超过法定)",
    why="审查规则第17条：环节之和不能大于承诺。",
    example=Example(
        _PROCEDURE,
        "steps:\n  - {name: 受理, within: {count: 3, unit: working_day}}\n"
        "  - {name: 办结, within: {count: 3, unit: working_day}}\n",
        "steps:\n  - {name: 受理, within: {unit: on_the_spot}}\n  - {name: 办结, within: {unit: on_the_spot}}\n",
    ),
)
def steps_add_up(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """The times of the steps add up to no more than the longest promise (audit rule 17)."""
    known = session.ends
    limits = [
        limit
        for limit in session.registry.referrers(procedure, TimeLimit)
        if limit.binds is Bound.BUREAU and limit.promised and not session.lacks(limit, "promised")
    ]
    promises = [limit.promised for limit in limits if limit.promised]
    total = _sum(procedure)
    if total and promises and all(known.first_longer(total, promise) for promise in promises):
        yield session.hit(procedure, "steps", total=total, promised=max(promises, key=lambda item: item.amount))
        return
    for limit in limits:
        total = _sum(procedure, limit.when) if limit.when else None
        if total and limit.promised and total.unit is limit.promised.unit and total.amount > limit.promised.amount:
            yield session.hit(procedure, "steps", total=total, promised=limit.promised)
            return


def _sum(procedure: Procedure, case: Mapping[str, Iterable[str]] | None = None) -> Duration | None:
    """Return the total time of the steps that are taken in every such case; None without times or if units differ.

    Working days that have to lie between a notice and what it announces count, as the step that waits has no time.
    """
    steps = [step for step in procedure.steps if _always(step.when, case or {})]
    times = [step.within for step in steps if step.within]
    times += [
        Duration(count=int(match[1] or match[2]), unit=Unit.WORKING_DAY)
        for step in steps
        for match in _AHEAD.finditer(step.what or "")
    ]
    counted = [time for time in times if time.unit is not Unit.ON_THE_SPOT and time.amount]
    units = {time.unit for time in counted}
    if len(units) != 1:
        return None
    return Duration(count=sum(time.amount for time in counted), unit=units.pop())


_AHEAD = re.compile(r"(?:举行|召开)(?:前([0-9]{1,2})个工作日|[^，。；]{0,8}?([0-9]{1,2})个工作日(?:以|之)?前)")


def _always(when: Mapping[str, Iterable[str]] | None, case: Mapping[str, Iterable[str]]) -> bool:
    """Return True if a condition holds in each case that fits `case`."""
    return all(key in case and set(case[key]) <= set(options) for key, options in (when or {}).items())


@rule(
    "T503",
    "时限属于谁没有写对",
    of=TimeLimit,
    message="of 里写了 {count} 项，应当正好一项",
    hint="procedure、regime、oversight 三选一",
    why="一个时限只管一件事，否则改一处会误改另一处。",
    example=Example(
        _FILE,
        "of: {procedure: fapiao-lingyong, regime: shouwen-zeren-zhi}\n",
        "of: {procedure: fapiao-lingyong}\n",
    ),
)
def one_owner(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """A limit belongs to exactly one procedure, regime or oversight channel."""
    count = sum(bool(owner) for owner in (limit.of.procedure, limit.of.regime, limit.of.oversight))
    if count != 1:
        yield session.hit(limit, "of", count=count)


@rule(
    "T504",
    "时限没有写多久",
    of=TimeLimit,
    message="法定时限和承诺时限都没有写",
    hint="写 promised；约束纳税人的写 statutory",
    why="没有多久的时限没有意义。",
    example=Example(
        "time_limits/fapiao-lingyong-nashuiren.yml",
        "name: 领票期限\nof: {procedure: fapiao-lingyong}\nbinds: taxpayer\nstarts: event\n",
        "name: 领票期限\nof: {procedure: fapiao-lingyong}\nbinds: taxpayer\nstarts: event\n"
        "statutory: {count: 30, unit: calendar_day, basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
def has_duration(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """A limit has a promised or a statutory length."""
    if not (limit.promised or limit.statutory or session.lacks(limit, "promised") or session.lacks(limit, "statutory")):
        yield session.hit(limit, "promised")


@rule(
    "T505",
    "时限没有数量",
    of=TimeLimit,
    message="“{unit}”前面没有写数量",
    hint="写 count；当日办好的写 count: 0，当场办好的写 unit: on_the_spot",
    why="“当场办结”是一种承诺，不写数量会被当成当日。",
    example=Example(
        _FILE,
        "promised: {unit: working_day}\nstatutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
        "promised: {count: 3, unit: working_day}\nstatutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
def has_count(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """A length that is not on the spot has a count."""
    for field in ("promised", "statutory"):
        duration = getattr(limit, field)
        if not duration or session.lacks(limit, field):
            continue
        if duration.unit is not Unit.ON_THE_SPOT and duration.count is None:
            yield session.hit(limit, field, unit=duration.unit.label)


@rule(
    "T506",
    "法定时限没有依据",
    of=TimeLimit,
    severity=Severity.WARNING,
    message="写了法定时限，没有写依据",
    hint="在 statutory 里写 basis：哪部法规第几条",
    why="说是法定的，就要拿得出法。",
    example=Example(
        _FILE,
        "statutory: {count: 5, unit: working_day}\n",
        "statutory: {count: 5, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
def statutory_has_basis(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """A statutory limit has a legal basis."""
    if limit.statutory and not limit.statutory.basis:
        yield session.hit(limit, "statutory")


@rule(
    "T507",
    "同一件事有两个时限",
    of=TimeLimit,
    message="和 {other} 管的是同一件事、同一种情形",
    hint="合并成一个，或用 when、name 把情形分清",
    why="审查规则第25条：同一件事不能在两处写两个数。",
    example=Example(
        "time_limits/fapiao-lingyong-chongfu.yml",
        "name: 发票领用办理时限\nof: {procedure: fapiao-lingyong}\nstarts: acceptance\n"
        "promised: {count: 5, unit: working_day}\nstatutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
        "name: 首次领用发票的时限\nof: {procedure: fapiao-lingyong}\nstarts: acceptance\n"
        "promised: {count: 5, unit: working_day}\nstatutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
def one_limit_a_case(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """No two limits have the same owner, bound party, name and case (audit rule 25). The later id is reported."""
    for first in _siblings(session, limit):
        same = (first.of, first.binds, first.name, first.when or {}) == (
            limit.of,
            limit.binds,
            limit.name,
            limit.when or {},
        )
        if first.id < limit.id and same:
            yield session.hit(limit, "of", other=session.registry.file(first))


@rule(
    "T511",
    "没有写法定时限，也没有写法律没有规定",
    of=TimeLimit,
    severity=Severity.WARNING,
    message="承诺{promised}，法定多久没有写，页面上也就不写",
    hint="查到的写 statutory 和依据；查明法律没有规定的写 statutory_none 和根据",
    why="没有查过就写“法律没有规定”，是对读者说了没有根据的话；承诺比法定快多少，也无从比较。",
    example=Example(
        _FILE,
        "promised: {count: 3, unit: working_day}\n",
        "promised: {count: 3, unit: working_day}\nstatutory_none:\n"
        "  basis: {law: fapiao-guanli-banfa, articles: [第十五条], note: 只规定怎么领用，没有规定时限}\n",
    ),
)
def statutory_is_known(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """A limit with a promised length states the statutory length, or that the law sets none.

    Limits of regimes are the bureau's own: no law stands above them.
    """
    if limit.of.regime:
        return
    promised = limit.promised if limit.promised and limit.promised.unit is not Unit.ON_THE_SPOT else None
    if promised and not limit.statutory and not limit.statutory_none:
        yield session.hit(limit, "promised", promised=promised)


@rule(
    "T512",
    "法定时限写了两种说法",
    of=TimeLimit,
    message="既写了法定{statutory}，又写了法律没有规定",
    hint="statutory 和 statutory_none 留一个",
    why="自相矛盾的公开等于没有公开。",
    example=Example(
        _FILE,
        "statutory: {count: 5, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n"
        "statutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
        "statutory: {count: 5, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
def statutory_is_one_thing(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """No limit has both a statutory length and the statement that the law sets none."""
    if limit.statutory and limit.statutory_none:
        yield session.hit(limit, "statutory_none", statutory=limit.statutory)


@rule(
    "T513",
    "倒着数的时限写得不对",
    of=TimeLimit,
    message="{what}",
    hint="{todo}",
    why="提前几天是从那件事往前数：说清哪一天，才数得出最迟哪天要办。",
    example=Example(
        "time_limits/fapiao-lingyong-nashuiren.yml",
        "name: 停业前缴销发票\nof: {procedure: fapiao-lingyong}\nbinds: taxpayer\nstarts: before_event\n"
        "statutory: {count: 3, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n",
        "name: 停业前缴销发票\nof: {procedure: fapiao-lingyong}\nbinds: taxpayer\nstarts: before_event\n"
        "event: 停业之日\nstatutory: {count: 3, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
def before_what(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """A limit before an event is complete and consistent.

    It names the event, is not on the spot, has no stops or extension, and its promise ends no later than the law
    requires.
    """
    if not limit.before:
        return
    lengths = [length for length in (limit.promised, limit.statutory) if length]
    if not limit.event:
        yield session.hit(limit, "starts", what="没有写在哪件事之前", todo="写 event，如 event: 停业之日")
    if any(length.unit is Unit.ON_THE_SPOT for length in lengths):
        yield session.hit(limit, "starts", what="倒着数的时限不能当场办结", todo="写天数；只要在那天之前的写 count: 0")
    if limit.stops or limit.extension:
        field = "stops" if limit.stops else "extension"
        yield session.hit(limit, field, what="倒着数的时限没有不计入的时间和延期", todo=f"删掉 {field}")
    if limit.promised and limit.statutory and limit.promised.unit is limit.statutory.unit:
        if limit.promised.amount < limit.statutory.amount:
            what = f"承诺提前{limit.promised}，比法定提前{limit.statutory}还晚"
            yield session.hit(limit, "promised", what=what, todo="把承诺改得不晚于法定")


@rule(
    "T514",
    "这种单位没有半个",
    of=TimeLimit,
    message="{length}算不出是哪一天",
    hint="月和年写整数；半年写 6 个月",
    why="只有天和小时可以有半个：半天到中午为止。",
    example=Example(
        _FILE,
        "promised: {count: 1.5, unit: month}\n",
        "promised: {count: 45, unit: calendar_day}\nstatutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
def no_half_months(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """Limits in months or years have whole counts."""
    for field in ("promised", "statutory"):
        length = getattr(limit, field)
        if length and length.amount % 1 and length.unit in (Unit.MONTH, Unit.YEAR):
            yield session.hit(limit, field, length=length)


def _siblings(session: Session, limit: TimeLimit) -> tuple[TimeLimit, ...]:
    """Return every limit of the same owner, this one included; empty if the owner does not exist."""
    owner = owner_of(session, limit)
    return session.registry.referrers(owner, TimeLimit) if owner else ()


def owner_of(session: Session, limit: TimeLimit) -> Procedure | Regime | Oversight | None:
    """Return the procedure, regime or oversight channel that a limit belongs to, on whose page it is shown."""
    registry = session.registry
    return (
        registry.get(Procedure, limit.of.procedure)
        or registry.get(Regime, limit.of.regime)
        or registry.get(Oversight, limit.of.oversight)
    )


RULES = (
    promised_within_statutory,
    steps_add_up,
    one_owner,
    has_duration,
    has_count,
    statutory_has_basis,
    one_limit_a_case,
    statutory_is_known,
    statutory_is_one_thing,
    before_what,
    no_half_months,
)
