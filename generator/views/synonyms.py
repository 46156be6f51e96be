"""常用说法对照: colloquial words beside the official terms, on one page, by pinyin initial."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TypedDict

from generator.model.synonyms import Synonym, WordKind
from generator.session import Session
from generator.views.common import Page, listing
from generator.views.pieces import link
from generator.views.shapes import LinkView

MOST = 500
"""Most rows on the page, which stays below 200 KB so; entries without targets are left out first."""


class SynonymView(TypedDict):
    """One synonym entry: the official name, the words that people use, and the links to its targets."""

    id: str
    name: str
    kind: str
    words: list[str]
    note: str
    targets: list[LinkView]


class InitialView(TypedDict):
    """The synonym entries under one initial."""

    id: str
    name: str
    items: list[SynonymView]


class SynonymsView(TypedDict):
    """What synonyms.html shows."""

    groups: list[InitialView]
    left_out: int


def pages(session: Session) -> Iterator[Page]:
    """Yield the page."""
    synonyms = session.current(Synonym)
    rows = [row(session, item) for item in synonyms]
    shown = sorted(sorted(rows, key=lambda view: not view["targets"])[:MOST], key=lambda view: view["id"])
    groups: list[InitialView] = [
        {"id": f"letter-{letter.lower()}", "name": letter, "items": list(items)}
        for letter, items in itertools.groupby(shown, key=_initial)
    ]
    words = sum(len(item.words) for item in synonyms)
    view: SynonymsView = {"groups": groups, "left_out": len(rows) - len(shown)}
    yield listing(
        Synonym,
        "synonyms.html",
        f"规定里怎么叫、大家怎么说：{len(synonyms)} 组、{words} 个说法，按拼音排列。",
        view,
        toc=tuple((group["id"], group["name"]) for group in groups),
    )


def _initial(view: SynonymView) -> str:
    """Return the letter that a row is listed under; 0-9 for digits."""
    first = view["id"][0]
    return "0-9" if first.isdigit() else first.upper()


def row(session: Session, item: Synonym) -> SynonymView:
    """Return a synonym entry's row. `kind` is empty if colloquial; `words` leaves out the name itself."""
    entries = [session.registry.entries[folder].get(id) for folder, id in item.targets.ids()]
    return {
        "id": item.id,
        "name": item.name,
        "kind": "" if item.kind is WordKind.COLLOQUIAL else item.kind.label,
        "words": [word for word in item.words if word != item.name],
        "note": item.note or "",
        "targets": [link(entry) for entry in entries if entry is not None and entry.in_force(session.as_of)],
    }
