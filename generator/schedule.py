"""What each coming day changes on the site: entries that begin, end or are withdrawn, and days that they state."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, NamedTuple

from generator.model.routes import address
from generator.model.schema import field_name
from generator.model.types import Entry
from generator.session import Session

_DAY = datetime.timedelta(1)


class Change(NamedTuple):
    """One change: the day, what kind of change, the entry's kind and name, its file and its page."""

    day: datetime.date
    what: str
    kind: str
    name: str
    file: str
    page: str


def changes(session: Session, days: int) -> list[Change]:
    """Return the changes of the next so many days, in order."""
    first, last = session.as_of + _DAY, session.as_of + datetime.timedelta(days)
    found = (
        Change(day, what, type(entry).TITLE, entry.name, session.registry.file(entry), address(entry))
        for record in session.registry.kinds.values()
        for entry in session.registry.all(record).values()
        for day, what in _dates(entry)
        if first <= day <= last
    )
    return sorted(found)


def _dates(entry: Entry) -> Iterator[tuple[datetime.date, str]]:
    """Yield (day, what it changes) for an entry. A day of validity is included in it, so the change is a day later."""
    if entry.effective_from:
        yield entry.effective_from, "开始生效，开始显示"
    if entry.effective_to:
        yield entry.effective_to + _DAY, "不再有效"
    if entry.withdrawn:
        yield entry.withdrawn.on, "取消"
        return
    for item in fields(entry):
        value: Any = getattr(entry, item.name)
        if isinstance(value, datetime.date) and item.name not in _COMMON:
            yield value, field_name(type(entry), item.name)


_COMMON = frozenset({"verified_on", "effective_from", "effective_to"})
