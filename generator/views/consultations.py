"""决策征求意见: what one can speak on now, what came of the rest; a page for each draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from generator.calendar.limits import day_text
from generator.check.consultations import result_due
from generator.model.consultations import Consultation, ConsultationState, Opinion
from generator.model.posts import Post
from generator.model.routes import rooted
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing, text
from generator.views.paging import paged
from generator.views.pieces import channels, link, link_to, post_phone
from generator.views.shapes import ChannelView, LinkView
from generator.views.work_items import StateCount

_ON_A_PAGE = 100

TONES = {
    ConsultationState.OPEN: "due_soon",
    ConsultationState.ANALYSING: "done",
    ConsultationState.PLANNED: "not_started",
    ConsultationState.REPORTED: "on_time",
    ConsultationState.NO_REPORT: "not_started",
    ConsultationState.STOPPED: "not_started",
}
"""The state of a work item that has the same colour, in the order in which the index shows the states."""


class StageView(TypedDict):
    """A stage of a decision; `name` is its kind."""

    name: str
    dates: str
    note: str
    short: str


class OpinionView(TypedDict):
    """Opinions of one kind, and what became of them."""

    text: str
    count: int
    taken: str
    label: str
    why: str


class ConsultationRow(LinkView):
    """A consultation as the index shows it. `days` says how it stands to its last day; `late` if the result is late."""

    state: str
    label: str
    tone: str
    dates: str
    days: str
    late: bool
    summary: str
    concerns: str
    organ: LinkView | None
    received: str


class ConsultationsView(TypedDict):
    """What consultations.html shows: open ones first."""

    counts: list[StateCount]
    rows: list[ConsultationRow]


class ConsultationView(ConsultationRow):
    """All that is shown of a consultation."""

    opens: str
    closes: str
    length: int
    shortened: str
    ways: list[str]
    draft: str
    points: list[str]
    channels: list[ChannelView]
    post: LinkView | None
    phone: str
    stages: list[StageView]
    people: str
    taken: list[StateCount]
    opinions: list[OpinionView]
    last: str
    delayed: str
    reported_on: str
    result: str
    result_page: str
    no_report: str
    stopped: str
    regime: LinkView | None


class ConsultationPage(ConsultationView, EntryPart):
    """What consultation.html shows."""


def pages(session: Session) -> Iterator[Page]:
    """Yield the index."""
    order = list(TONES)
    items = sorted(session.current(Consultation), key=lambda item: (item.closes, item.id), reverse=True)
    items.sort(key=lambda item: order.index(item.state(session.as_of)))
    found = Counter(item.state(session.as_of) for item in items)
    view: ConsultationsView = {
        "counts": [
            {"state": TONES[state], "label": state.label, "count": found[state]} for state in order if found[state]
        ],
        "rows": [_row(session, item) for item in items],
    }
    words = "决定作出以前先听大家的：现在能提什么意见，到哪天截止，怎么提；提过的采纳了没有。"
    yield from paged(listing(Consultation, "consultations.html", words, view), _ON_A_PAGE, "rows")


def pages_of(session: Session, item: Consultation) -> Iterator[Page]:
    """Yield a consultation's page."""
    yield detail(session, item, "consultation.html", item.summary, consultation_view(session, item))


def _row(session: Session, item: Consultation) -> ConsultationRow:
    """Return a consultation as the index shows it."""
    state = item.state(session.as_of)
    late = _late(session, item, state)
    return {
        **link(item),
        "state": state.value,
        "label": state.label,
        "tone": "overdue" if late else TONES[state],
        "dates": f"{item.opens} 至 {item.closes}",
        "days": f"结果超期 {late} 天" if late else _days(session, item, state),
        "late": bool(late),
        "summary": item.summary,
        "concerns": item.concerns,
        "organ": link_to(session, "organs", item.organ),
        "received": text(item.received),
    }


def _late(session: Session, item: Consultation, state: ConsultationState) -> int:
    """Return by how many days the result is late; 0 if it is not."""
    last = result_due(session, item)
    return max(0, (session.as_of - last).days) if last and state is ConsultationState.ANALYSING else 0


def _days(session: Session, item: Consultation, state: ConsultationState) -> str:
    """Return in words when the next thing happens; empty if nothing is to come."""
    if state is ConsultationState.OPEN:
        left = (item.closes - session.as_of).days
        return f"还有 {left} 天" if left else "今天截止"
    if state is ConsultationState.PLANNED:
        return f"{(item.opens - session.as_of).days} 天后开始"
    last = result_due(session, item)
    return f"最迟 {last} 公布结果" if last and state is ConsultationState.ANALYSING else ""


def consultation_view(session: Session, item: Consultation) -> ConsultationView:
    """Return everything that a consultation's page shows."""
    post = session.registry.get(Post, item.post)
    return {
        **_row(session, item),
        "opens": day_text(item.opens),
        "closes": day_text(item.closes),
        "length": item.days(),
        "shortened": item.shortened or "",
        "ways": [way.label for way in item.ways],
        "draft": rooted(item.draft),
        "points": list(item.points),
        "channels": channels(item.channels),
        "post": link(post) if post else None,
        "phone": post_phone(session, post) if post else "",
        "stages": [
            {
                "name": stage.kind.label,
                "dates": f"{stage.begins} 至 {stage.ends}" if stage.ends else str(stage.begins),
                "note": stage.note,
                "short": stage.short or "",
            }
            for stage in item.stages
        ],
        "people": text(item.people),
        "taken": _taken(item.opinions),
        "opinions": [
            {
                "text": opinion.text,
                "count": opinion.count,
                "taken": _TAKEN_TONES[opinion.taken.value],
                "label": opinion.taken.label,
                "why": opinion.why or "",
            }
            for opinion in item.opinions
        ],
        "last": text(result_due(session, item)),
        "delayed": item.delayed or "",
        "reported_on": text(item.reported_on),
        "result": item.result or "",
        "result_page": rooted(item.result_page),
        "no_report": item.no_report or "",
        "stopped": f"{item.stopped.on}：{item.stopped.why}" if item.stopped else "",
        "regime": link_to(session, "regimes", item.regime),
    }


_TAKEN_TONES = {"yes": "on_time", "partly": "done", "no": "not_started"}


def _taken(opinions: tuple[Opinion, ...]) -> list[StateCount]:
    """Return how many opinions were taken up, partly, and not."""
    counts: list[StateCount] = []
    for kind in dict.fromkeys(opinion.taken for opinion in opinions):
        count = sum(opinion.count for opinion in opinions if opinion.taken is kind)
        counts.append({"state": _TAKEN_TONES[kind.value], "label": kind.label, "count": count})
    return counts
