"""B206-B207: what changed in a superior's archive since it was first pinned, and what a bureau has to look at again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from generator.check.rule import Hit, Session, Severity, once, rule
from generator.model.registry import Key
from generator.model.schema import field_title
from generator.model.types import Entry
from generator.source.bureaus import inside
from generator.source.project import SITE_FILE

_DAYS_SHOWN = 365
"""Changes that need no decision are shown for so many days."""


class State(Enum):
    """How a change of the superior's concerns a bureau."""

    OVERRIDDEN = "overridden"
    INHERITED = "inherited"
    NEW = "new"
    WITHDRAWN = "withdrawn"


class Change(NamedTuple):
    """An entry that changed above: its state, the changed fields, and the version (a day) of the last change.

    Of OVERRIDDEN ones, `fields` are those that the bureau states otherwise and has not verified since.
    """

    entry: Entry
    state: State
    fields: tuple[str, ...]
    on: datetime.date


@once
def changes(session: Session) -> tuple[Change, ...]:
    """Return the changes of the pinned superior that concern the bureau, the latest first."""
    found = [change for key, dates in _dates(session).items() if (change := _change(session, key, *dates))]
    recent = [item for item in found if item.state is State.OVERRIDDEN or (session.as_of - item.on).days <= _DAYS_SHOWN]
    return tuple(sorted(recent, key=lambda item: (-item.on.toordinal(), item.entry.FOLDER, item.entry.id)))


_Dates = tuple[datetime.date | None, Mapping[str, datetime.date]]
"""The version in which an entry was added, None if before the first known one; that of each changed field."""


def _dates(session: Session) -> dict[Key, _Dates]:
    """Return the dates of the entries that changed in the superior's archive, or in that of its own superior."""
    found: dict[Key, _Dates] = {}
    for name, item in session.version.files.items() if session.version else ():
        parts = inside(name).split("/")
        if len(parts) > 2 and (item.added or item.changed):
            key = parts[1], parts[-1].partition(".")[0]
            added, changed = found.get(key, (item.added, {}))
            found[key] = added and item.added, {**changed, **item.changed}
    return found


def _change(
    session: Session, key: Key, added: datetime.date | None, changed: Mapping[str, datetime.date]
) -> Change | None:
    """Return the change of one entry; None if the bureau has it not, or has verified what it states otherwise."""
    assert session.above is not None
    folder, id = key
    entry = session.registry.entries.get(folder, {}).get(id)
    theirs = session.above.registry.entries.get(folder, {}).get(id)
    if entry is None or theirs is None or type(entry) is not type(theirs):
        return None
    if theirs.withdrawn and (on := changed.get("withdrawn") or added):
        return Change(entry, State.WITHDRAWN, (), on)
    if fields := _overridden(session, entry, theirs, changed):
        return Change(entry, State.OVERRIDDEN, fields, max(changed[name] for name in fields))
    if added:
        return Change(entry, State.NEW, (), added)
    return Change(entry, State.INHERITED, tuple(changed), max(changed.values()))


def _overridden(session: Session, entry: Entry, theirs: Entry, changed: Mapping[str, datetime.date]) -> tuple[str, ...]:
    """Return the changed fields that the bureau states otherwise than its superior and has not verified since."""
    file = session.registry.file(entry)
    if file not in session.registry.layers or file.startswith(session.registry.up):
        return ()
    verified = entry.verified_on if entry.verified_on != theirs.verified_on else None
    return tuple(
        name
        for name, on in changed.items()
        if getattr(entry, name, None) != getattr(theirs, name, None) and not (verified and verified >= on)
    )


def titles(entry: Entry, fields: tuple[str, ...]) -> str:
    """Return the Chinese titles of fields of an entry."""
    found = (field_title(type(entry), name) for name in fields if hasattr(entry, name))
    return "、".join(title.title for title in found if title)


@rule(
    "B206",
    "上级的存档旧了",
    severity=Severity.WARNING,
    message="用的是上级 {version} 的版本，已经 {days} 天",
    hint="向上级要新的存档，运行 zwgk superior update 存档文件 --write；确实没有新的，在 accepted 里写明",
    why="上级改了规定，这里还是旧的，纳税人就会照旧的办。",
    example=None,
)
def pinned_version_is_recent(session: Session) -> Iterator[Hit]:
    """The pinned version of the superior is not older than `thresholds.superior_after_days` days."""
    if session.version:
        day = session.version.version
        days = (session.as_of - day).days
        if days > session.site.thresholds.superior_after_days:
            yield Hit(SITE_FILE, ("superior", "version"), {"version": day, "days": days})


@rule(
    "B207",
    "上级改了，本局写的不同",
    severity=Severity.WARNING,
    message="上级 {on} 改了“{titles}”，这里写的是本局自己的，已经 {days} 天没有核对",
    hint="看看本局写的是不是仍然更好：是，把 verified_on 写成核对的那一天；不是，删掉这一项，照上级的",
    why="本局当时写得更好，上级改好以后，可能反而落在后面。",
    example=None,
)
def overrides_are_verified(session: Session) -> Iterator[Hit]:
    """What a bureau states otherwise than its superior was verified after the superior last changed it."""
    for entry, state, fields, on in changes(session):
        if state is State.OVERRIDDEN:
            words = {"on": on, "titles": titles(entry, fields), "days": (session.as_of - on).days}
            yield session.hit(entry, fields[0], **words)


RULES = (pinned_version_is_recent, overrides_are_verified)
