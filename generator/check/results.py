"""P101-P104, P106-P116: figures by period. They fit their measure, are whole, and misses are explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.assessment import State, assessments, measure_of
from generator.check.rule import Hit, Session, Severity, rule
from generator.model.commitments import Commitment
from generator.model.measures import MeasureKind
from generator.model.periods import every, following, label, last_day
from generator.model.results import WHOLE, Figures, Part, Result

_SAME = 4
"""So many periods with the same figures in a row are probably copied."""


@rule(
    "P101",
    "做到的比总数还多",
    of=Result,
    message="{period} {what}，总数只有 {total}",
    hint="核对这两格；两列可能填反了",
    why="比例超过 100% 的数字没有人会信。",
    example=None,
)
def more_than_all(session: Session, result: Result) -> Iterator[Hit]:
    """What was met, or happened, is not more than the total."""
    measure = measure_of(session, result)
    rate = measure is not None and measure.kind is MeasureKind.RATE
    for index, row in enumerate(result.rows):
        words = {"period": row.period, "total": row.total}
        if row.total is not None and row.met is not None and row.met > row.total:
            yield session.hit(result, "rows", index, "met", what=f"做到 {row.met} 件", **words)
        elif rate and row.total is not None and row.value is not None and float(row.value) > row.total:
            yield session.hit(result, "rows", index, "value", what=f"发生 {row.value} 件", **words)


@rule(
    "P102",
    "一期写了两行",
    of=Result,
    message="{period} 已经写过了{where}",
    hint="留下对的一行；公布后改数的，在新的一行里写更正说明，旧的一行留着",
    why="同一期两个数，读者不知道信哪个。",
    example=None,
)
def period_twice(session: Session, result: Result) -> Iterator[Hit]:
    """Each period and part has one row, and further ones say why they correct it."""
    seen: set[tuple[str, Part]] = set()
    for index, row in enumerate(result.rows):
        key = (row.period, row.part)
        if key in seen and not row.correction:
            where = "（同一个机构、事项）" if row.part != WHOLE else ""
            yield session.hit(result, "rows", index, "period", period=row.period, where=where)
        seen.add(key)


@rule(
    "P103",
    "这一期还没有过完",
    of=Result,
    message="{period} 还没有过完，不能有整期的数字",
    hint="核对期间；等这一期过完再填",
    why="没有过完的一期，数字一定不全。",
    example=None,
)
def period_to_come(session: Session, result: Result) -> Iterator[Hit]:
    """No row is for a period that has not ended."""
    for index, row in enumerate(result.rows):
        if last_day(row.period) >= session.as_of:
            yield session.hit(result, "rows", index, "period", period=row.period)


@rule(
    "P104",
    "没有数字也没有原因",
    of=Result,
    message="{period} {what}",
    hint="填上数（没有这类事就填 0）；没有统计的，只在“没有统计的原因”里写明",
    why="空着不等于 0，读者分不清是没有还是忘了。",
    example=None,
)
def neither_figures_nor_reason(session: Session, result: Result) -> Iterator[Hit]:
    """A row has either the figures of its measure's kind or the reason why there are none."""
    measure = measure_of(session, result)
    if measure is None:
        return
    needed = _NEEDED[measure.kind]
    for index, row in enumerate(result.rows):
        figures = (row.met, row.total, row.value)
        if row.not_measured and figures != (None, None, None):
            what = "写了没有统计的原因，又填了数字"
            yield session.hit(result, "rows", index, period=row.period, what=what)
        elif not row.not_measured and not row.counted(measure.kind):
            what = f"没有填{needed}，也没有写没有统计的原因"
            yield session.hit(result, "rows", index, period=row.period, what=what)


_NEEDED = {
    MeasureKind.SHARE: "“做到”和“总数”",
    MeasureKind.RATE: "“数值”和“总数”",
    MeasureKind.COUNT: "“数值”",
    MeasureKind.DURATION: "“数值”",
}


@rule(
    "P106",
    "各期不连续",
    of=Result,
    whole=True,
    severity=Severity.WARNING,
    message="{what}",
    hint="从早到晚，一期一行；没有统计的也写一行，写明原因",
    why="少一期，读者会以为那一期的数字不好看。",
    example=None,
)
def periods_in_a_row(session: Session, result: Result) -> Iterator[Hit]:
    """Periods stand in order, and none is left out between the first and the last of each part."""
    last: dict[Part, Figures] = {}
    for index, row in enumerate(result.rows):
        before = last.get(row.part)
        if row.correction or (before and every(before.period) is not every(row.period)):
            continue
        last[row.part] = row
        if before is None or row.period == before.period:
            continue
        if row.period < before.period:
            yield session.hit(result, "rows", index, "period", what=f"{row.period} 写在了 {before.period} 后面")
        elif row.period > (expected := following(before.period)):
            yield session.hit(result, "rows", index, "period", what=f"{before.period} 后面少了 {expected}")


@rule(
    "P107",
    "没达到目标，没有写原因和补救",
    of=Result,
    message="{period} 没达到目标（{goal}）：没有写{missing}",
    hint="在“没做到的原因”和“怎么补救”里写明；不写具体的人和纳税人",
    why="没做到不说为什么、怎么改，数字公布了也没有用。",
    example=None,
)
def miss_is_explained(session: Session, result: Result) -> Iterator[Hit]:
    """A period of the whole bureau that misses the target has an explanation and a remedy."""
    assessment = assessments(session).get(result.id)
    numbers = {id(row): index for index, row in enumerate(result.rows)}
    for item in assessment.periods if assessment else ():
        row = item.figures
        if item.state is not State.MISSED or row is None:
            continue
        missing = [name for name, text in (("原因", row.explanation), ("补救", row.remedy)) if not text]
        if missing and assessment:
            at = numbers.get(id(row), next(i for i, other in enumerate(result.rows) if other.period == row.period))
            words = {"period": row.period, "goal": assessment.measure.goal, "missing": "和".join(missing)}
            yield session.hit(result, "rows", at, "period", **words)


@rule(
    "P108",
    "到期没有公布",
    of=Result,
    whole=True,
    severity=Severity.WARNING,
    message="{periods}还没有公布，应当在 {due} 以前公布",
    hint="补上各期的行；没有统计的写明原因",
    why="承诺按期公布的数字，网页上会标出没有公布。",
    example=None,
)
def published_in_time(session: Session, result: Result) -> Iterator[Hit]:
    """Every period after the last row has its row by the day of publication; gaps between rows are P106."""
    assessment = assessments(session).get(result.id)
    periods = assessment.periods if assessment else ()
    last = max((row.period for row in result.rows if row.part == WHOLE), default="")
    late = [item for item in periods if item.state is State.OVERDUE and item.figures is None and item.period > last]
    if late:
        names = label(late[-1].period) + (f"到{label(late[0].period)}的 {len(late)} 期" if len(late) > 1 else "")
        yield session.hit(result, "rows", len(result.rows) - 1, periods=names, due=late[-1].due)


@rule(
    "P109",
    "指标没有数字",
    of=Commitment,
    severity=Severity.WARNING,
    message="指标“{name}”在 data/results/ 里没有表",
    hint="运行 zwgk new result {name} 建一张表，承诺写 {id}，指标写 {key}",
    why="定了指标不公布结果，说到做到无从查起。",
    example=None,
)
def measures_are_counted(session: Session, item: Commitment) -> Iterator[Hit]:
    """Every measure has a table of figures."""
    tables = {(result.commitment, result.measure) for result in session.current(Result)}
    for index, measure in enumerate(item.measures):
        if (item.id, measure.key) not in tables:
            yield session.hit(item, "measures", index, name=measure.name, id=item.id, key=measure.key)


@rule(
    "P110",
    "指标不认识，或已经有表",
    of=Result,
    message="{what}",
    hint="{todo}",
    why="数字要对上一项承诺的一个指标，才知道目标是多少、做没做到。",
    example=None,
)
def measure_is_known(session: Session, result: Result) -> Iterator[Hit]:
    """A table refers to a measure of its commitment, and no other table refers to the same one."""
    commitment = session.registry.get(Commitment, result.commitment)
    if commitment is None:
        return
    if measure_of(session, result) is None:
        known = "、".join(f"{item.key}（{item.name}）" for item in commitment.measures) or "还没有指标，先写 measures"
        what = f"承诺“{commitment.name}”没有指标 {result.measure}"
        yield session.hit(result, "measure", what=what, todo=f"可以写：{known}")
        return
    same = (other for other in session.current(Result) if other.id < result.id)
    for other in same:
        if (other.commitment, other.measure) == (result.commitment, result.measure):
            yield session.hit(result, "measure", what=f"{other.id} 已经是这个指标的表", todo="两张表合成一张")


@rule(
    "P111",
    "填的列和指标的种类不符",
    of=Result,
    message="{period} 填了“{column}”，这个指标是{kind}，不用这一列",
    hint="改填{needed}，或改指标的种类",
    why="填错了列，算出来的就不是这个指标。",
    example=None,
)
def columns_fit(session: Session, result: Result) -> Iterator[Hit]:
    """The columns that are filled are those of the measure's kind."""
    measure = measure_of(session, result)
    if measure is None:
        return
    field, column = ("value", "数值") if measure.kind is MeasureKind.SHARE else ("met", "做到")
    for index, row in enumerate(result.rows):
        if getattr(row, field) is not None:
            words = {"kind": measure.kind.label, "needed": _NEEDED[measure.kind], "column": column}
            yield session.hit(result, "rows", index, field, period=row.period, **words)


@rule(
    "P112",
    "期间和统计周期不符",
    of=Result,
    message="{period} 不是{every}一期的写法",
    hint="按指标的统计周期写，如 {example}",
    why="月和季混在一张表里，画不成一条线，也算不出少了哪一期。",
    example=None,
)
def periods_fit(session: Session, result: Result) -> Iterator[Hit]:
    """Periods have the length that the measure says."""
    measure = measure_of(session, result)
    wrong = [
        (index, row) for index, row in enumerate(result.rows) if measure and every(row.period) is not measure.every
    ]
    for index, row in wrong[:1] if len(wrong) == len(result.rows) else wrong:  # all of one length: said once
        if measure:
            words = {"every": measure.every.label, "example": _WRITTEN[measure.every.value]}
            yield session.hit(result, "rows", index, "period", period=row.period, **words)


_WRITTEN = {"month": "2026-07", "quarter": "2026-Q3", "half_year": "2026-H2", "year": "2026"}


@rule(
    "P113",
    "指标的目标和承诺的说法对不上",
    of=Commitment,
    severity=Severity.WARNING,
    message="指标“{name}”的目标是 {target}，承诺的“目标”一栏里没有这个数",
    hint="两处改成一样的数",
    why="纳税人读到的目标和用来判断的目标不一样，等于两个承诺。",
    example=None,
)
def targets_agree(session: Session, item: Commitment) -> Iterator[Hit]:
    """The target of a measure is named in the promise's target."""
    said = set(_NUMBER.findall(item.target)) | ({"0"} if "零" in item.target else set())
    for index, measure in enumerate(item.measures):
        if measure.target is not None and measure.target not in said:
            yield session.hit(item, "measures", index, "target", name=measure.name, target=measure.target)


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@rule(
    "P114",
    "各部分加起来比全部还多",
    of=Result,
    message="{period} 各{parts}的总数加起来是 {sum}，全部只有 {total}",
    hint="核对这一期的各行",
    why="加不拢的数字，读者一算就知道错了。",
    example=None,
)
def parts_fit_the_whole(session: Session, result: Result) -> Iterator[Hit]:
    """The totals of the organs, or of the procedures, do not exceed that of the whole."""
    standing = result.standing()
    sums: dict[tuple[str, str], int] = {}
    for (period, (organ, procedure)), row in standing.items():
        if row.total is not None and bool(organ) != bool(procedure):
            key = (period, "机构" if organ else "事项")
            sums[key] = sums.get(key, 0) + row.total
    for (period, parts), total in sums.items():
        whole = standing.get((period, WHOLE))
        if whole and whole.total is not None and total > whole.total:
            at = next(index for index, row in enumerate(result.rows) if row is whole)
            words = {"parts": parts, "sum": total, "total": whole.total}
            yield session.hit(result, "rows", at, "total", period=period, **words)


@rule(
    "P115",
    "承诺生效以前的数字",
    of=Result,
    message="{period} 在承诺生效（{since}）以前就过完了",
    hint="核对期间，或核对承诺的 effective_from",
    why="还没有承诺的时候，谈不上做没做到。",
    example=None,
)
def not_before_the_promise(session: Session, result: Result) -> Iterator[Hit]:
    """No row is for a period that ended before the commitment was in force."""
    commitment = session.registry.get(Commitment, result.commitment)
    since = commitment.effective_from if commitment else None
    for index, row in enumerate(result.rows if since else ()):
        if since and last_day(row.period) < since:
            yield session.hit(result, "rows", index, "period", period=row.period, since=since)


@rule(
    "P116",
    "连续几期数字一样",
    of=Result,
    severity=Severity.WARNING,
    message="从 {period} 起连续 {count} 期的数字完全一样",
    hint="核对是不是复制了上一期；确实一样的，在 site.yml 的 accepted 里写明谁核对过",
    why="真实的件数很少连续相同，多半是照抄。",
    example=None,
)
def not_copied(session: Session, result: Result) -> Iterator[Hit]:
    """No part has the same figures, other than zeros, in four periods in a row."""
    rows: dict[Part, list[tuple[int, Figures]]] = {}
    for index, row in enumerate(result.rows):
        if not row.correction:
            rows.setdefault(row.part, []).append((index, row))
    for found in rows.values():
        start = 0
        for at, ((_, before), (index, row)) in enumerate(pairwise(found), 1):
            start = start if _telling(row) and _numbers(row) == _numbers(before) else at
            if at - start + 1 == _SAME:
                yield session.hit(result, "rows", index, "period", period=found[start][1].period, count=_SAME)


def _numbers(row: Figures) -> tuple[int | None, int | None, str | None]:
    """Return the figures of a row."""
    return row.met, row.total, row.value


def _telling(row: Figures) -> bool:
    """Return True if a row's figures rarely repeat: not all met, and not none."""
    if row.met is not None:
        return row.met not in (0, row.total)
    return bool(row.value) and float(row.value or 0) > 0


@rule(
    "P117",
    "更正前没有数字",
    of=Result,
    message="{period} 写了更正说明，前面没有要更正的一行",
    hint="把公布过的原数也留一行在前面；没有公布过的不写更正说明",
    why="公布过的数改了，读者要看到原来是多少。",
    example=None,
)
def corrects_something(session: Session, result: Result) -> Iterator[Hit]:
    """A correction follows the row that it corrects."""
    seen: set[tuple[str, Part]] = set()
    for index, row in enumerate(result.rows):
        key = (row.period, row.part)
        if row.correction and key not in seen:
            yield session.hit(result, "rows", index, "correction", period=row.period)
        seen.add(key)


RULES = (
    more_than_all,
    period_twice,
    period_to_come,
    neither_figures_nor_reason,
    periods_in_a_row,
    miss_is_explained,
    published_in_time,
    measures_are_counted,
    measure_is_known,
    columns_fit,
    periods_fit,
    targets_agree,
    parts_fit_the_whole,
    not_before_the_promise,
    not_copied,
    corrects_something,
)
