"""12366热点问题: what is asked most, by theme, each with its answer, its ground and where to go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.questions import HotQuestion
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.linked import questions
from generator.views.paging import paged
from generator.views.pieces import bases, links
from generator.views.shapes import BasisView, LinkView

_ON_A_PAGE = 60


class HotQuestionView(TypedDict):
    """A question; `asked` says how often it was asked last, "" if not counted."""

    id: str
    theme: str
    name: str
    answer: str
    asked: str
    basis: list[BasisView]
    more: list[LinkView]
    verified_on: str


class HotQuestionsView(TypedDict):
    """What questions.html shows."""

    rows: list[HotQuestionView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page; questions are grouped by theme, the most asked first."""
    found = session.current(HotQuestion)
    most: dict[str, int] = {}
    for item in found:
        most[item.theme] = max(most.get(item.theme, 0), _asked(item))
    found.sort(key=lambda item: (-most[item.theme], item.theme, -_asked(item), item.id))
    view: HotQuestionsView = {"rows": [_question(session, item) for item in found]}
    index = listing(
        HotQuestion,
        "questions.html",
        f"{len(found)} 个问得最多的问题：答案、依据、哪天核对过、去哪里办。",
        view,
        toc=tuple((item.id, item.name) for item in found[:_ON_A_PAGE]),
        linked=questions((item.name, item.answer) for item in found) if len(found) <= _ON_A_PAGE else (),
    )
    yield from paged(index, _ON_A_PAGE, "rows")


def _asked(item: HotQuestion) -> int:
    """Return how often a question was asked in its last period."""
    return item.asked[-1].count if item.asked else 0


def _question(session: Session, item: HotQuestion) -> HotQuestionView:
    """Return what is shown of a question."""
    last = item.asked[-1] if item.asked else None
    return {
        "id": item.id,
        "theme": item.theme,
        "name": item.name,
        "answer": item.answer,
        "asked": f"{last.period}问了 {last.count} 次" if last else "",
        "basis": bases(session, item.basis),
        "more": [
            *links(session, "procedures", item.procedures),
            *links(session, "reliefs", item.reliefs),
            *links(session, "penalties", item.penalties),
        ],
        "verified_on": str(item.verified_on or ""),
    }
