"""Self-inspection by the national indicators for government websites (国办秘函〔2019〕19号), as far as data tell.

Points are given only where a published source states them; the other indicators are counted without points.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from generator.assessment import State, assessments
from generator.check import guides
from generator.check.catalogue import updated
from generator.check.columns import (
    ANSWER_DAYS,
    FIGURE_DAYS,
    HOME_DAYS,
    NOTICE_DAYS,
    last_answer,
    last_figures,
    last_news,
)
from generator.findings import Finding
from generator.model.catalogue import CatalogueItem, OpenState
from generator.model.content import Column
from generator.model.oversight import Oversight
from generator.model.routes import index_of
from generator.model.suggestions import Suggestion
from generator.session import Session, once

PASSING = 60
"""Points below which a site fails."""


class Outcome(Enum):
    """What the data say about an indicator: its value, and what it is called."""

    PASS = "pass"
    TRIPS = "trips"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The outcome's Chinese name."""
        return {"pass": "没有问题", "trips": "有问题", "unknown": "数据看不出"}[self.value]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with its outcome. `codes` are the rules that look at it, `findings` the number of their findings.

    `lost` is the number of points lost; None if no source that we know states the points.
    """

    key: str
    name: str
    criterion: str
    outcome: Outcome
    said: str
    codes: tuple[str, ...] = ()
    findings: int = 0
    lost: int | None = None


class Looked(NamedTuple):
    """A column: title, address, number of entries, day of the newest one (None: not known), why it counts as stale.

    `judged` is False if nothing says how often it is to be updated, or its entries have no days.
    """

    name: str
    url: str
    entries: int
    last: datetime.date | None
    stale: str
    judged: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The inspection of a site on a day."""

    vetoes: tuple[Indicator, ...]
    deductions: tuple[Indicator, ...]
    columns: tuple[Looked, ...]

    @property
    def lost(self) -> int:
        """The points lost on the indicators whose points are known."""
        return sum(item.lost or 0 for item in self.deductions)

    @property
    def score(self) -> int:
        """100 less the points lost."""
        return 100 - self.lost

    @property
    def tripped(self) -> list[Indicator]:
        """The veto indicators that trip."""
        return [item for item in self.vetoes if item.outcome is Outcome.TRIPS]


BY_HAND: tuple[tuple[str, str], ...] = (
    ("严重表述错误、不良内容", "发布前三审三校，用词表只能找到列出来的词"),
    ("能不能打开、快不快", "在不同的网络上每天访问，记下打不开和超过15秒的次数"),
    ("IPv6、统一登录、页面标签", "在服务器上测"),
    ("领导信息", "本站只写岗位；领导信息链接到上级机关的页面"),
    ("站外链接", "打开看一遍；运行 zwgk inspect --outside 找打不开的"),
)
"""What somebody has to look at: what, and how."""


@once
def inspect(session: Session) -> Report:
    """Return the inspection of a site on the session's day, from its registry and the findings on it."""
    columns = tuple(_columns(session))
    counted = Counter((finding.code, bool(finding.excused)) for finding in session.findings)
    vetoes = tuple(_with(counted, item) for item in _vetoes(session, columns))
    return Report(vetoes, tuple(_with(counted, item) for item in _deductions(session)), columns)


def findings_of(session: Session, item: Indicator) -> Iterator[Finding]:
    """Yield the findings behind an indicator."""
    return (finding for finding in session.findings if finding.code in item.codes and not finding.excused)


def _with(counted: Counter[tuple[str, bool]], item: Indicator) -> Indicator:
    """Return an indicator with the number of its findings. Some make it trip, unless it is judged by a day or count.

    Findings are counted by code, and whether they are excused: those are named, and do not make it trip.
    """
    found, excused = (sum(counted[code, which] for code in item.codes) for which in (False, True))
    more = f"；检查结果有 {found} 处" if found else ""
    more += f"；写了说明、接受的有 {excused} 处" if excused else ""
    trips = found and item.outcome is Outcome.PASS and item.lost is None
    return Indicator(
        item.key,
        item.name,
        item.criterion,
        Outcome.TRIPS if trips else item.outcome,
        f"{item.said}{more}",
        item.codes,
        found,
        item.lost,
    )


def _judged(key: str, name: str, criterion: str, trips: bool, said: str, *codes: str) -> Indicator:
    """Return a veto indicator on which the data are clear."""
    return Indicator(key, name, criterion, Outcome.TRIPS if trips else Outcome.PASS, said, codes)


def _vetoes(session: Session, columns: tuple[Looked, ...]) -> Iterator[Indicator]:
    """Yield the veto indicators (单项否决), in the order of the document."""
    unknown = Outcome.UNKNOWN
    words = "严重表述错误、泄露国家秘密、反动暴力色情内容"
    yield Indicator("1.1", words, "有一处", unknown, "要人审读", ("S812",))
    private = ("S801", "S802", "S803", "S808", "S809", "S811", "S821", "S822", "C326")
    yield _judged(
        "1.2", "泄露个人信息", "有一处", False, "查身份证、手机、银行卡、证件号码、姓名和纳税人，附件也查", *private
    )
    yield Indicator("1.3", "被挂马、篡改没有及时处置", "有一次", unknown, "用 zwgk verify 核对线上的文件")
    dates = ("V903", "V904", "V905", "C311", "E302", "E102")
    yield _judged("1.4", "弄虚作假，如伪造发稿日期", "有一处", False, "查将来的、不可能的日期", *dates)
    yield Indicator("1.5", "引发严重负面舆情", "有一次", unknown, "数据里没有，要人去看")
    yield Indicator("2", "站点无法访问", "一周里每天试20次以上，超过15秒打不开的满5%", unknown, "要在网上连着测一周")
    yield _home(session)
    stale = [item for item in columns if item.stale and item.entries]
    empty = [item for item in columns if not item.entries]
    names = "、".join(f"{item.name}（{item.stale}）" for item in stale) or "没有"
    yield _judged(
        "4.1", "栏目不更新", "动态栏目两周、通知政策栏目半年没有更新，合计5个", len(stale) >= 5, f"过期：{names}"
    )
    yield _judged("4.2", "应更新未更新的栏目", "合计10个", len(stale) >= 10, f"{len(stale)} 个")
    names = "、".join(item.name for item in empty) or "没有"
    yield _judged("4.3", "空白栏目", "合计5个", len(empty) >= 5, f"空白：{names}")
    ways = [item for item in session.current(Oversight) if item.channels]
    known = bool(ways or session.site.feedback_email)
    yield _judged("5.1", "没有能用的咨询投诉渠道", "一条也没有", not known, f"有 {len(ways)} 条渠道")
    said = "没有超过三个月的" if session.current(Suggestion) else "没有公开的留言"
    yield _judged("5.2", "留言超过三个月没有答复", "一年内有一条", False, said, "K103")
    count = len(session.procedures)
    yield _judged("6.1", "不提供办事服务", "没有办事指南", not count, f"{count} 个事项")
    bad = [len(found) for item in session.procedures if len(found := _missing(session, item.id)) >= 4]
    said = f"缺四类以上要素的 {len(bad)} 个"
    yield _judged("6.2", "办事指南要素缺失严重", "缺四类以上要素的满5个（门槛没有核实）", len(bad) >= 5, said)


def _home(session: Session) -> Indicator:
    """Return the indicator on the home page."""
    last = last_news(session)
    if last is None:
        return Indicator("3", "首页不更新", "两周没有更新", Outcome.UNKNOWN, "首页没有带日期的内容", ("K101",))
    days = (session.as_of - last[0]).days
    return _judged("3", "首页不更新", "两周没有更新", days > HOME_DAYS, f"最新的一条 {last[0]}，{days} 天前", "K101")


def _deductions(session: Session) -> Iterator[Indicator]:
    """Yield the indicators for which points are taken off (扣分指标): those with known points first."""
    today, last = session.as_of, last_news(session)
    yield _aged("发布解读：政策栏目半年没有更新", last[0] if last else None, today, NOTICE_DAYS, 5, "K102")
    yield _aged("办事统计：三个月没有更新", last_figures(session), today, FIGURE_DAYS, 2, "P108")
    yield _aged("互动交流：两个月没有新的答复", last_answer(session), today, ANSWER_DAYS, 3, "E303")
    missing = sorted({element for item in session.procedures for element in _missing(session, item.id)})
    said = f"缺：{'、'.join(missing)}" if missing else "八要素都有"
    lost = min(2 * len(missing), 16)
    outcome = Outcome.TRIPS if missing else Outcome.PASS
    yield Indicator("办事指南", "办事指南：缺一类要素扣2分，最多16分", "按类算", outcome, said, ("G401",), lost=lost)
    for name, said, codes in _UNSCORED:
        yield Indicator(name, name, "分值没有查到", Outcome.PASS, said, codes)


_UNSCORED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("内容准确", "查含糊的材料、前后不一的数字、很久没有核验的内容、断链", ("G431", "T508", "V901", "V911", "C302")),
    ("事项公开", "查公开目录里的内容在不在、按期更新没有", ("N301", "N302", "N303", "N304")),
    ("数字和年报", "查到期没有公布的数字和年报", ("P108", "P109", "E405", "E614", "N209")),
    ("督查和整改", "查超期没有说明的任务、没有通报的督查", ("E103", "E104", "E206", "E207")),
)


def _aged(name: str, last: datetime.date | None, today: datetime.date, most: int, points: int, code: str) -> Indicator:
    """Return an indicator that takes `points` off if nothing is newer than that many days."""
    if last is None:
        return Indicator(code, name, f"扣{points}分", Outcome.UNKNOWN, "没有这样的内容", (code,))
    days = max((today - last).days, 0)
    late = days > most
    said = f"最新的到 {last}，{days} 天前"
    return Indicator(
        code, name, f"扣{points}分", Outcome.TRIPS if late else Outcome.PASS, said, (code,), lost=late * points
    )


@once
def _lacking(session: Session) -> dict[str, set[str]]:
    """Return the mandatory elements that a guide lacks, by the guide's id."""
    assert guides.eight_elements.apply is not None
    apply = guides.eight_elements.apply
    found = {item.id: {hit.words["element"] for hit in apply(session, item)} for item in session.procedures}
    return {id: elements for id, elements in found.items() if elements}


def _missing(session: Session, id: str) -> set[str]:
    """Return the mandatory elements that a guide lacks."""
    return _lacking(session).get(id, set())


def _columns(session: Session) -> Iterator[Looked]:
    """Yield every column of the menu that holds entries of a registry, and the news."""
    cadences: dict[str, int] = {}
    for item in session.current(CatalogueItem):
        if item.page and item.cadence and item.state is OpenState.HAVE:
            url = item.page.strip("/") + "/"
            cadences[url] = min(item.cadence.days, cadences.get(url, item.cadence.days))
    overdue = any(found.latest and found.latest.state is State.OVERDUE for found in assessments(session).values())
    newest = {"results/": last_figures(session), "suggestions/": last_answer(session)}
    for folder, record in session.registry.kinds.items():
        if record.TAB and folder not in _COMPUTED:
            url = index_of(folder)
            last = newest.get(url) or updated(session, url)
            late = "有到期没有公布的数字" if folder == "results" and overdue else ""
            count = len(session.current(record))
            yield _looked(session.as_of, record.COLUMN, url, count, last, cadences.get(url), late)
    news = last_news(session)
    number = sum(meta.column is Column.NEWS for _, meta in session.written)
    yield _looked(session.as_of, "公告与解读", "news/", number, news[0] if news else None, NOTICE_DAYS)


def _looked(
    today: datetime.date,
    name: str,
    url: str,
    entries: int,
    last: datetime.date | None,
    most: int | None,
    late: str = "",
) -> Looked:
    """Return a column that is to be updated within so many days (None: nobody says); `late` is why it is stale."""
    days = (today - last).days if last else 0
    stale = late or (f"{days} 天没有更新，规定 {most} 天内" if most and days > most else "")
    return Looked(name, url, entries, last, stale, bool(late or (most and last)))


_COMPUTED = frozenset({"calendar", "filing_calendar"})
"""Registries whose pages are full without entries."""
