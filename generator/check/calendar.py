"""T521-T526: the yearly notice of days off (放假安排)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.calendar.days import working_days
from generator.calendar.festivals import FORESEEN, statutory
from generator.calendar.registry import is_year, notice
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.findings import Finding
from generator.model.calendar import YearCalendar
from generator.model.types import Entry

_FILE = "calendar/2027.yml"
_RIGHT = (
    "name: 2027年放假安排\nnumber: 国办发明电〔2026〕1号\nholidays:\n"
    "  - {name: 元旦, first: 2027-01-01, last: 2027-01-03}\n"
    "  - {name: 春节, first: 2027-02-05, last: 2027-02-11}\n"
    "  - {name: 清明节, first: 2027-04-03, last: 2027-04-05}\n"
    "  - {name: 劳动节, first: 2027-05-01, last: 2027-05-05}\n"
    "  - {name: 端午节, first: 2027-06-09, last: 2027-06-09}\n"
    "  - {name: 中秋节, first: 2027-09-15, last: 2027-09-15}\n"
    "  - {name: 国庆节, first: 2027-10-01, last: 2027-10-07}\n"
    "workdays: [2027-01-30, 2027-02-20]\n"
)
_TYPED_AGAIN = (
    "name: 2026年放假安排\nnumber: 国办发明电〔2025〕7号\nholidays:\n"
    "  - {name: 元旦, first: 2026-01-01, last: 2026-01-03}\n"
    "  - {name: 春节, first: 2026-02-15, last: 2026-02-23}\n"
    "  - {name: 清明节, first: 2026-04-04, last: 2026-04-06}\n"
    "  - {name: 劳动节, first: 2026-05-01, last: 2026-05-05}\n"
    "  - {name: 端午节, first: 2026-06-19, last: 2026-06-21}\n"
    "  - {name: 中秋节, first: 2026-09-25, last: 2026-09-27}\n"
    "  - {name: 国庆节, first: 2026-10-01, last: 2026-10-07}\n"
    "  - {name: 延长假期, first: 2026-12-24, last: 2026-12-26}\n"
    "workdays: [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]\n"
)
_MONTH_OF_NOTICES = 11
"""Month in which next year's notice is published."""


def _entries(session: Session) -> Iterator[YearCalendar]:
    """Yield the notices in use whose file name is a year."""
    return (entry for entry in session.registry.all(YearCalendar).values() if is_year(entry.id) and not entry.withdrawn)


def _days_off(entry: YearCalendar) -> set[datetime.date]:
    """Return the days off that a notice gives."""
    return {day for holiday in notice(entry).holidays for day in holiday.days()}


@rule(
    "T521",
    "放假安排的文件名不是年份",
    of=YearCalendar,
    message="文件名“{id}”不是年份",
    hint="一年一个文件，用年份做文件名，如 2027.yml",
    why="放假安排一年一份，程序按文件名找年份。",
    example=Example("calendar/mingnian.yml", _RIGHT, ""),
)
def named_by_year(session: Session, entry: YearCalendar) -> Iterator[Hit]:
    """A notice's file is named after its year."""
    return unless_a_year(session, entry)


def unless_a_year(session: Session, entry: Entry) -> Iterator[Hit]:
    """Yield a hit if an entry's file is not named after a year."""
    if not is_year(entry.id):
        yield session.hit(entry, id=entry.id)


@rule(
    "T522",
    "放假的日期不对",
    message="{name}：{first}至{last}{what}",
    hint="照国务院办公厅通知改",
    why="写错一天，所有跨过它的时限都会算错。",
    example=Example(_FILE, _RIGHT.replace("2027-01-01, last", "2028-01-01, last"), _RIGHT),
)
def holidays_in_year(session: Session) -> Iterator[Hit]:
    """Holidays run forwards, end in the notice's year, and start no earlier than 25 December before it."""
    for entry in _entries(session):
        for index, item in enumerate(entry.holidays):
            year = int(entry.id)
            words = {"name": item.name, "first": item.first, "last": item.last}
            if item.first > item.last:
                yield session.hit(entry, "holidays", index, **words, what="，前后颠倒")
            elif item.last.year != year or item.first < datetime.date(year - 1, 12, 25):
                yield session.hit(entry, "holidays", index, **words, what=f"，不在{year}年")


@rule(
    "T523",
    "调休上班的日期不对",
    message="{day} {what}",
    hint="workdays 里只写要上班的周六、周日，照国务院办公厅通知改",
    why="写错一天，所有跨过它的时限都会算错。",
    example=Example(_FILE, _RIGHT.replace("2027-01-30", "2027-01-29"), _RIGHT),
)
def workdays_are_weekends(session: Session) -> Iterator[Hit]:
    """Make-up workdays are weekend days of the year, or from 25 December before it, outside the days off."""
    for entry in _entries(session):
        off = _days_off(entry)
        first, last = (
            datetime.date(int(entry.id) + more, month, day) for more, month, day in ((-1, 12, 25), (0, 12, 31))
        )
        for index, day in enumerate(entry.workdays):
            if not first <= day <= last:
                yield session.hit(entry, "workdays", index, day=day, what=f"不在{entry.id}年")
            elif day.weekday() < 5:
                yield session.hit(entry, "workdays", index, day=day, what="不是周六、周日，本来就上班")
            elif day in off:
                yield session.hit(entry, "workdays", index, day=day, what="又写在放假里")


@rule(
    "T524",
    "法定假日没有写成放假",
    message="{day} 是法定假日（{name}），没有写在放假里",
    hint="照国务院办公厅通知补上；只写第二次通知改动的几天，加上 amends: true",
    why="《全国年节及纪念日放假办法》规定的假日，通知只会连长，不会取消。",
    example=Example(_FILE, _RIGHT.replace("  - {name: 端午节, first: 2027-06-09, last: 2027-06-09}\n", ""), _RIGHT),
)
def statutory_days_off(session: Session) -> Iterator[Hit]:
    """A notice that does not amend another omits no statutory day off and no known festival."""
    for entry in _entries(session):
        off = _days_off(entry)
        if entry.amends:
            continue
        if int(entry.id) in FORESEEN:
            missing = [(day, name) for name, days in statutory(int(entry.id)) for day in days if day not in off]
        else:
            known = working_days().year(int(entry.id)).holidays
            missing = [(item.first, item.name) for item in known if off.isdisjoint(item.days())]
        for day, name in missing:
            yield session.hit(entry, "holidays", day=day, name=name)


@rule(
    "T525",
    "放假安排和程序自带的不一致",
    severity=Severity.WARNING,
    message="和程序自带的{year}年放假安排不一致：{days}",
    hint="对照国务院办公厅通知；没有新的通知改过，就删掉这个文件；改过的，写 confirmed：核对了哪份通知",
    why="程序自带的年份已经逐日核对过，不一致多半是写错了。以这里写的为准。",
    example=Example(
        "calendar/2026.yml",
        _TYPED_AGAIN,
        "name: 2026年放假安排\nnumber: 国办发明电〔2026〕9号\namends: true\n"
        "holidays: [{name: 延长假期, first: 2026-12-24, last: 2026-12-26}]\n",
    ),
)
def as_the_library_knows(session: Session) -> Iterator[Hit]:
    """A notice for a year that the library knows agrees with it, unless it amends or is confirmed."""
    library = working_days()
    for entry in _entries(session):
        year = int(entry.id)
        first = datetime.date(year, 1, 1)
        days = [first + datetime.timedelta(index) for index in range((datetime.date(year + 1, 1, 1) - first).days)]
        wrong = [day for day in days if session.calendar.is_working(day) != library.is_working(day)]
        if wrong and library.known(year) and not entry.amends and not entry.confirmed:
            more = f" 等{len(wrong)}天" if len(wrong) > 3 else ""
            yield session.hit(entry, year=year, days="、".join(map(str, wrong[:3])) + more)


@rule(
    "T526",
    "没有放假安排",
    severity=Severity.WARNING,
    message="{year}年的放假安排还没有录入，算到{year}年的日期都只能标“暂定”",
    hint="国务院办公厅通知（一般在11月）公布后，运行 zwgk new year-calendar {year}年放假安排 --id {year} 照着填",
    why="办事时限按工作日算，调休不定，截止日期就不定。",
    example=None,
)
def years_have_notices(session: Session) -> Iterator[Hit]:
    """The notice of the current year is present; from November on, also that of the next year."""
    year = session.as_of.year
    for wanted in (year, year + 1) if session.as_of.month >= _MONTH_OF_NOTICES else (year,):
        if not session.calendar.known(wanted):
            yield Hit("site.yml", (), {"year": wanted})


def waits(finding: Finding, as_of: datetime.date) -> bool:
    """Return True if nobody can correct a finding yet: T526 on a coming year, whose notice is not published."""
    return finding.code == "T526" and not finding.message.startswith(f"{as_of.year}年")


RULES = (
    named_by_year,
    holidays_in_year,
    workdays_are_weekends,
    statutory_days_off,
    as_the_library_knows,
    years_have_notices,
)
