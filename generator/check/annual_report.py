"""N201-N213: the yearly report balances: columns, rows, year to year, text against tables, and enforcement figures."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from generator.check.rule import Hit, Session, Severity, rule
from generator.model.annual_report import (
    APPLICANTS,
    COMPUTED,
    OUTCOMES,
    AnnualReport,
    Disclosed,
    Requests,
    Reviews,
    due_of,
    total,
    totals,
)
from generator.model.enforcement import Enforcement
from generator.model.schema import field_name

_WHY = "这是报告格式里写明的平衡关系，上级和媒体都会验算；不平就是数错了。"


@rule(
    "N201",
    "年报表三：收的和办的对不上",
    of=AnnualReport,
    message="“{column}”列：新收 {received} ＋ 结转 {carried_in} ≠ 办结 {settled} ＋ 结转下年 {carried_out}",
    hint="逐件核对这一类申请人；每一列都要：第一项加第二项，等于第三项（七）总计加第四项",
    why=_WHY,
    example=None,
)
def taken_is_settled_or_open(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """In each column, received and carried in equal settled and carried out."""
    table = report.requests
    for column, name in enumerate(APPLICANTS):
        received, carried_in, settled, carried_out = (
            row[column] for row in (table.received, table.carried_in, table.settled, table.carried_out)
        )
        if received + carried_in != settled + carried_out:
            words = {"received": received, "carried_in": carried_in, "settled": settled, "carried_out": carried_out}
            yield session.hit(report, "requests", "settled", column, column=name, **words)


@rule(
    "N202",
    "年报表三：办理结果加起来不是总计",
    of=AnnualReport,
    message="“{column}”列：各项结果加起来是 {found}，（七）总计写的是 {settled}",
    hint="核对（一）到（六）各行；区分处理的只计部分公开一项",
    why=_WHY,
    example=None,
)
def outcomes_add_up(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """In each column, the outcomes add up to their total."""
    rows = report.requests.outcomes()
    for column, name in enumerate(APPLICANTS):
        settled, found = report.requests.settled[column], total(rows, column)
        if found != settled:
            yield session.hit(report, "requests", "settled", column, column=name, found=found, settled=settled)


@rule(
    "N203",
    "年报表三：一行加起来不是总计",
    of=AnnualReport,
    message="“{row}”：前六格加起来是 {found}，总计写的是 {stated}",
    hint="核对这一行：自然人加五类法人或者其他组织等于总计",
    why=_WHY,
    example=None,
)
def applicants_add_up(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """In each row, the kinds of applicants add up to their total."""
    for item in fields(Requests):
        *parts, stated = getattr(report.requests, item.name)
        if sum(parts) != stated:
            words = {"row": field_name(Requests, item.name), "found": sum(parts), "stated": stated}
            yield session.hit(report, "requests", item.name, len(APPLICANTS) - 1, **words)


@rule(
    "N204",
    "年报表四：一行加起来不是总计",
    of=AnnualReport,
    message="“{row}”：维持、纠正、其他、未审结加起来是 {found}，总计写的是 {stated}",
    hint="核对这一行的每件案子",
    why=_WHY,
    example=None,
)
def reviews_add_up(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """In each row of reviews and suits, the outcomes add up to their total."""
    for item in fields(Reviews):
        *parts, stated = getattr(report.reviews, item.name)
        if sum(parts) != stated:
            words = {"row": field_name(Reviews, item.name), "found": sum(parts), "stated": stated}
            yield session.hit(report, "reviews", item.name, len(OUTCOMES) - 1, **words)


def _last(session: Session, report: AnnualReport) -> AnnualReport | None:
    """Return the report of the year before."""
    return session.registry.get(AnnualReport, str(report.year - 1)) if report.year else None


@rule(
    "N205",
    "年报：上年结转和上一年报告不一样",
    of=AnnualReport,
    message="“{column}”列：上年结转写的是 {carried_in}，上一年报告的结转下年是 {carried_out}",
    hint="以上一年已经发布的数为准；上一年错了的，改上一年并说明",
    why=_WHY,
    example=None,
)
def carried_over(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """What was carried in is what the year before carried out, in each column."""
    before = _last(session, report)
    if not before or session.lacks(before, "requests"):
        return
    for column, name in enumerate(APPLICANTS):
        carried_in, carried_out = report.requests.carried_in[column], before.requests.carried_out[column]
        if carried_in != carried_out:
            words = {"carried_in": carried_in, "carried_out": carried_out}
            yield session.hit(report, "requests", "carried_in", column, column=name, **words)


@rule(
    "N206",
    "年报：现行有效的文件数和上年接不上",
    of=AnnualReport,
    severity=Severity.WARNING,
    message="“{row}”：上年现行有效 {before} ＋ 制发 {made} － 废止 {repealed} ＝ {wanted}，写的是 {in_force}",
    hint="核对；清理过文件、口径变了的，在总体情况里说明",
    why="制发和废止说得清，现行有效就算得出来。",
    example=None,
)
def documents_go_on(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """Documents in force are last year's, with those made and without those repealed."""
    before = _last(session, report)
    if not before or session.lacks(before, "disclosed"):
        return
    for name, title in (("rules", "规章"), ("normative", "行政规范性文件")):
        old, new = getattr(before.disclosed, name), getattr(report.disclosed, name)
        wanted = old.in_force + new.made - new.repealed
        if wanted != new.in_force:
            words = {"before": old.in_force, "made": new.made, "repealed": new.repealed, "in_force": new.in_force}
            yield session.hit(report, "disclosed", name, "in_force", row=title, wanted=wanted, **words)


def _enforcement(session: Session, report: AnnualReport) -> Enforcement | None:
    """Return the enforcement figures of the reported year."""
    return session.registry.get(Enforcement, report.id)


_N = r"[^。，；：、0-9]{0,14}?([0-9]+) ?[件宗]"
_SAID: Mapping[str, re.Pattern[str]] = {
    "received": re.compile(rf"(?:新收|收到){_N}"),
    "carried_in": re.compile(rf"上年(?:度)?结转{_N}"),
    "settled": re.compile(rf"(?:办结|答复){_N}"),
    "carried_out": re.compile(rf"结转下(?:一)?年(?:度)?{_N}"),
    "granted": re.compile(rf"(?<!不)予以公开{_N}"),
    "partly": re.compile(rf"部分公开{_N}"),
    "licences": re.compile(rf"行政许可{_N}"),
    "penalties": re.compile(rf"行政处罚{_N}"),
    "coercion": re.compile(rf"行政强制{_N}"),
    "reconsideration": re.compile(rf"行政复议{_N}"),
}


@rule(
    "N207",
    "年报：文字里的数和表里的不一样",
    of=AnnualReport,
    message="文字写“{said}”，表里是 {stated}",
    hint="改错的那一处；文字里说的是别的口径的，换一个说法写清楚",
    why="一份报告两个数，读者不知道信哪个。",
    example=None,
)
def text_says_what_tables_say(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """Numbers that the text gives for what a table counts are those of the table."""
    table = report.requests
    stated = {
        **{name: getattr(table, name)[-1] for name in _SAID if hasattr(table, name)},
        **totals(report.disclosed, _enforcement(session, report)),
        "reconsideration": report.reviews.reconsideration[-1],
    }
    for item in fields(type(report.overview)):
        text = getattr(report.overview, item.name)
        for name, pattern in _SAID.items():
            for match in pattern.finditer(text):
                if stated[name] is not None and int(match[1]) != stated[name]:
                    yield session.hit(report, "overview", item.name, said=match[0], stated=stated[name])


@rule(
    "N213",
    "年报：其中的几项加起来不对",
    of=AnnualReport,
    message="“{said}”：其中的几项加起来是 {total}",
    hint="核对各项和总数，改错的那一处",
    why="总数和分项对不上，整份报告都让人不信。",
    example=None,
)
def parts_are_the_whole(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """Three or more parts that the text names of a number, in its unit, sum to it."""
    for item in fields(type(report.overview)):
        for match in _OF_THEM.finditer(getattr(report.overview, item.name)):
            parts = [int(part) for part in re.findall(rf"([0-9]+){match[2]}", match[3])]
            if len(parts) >= _ENOUGH and sum(parts) != int(match[1]):
                yield session.hit(report, "overview", item.name, said=f"{match[1]}{match[2]}，其中…", total=sum(parts))


_OF_THEM = re.compile(r"([0-9]+)([条件次人份户])，其中([^。；]*)")
_ENOUGH = 3


@rule(
    "N208",
    "年报：没有写信息处理费",
    of=AnnualReport,
    message="第六部分没有写收取信息处理费的情况",
    hint="写明收了多少；没有收的写“没有收取信息处理费”",
    why="报告格式要求第六部分写明，没有收也要写。",
    example=None,
)
def fee_is_reported(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """Section 6 speaks of the fee for processing information."""
    if not any("信息处理费" in text for text in report.other):
        yield session.hit(report, "other")


@rule(
    "N209",
    "年报到期没有发布",
    severity=Severity.WARNING,
    message="{year}年的年度报告{when}",
    hint="按上一年的文件建 data/annual_report/{year}.yml，填好发布日期",
    why="县级以上政府部门每年1月31日前向社会公布上一年的报告（政府信息公开条例第四十九条）。",
    example=None,
)
def report_is_published(session: Session) -> Iterator[Hit]:
    """From 1 December the report of the year is asked for, until it is published.

    A project without any report is not asked: its disclosure is checked elsewhere.
    """
    reports = session.registry.all(AnnualReport)
    if not reports:
        return
    today = session.as_of
    year = today.year if today.month == 12 else today.year - 1
    report = reports.get(str(year))
    if report and (report.published_on or session.lacks(report, "published_on")):
        return
    due = due_of(year)
    when = f"要在 {due} 前发布，还有 {(due - today).days} 天" if today <= due else f"{due} 前要发布，已经过了"
    newest = report or reports[max(reports)]
    yield session.hit(newest, "name", year=year, when=when)


@rule(
    "N210",
    "年报的文件名或发布日期不对",
    of=AnnualReport,
    severity=Severity.WARNING,
    message="{what}",
    hint="文件名写报告的年份，如 2025.yml；发布晚了的在第六部分说明",
    why="报告的年份决定什么时候到期、和哪一年的数相接。",
    example=None,
)
def year_and_day(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """The file's name is the reported year, and the report is published between that year's end and 31 January."""
    due, day = report.due(), report.published_on
    if due is None:
        yield session.hit(report, "name", what=f"文件名 {report.id} 不是年份")
    elif day and due < day <= session.as_of:
        yield session.hit(report, "published_on", what=f"{day} 发布，晚于 {due}")
    elif day and day <= datetime.date(due.year - 1, 12, 31):
        yield session.hit(report, "published_on", what=f"{day} 发布，{report.id}年还没有过完")


@rule(
    "N211",
    "年报：执法数据里有的数又写了一遍",
    of=AnnualReport,
    message="“{row}”{what}",
    hint="删掉这一行，年报从 data/enforcement/{year}.csv 算出；那里错了的，改那里",
    why="同一个数写两处，总有一处会错；许可、处罚、强制的数和执法数据是同一口径。",
    example=None,
)
def not_typed_twice(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """What the enforcement figures of the year know is not written in the report too."""
    known = _enforcement(session, report)
    for name in COMPUTED if known else ():
        stated, computed = getattr(report.disclosed, name), getattr(known, name)()
        if stated is not None and computed is not None:
            what = f"写的是 {stated}，执法数据是 {computed}" if str(stated) != str(computed) else "不用写，执法数据里有"
            yield session.hit(report, "disclosed", name, row=field_name(Disclosed, name), what=what, year=report.id)


@rule(
    "N212",
    "年报表二少一个数",
    of=AnnualReport,
    message="“{row}”没有数：{year} 年的执法数据里没有，这里也没有写",
    hint="建 data/enforcement/{year}.csv；没有的写在这里，没有发生的写 0",
    why="报告格式要求每一格都有数，空着不是 0。",
    example=None,
)
def nothing_is_missing(session: Session, report: AnnualReport) -> Iterator[Hit]:
    """Each number of the table of section 2 is computed or written."""
    known = _enforcement(session, report)
    if session.lacks(report, "disclosed") or (known and session.lacks(known, "rows")):
        return
    for name, value in totals(report.disclosed, known).items():
        if value is None:
            yield session.hit(report, "disclosed", row=field_name(Disclosed, name), year=report.id)


RULES = (
    taken_is_settled_or_open,
    outcomes_add_up,
    applicants_add_up,
    reviews_add_up,
    carried_over,
    documents_go_on,
    text_says_what_tables_say,
    parts_are_the_whole,
    fee_is_reported,
    report_is_published,
    year_and_day,
    not_typed_twice,
    nothing_is_missing,
)
