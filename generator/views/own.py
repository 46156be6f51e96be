"""Pages of the registries that a project declares: an index, and each entry with its declared fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TypedDict

from generator.model.own import FieldKind, OwnRegistry
from generator.model.types import Entry, Vocabulary
from generator.session import Session
from generator.views.common import EntryPart, Page, detail, listing
from generator.views.paging import LISTED, paged
from generator.views.pieces import link, link_to
from generator.views.shapes import LinkView

_FLAGS = {True: "是", False: "否"}


class OwnRow(LinkView):
    """An entry as the index shows it."""

    summary: str


class OwnIndexView(TypedDict):
    """What own_index.html shows."""

    entries: list[OwnRow]


class FieldView(TypedDict):
    """A field of an entry: lines of text, with an address to link to (`href`), or links to other entries."""

    title: str
    lines: list[str]
    href: str
    links: list[LinkView]


class OwnEntryView(TypedDict):
    """The fields of an entry that have a value."""

    fields: list[FieldView]


class OwnEntryPage(OwnEntryView, EntryPart):
    """What own_entry.html shows."""


def pages(session: Session, record: type[Entry]) -> Iterator[Page]:
    """Yield the index of a declared registry."""
    entries = session.current(record)
    view: OwnIndexView = {"entries": [{**link(entry), "summary": _summary(session, entry)} for entry in entries]}
    index = listing(
        record,
        "own_index.html",
        f"{session.site.organiser}的 {len(entries)} 项{record.TITLE}。",
        view,
    )
    yield from paged(index, LISTED, "entries")


def pages_of(session: Session, entry: Entry) -> Iterator[Page]:
    """Yield the page of an entry."""
    view: OwnEntryView = {"fields": list(own_fields(session, entry))}
    yield detail(session, entry, "own_entry.html", _summary(session, entry) or entry.name, view)


def own_fields(session: Session, entry: Entry) -> Iterator[FieldView]:
    """Yield the fields of an entry that have a value: title, lines and links."""
    declared: OwnRegistry = vars(type(entry))["DECLARED"]
    for name, item in declared.fields.items():
        value = getattr(entry, name)
        if value in (None, ()):
            continue
        values = value if isinstance(value, tuple) else (value,)
        yield {
            "title": item.title,
            "lines": [] if item.of else [_text(part) for part in values],
            "href": _href(item.kind, value),
            "links": [found for id in values if (found := link_to(session, item.of, id))] if item.of else [],
        }


def _text(value: object) -> str:
    """Return a value as text: 是 or 否, a label, or a date in Chinese."""
    match value:
        case bool():
            return _FLAGS[value]
        case Vocabulary():
            return value.label
        case datetime.date():
            return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def _href(kind: FieldKind, value: object) -> str:
    """Return the address that a value links to, for URLs, telephones and mailboxes; else empty."""
    match kind:
        case FieldKind.URL:
            return str(value)
        case FieldKind.PHONE:
            return f"tel:{value}"
        case FieldKind.EMAIL:
            return f"mailto:{value}"
    return ""


def _summary(session: Session, entry: Entry) -> str:
    """Return the first line of text of an entry, for lists and descriptions; empty if it has none."""
    return next((line for item in own_fields(session, entry) for line in item["lines"]), "")


def texts_of(session: Session, entry: Entry) -> tuple[str, ...]:
    """Return the texts of an entry and the names it links to, for the search."""
    return tuple(
        line
        for item in own_fields(session, entry)
        for line in (*item["lines"], *(link["name"] for link in item["links"]))
    )
