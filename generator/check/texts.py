"""The texts of a project, gathered once for all rules that look at texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from generator.check import numbers
from generator.check.rule import Path, Session, once
from generator.model.types import Record
from generator.source.passages import Passage
from generator.source.project import FILES


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Return the field names of a record type; none for other types."""
    return tuple(field.name for field in fields(kind)) if issubclass(kind, Record) else ()


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Return an iterator of (path, text) over every text in a value."""
    found: list[tuple[Path, str]] = []
    _gather(value, path, found)
    return iter(found)


def _gather(value: Any, path: Path, found: list[tuple[Path, str]]) -> None:
    """Append (path, text) to `found` for every text in a value. Generators would take twice the time."""
    kind = type(value)
    if kind is str:
        found.append((path, value))
    elif kind is tuple or kind is list:
        for index, item in enumerate(value):
            _gather(item, (*path, index), found)
    elif kind is dict:
        for key, item in value.items():
            _gather(item, (*path, key), found)
    else:
        for name in _names(kind):  # type: ignore[arg-type]  # classes are hashable
            item = getattr(value, name)
            if item and (name != "id" or path):
                _gather(item, (*path, name), found)


@once
def everything(session: Session) -> list[tuple[str, Path, int | None, str]]:
    """Return (file, path, line, text) for every text of the project, gathered once for all rules."""
    return list(_gathered(session))


def _gathered(session: Session) -> Iterator[tuple[str, Path, int | None, str]]:
    """Yield (file, path, line, text) for site.yml, entries and content pages.

    `line` is the first line's number for the whole body of a page, else None. File names are texts too, since addresses
    contain them. Files in `session.harmless` are skipped.
    """
    for path, text in texts(session.registry.site) if "site.yml" not in session.harmless else ():
        yield "site.yml", path, None, text
    for key, file in session.registry.files.items():
        if file in session.harmless:
            continue
        if numbers.maybe(file):
            yield file, (), None, file.rpartition("/")[2]
        for path, text in texts(session.registry.entries[key[0]][key[1]]):
            yield file, path, None, text
    for page in session.pages:
        if page.file in session.harmless:
            continue
        yield page.file, (), None, page.file.removesuffix(".md")
        for path, text in texts(page.meta):
            yield page.file, path, None, text
        yield page.file, (), page.body_line, page.body


def in_attachments(session: Session) -> Iterator[tuple[str, Passage]]:
    """Yield (file, passage) for what is written in attachments, seen or not, without those in `harmless`."""
    for name, (_, found) in session.registry.attachments.items():
        if (file := f"{FILES}/{name}") not in session.harmless:
            yield from ((file, passage) for passage in (*found.passages, *found.people))
