"""N401-N405: what is inspected is listed: every power to inspect, every inspection announced, and its results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from generator.check.rule import Example, Hit, Session, Severity, once, rule
from generator.check.texts import texts
from generator.model.campaigns import Campaign
from generator.model.commitments import Commitment
from generator.model.duties import Duty, PowerKind
from generator.model.explanations import Explanation
from generator.model.goals import Goal
from generator.model.inspections import Inspection, InspectionKind
from generator.model.periods import label, last_day
from generator.model.tasks import Task
from generator.model.types import Entry

_GRACE = 30
"""Days after the end of a period until its results must be there."""

_PROMISES: tuple[type[Entry], ...] = (Commitment, Explanation, Task, Goal, Campaign)
"""Registries that say what the bureau is going to do."""

_ANNOUNCED = re.compile(
    r"(?:开展|组织|实施|进行|安排)(?:一次|全面|集中)?([\u4e00-\u9fff]{0,12}?"
    r"(?:专项检查|专项抽查|随机抽查|税务检查|纳税检查|发票检查|日常检查|入户检查|上门检查))"
)

_ENTRY = "inspections/shili-jiancha.yml"
_TEXT = """name: 发票使用情况检查
kind: random
objects: 本年领用发票的企业，从发票管理系统里抽
ways: [desk, on_site]
yearly_cap: 1
standards: [开具的发票和实际经营业务相符]
organ: shili-shuiwuju
duty: fapiao-guanli
basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]
"""


def _inspection(rest: str) -> str:
    """Return the file of an inspection, as an example of a rule."""
    return f"{_TEXT}{rest}"


@rule(
    "N401",
    "检查职权没有公布检查事项",
    severity=Severity.WARNING,
    message="“{name}”是行政检查，没有一项公布的检查事项",
    hint="在 data/inspections/ 里写检查谁、怎么查、多少、一年几次、什么标准，duty 写这一项",
    why="国办发〔2024〕54号：检查事项、标准、频次上限都要公布，没有公布的不得检查。",
    example=None,
)
def each_power_is_listed(session: Session) -> Iterator[Hit]:
    """Every duty that is an inspection has an entry in the list of inspections, once a bureau uses the list."""
    if not session.registry.all(Inspection):
        return
    for duty in session.current(Duty):
        if duty.kind is PowerKind.ADMINISTRATIVE_INSPECTION and not session.referrers(duty, Inspection):
            yield session.hit(duty, "kind", name=duty.name)


@once
def _listed(session: Session) -> frozenset[str]:
    """Return the names of listed inspections and of the general kinds, which name no single inspection."""
    own = {name for item in session.current(Inspection) for name in (item.name, *item.aliases)}
    return frozenset(own | {kind.label for kind in InspectionKind} - {InspectionKind.SPECIAL.label} | {"税务检查"})


@rule(
    "N402",
    "说要开展的检查没有公布",
    message="“{said}”不在公布的检查事项里",
    hint="先写进 data/inspections/，名称或别名写这里的叫法；不是检查的，换一个说法",
    why="没有公布的检查不得开展，当然也不能写进承诺、任务和公告。",
    example=Example(
        "commitments/dangchang-banjie.yml",
        "metric: 每季度对加油站开展油品销售专项检查的户数。\n",
        "metric: 抽查10件办件。\n",
    ),
)
def announced_is_listed(session: Session) -> Iterator[Hit]:
    """An inspection that a promise, a task or an announcement names is listed."""
    for record in _PROMISES:
        for entry in session.current(record):
            for path, text in texts(entry):
                for said in _unlisted(session, text):
                    yield session.hit(entry, *path, said=said)
    for page in session.pages:
        if page.file.startswith("content/news/"):
            for number, line in enumerate(page.body.split("\n")):
                for said in _unlisted(session, line):
                    yield Hit(page.file, words={"said": said}, line=page.body_line + number)


def _unlisted(session: Session, text: str) -> Iterator[str]:
    """Yield the inspections that a text announces and no list has."""
    for match in _ANNOUNCED.finditer(text) if "查" in text else ():
        if not match[1].endswith(tuple(_listed(session))):
            yield match[1]


@rule(
    "N403",
    "双随机抽查没有比例、计划",
    of=Inspection,
    offered=True,
    message="双随机抽查没有写{missing}",
    hint="share 写一期最多抽百分之几；periods 写每期名录多少户、计划抽多少户",
    why="双随机、一公开：抽多少是事先定好公布的，不是查到哪算哪。",
    example=Example(
        _ENTRY,
        _inspection(""),
        _inspection('share: "3"\nperiods: [{period: 2026-H2, listed: 1200, planned: 24}]\n'),
    ),
)
def random_has_a_plan(session: Session, item: Inspection) -> Iterator[Hit]:
    """A random inspection states its share and has at least one period."""
    missing = [name for name, value in (("比例（share）", item.share), ("计划（periods）", item.periods)) if not value]
    if item.kind is InspectionKind.RANDOM and missing:
        yield session.hit(item, "kind", missing="、".join(missing))


@rule(
    "N404",
    "检查的户数不对",
    of=Inspection,
    message="{period}：{fault}",
    hint="核对户数；超过比例的减少计划，多查的在 note 里写明原因",
    why="超过公布的比例、比计划查得多又不说原因，公布就没有意义。",
    example=Example(
        _ENTRY,
        _inspection('share: "3"\nperiods: [{period: 2026-H2, listed: 1200, planned: 48}]\n'),
        _inspection('share: "4"\nperiods: [{period: 2026-H2, listed: 1200, planned: 48}]\n'),
    ),
)
def numbers_fit(session: Session, item: Inspection) -> Iterator[Hit]:
    """A plan is within the share; what was done is the plan's, or more with a note; problems are among these."""
    for index, row in enumerate(item.periods):
        faults = {
            "planned": f"计划 {row.planned} 户，超过名录 {row.listed} 户的 {item.share}%"
            if item.share and row.listed and Fraction(100 * row.planned, row.listed) > Fraction(item.share)
            else "",
            "done": f"检查了 {row.done} 户，比计划的 {row.planned} 户多，没有写原因"
            if row.done is not None and row.done > row.planned and not row.note
            else "",
            "problems": f"发现问题 {row.problems} 户，检查了 {row.done or 0} 户"
            if (row.problems or 0) > (row.done or 0)
            else "",
        }
        for name, fault in faults.items():
            if fault:
                yield session.hit(item, "periods", index, name, period=label(row.period), fault=fault)


@rule(
    "N405",
    "检查结果没有公布",
    of=Inspection,
    offered=True,
    severity=Severity.WARNING,
    message="{period}过去 {days} 天了，没有写{missing}",
    hint="写检查了多少户、发现多少、哪天公布；没有查的写 0 和原因",
    why="一公开就是结果公开：抽了没有、查出多少，企业要看得到。",
    example=Example(
        _ENTRY,
        _inspection('share: "3"\nperiods: [{period: 2026-H1, listed: 1200, planned: 24}]\n'),
        _inspection(
            'share: "3"\nperiods: [{period: 2026-H1, listed: 1200, planned: 24, done: 24, problems: 2, '
            "published_on: 2026-07-15}]\n"
        ),
    ),
)
def results_are_published(session: Session, item: Inspection) -> Iterator[Hit]:
    """A period that ended _GRACE days ago has its results and the day of their publication."""
    for index, row in enumerate(item.periods):
        days = (session.as_of - last_day(row.period)).days
        needed = (("检查户数", row.done), ("发现问题的户数", row.problems), ("公布日期", row.published_on))
        missing = [name for name, value in needed if value is None]
        if days > _GRACE and missing:
            words = {"period": label(row.period), "days": days, "missing": "、".join(missing)}
            yield session.hit(item, "periods", index, **words)


RULES = (each_power_is_listed, announced_is_listed, random_has_a_plan, numbers_fit, results_are_published)
