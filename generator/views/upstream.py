"""上级改动: what a superior's versions changed: what editors have to look at again, and what changed by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.check.upstream import Change, State, changes, titles
from generator.session import Session
from generator.views.common import Page
from generator.views.pieces import link
from generator.views.shapes import LinkView

ADDRESS = "upstream/"


class ChangeView(TypedDict):
    """One change: the entry, its registry, the changed fields, the day of the version, and its age in days."""

    entry: LinkView
    registry: str
    fields: str
    on: str
    days: int


class GroupView(TypedDict):
    """The changes of one state, with what is to be done about them."""

    id: str
    title: str
    todo: str
    changes: list[ChangeView]


class UpstreamView(TypedDict):
    """What upstream.html shows."""

    superior: str
    version: str
    days: int
    unchanged: int
    groups: list[GroupView]


_GROUPS = {
    State.OVERRIDDEN: ("要本局核对的", "上级改了，本局写的是自己的。仍然更好，更新核验日期；不是，删掉，照上级的。"),
    State.WITHDRAWN: ("上级取消的", "本局也不再办，网页上已经写明；本局还写着不同内容的文件要删掉。"),
    State.NEW: ("上级新增的", "本局已经照上级的公开；不办的，在同名文件里写 withdrawn 和原因。"),
    State.INHERITED: ("已经照上级改好的", "本局没有另外写，不用做什么。"),
}


def pages(session: Session) -> Iterator[Page]:
    """Yield the page, if the superior is a pinned archive."""
    if session.version is None or session.above is None:
        return
    found = changes(session)
    organ = session.above.bureau
    superior = organ.name if organ else session.above.site.organiser
    entries = sum(len(by_id) for by_id in session.above.registry.entries.values())
    view: UpstreamView = {
        "superior": superior,
        "version": session.version.version.isoformat(),
        "days": (session.as_of - session.version.version).days,
        "unchanged": entries - len(found),
        "groups": [
            {
                "id": state.value,
                "title": title,
                "todo": todo,
                "changes": [_view(session, item) for item in found if item.state is state],
            }
            for state, (title, todo) in _GROUPS.items()
        ],
    }
    yield Page(
        ADDRESS,
        "upstream.html",
        "上级改动",
        f"{superior}改了什么，本局哪些照着改了，哪些还要核对。",
        "",
        view,
        kind="list",
        column="上级改动",
        crumbs=(("", "首页"),),
    )


def _view(session: Session, change: Change) -> ChangeView:
    """Return the view of a change."""
    return {
        "entry": link(change.entry),
        "registry": change.entry.COLUMN,
        "fields": titles(change.entry, change.fields),
        "on": change.on.isoformat(),
        "days": (session.as_of - change.on).days,
    }
