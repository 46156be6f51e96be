"""词表: the terms that matters are sorted by, with how many matters each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from generator.model.vocabularies import AUDIENCES, DEFAULTS, THEMES, TermList
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.shapes import CountedView

_NAMES = {THEMES: "办事主题", AUDIENCES: "服务对象"}


class ListView(TypedDict):
    """One list of terms."""

    id: str
    name: str
    terms: list[CountedView]


class VocabulariesView(TypedDict):
    """What vocabularies.html shows."""

    lists: list[ListView]


def pages(session: Session) -> Iterator[Page]:
    """Yield the page of all lists."""
    count = Counter(term for item in session.procedures for term in (*item.themes, *item.audience))
    lists: list[ListView] = [
        {
            "id": name,
            "name": _NAMES[name],
            "terms": [{"id": id, "name": label, "count": count[id]} for id, label in session.terms(name).items()],
        }
        for name in DEFAULTS
    ]
    view: VocabulariesView = {"lists": lists}
    yield listing(
        TermList,
        "vocabularies.html",
        "办事事项按哪些主题、哪些服务对象分类。",
        view,
        toc=tuple((item["id"], item["name"]) for item in lists),
    )
