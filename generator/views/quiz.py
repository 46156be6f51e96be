"""制度自测: a paper of questions for each quarter, made from the registries; answered in the browser, or on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from generator.model.periods import Every, label, period_of
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.quiz_questions import Question, questions

MOST = 18
"""Questions of a paper: two of each kind if there are enough."""


class OptionView(TypedDict):
    """An option with its letter."""

    letter: str
    text: str


class QuestionView(TypedDict):
    """A question; `right` is the letter of the right option, `url` leads to the entry that proves it."""

    id: str
    kind: str
    ask: str
    options: list[OptionView]
    right: str
    answer: str
    proof: str
    url: str


class QuizView(TypedDict):
    """What quiz.html shows."""

    period: str
    questions: list[QuestionView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the paper of this quarter."""
    period = period_of(session.as_of, Every.QUARTER)
    made = [_question(number, item) for number, item in enumerate(questions(session, period, MOST), 1)]
    view: QuizView = {"period": label(period), "questions": made}
    words = "题目和答案都从本站公布的制度、办事指南和岗位里来，每季换一套，人人一样。"
    yield listing("quiz/", "quiz.html", words, view, scripts=("quiz.js",) if made else ())


def _question(number: int, item: Question) -> QuestionView:
    """Return a question as the page shows it."""
    options: list[OptionView] = [{"letter": "ABCD"[index], "text": text} for index, text in enumerate(item.options)]
    return {
        "id": f"q{number}",
        "kind": item.kind,
        "ask": item.ask,
        "options": options,
        "right": options[item.right]["letter"],
        "answer": item.options[item.right],
        "proof": item.proof,
        "url": item.url,
    }
