"""What is watched: promises, tasks, rectifications and what waits for an answer, each with its state and its organ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from generator.assessment import State, assessments
from generator.check.replies import reply_state
from generator.model.meetings import Meeting
from generator.model.rectifications import Rectification
from generator.model.replies import Awaiting, ReplyState
from generator.model.requests import BranchRequest
from generator.model.results import Result
from generator.model.routes import address
from generator.model.suggestions import Suggestion
from generator.model.tasks import Task
from generator.model.types import Entry
from generator.model.work_items import WorkItem, WorkState
from generator.session import Session, once
from generator.views.kept import WORDS, tone_of
from generator.views.replies import REPLY_TONES, awaiting_days
from generator.views.shapes import LinkView
from generator.views.work_items import work_days


class Item(NamedTuple):
    """One thing that is watched: its organ's id, its state (a tone and a word), whether it needs an answer, a note.

    `silent` is True if it needs an explanation and has none.
    """

    organ: str
    tone: str
    word: str
    trouble: bool
    silent: bool
    name: str
    url: str
    note: str


class WatchedView(LinkView):
    """A thing that is watched, as an organ's page shows it."""

    kind: str
    tone: str
    word: str
    note: str


def _results(session: Session) -> Iterator[Item]:
    """Yield every measure of a promise, with its latest period."""
    for found in assessments(session).values():
        if latest := found.latest:
            bad = latest.state in (State.OVERDUE, State.MISSED)
            note = (latest.figures.remedy or "") if latest.figures and bad else ""
            silent = bad and not (latest.figures and latest.figures.explanation)
            name, url = found.result.name, address(found.result)
            tone, word = tone_of(latest.state), WORDS[latest.state]
            yield Item(found.commitment.organ, tone, word, bad, silent, name, url, note)


def _work(record: type[WorkItem]) -> Callable[[Session], Iterator[Item]]:
    """Return a function that yields the work items of a registry that are not closed."""

    def items(session: Session) -> Iterator[Item]:
        for item in session.current(record):
            state = item.state(session.as_of)
            if state is WorkState.CLOSED:
                continue
            bad = state in (WorkState.OVERDUE, WorkState.BEHIND)
            silent = state is WorkState.OVERDUE and not item.explanation
            note = item.explanation or work_days(item, state, session.as_of) if bad else ""
            yield Item(item.organ, state.value, state.label, bad, silent, item.name, address(item), note)

    return items


def _replies(record: type[Awaiting]) -> Callable[[Session], Iterator[Item]]:
    """Return a function that yields what waits for an answer in a registry, or was answered."""

    def items(session: Session) -> Iterator[Item]:
        for item in session.current(record):
            state = reply_state(session, item)
            bad = state is ReplyState.OVERDUE
            note = awaiting_days(session, item, state) if bad else ""
            yield Item(item.organ, REPLY_TONES[state], state.label, bad, False, item.name, address(item), note)

    return items


BOARDS: tuple[tuple[type[Entry], Callable[[Session], Iterator[Item]]], ...] = (
    (Result, _results),
    (Task, _work(Task)),
    (Rectification, _work(Rectification)),
    (Suggestion, _replies(Suggestion)),
    (BranchRequest, _replies(BranchRequest)),
    (Meeting, _replies(Meeting)),
)
"""The registries that are watched, each with a function that yields its items."""


@once
def boards(session: Session) -> list[tuple[type[Entry], list[Item]]]:
    """Return the items of each registry that has any."""
    found = [(record, list(items(session))) for record, items in BOARDS]
    return [(record, items) for record, items in found if items]


@once
def _by_organ(session: Session) -> Mapping[str, list[WatchedView]]:
    """Return what is watched of each organ, what needs an answer first."""
    found: dict[str, list[tuple[bool, WatchedView]]] = {}
    for record, items in boards(session):
        for item in items:
            row: WatchedView = {
                "kind": record.TITLE,
                "name": item.name,
                "url": item.url,
                "tone": item.tone,
                "word": item.word,
                "note": item.note,
            }
            found.setdefault(item.organ, []).append((not item.trouble, row))
    return {organ: [row for _, row in sorted(rows, key=lambda pair: pair[0])] for organ, rows in found.items()}


def watched_of(session: Session, organ: str) -> list[WatchedView]:
    """Return the promises, tasks and rectifications that an organ answers for, and what it has to answer."""
    return _by_organ(session).get(organ, [])
