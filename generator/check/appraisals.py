"""E501-E505: appraisals. Weights are exactly 100, nothing is lost twice, and dates agree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Hit, Session, rule
from generator.model.appraisals import Appraisal
from generator.model.periods import label, last_day


@rule(
    "E501",
    "权重加起来不是 100",
    of=Appraisal,
    message="各项指标的权重加起来是 {total}",
    hint="改权重，让各项加起来正好 100；{sum}",
    why="权重不是 100，得分没法比，也没有人信。",
    example=None,
)
def weights_are_a_hundred(session: Session, item: Appraisal) -> Iterator[Hit]:
    """The weights of an appraisal's indicators sum to 100, exactly."""
    weights = [indicator.weight for indicator in item.indicators.values()]
    total = sum(map(Decimal, weights), Decimal(0))
    if total != 100:
        yield session.hit(item, "indicators", total=total, sum=f"现在是 {' + '.join(weights)}")


@rule(
    "E502",
    "没有这项指标",
    of=Appraisal,
    message="扣分写的指标“{indicator}”不在上面的指标里",
    hint="写上面指标的编号：{known}",
    why="扣了分却不知道扣在哪一项。",
    example=None,
)
def known_indicator(session: Session, item: Appraisal) -> Iterator[Hit]:
    """Deductions are on indicators of the appraisal."""
    known = "、".join(f"{id}({one.name})" for id, one in item.indicators.items())
    for index, deduction in enumerate(item.deductions):
        if deduction.indicator not in item.indicators:
            yield session.hit(item, "deductions", index, "indicator", indicator=deduction.indicator, known=known)


@rule(
    "E503",
    "扣的分比权重还多",
    of=Appraisal,
    message="{organ}在“{indicator}”上一共扣 {lost} 分，权重只有 {weight}",
    hint="核对扣分；一项最多扣到 0 分",
    why="一项扣成负数，就占了别的指标的分。",
    example=None,
)
def no_more_than_the_weight(session: Session, item: Appraisal) -> Iterator[Hit]:
    """No organ loses more on an indicator than its weight; reported at the deduction that goes beyond."""
    lost: dict[tuple[str, str], Decimal] = {}
    for index, deduction in enumerate(item.deductions):
        key = (deduction.organ, deduction.indicator)
        lost[key] = lost.get(key, Decimal(0)) + Decimal(deduction.points)
        indicator = item.indicators.get(deduction.indicator)
        if indicator and lost[key] > Decimal(indicator.weight):
            organ = session.registry.entries["organs"].get(deduction.organ)
            words = {"organ": organ.name if organ else deduction.organ, "indicator": indicator.name}
            path = ("deductions", index, "points")
            yield session.hit(item, *path, **words, lost=lost[key], weight=indicator.weight)


@rule(
    "E504",
    "扣分的机构没有参加考核",
    of=Appraisal,
    message="“{organ}”不在考核的机构里",
    hint="加进 organs，或改扣分的机构",
    why="扣了分却不在名单里，页面上就看不到它的得分。",
    example=None,
)
def appraised_organ(session: Session, item: Appraisal) -> Iterator[Hit]:
    """Points are lost by organs that are appraised."""
    for index, deduction in enumerate(item.deductions):
        if deduction.organ not in item.organs:
            yield session.hit(item, "deductions", index, "organ", organ=deduction.organ)


@rule(
    "E505",
    "考核的日期不对",
    of=Appraisal,
    message="{fault}",
    hint="核对日期：过完所属期才公布，异议期在公布以后",
    why="没有考完就公布，或者异议期早就过了，异议就没有意义。",
    example=None,
)
def published_in_order(session: Session, item: Appraisal) -> Iterator[Hit]:
    """An appraisal is published after its period, by today, and can be appealed after that."""
    if item.published_on <= last_day(item.period):
        fault = f"{item.published_on} 公布，{label(item.period)}还没有过完"
        yield session.hit(item, "published_on", fault=fault)
    elif item.published_on > session.as_of:
        yield session.hit(item, "published_on", fault=f"公布日期 {item.published_on} 还没有到")
    if item.appeals_until <= item.published_on:
        yield session.hit(item, "appeals_until", fault=f"异议期到 {item.appeals_until}，不晚于公布日期")


RULES = (weights_are_a_hundred, known_indicator, no_more_than_the_weight, appraised_organ, published_in_order)
