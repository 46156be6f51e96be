"""What pages show of things that wait for an answer: the state, the last day, days left or over, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypedDict, TypeVar

from generator.check.replies import last_day, reply_state
from generator.model.regimes import Regime
from generator.model.replies import Awaiting, ReplyState
from generator.model.time_limits import TimeLimit
from generator.session import Session
from generator.views.common import text
from generator.views.pieces import link, link_to
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount

A = TypeVar("A", bound=Awaiting)

REPLY_TONES = {
    ReplyState.OVERDUE: "overdue",
    ReplyState.OPEN: "due_soon",
    ReplyState.LATE: "behind",
    ReplyState.IN_TIME: "on_time",
}
"""The state of a work item that has the same colour."""


class AwaitingView(TypedDict):
    """Something that waits for an answer, or was answered. `tone` is its colour, `days` how it stands in words."""

    id: str
    name: str
    number: str
    received: str
    last: str
    organ: LinkView | None
    state: str
    label: str
    tone: str
    days: str
    replied: str
    reply: str


def awaiting(session: Session, item: Awaiting) -> AwaitingView:
    """Return what is shown of it."""
    state = reply_state(session, item)
    last = last_day(session, item)
    return {
        "id": item.id,
        "name": item.name,
        "number": item.number,
        "received": str(item.received),
        "last": text(last),
        "organ": link_to(session, "organs", item.organ),
        "state": state.value,
        "label": state.label,
        "tone": REPLY_TONES[state],
        "days": awaiting_days(session, item, state),
        "replied": text(item.replied),
        "reply": item.reply or "",
    }


def awaiting_days(session: Session, item: Awaiting, state: ReplyState) -> str:
    """Return in words how an answer stands to its last day; empty if it was in time."""
    last = last_day(session, item)
    if last is None or state is ReplyState.IN_TIME:
        return ""
    if state is ReplyState.LATE and item.replied:
        return f"晚了 {(item.replied - last).days} 天"
    days = (session.as_of - last).days
    return f"超期 {days} 天" if days > 0 else f"还有 {-days} 天"


def reply_counts(session: Session, items: Iterable[Awaiting]) -> list[StateCount]:
    """Return how many are in each state."""
    found = Counter(reply_state(session, item) for item in items)
    return [{"state": REPLY_TONES[state], "label": state.label, "count": found[state]} for state in ReplyState]


def urgent_replies(session: Session, items: Iterable[A]) -> list[A]:
    """Return items in the order to show them: without an answer first, by last day; then the newest answered."""
    waiting = (ReplyState.OVERDUE, ReplyState.OPEN)
    rows = [(reply_state(session, item), item) for item in items]
    first = sorted((item for state, item in rows if state in waiting), key=lambda item: (item.received, item.id))
    rest = sorted(
        (item for state, item in rows if state not in waiting), key=lambda item: (item.received, item.id), reverse=True
    )
    return [*first, *rest]


def regimes_of(session: Session, items: Iterable[Awaiting]) -> list[LinkView]:
    """Return the regimes whose time limits these are under."""
    limits = [session.registry.get(TimeLimit, id) for id in dict.fromkeys(item.limit for item in items)]
    ids = dict.fromkeys(limit.of.regime for limit in limits if limit and limit.of.regime)
    return [link(regime) for id in ids if (regime := session.registry.get(Regime, id))]
