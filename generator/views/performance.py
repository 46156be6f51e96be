"""效能总览: what is kept, overdue, unanswered and unexplained, on one page, by registry and by organ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypedDict

from generator.assessment import State, assessments
from generator.check.replies import reply_state
from generator.model.meetings import Meeting
from generator.model.rectifications import Rectification
from generator.model.replies import Awaiting, ReplyState
from generator.model.requests import BranchRequest
from generator.model.results import Result
from generator.model.routes import address, index_of
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.model.types import Entry
from generator.model.work_items import WorkItem, WorkState
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.kept import WORDS, tone_of
from generator.views.pieces import link_to
from generator.views.quarters import address_of, quarters, title_of
from generator.views.replies import REPLY_TONES, awaiting_days
from generator.views.shapes import LinkView
from generator.views.work_items import StateCount, work_days


class Item(NamedTuple):
    """One thing that is watched: its organ's id, its state (a tone and a word), whether it needs an answer, a note."""

    organ: str
    tone: str
    word: str
    trouble: bool
    name: str
    url: str
    note: str


class BoardView(TypedDict):
    """The states of one registry's items; `url` is its page."""

    title: str
    url: str
    counts: list[StateCount]


class TroubleView(TypedDict):
    """An item that is overdue, missed or behind."""

    kind: str
    name: str
    url: str
    organ: LinkView | None
    tone: str
    word: str
    note: str


class OrganRow(TypedDict):
    """An organ with the number of its items that need an answer, by registry in the order of the boards."""

    organ: LinkView | None
    troubles: list[int]
    total: int
    watched: int


class PerformanceView(TypedDict):
    """What performance.html shows."""

    today: str
    boards: list[BoardView]
    troubles: list[TroubleView]
    organs: list[OrganRow]
    reports: list[LinkView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    boards = [(record, list(items(session))) for record, items in _BOARDS]
    view = performance_view(session, [(record, found) for record, found in boards if found])
    words = "承诺做到没有，任务、整改、意见谁超期了：一页看清，每个数都能点进去。"
    yield listing("performance/", "performance.html", words, view)


def performance_view(session: Session, boards: list[tuple[type[Entry], list[Item]]]) -> PerformanceView:
    """Return what the page shows of these registries' items."""
    return {
        "today": f"{session.as_of:%Y-%m-%d}",
        "boards": [_board(record, items) for record, items in boards],
        "troubles": [_trouble(session, record, item) for record, items in boards for item in items if item.trouble],
        "organs": _organs(session, [items for _, items in boards]),
        "reports": [{"name": title_of(quarter), "url": address_of(quarter)} for quarter in quarters(session)],
    }


def _board(record: type[Entry], items: Iterable[Item]) -> BoardView:
    """Return how many items of a registry are in each state, the worst first."""
    counted = Counter((item.tone, item.word) for item in items)
    order = sorted(counted, key=lambda state: _TONES.index(state[0]))
    counts: list[StateCount] = [{"state": tone, "label": word, "count": counted[tone, word]} for tone, word in order]
    return {"title": record.COLUMN, "url": index_of(record.FOLDER), "counts": counts}


_TONES = ("overdue", "behind", "due_soon", "done", "on_time", "not_started", "closed")


def _trouble(session: Session, record: type[Entry], item: Item) -> TroubleView:
    """Return an item that needs an answer."""
    return {
        "kind": record.TITLE,
        "name": item.name,
        "url": item.url,
        "organ": link_to(session, "organs", item.organ),
        "tone": item.tone,
        "word": item.word,
        "note": item.note,
    }


def _organs(session: Session, boards: list[list[Item]]) -> list[OrganRow]:
    """Return the organs that have items, those with the most that need an answer first."""
    rows: list[OrganRow] = []
    for organ in sorted({item.organ for items in boards for item in items}):
        own = [[item for item in items if item.organ == organ] for items in boards]
        troubles = [sum(item.trouble for item in items) for items in own]
        rows.append(
            {
                "organ": link_to(session, "organs", organ),
                "troubles": troubles,
                "total": sum(troubles),
                "watched": sum(map(len, own)),
            }
        )
    return sorted(rows, key=lambda row: -row["total"])


def _results(session: Session) -> Iterator[Item]:
    """Yield every measure of a promise, with its latest period."""
    for found in assessments(session).values():
        if latest := found.latest:
            bad = latest.state in (State.OVERDUE, State.MISSED)
            tone = tone_of(latest.state)
            note = (latest.figures.remedy or "") if latest.figures and bad else ""
            name, url = found.result.name, address(found.result)
            yield Item(found.commitment.organ, tone, WORDS[latest.state], bad, name, url, note)


def _work(record: type[WorkItem]) -> Callable[[Session], Iterator[Item]]:
    """Return a function that yields the work items of a registry that are not closed."""

    def items(session: Session) -> Iterator[Item]:
        for item in session.current(record):
            state = item.state(session.as_of)
            if state is WorkState.CLOSED:
                continue
            bad = state in (WorkState.OVERDUE, WorkState.BEHIND)
            note = item.explanation or work_days(item, state, session.as_of) if bad else ""
            yield Item(item.organ, state.value, state.label, bad, item.name, address(item), note)

    return items


def _replies(record: type[Awaiting]) -> Callable[[Session], Iterator[Item]]:
    """Return a function that yields what waits for an answer in a registry, or was answered."""

    def items(session: Session) -> Iterator[Item]:
        for item in session.current(record):
            state = reply_state(session, item)
            bad = state is ReplyState.OVERDUE
            note = awaiting_days(session, item, state) if bad else ""
            yield Item(item.organ, REPLY_TONES[state], state.label, bad, item.name, address(item), note)

    return items


_BOARDS: tuple[tuple[type[Entry], Callable[[Session], Iterator[Item]]], ...] = (
    (Result, _results),
    (Task, _work(Task)),
    (Rectification, _work(Rectification)),
    (Suggestion, _replies(Suggestion)),
    (BranchRequest, _replies(BranchRequest)),
    (Meeting, _replies(Meeting)),
)
"""The registries that are watched, each with a function that yields its items."""
