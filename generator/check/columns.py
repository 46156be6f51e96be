"""K101-K103: columns that have gone silent, by the periods of the national inspection (国办秘函〔2019〕19号)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.assessment import assessments
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.content import Column
from generator.model.periods import last_day
from generator.model.suggestions import Suggestion

HOME_DAYS, NOTICE_DAYS, ANSWER_DAYS, FIGURE_DAYS = 14, 183, 61, 92
"""Most days of silence: home page, notices and policy, answers to suggestions, figures of services."""

_NEWS = "content/news/tongzhi.md"


_SUGGESTION = """name: 中午也开一个窗口
number: 建言〔2026〕1号
organ: banshui-fuwuting
limit: fapiao-lingyong
channel: box
theme: 办公时间
text: 中午能不能开一个窗口。
"""


def _page(day: str) -> str:
    """Return a content page of the news column with that date."""
    return f"---\ntitle: 窗口调整\ndescription: 哪个窗口办什么有调整\ncolumn: news\ndate: {day}\n---\n\n正文\n"


def last_news(session: Session) -> tuple[datetime.date, str] | None:
    """Return the newest date of the news column up to the session's day, and the file; None without news."""
    news = [(meta.date, raw.file) for raw, meta in session.written if meta.column is Column.NEWS]
    return max((item for item in news if item[0] <= session.as_of), default=None)


def last_answer(session: Session) -> datetime.date | None:
    """Return the day of the newest answer to a suggestion; None without answers."""
    days = (item.replied for item in session.current(Suggestion))
    return max((day for day in days if day and day <= session.as_of), default=None)


def last_figures(session: Session) -> datetime.date | None:
    """Return the last day of the newest period for which figures of a measure are published; None without figures."""
    found = (item for assessment in assessments(session).values() for item in assessment.periods)
    return max((last_day(item.period) for item in found if item.figures), default=None)


@rule(
    "K101",
    "首页两周没有更新",
    severity=Severity.WARNING,
    message="首页最新的一条是 {day}，已经 {days} 天",
    hint="有新的公告、提醒就发一条；首页只有公告会变",
    why="首页两周没有新内容，网站检查单项否决。",
    example=Example(_NEWS, _page("2026-11-01"), _page("2026-11-25")),
)
def home_is_fresh(session: Session) -> Iterator[Hit]:
    """The newest news on the home page is at most HOME_DAYS days old, if the site has news."""
    yield from _silent(session, HOME_DAYS)


@rule(
    "K102",
    "公告栏目半年没有更新",
    severity=Severity.WARNING,
    message="公告与解读最新的一条是 {day}，已经 {days} 天",
    hint="发布这半年里的通知和政策；没有的，说明栏目该合并",
    why="通知公告、政策文件半年不更新，网站检查要扣分，几个栏目一起就是单项否决。",
    example=Example(_NEWS, _page("2026-03-01"), _page("2026-11-25")),
)
def news_is_fresh(session: Session) -> Iterator[Hit]:
    """The newest news is at most NOTICE_DAYS days old, if the site has news."""
    yield from _silent(session, NOTICE_DAYS)


def _silent(session: Session, most: int) -> Iterator[Hit]:
    """Yield a hit on the newest news if it is more than that many days old."""
    if any(page.meta is None or page.meta.date > session.as_of for page in session.pages):
        return  # the newest page may be one that is told to be wrong
    last = last_news(session)
    if last and (days := (session.as_of - last[0]).days) > most:
        yield Hit(last[1], ("date",), {"day": last[0], "days": days}, line=1)


@rule(
    "K103",
    "三个月没有答复",
    of=Suggestion,
    offered=True,
    severity=Severity.WARNING,
    message="{received} 收到，{days} 天没有答复",
    hint="马上答复，写上 replied 和 reply；办不了的答复为什么",
    why="一年内有留言超过三个月没有答复，网站检查单项否决。",
    example=Example(
        "suggestions/2026-001.yml",
        f"{_SUGGESTION}received: 2026-07-20\n",
        f"{_SUGGESTION}received: 2026-11-20\nreplied: 2026-11-20\nreply: 12月起中午开一个窗口。\nadopted: yes\n",
    ),
)
def answered_within_three_months(session: Session, item: Suggestion) -> Iterator[Hit]:
    """No suggestion of the last year has waited more than three months for an answer."""
    days = (session.as_of - item.received).days
    if not item.replied and _THREE_MONTHS < days <= _YEAR:
        yield session.hit(item, "received", received=item.received, days=days)


_THREE_MONTHS, _YEAR = 92, 366

RULES = (home_is_fresh, news_is_fresh, answered_within_three_months)
