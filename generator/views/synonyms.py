"""常用说法对照: the words people use beside the official ones, on one page by kind."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.synonyms import Synonym, WordKind
from generator.views.common import Page, Source, View, listing
from generator.views.pieces import link

MOST = 600
"""Rows on the page, which stays below 200 KB so; entries that lead to nothing go first."""


def pages(source: Source) -> Iterator[Page]:
    """Yield the page, where there is any word."""
    synonyms = source.current(Synonym)
    rows = [(item, row(source, item)) for item in synonyms]
    shown = sorted(rows, key=lambda pair: not pair[1]["targets"])[:MOST]
    groups = [
        {
            "id": kind.value.replace("_", "-"),
            "name": kind.label,
            "items": sorted((view for item, view in shown if item.kind is kind), key=lambda view: str(view["id"])),
        }
        for kind in WordKind
    ]
    groups = [group for group in groups if group["items"]]
    words = sum(len(item.words) for item in synonyms)
    yield listing(
        "synonyms/",
        "synonyms.html",
        f"平时怎么说、规定里怎么叫：{len(synonyms)} 组、{words} 个说法。搜索认得这些说法。",
        {"groups": groups, "left_out": len(rows) - len(shown)},
        toc=tuple((str(group["id"]), str(group["name"])) for group in groups),
    )


def row(source: Source, item: Synonym) -> View:
    """Return one notion: its name, its words, and where they lead."""
    entries = [source.registry.entries[folder].get(id) for folder, id in item.targets.ids()]
    return {
        "id": item.id,
        "name": item.name,
        "words": list(item.words),
        "note": item.note or "",
        "targets": [link(entry) for entry in entries if entry is not None and entry.in_force(source.as_of)],
    }
