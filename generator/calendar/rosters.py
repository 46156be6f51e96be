"""Who is on duty in a hall on a day: by the weekly roster, its changes and the hall's opening hours."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.calendar.days import WorkingDays
from generator.calendar.hours import falls_on, sessions
from generator.model.organs import Organ
from generator.model.rosters import Half, Role, Roster, RosterChange, Shift

_NOON = datetime.time(13)
HALVES = (Half.MORNING, Half.AFTERNOON)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A post on duty for one half of a day; `reason` says why it differs from the weekly roster ("" if it does not)."""

    half: Half
    role: Role
    window: str | None
    post: str
    reason: str = ""


def open_halves(organ: Organ, days: WorkingDays, day: datetime.date) -> list[Half]:
    """Return the halves of a day in which a hall is open, appointment hours included."""
    opened = sessions(organ.hours, days, day, organ.hours_changes)
    morning = any(session.start.time() < _NOON for session in opened)
    noon = datetime.datetime.combine(day, _NOON)
    return [
        half
        for half, is_open in zip(HALVES, (morning, any(item.end > noon for item in opened)), strict=True)
        if is_open
    ]


def on_duty(roster: Roster, organ: Organ, days: WorkingDays, day: datetime.date) -> list[OnDuty]:
    """Return who is on duty in a hall on a day, by half, in the order of the roster; [] if the hall is closed."""
    return [duty for half in open_halves(organ, days, day) for duty in _half(roster, days, day, half)]


def _half(roster: Roster, days: WorkingDays, day: datetime.date, half: Half) -> list[OnDuty]:
    """Return who is on duty in one half of a day: for each role and window by its change, else by the week."""
    changes = {_place(item): item for item in roster.changes if item.on == day and within(item.half, half)}
    usual = [
        OnDuty(half, item.role, item.window, item.post)
        for item in roster.week
        if _place(item) not in changes and within(item.half, half) and falls_on(item.days, days, day)
    ]
    other = [OnDuty(half, item.role, item.window, item.post, item.reason) for item in changes.values() if item.post]
    order = list(dict.fromkeys(_place(item) for item in roster.week))
    return sorted([*usual, *other], key=lambda duty: _rank(order, (duty.role, duty.window)))


def _place(item: Shift | RosterChange) -> tuple[Role, str | None]:
    """Return the duty of a line of a roster: its role, and its window if the role belongs to one."""
    return item.role, item.window if item.role is Role.WINDOW else None


def _rank(order: list[tuple[Role, str | None]], place: tuple[Role, str | None]) -> int:
    """Return the position of a duty in the roster; duties that only changes name come last."""
    duty = (place[0], place[1] if place[0] is Role.WINDOW else None)
    return order.index(duty) if duty in order else len(order)


def within(asked: Half, half: Half) -> bool:
    """Return True if a line for `asked` includes `half`."""
    return asked in (Half.DAY, half)
