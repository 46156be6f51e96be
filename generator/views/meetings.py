"""重大事项会办: matters that several departments settled together, how fast, and the work that followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.check.replies import end_of
from generator.model.meetings import Meeting
from generator.model.tasks import Task
from generator.session import Session
from generator.views.common import Page, listing, text
from generator.views.paging import paged
from generator.views.pieces import link, link_to, links
from generator.views.replies import REPLY_TONES, AwaitingView, awaiting, regimes_of, reply_counts, urgent_replies
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount

_ON_A_PAGE = 100

_WORDS = {"overdue": "超期没有结论", "open": "等结论", "late": "超期才有结论", "in_time": "按期有结论"}
"""What the states of an answer are called of a meeting."""


class FollowView(LinkView):
    """A task that a conclusion became."""

    tone: str
    label: str


class MeetingView(AwaitingView):
    """A matter with its meeting, conclusion and follow-up."""

    kind: str
    subject: str
    asked_by: LinkView | None
    called_by: LinkView | None
    called: str
    call_by: str
    held: str
    organs: list[LinkView]
    why_late: str
    dissent: str
    referral: str
    told: str
    tasks: list[FollowView]
    settled: str


class MeetingsView(TypedDict):
    """What meetings.html shows."""

    counts: list[StateCount]
    rows: list[MeetingView]
    regimes: list[LinkView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of all matters."""
    items = urgent_replies(session, session.current(Meeting))
    words = {tone: _WORDS[state.value] for state, tone in REPLY_TONES.items()}
    view: MeetingsView = {
        "counts": [{**count, "label": words[count["state"]]} for count in reply_counts(session, items)],
        "rows": [meeting_view(session, item) for item in items],
        "regimes": regimes_of(session, items),
    }
    index = listing(
        Meeting,
        "meetings.html",
        "一个股室定不了的事，几个股室一起定：谁召集的，几天有结论，结论落实了没有。",
        view,
    )
    yield from paged(index, _ON_A_PAGE, "rows")


def meeting_view(session: Session, item: Meeting) -> MeetingView:
    """Return what is shown of a matter."""
    shown = awaiting(session, item)
    referral = item.referral
    by = f"，预计 {referral.answer_by} 有答复" if referral and referral.answer_by else ""
    return {
        **shown,
        "label": _WORDS[shown["state"]],
        "kind": item.kind.label,
        "subject": item.subject,
        "asked_by": link_to(session, "posts", item.asked_by),
        "called_by": link_to(session, "posts", item.called_by),
        "called": text(item.called),
        "call_by": text(end_of(session, item.call_limit, item.received)),
        "held": text(item.held),
        "organs": links(session, "organs", item.organs),
        "why_late": item.why_late or "",
        "dissent": item.dissent or "",
        "referral": f"{referral.on} 报{referral.to}{by}" if referral else "",
        "told": text(item.told),
        "tasks": [_follow(session, task) for id in item.tasks if (task := session.registry.get(Task, id))],
        "settled": item.settled or "",
    }


def _follow(session: Session, task: Task) -> FollowView:
    """Return a task with its state."""
    state = task.state(session.as_of)
    return {**link(task), "tone": state.value, "label": state.label}
