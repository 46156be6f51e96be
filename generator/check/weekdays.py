"""W930, T549: days that pages name: their days of the week, and the last days of filing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from itertools import islice

from generator.check.rule import Example, Hit, Path, Session, rule
from generator.model.content import PageMeta
from generator.model.filing_calendar import FilingYear, MonthDeadline

_DAY = re.compile(r"([0-9]{1,2})日(?:[（(，、]|是)?(?:星期|周)([一二三四五六日天])(?![、和]周|[、和]星期)")
_LIST = re.compile(
    r"((?:[0-9]{1,2}日[、和])+)[0-9]{1,2}日[（(，、]?(?:都?是)?(?:星期|周)([一二三四五六日天])(?![、和至到，]?(?:星期|周))"
)
_MONTH = re.compile(r"([0-9]{1,2})月")
_YEAR = re.compile(r"([12][0-9]{3})年")
_WEEK = "一二三四五六日"
_PAGE = "---\ntitle: 2026年12月申报期\ndescription: 到哪一天。\ncolumn: news\ndate: 2026-11-25\n---\n\n"


def other_weekdays(row: str, years: Collection[int], month: int | None = None) -> Iterator[tuple[int, str]]:
    """Yield (index, text) for days in a line that fall on another day of the week in each of the years.

    The month and the year are the last ones before a day; without a month before it a day is passed over.
    """
    named = [(match.start(), match[0], match[1], match[2]) for match in _DAY.finditer(row)]
    for match in _LIST.finditer(row) if "日、" in row or "日和" in row else ():
        days = [(match.start() + day.start(), day[1]) for day in re.finditer("([0-9]{1,2})日", match[1])]
        named += [(start, f"{day}日…星期{match[2]}", day, match[2]) for start, day in days]
    for start, shown, day, weekday in sorted(named):
        months, said = _MONTH.findall(row[:start]), _YEAR.findall(row[:start])
        number = int(months[-1]) if months else month
        weekdays = {
            _WEEK[date.weekday()]
            for year in ([int(said[-1])] if said else years)
            if number and (date := date_of(year, number, int(day)))
        }
        if weekdays and weekday.replace("天", "日") not in weekdays:
            yield start, shown


def date_of(year: int, month: int, day: int) -> datetime.date | None:
    """Return a day; None if there is no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


@rule(
    "W930",
    "星期和日期对不上",
    message="“{shown}”：这一天不是这个星期几",
    hint="照日历核对，改错的那一个",
    why="照着星期去的和照着日期去的，总有一个白跑，还可能过了期。",
    example=Example(
        "content/news/shenbaoqi.md", _PAGE + "12月15日截止，15日是星期三。\n", _PAGE + "12月15日截止，15日是星期二。\n"
    ),
)
def as_the_calendar(session: Session) -> Iterator[Hit]:
    """A page's days fall on the days of the week that it says, in the years of its title or after its date."""
    for page in session.pages:
        if not (page.meta and "日" in page.body and ("星期" in page.body or "周" in page.body)):
            continue
        years = _years(page.meta)
        for number, row in enumerate(page.body.split("\n"), page.body_line):
            for start, shown in other_weekdays(row, years):
                yield Hit(page.file, (), {"shown": shown}, line=number, column=start + 1)
    for table in (item for item in session.registry.all(FilingYear).values() if item.id.isdecimal()):
        wrong = (
            session.hit(table, "months", index, "because", shown=shown)
            for index, item in enumerate(table.months)
            for _, shown in other_weekdays(item.because or "", {int(table.id)}, item.month)
        )
        yield from islice(wrong, 1)  # the table of another year has many


def _years(meta: PageMeta) -> set[int]:
    """Return the years that a page's title and description name; else the year of its date and the one after."""
    named = {int(year) for year in _YEAR.findall(f"{meta.title}{meta.description}")}
    return named or {meta.date.year, meta.date.year + 1}


@rule(
    "T549",
    "文章里的申报截止日和征期表不一样",
    message="“{shown}”：征期表写的是{month}月{day}日",
    hint="照 data/filing_calendar/ 里公布的征期改；征期表错了就改征期表",
    why="照着文章报的人过了期，要交滞纳金。",
    example=Example(
        "content/news/shenbaoqi.md",
        _PAGE + "12月申报期是12月1日至17日。\n",
        _PAGE + "12月申报期是12月1日至15日。\n",
    ),
)
def as_the_filing_table(session: Session) -> Iterator[Hit]:
    """The last days of filing that pages name are those of the published tables, where the year has one."""
    for page, meta in session.written:
        years = _years(meta)
        rows: list[tuple[Path, int | None, str]] = [
            (("title",), None, meta.title),
            (("description",), None, meta.description),
        ]
        rows += [((), line, row) for line, row in enumerate(page.body.split("\n"), page.body_line)]
        told: set[int] = set()
        for path, line, row in rows:
            for month, day, start, shown in _filing_days(row):
                last = {item.day for year in years for item in _months(session, year) if item.month == month}
                if last and day not in last and month not in told:
                    told.add(month)
                    words = {"shown": shown, "month": month, "day": "、".join(map(str, sorted(last)))}
                    yield Hit(page.file, path, words, line=line, column=start + 1 if line else 1)


def _months(session: Session, year: int) -> tuple[MonthDeadline, ...]:
    """Return the months of a year's filing table."""
    table = session.filing_tables.get(year)
    return table.months if table else ()


def _filing_days(row: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield (month, last day, index, text) for each last day of filing that a line names."""
    for match in _FILING.finditer(row):
        if match[2] in (None, match[1]):
            yield int(match[1]), int(match[3]), match.start(), match[0]


_FILING = re.compile(
    r"(?<![0-9])([0-9]{1,2})月(?:份)?(?:的)?(?:申报期|征期)(?:截止)?[^，。；|]{0,16}?(?:到|至)(?:([0-9]{1,2})月)?([0-9]{1,2})日"
)

RULES = (as_the_calendar, as_the_filing_table)
