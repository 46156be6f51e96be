"""T541-T548: the filing calendar: published tables compared with the rule, and when each tax is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.calendar.dues import tables_of
from generator.calendar.filing import LAST_DAY, computed
from generator.calendar.registry import is_year
from generator.check.calendar import unless_a_year
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.filing_calendar import FilingYear, MonthDeadline
from generator.model.taxes import Tax

_TABLE = "filing_calendar/2026.yml"
_TAX = "taxes/zengzhishui.yml"
_PUBLISHED_BY_DAY = 20
"""Day of December by which next year's table was published in past years."""


def _months(**other: str) -> str:
    """Return the months of 2026 as YAML for examples. `other` replaces lines by month (m9); empty text drops one."""
    days = {1: 20, 2: 24, 3: 16, 4: 20, 5: 22, 8: 17, 10: 26, 11: 16}
    lines = {f"m{month}": f"day: {days.get(month, LAST_DAY)}" for month in range(1, 13)} | other
    return "months:\n" + "".join(f"  - {{month: {month[1:]}, {text}}}\n" for month, text in lines.items() if text)


def _tables(session: Session) -> Iterator[tuple[FilingYear, int]]:
    """Yield the tables whose file name is a year, each with that year."""
    for entry in session.registry.all(FilingYear).values():
        if is_year(entry.id):
            yield entry, int(entry.id)


def _published(session: Session) -> Iterator[tuple[FilingYear, int, MonthDeadline, datetime.date]]:
    """Yield (table, index in `months`, line, date) for every published deadline that is valid and not a repetition."""
    for table, _ in _tables(session):
        for index, item in enumerate(table.months):
            date = table.deadline(item.month)
            if date and table.month(item.month) is item:
                yield table, index, item, date


@rule(
    "T541",
    "征期表的文件名不是年份",
    of=FilingYear,
    message="文件名“{id}”不是年份",
    hint="一年一个文件，文件名写成 2026.yml 这样",
    why="文件名就是年份，网站按它算日期。",
    example=Example(
        "filing_calendar/mingnian.yml",
        f"name: 2027年度申报纳税期限\n{_months()}",
        "",
    ),
)
def table_is_a_year(session: Session, entry: FilingYear) -> Iterator[Hit]:
    """A table's file is named after its year."""
    return unless_a_year(session, entry)


@rule(
    "T542",
    "征期表的月份不全、重复或日期不存在",
    message="{month}月{what}",
    hint="1 到 12 月各写一行，照公布的表写",
    why="缺一个月，纳税人就不知道那个月哪天截止；写两行，不知道哪行对。",
    example=Example(_TABLE, _months(m12=""), _months()),
)
def table_is_complete(session: Session) -> Iterator[Hit]:
    """A table gives each of the twelve months once, with a day that exists."""
    for table, year in _tables(session):
        for month in range(1, 13):
            lines = [index for index, item in enumerate(table.months) if item.month == month]
            if not lines:
                yield session.hit(table, "months", month=month, what="没有写截止日")
            elif not table.deadline(month):
                what = f"没有{table.months[lines[0]].day}日({year}年)"
                yield session.hit(table, "months", lines[0], "day", month=month, what=what)
            for index in lines[1:]:
                yield session.hit(table, "months", index, "month", month=month, what="写了两行")


@rule(
    "T543",
    "征期截止日不是工作日",
    message="{day} 不是工作日",
    hint="对照公布的表改日子；放假安排不对的，改 data/calendar/",
    why="期限的最后一天是休息日的顺延，公布的截止日都是工作日，多半是抄错了一格。",
    example=Example(_TABLE, _months(m8="day: 15"), _months(m8="day: 17")),
)
def deadline_is_worked(session: Session) -> Iterator[Hit]:
    """A published deadline is a working day; days whose holidays are not known are not checked."""
    for table, index, _, date in _published(session):
        if session.calendar.certain(date) and not session.calendar.is_working(date):
            yield session.hit(table, "months", index, "day", day=date)


@rule(
    "T544",
    "公布的征期和规则算的不一样",
    severity=Severity.WARNING,
    message="公布的是{month}月{day}日，按规则是{computed}日：{why}",
    hint="先对照公布的表；确实不同的，写 acknowledged: {{computed: {computed}, reason: 为什么不同}}",
    why="规则和公布的表互相核对：抄错的日子、漏掉的延期通知都在这里露出来。",
    example=Example(
        _TABLE,
        _months(m9="day: 17"),
        _months(m9="day: 17, acknowledged: {computed: 15, reason: 因疫情延长}"),
    ),
)
def table_follows_the_rule(session: Session) -> Iterator[Hit]:
    """A published working day is the computed one or acknowledged as another; uncertain days are not checked."""
    for table, index, item, date in _published(session):
        by_rule = computed(session.calendar, date.year, date.month)
        known = item.acknowledged.computed if item.acknowledged else None
        if (
            session.calendar.is_working(date)
            and by_rule.certain
            and by_rule.date not in (date, known and date.replace(day=known))
        ):
            words = {"month": item.month, "day": date.day, "computed": by_rule.date.day, "why": by_rule.steps[-1].text}
            yield session.hit(table, "months", index, "day", **words)


@rule(
    "T545",
    "征期的确认已经用不着",
    severity=Severity.WARNING,
    message="{month}月确认过规则算的是{known}日，现在{what}",
    hint="删掉这个 acknowledged，或按现在的结果重写",
    why="过时的确认会盖住以后的差错。",
    example=Example(
        _TABLE,
        _months(m9="day: 15, acknowledged: {computed: 18, reason: 因疫情延长}"),
        _months(m9="day: 17, acknowledged: {computed: 15, reason: 因疫情延长}"),
    ),
)
def acknowledgement_is_needed(session: Session) -> Iterator[Hit]:
    """An acknowledged difference still exists, and the rule still gives the acknowledged day."""
    for table, index, item, date in _published(session):
        by_rule = computed(session.calendar, date.year, date.month)
        if item.acknowledged and by_rule.certain:
            known = item.acknowledged.computed
            what = "和公布的一样" if by_rule.date == date else f"算出的是{by_rule.date.day}日"
            if by_rule.date == date or known != by_rule.date.day:
                yield session.hit(table, "months", index, "acknowledged", month=item.month, known=known, what=what)


@rule(
    "T546",
    "征期表还没有录入",
    severity=Severity.WARNING,
    message="{year}年的征期表还没有录入，网站上是按规则推算的日期",
    hint="照国家税务总局公布的表新建 data/filing_calendar/{year}.yml",
    why="公布的表优先于规则；每年12月公布下一年的。",
    example=None,
)
def table_is_there(session: Session) -> Iterator[Hit]:
    """If there are tables, one is for this year; from 20 December on, one is for the next year."""
    tables = tables_of(session.registry.all(FilingYear).values())
    late = (session.as_of.month, session.as_of.day) >= (12, _PUBLISHED_BY_DAY)
    for year in (session.as_of.year, session.as_of.year + 1)[: 2 if late else 1]:
        if tables and year not in tables:
            yield session.hit(tables[max(tables)], year=year)


@rule(
    "T547",
    "申报时间不对",
    of=Tax,
    message="申报时间 {opens} 到 {until} 跨了年，没有写报哪一年度",
    hint="起止都写成 月-日，止写规定的最后一天，2月底写 02-29；跨年的写 covers，如 next_year；没有跨年的起在前",
    why="日期不对，页面和日历订阅里就没有这一项。",
    example=Example(
        _TAX,
        "name: 企业所得税\nfilings:\n  - name: 汇算清缴\n    every: year\n    span: {opens: 06-01, until: 05-31}\n"
        "    basis: [{law: fapiao-guanli-banfa}]\n",
        "name: 企业所得税\nfilings:\n  - name: 汇算清缴\n    every: year\n    span: {opens: 01-01, until: 05-31}\n"
        "    basis: [{law: fapiao-guanli-banfa}]\n",
    ),
)
def span_is_in_order(session: Session, tax: Tax) -> Iterator[Hit]:
    """A filing's own period that crosses New Year states the year covered."""
    for index, filing in enumerate(tax.filings):
        if filing.span is None:
            continue
        if filing.span.over_new_year and not filing.span.covers:
            words = {"opens": filing.span.opens, "until": filing.span.until}
            yield session.hit(tax, "filings", index, "span", **words)


@rule(
    "T548",
    "税费种没有写什么时候申报",
    of=Tax,
    severity=Severity.WARNING,
    message="{name}没有写申报(filings)，也没有说明(note)看哪里",
    hint="按征期申报的写 filings；期限由别处规定的在 note 里写清楚看哪里",
    why="列在征期日历上却没有日期，读者会以为不用报。",
    example=Example(_TAX, "name: 增值税\n", "name: 增值税\nnote: 期限以电子税务局的申报日历为准。\n"),
)
def tax_says_when(session: Session, tax: Tax) -> Iterator[Hit]:
    """A tax has filings, or a note that says where its deadlines are found."""
    if not tax.filings and not tax.note:
        yield session.hit(tax, name=tax.name)


RULES = (
    table_is_a_year,
    table_is_complete,
    deadline_is_worked,
    table_follows_the_rule,
    acknowledgement_is_needed,
    table_is_there,
    span_is_in_order,
    tax_says_when,
)
