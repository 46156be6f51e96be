"""效能总览: what is kept, overdue, unanswered and unexplained, on one page: in all, by registry, organ and quarter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TypedDict

from generator.assessment import State
from generator.model.replies import Awaiting
from generator.model.results import Result
from generator.model.routes import index_of
from generator.model.types import Entry
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.kept import WORDS
from generator.views.pieces import link_to
from generator.views.quarters import QuarterView, address_of, quarter_view, quarters, title_of
from generator.views.shapes import LinkView
from generator.views.watched import Item, boards
from generator.views.work_items import StateCount


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


class SumView(StateCount):
    """A sum over registries, and where its items stand."""

    url: str


class QuarterRow(LinkView):
    """What a quarter's report counts: measures of promises, work, and what was received."""

    reached: int
    missed: int
    unknown: int
    closed: int
    overdue: int
    received: int
    late: int


class OrganRow(TypedDict):
    """An organ with the number of its items that need an answer, by registry in the order of `kinds`."""

    organ: LinkView | None
    troubles: list[int]
    total: int
    watched: int


class PerformanceView(TypedDict):
    """What performance.html shows. `kinds` are the short names of the registries of which some item needs an answer."""

    today: str
    sums: list[SumView]
    boards: list[BoardView]
    troubles: list[TroubleView]
    kinds: list[str]
    organs: list[OrganRow]
    quarters: list[QuarterRow]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    words = "承诺做到没有，任务、整改、意见谁超期了：一页看清，每个数都能点进去。"
    yield listing("performance/", "performance.html", words, performance_view(session, boards(session)))


def performance_view(session: Session, boards: list[tuple[type[Entry], list[Item]]]) -> PerformanceView:
    """Return what the page shows of these registries' items."""
    return {
        "today": f"{session.as_of:%Y-%m-%d}",
        "sums": list(_sums(boards)) if boards else [],
        "boards": [_board(record, items) for record, items in boards],
        "troubles": [_trouble(session, record, item) for record, items in boards for item in items if item.trouble],
        "kinds": [record.TITLE for record, items in boards if _troubled(items)],
        "organs": _organs(session, [items for _, items in boards]),
        "quarters": [_quarter(quarter_view(session, quarter), quarter) for quarter in quarters(session)],
    }


def _sums(boards: Iterable[tuple[type[Entry], list[Item]]]) -> Iterator[SumView]:
    """Yield how many promises are kept, how much work is overdue, how much is unanswered, how much unexplained."""
    everything = [(record, item) for record, items in boards for item in items]
    kept = sum(record is Result and item.word == WORDS[State.REACHED] for record, item in everything)
    overdue = sum(item.tone == "overdue" and not issubclass(record, Awaiting) for record, item in everything)
    unanswered = sum(item.tone == "overdue" and issubclass(record, Awaiting) for record, item in everything)
    silent = sum(item.silent for _, item in everything)
    yield {"state": "on_time", "label": "达到目标", "count": kept, "url": index_of(Result.FOLDER)}
    yield {"state": "overdue", "label": "超期", "count": overdue, "url": "performance/#troubles"}
    yield {"state": "overdue", "label": "超期没有答复", "count": unanswered, "url": "performance/#troubles"}
    yield {"state": "behind", "label": "没有说明原因", "count": silent, "url": "performance/#troubles"}


def _quarter(view: QuarterView, quarter: str) -> QuarterRow:
    """Return the figures of a quarter's report."""
    counts = {count["label"]: count["count"] for count in view["counts"]}
    reached, missed = counts.get(WORDS[State.REACHED], 0), counts.get(WORDS[State.MISSED], 0)
    answers = [count for reply in view["replies"] for count in reply["counts"]]
    return {
        "name": title_of(quarter),
        "url": address_of(quarter),
        "reached": reached,
        "missed": missed,
        "unknown": sum(counts.values()) - reached - missed,
        "closed": sum(len(work["closed"]) for work in view["work"]),
        "overdue": sum(len(work["overdue"]) for work in view["work"]),
        "received": sum(reply["received"] for reply in view["replies"]),
        "late": sum(count["count"] for count in answers if count["state"] in ("overdue", "behind")),
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


def _troubled(items: list[Item]) -> bool:
    """Return True if some item needs an answer."""
    return any(item.trouble for item in items)


def _organs(session: Session, boards: list[list[Item]]) -> list[OrganRow]:
    """Return the organs that have items, those with the most that need an answer first."""
    troubled = [items for items in boards if _troubled(items)]
    troubles: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(troubled))
    watched = Counter(item.organ for items in boards for item in items)
    for index, items in enumerate(troubled):
        for item in items:
            troubles[item.organ][index] += item.trouble
    rows: list[OrganRow] = [
        {
            "organ": link_to(session, "organs", organ),
            "troubles": troubles[organ],
            "total": sum(troubles[organ]),
            "watched": watched[organ],
        }
        for organ in sorted(watched)
    ]
    return sorted(rows, key=lambda row: -row["total"])
