"""Compiles one file: its bytes -> its record and its findings. Pure functions, so results are cached by content."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import msgspec

from generator.cache import Table, digest
from generator.findings import Finding, Hit, Location, Rule
from generator.model import rules
from generator.model.content import PageMeta
from generator.model.references import links
from generator.model.salvage import salvage
from generator.model.schema import field_title, validate
from generator.model.types import Entry, Record, hints_of, unwrap
from generator.source import rules as source_rules
from generator.source.csv_reader import ROWS
from generator.source.document import Document
from generator.source.readers import MARKDOWN, Outline, reader_of


class Compiled(NamedTuple):
    """A compiled file.

    `record` is None if no part of the file is usable. Wrong parts are left out of the record, or replaced by a stand-in
    if they are required; `left_out` gives their paths, e.g. `materials/3/copies`. `links` are the (registry, id) pairs
    that it refers to. `body` is a page's Markdown, which starts at line `body_line`. `wrong_rows` are the row numbers
    of a table, from 0, that were left out.
    """

    record: Any
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    body: str
    body_line: int
    wrong_rows: tuple[int, ...]


def compile_file(kind: type[Record], file: str, data: bytes) -> Compiled:
    """Compile the bytes of a file of this kind. Errors in the file become findings and do not raise."""
    reader, titles = reader_of(file), column_titles(kind)  # type: ignore[arg-type]  # classes are hashable
    document = reader.read(data, titles)
    findings = found_in(file, document)
    record, problems, left_out = (
        record_of(kind, file, document) if document.value is not None else (None, [], frozenset())
    )
    if problems:
        told = {finding.location.line for finding in findings if finding.code == source_rules.ODD_CHARACTER.code}
        located = _located(problems, reader.outline(data, titles))
        findings += [item for item in located if item.code not in _OF_FORM or item.location.line not in told]
    wrong_rows = _wrong_rows(problems) if record is not None else set()
    return Compiled(
        record,
        tuple(findings),
        tuple(sorted(left_out)),
        links(record) if record is not None else (),
        document.body,
        document.body_line,
        tuple(sorted(wrong_rows)),
    )


_OF_FORM = frozenset(rule.code for rule in (rules.FORMAT, rules.PHONE, rules.URL, rules.HOURS))
"""Rules whose findings say the same again where an odd character has been found."""


def file_key(kind: type[Record], file: str, data: bytes) -> bytes:
    """Return the cache key of results that depend on one file only."""
    return digest(kind.__qualname__.encode(), file.encode("utf-8", "surrogateescape"), data)


def compile_cached(kind: type[Record], file: str, data: bytes, table: Table, key: bytes | None = None) -> Compiled:
    """Return the result of `compile_file`, from the cache if kind, file name and bytes are the same.

    `key` is their `file_key` if it is known already.
    """
    return cached(kind, key or file_key(kind, file, data), table, lambda: compile_file(kind, file, data))


def cached(kind: type[Record], key: bytes, table: Table, make: Callable[[], Compiled]) -> Compiled:
    """Return what is compiled under a key; make and store it if it is not cached."""
    known = table.get(key)
    if known is not None:
        try:
            return Compiled(*_decoder(kind).decode(known))  # type: ignore[arg-type]  # classes are hashable
        except (msgspec.DecodeError, ValueError):
            pass  # unreadable: compile again
    compiled = make()
    table.put(key, msgspec.msgpack.encode(compiled))
    return compiled


@cache
def _decoder(kind: type[Record]) -> msgspec.msgpack.Decoder[tuple[Any, ...]]:
    """Return the decoder of cached results for one kind of record."""
    hints = typing.get_type_hints(Compiled)
    shape: Any = tuple.__class_getitem__((kind | None, *(hints[name] for name in Compiled._fields[1:])))
    return msgspec.msgpack.Decoder(shape)


def found_in(file: str, document: Document) -> list[Finding]:
    """Return the problems of a document as findings."""
    return [
        problem.rule.finding(Location(file, problem.line, problem.column, problem.cell), problem.words)
        for problem in document.problems
    ]


def record_of(kind: type[Record], file: str, document: Document) -> tuple[Any, list[tuple[Rule, Hit]], frozenset[str]]:
    """Return the record of a document without its wrong parts, the problems, and the paths of these parts."""
    value: Mapping[str, Any] = document.value
    problems: list[tuple[Rule, Hit]] = []
    if issubclass(kind, Entry):
        if "id" in value:
            nearest = "编号就是文件名，删掉这一行；要改编号就改文件名，并在 former_ids 里写上旧编号"
            words = {"key": "id", "meant": "", "nearest": nearest}
            problems.append((rules.UNKNOWN, Hit(file, ("id",), words, at_key=True)))
        value = {**value, "id": PurePosixPath(file).stem}
    record, wrong = validate(kind, value, file)
    left_out: frozenset[str] = frozenset("id" for _ in problems)
    if wrong and kind is not PageMeta:  # a content page needs valid front matter
        rows = _wrong_rows(wrong)
        if rows:
            wrong = [item for item in wrong if item[0] is not rules.TOO_SHORT or item[1].path != (ROWS,)]
            value = {**value, ROWS: [row for number, row in enumerate(value[ROWS]) if number not in rows]}
        record, paths = salvage(kind, value, [item for item in wrong if item[1].path[:1] != (ROWS,)], file)
        left_out |= paths
    empty = {problem.words["key"] for problem in document.problems if problem.rule is source_rules.EMPTY_VALUE}
    left_out |= empty & hints_of(kind).keys()
    told = [item for item in wrong if not (item[0] is rules.MISSING and item[1].words["key"] in empty)]
    return record, problems + told, left_out


def _wrong_rows(problems: list[tuple[Rule, Hit]]) -> set[int]:
    """Return the numbers, from 0, of a table's rows with problems. The other rows are used."""
    paths = [hit.path for _, hit in problems]
    return {path[1] for path in paths if path[:1] == (ROWS,) and len(path) > 1 and isinstance(path[1], int)}


def _located(problems: list[tuple[Rule, Hit]], outline: Outline) -> list[Finding]:
    """Return the problems as findings with places. Problems of front matter all become findings of C301."""
    findings = []
    for rule, hit in problems:
        place = Location(hit.file, *(outline.place(hit.path, at_key=hit.at_key) if hit.path else (1, 1)))
        finding = rule.finding(place, hit.words)
        in_page = hit.file.endswith(MARKDOWN.suffixes)
        findings.append(rules.FRONT_MATTER.finding(place, {"problem": finding.message}) if in_page else finding)
    return findings


@cache
def column_titles(kind: type[Record]) -> Mapping[str, str]:
    """Return a table's field names by their Chinese column titles; {} for kinds without rows."""
    hints = hints_of(kind)
    if ROWS not in hints:
        return {}
    row = typing.get_args(unwrap(hints[ROWS]))[0]
    records = (kind, unwrap(row))
    return {
        zh.title: name
        for record in records
        for name in typing.get_type_hints(record)
        if (zh := field_title(record, name)) is not None
    }
