"""Search projections: how the entries of a registry become documents, and how these rank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.model.types import Entry
from generator.search import documents, matters, work
from generator.search.documents import Document
from generator.search.weights import WEIGHTS
from generator.session import Session

Answers = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Projection:
    """The search projection of a registry.

    `place` orders kinds among results of equal score. `weight` is the factor of a document's score. `alone` is the
    factor for a copy if the query names only its mark. `answers` maps intents to the title of the answer and its anchor
    on the entry's page. With `always`, entries that are not in force are included. With `first`, their names are loaded
    before the others, for the first suggestions.
    """

    place: int
    weight: float
    document: Callable[[Session, Any], Document]
    alone: float = WEIGHTS["elsewhere"]
    answers: Answers = field(default_factory=dict)
    always: bool = False
    first: bool = False

    def documents(self, session: Session, record: type[Entry]) -> Iterator[Document]:
        """Yield the documents of a registry's entries, sorted by id."""
        for entry in session.registry.all(record).values() if self.always else session.current(record):
            yield self.document(session, entry)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of documents in names.json; * stands for the id in its address."""

    label: str
    address: str
    weight: float
    alone: float = WEIGHTS["elsewhere"]
    answers: Answers = field(default_factory=dict)
    first: bool = False


PROCEDURES = Projection(
    1,
    1.0,
    matters.procedure,
    answers={
        "time": ("多久办好", "time-limit"),
        "fee": ("要多少钱", "fee"),
        "materials": ("要带什么", "materials"),
        "place": ("去哪里办", "where"),
        "contact": ("先问谁", "duty"),
        "complaint": ("不满意找谁", "oversight"),
        "conditions": ("办事条件", "conditions"),
        "process": ("办事程序", "process"),
    },
    first=True,
)
OVERSIGHT = Projection(
    2,
    1.0,
    matters.oversight,
    answers={
        "time": ("多久有答复", "limits"),
        "materials": ("要提供什么", "provide"),
        "place": ("怎么提", "how"),
        "contact": ("怎么提", "how"),
        "complaint": ("怎么提", "how"),
        "conditions": ("谁可以提", ""),
        "process": ("怎么处理", "process"),
    },
    first=True,
)
ORGANS = Projection(
    3,
    0.9,
    matters.organ,
    alone=1.0,
    answers={
        "place": ("地址", ""),
        "contact": ("电话", ""),
        "complaint": ("投诉电话", ""),
        "hours": ("办公时间", "hours"),
        "time": ("办公时间", "hours"),
    },
    first=True,
)
REGIMES = Projection(
    4,
    0.98,
    work.regime,
    answers={
        "time": ("时限", "limits"),
        "contact": ("负责机构", ""),
        "complaint": ("没做到怎么投诉", "oversight"),
    },
    first=True,
)
MATERIALS = Projection(
    5,
    0.8,
    matters.material,
    answers={
        "place": ("从哪里拿", ""),
        "materials": ("怎么填", "fill"),
    },
)
# Repealed laws are included: their pages name the replacement.
LAWS = Projection(6, 0.84, matters.law, always=True)
COMMITMENTS = Projection(
    7,
    0.92,
    work.commitment,
    answers={
        "time": ("承诺", ""),
        "complaint": ("没做到怎么办", ""),
    },
)
RESULTS = Projection(11, 0.85, work.result, answers={"complaint": ("没做到怎么办", "remedy")})
DUTIES = Projection(
    8,
    0.7,
    work.duty,
    answers={
        "contact": ("责任机构和岗位", "posts"),
        "process": ("履责方式", "performance"),
    },
)
POSTS = Projection(
    9,
    0.7,
    work.post,
    answers={
        "contact": ("岗位电话", ""),
        "place": ("所在机构", ""),
    },
)
TASKS = Projection(
    10,
    0.75,
    work.work_item,
    answers={"time": ("期限和进度", "progress"), "contact": ("谁负责", "")},
)
STANDARDS = Projection(12, 0.8, matters.standard)
ANNUAL_REPORTS = Projection(13, 0.8, work.annual_report)
ENFORCEMENT = Projection(13, 0.75, work.enforcement)
INSPECTIONS = Projection(14, 0.75, work.inspected)
PENALTIES = Projection(14, 0.8, matters.penalty)
ANNOUNCEMENTS = Projection(14, 0.75, matters.announcement)
QUESTIONS = Projection(15, 0.63, matters.question)
RIGHTS = Projection(15, 0.75, matters.right)
RELIEFS = Projection(
    11,
    0.77,
    matters.relief,
    answers={
        "conditions": ("谁能享受", "who"),
        "process": ("怎么享受", "how"),
        "materials": ("留存备查", "how"),
    },
    first=True,
)
RECTIFICATIONS = Projection(
    11,
    0.75,
    work.rectification,
    answers={"time": ("期限和进度", "progress"), "contact": ("谁负责", "")},
)
ROUNDS = Projection(12, 0.75, work.inspection)
SUGGESTIONS = Projection(13, 0.75, work.suggestion)
APPRAISALS = Projection(14, 0.7, work.appraisal)
GOALS = Projection(
    15,
    0.75,
    work.work_item,
    answers={"time": ("期限和进度", "progress"), "contact": ("谁负责", "")},
)
CAMPAIGNS = Projection(16, 0.75, work.campaign)
RHYTHMS = Projection(17, 0.75, work.rhythm)
AREAS = Projection(18, 0.8, work.area, answers={"contact": ("归谁管", "")})
EXPLANATIONS = Projection(19, 0.75, matters.explanation, answers={"contact": ("问谁", "")})
CONSULTATIONS = Projection(
    20, 0.75, matters.consultation, answers={"time": ("到哪天截止", ""), "place": ("怎么提意见", "how")}
)
MEETINGS = Projection(21, 0.7, work.meeting)
CREDIT_GRADES = Projection(22, 0.8, matters.credit_grade)
LIFE_EVENTS = Projection(
    1,
    0.98,
    matters.life_event,
    answers={"process": ("先办什么后办什么", "steps"), "materials": ("一共要带什么", "materials")},
)
REMEDIES = Projection(2, 0.9, matters.remedy, answers={"complaint": ("有哪些路", ""), "process": ("先走哪条", "")})
ATTACHMENTS = Projection(24, 0.75, documents.attachment)
OWN = Projection(23, 0.8, documents.own)
CONTENT_WEIGHT = 0.8
"""Weight of content pages, relative to entries."""
LISTS_WEIGHT = 0.95
"""Weight of index pages, relative to entries."""
