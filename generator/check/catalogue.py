"""N301-N304: each matter of the directory is open on a living page, or it is said whose it is, or by when and whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.check.content import exists, pages_known
from generator.check.rule import Example, Hit, Session, Severity, once, rule
from generator.model.catalogue import CatalogueItem, OpenState
from generator.model.routes import folder_of, page_address
from generator.model.types import Entry

_ENTRY = "catalogue/shili-shixiang.yml"
_ITEM = """order: 1
name: 示例公开事项
theme: 机构职能
elements: 机构名称、地址、电话
basis: [{law: fapiao-guanli-banfa, articles: [第十五条]}]
time_limit: 变更之日起20个工作日内
subject: 示例税务局
channels: 本网站
audience: 全社会
way: proactive
verified_on: 2026-11-20
"""


@once
def _known(session: Session) -> set[str]:
    """Return the addresses of content pages and indexes."""
    return pages_known(session)


def updated(session: Session, page: str) -> datetime.date | None:
    """Return the last day on which something on a page of the site changed, None if that is not known.

    For content pages, and a column of them, this is the newest date; for an entry, and the newest entry of an index,
    the latest day that it states.
    """
    address = page.partition("#")[0].strip("/")
    written = [
        raw.meta.date
        for raw in session.pages
        if raw.meta and page_address(raw.file).startswith(f"{address}/") and raw.meta.date <= session.as_of
    ]
    if written and address:
        return max(written)
    segment, _, id = address.partition("/")
    folder = folder_of(session.registry.kinds, segment)
    if folder is None:
        return None
    entries = session.registry.entries[folder]
    chosen = [entries[id]] if id in entries else [] if id else list(entries.values())
    return max((day for entry in chosen if (day := _latest(entry, session.as_of))), default=None)


def _latest(entry: Entry, today: datetime.date) -> datetime.date | None:
    """Return the latest day that an entry states for itself, up to today."""
    days = (entry.verified_on, entry.effective_from, getattr(entry, "published_on", None))
    return max((day for day in days if day and day <= today), default=None)


@rule(
    "N301",
    "公开目录没有说清在哪里、归谁或何时公开",
    of=CatalogueItem,
    offered=True,
    message="写的是“{state}”，没有写{missing}",
    hint="已公开的写 page；不归本局的写 whose；还没有公开的写 due 和 post",
    why="目录是给人找东西的：找不到的，要知道归谁、等到什么时候。",
    example=Example(_ENTRY, f"{_ITEM}state: missing\n", f"{_ITEM}state: have\npage: /organs/\n"),
)
def each_state_is_explained(session: Session, item: CatalogueItem) -> Iterator[Hit]:
    """What is open has a page, what is not ours names whose it is, and what is missing has a day and a post."""
    every: dict[OpenState, dict[str, object]] = {
        OpenState.HAVE: {"page": item.page},
        OpenState.NOT_OURS: {"whose": item.whose},
        OpenState.MISSING: {"due": item.due, "post": item.post},
    }
    missing = [name for name, value in every[item.state].items() if not value]
    if missing:
        yield session.hit(item, "state", state=item.state.label, missing="、".join(missing))


@rule(
    "N302",
    "公开目录指的页面不存在",
    of=CatalogueItem,
    offered=True,
    message="{address} {what}",
    hint="写站内的地址，从“/”写起，如 /procedures/；没有公开的改 state",
    why="目录写着已公开，点进去没有，比不写更糟。",
    example=Example(_ENTRY, f"{_ITEM}state: have\npage: /news/meiyou/\n", f"{_ITEM}state: have\npage: /organs/\n"),
)
def page_lives(session: Session, item: CatalogueItem) -> Iterator[Hit]:
    """A matter's page is a page of the site, and no index of an empty registry."""
    if not item.page:
        return
    address = item.page.partition("#")[0].lstrip("/")
    if not exists(session, address, _known(session)):
        yield session.hit(item, "page", address=item.page, what="不是本站的页面")
    elif (folder := folder_of(session.registry.kinds, address.strip("/"))) and not session.registry.entries[folder]:
        yield session.hit(item, "page", address=item.page, what="上还没有内容")


@rule(
    "N303",
    "公开目录里的内容过了更新期",
    of=CatalogueItem,
    offered=True,
    severity=Severity.WARNING,
    message="规定{cadence}更新，{page} 上最近的日期是 {last}，已经 {days} 天",
    hint="更新那一页；内容没有变的，核对后写上新的核验日期",
    why="栏目不更新是网站检查的扣分项，严重的单项否决。",
    example=Example(
        _ENTRY,
        f"{_ITEM}state: have\npage: /laws/\ncadence: fortnight\n",
        f"{_ITEM}state: have\npage: /laws/\ncadence: year\n",
    ),
)
def updated_in_time(session: Session, item: CatalogueItem) -> Iterator[Hit]:
    """A matter with a cadence has a page with a day that is recent enough; a page without any day is not judged."""
    if not (item.page and item.cadence and item.state is OpenState.HAVE):
        return
    last = updated(session, item.page)
    days = (session.as_of - last).days if last else 0
    if days > item.cadence.days:
        words = {"cadence": item.cadence.label, "page": item.page, "last": last, "days": days}
        yield session.hit(item, "cadence", **words)


@rule(
    "N304",
    "答应公开的日子过了",
    of=CatalogueItem,
    offered=True,
    severity=Severity.WARNING,
    message="写着 {due} 前公开，已经过了 {days} 天",
    hint="公开以后把 state 改成 have，写上 page；再晚的，改 due",
    why="应公开未公开，过了自己定的日子还没有，就是没有人在管。",
    example=Example(
        _ENTRY,
        f"{_ITEM}state: missing\ndue: 2026-10-31\npost: daoshui-zixun\n",
        f"{_ITEM}state: missing\ndue: 2026-12-31\npost: daoshui-zixun\n",
    ),
)
def missing_is_due_later(session: Session, item: CatalogueItem) -> Iterator[Hit]:
    """What is missing is due on a day that has not passed."""
    if item.state is OpenState.MISSING and item.due and item.due < session.as_of:
        yield session.hit(item, "due", due=item.due, days=(session.as_of - item.due).days)


RULES = (each_state_is_explained, page_lives, updated_in_time, missing_is_due_later)
