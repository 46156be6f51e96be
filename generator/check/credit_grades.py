"""E751-E755: grades of tax credit. Scores leave no gap, and every grade says its treatment in every respect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.credit_grades import Band, CreditGrade

_FILE = "credit_grades/a.yml"
_GRADE = """name: A级
order: 1
reached: [按年度评价得分]
basis: [{law: fapiao-guanli-banfa}]
"""
_RIGHT = "band: {at_least: 0}\ntreatments: [{topic: 发票领用, text: 按需供应}]\n"


@rule(
    "E751",
    "级别的分数有空档或重叠",
    message="{fault}",
    hint="各级别的分数从 0 到 100 首尾相接：上一级的 at_least 等于下一级的 below；不按分数评的级别不写 band",
    why="有空档，就有人哪一级都不是；有重叠，就有人两级都是。",
    example=Example(_FILE, _GRADE + _RIGHT.replace("0}", "90}"), _GRADE + _RIGHT),
)
def bands_meet(session: Session) -> Iterator[Hit]:
    """The bands of all grades cover 0 to 100, each score once."""
    grades = [item for item in session.current(CreditGrade) if not session.mended(item)]
    bands = [(item, item.band) for item in grades if item.band]
    if len(grades) < len(session.current(CreditGrade)) or not bands:
        return
    reached: Decimal | None = Decimal(0)
    for item, band in sorted(bands, key=lambda pair: pair[1].ends()[0]):
        start, end = band.ends()
        if end is not None and end <= start:
            yield session.hit(item, "band", fault=f"{item.name}到 {end} 分，不比 {start} 分高")
            return
        if reached is None or start < reached:
            yield session.hit(item, "band", fault=f"{item.name}从 {start} 分起，和低一级的重叠")
            return
        if start > reached:
            yield session.hit(item, "band", fault=f"{reached} 分到不满 {start} 分没有级别")
            return
        reached = end
    if reached is not None:
        yield session.hit(_top(bands), "band", fault=f"{reached} 分以上没有级别")


def _top(bands: list[tuple[CreditGrade, Band]]) -> CreditGrade:
    """Return the grade whose band begins highest."""
    return max(bands, key=lambda pair: pair[1].ends()[0])[0]


@rule(
    "E752",
    "有的级别没有写待遇",
    message="没有写“{topic}”，{other} 写了",
    hint="每个级别都写这一项；没有区别的写 按正常管理",
    why="一格空着，看的人不知道是没有限制还是没有写。",
    example=None,
)
def every_treatment_for_all(session: Session) -> Iterator[Hit]:
    """What one grade says of its treatment, all grades say."""
    grades = session.current(CreditGrade)
    first = {treatment.topic: item for item in reversed(grades) for treatment in item.treatments}
    for item in grades:
        own = {treatment.topic for treatment in item.treatments}
        for topic in sorted(first.keys() - own) if not session.lacks(item, "treatments") else ():
            yield session.hit(item, "treatments", topic=topic, other=session.registry.file(first[topic]))


@rule(
    "E753",
    "同一项写了两次",
    of=CreditGrade,
    message="“{topic}”写了两次",
    hint="留一条",
    why="两条待遇不一样时，不知道按哪条。",
    example=Example(
        _FILE,
        _GRADE + "treatments: [{topic: 发票领用, text: 按需供应}, {topic: 发票领用, text: 按次供应}]\n",
        _GRADE + "treatments: [{topic: 发票领用, text: 按需供应}]\n",
    ),
)
def each_topic_once(session: Session, item: CreditGrade) -> Iterator[Hit]:
    """A grade says its treatment in each respect once."""
    seen: set[str] = set()
    for index, treatment in enumerate(item.treatments):
        if treatment.topic in seen:
            yield session.hit(item, "treatments", index, "topic", topic=treatment.topic)
        seen.add(treatment.topic)


@rule(
    "E754",
    "级别没有写不服怎么办",
    severity=Severity.WARNING,
    message="不是最好的级别，没有写有异议、想修复办哪一项（procedures）",
    hint="写上复评、修复的事项编号",
    why="被评低了的人最先要找的就是怎么改。",
    example=None,
)
def objection_is_linked(session: Session) -> Iterator[Hit]:
    """Every grade but the best names the procedures of objection and repair."""
    grades = session.current(CreditGrade)
    best = min((item.order for item in grades), default=0)
    for item in grades:
        if item.order != best and not item.procedures and not session.lacks(item, "procedures"):
            yield session.hit(item, "name")


@rule(
    "E755",
    "怎么评上和分数不一样",
    of=CreditGrade,
    message="这里写的是“{said}”，分数写的是 {band}",
    hint="照办法核对，改错的那一处",
    why="差一分就是另一个级别，待遇完全不同。",
    example=Example(_FILE, _GRADE.replace("按年度评价得分", "90分以上") + _RIGHT, _GRADE + _RIGHT),
)
def scores_are_those_of_the_band(session: Session, grade: CreditGrade) -> Iterator[Hit]:
    """Scores by which a grade is reached are the bounds of its band."""
    band = grade.band
    for index, text in enumerate(grade.reached if band else ()):
        for match in _SCORE.finditer(text):
            bound = band and (band.below if match[1] else band.at_least)
            if bound and Decimal(bound) != Decimal(match[2]):
                yield session.hit(grade, "reached", index, said=match[0], band=band)


_SCORE = re.compile(r"(不满|不到|低于)?(?<![0-9])([0-9]{1,3})分(?(1)|以上)")

RULES = (bands_meet, every_treatment_for_all, each_topic_once, objection_is_linked, scores_are_those_of_the_band)
