"""Packing: every kind of record comes back as it was."""

from __future__ import annotations

import pytest

from generator.check import Checked
from generator.model import REGISTRIES
from generator.model.calendar import YearCalendar
from generator.model.compact import pack, unpack
from generator.model.content import PageMeta
from generator.model.schema import validate
from generator.model.types import Entry, Record

NOTICE = {
    "id": "2027",
    "name": "放假安排",
    "number": "国办发明电〔2026〕7号",
    "holidays": [{"name": "元旦", "first": "2027-01-01", "last": "2027-01-03"}],
    "workdays": ["2027-01-04"],
}
PAGE = {"title": "标题", "description": "摘要", "column": "news", "date": "2026-01-01", "order": "3"}


def same(record: Record) -> bool:
    """Tell whether a record comes back, down to the types of what is in it."""
    packed = pack(record)
    back = unpack(type(record), packed)
    return back == record and repr(back) == repr(record) and unpack(type(record), memoryview(packed)) == record


@pytest.mark.parametrize("kind", REGISTRIES, ids=lambda kind: kind.FOLDER)
def test_entries(kind: type[Entry], example: Checked) -> None:
    assert example.registry is not None
    entries = list(example.registry.all(kind).values())
    assert entries or kind is YearCalendar
    assert all(map(same, entries))


@pytest.mark.parametrize(("kind", "value"), [(YearCalendar, NOTICE), (PageMeta, PAGE)])
def test_other_records(kind: type[Record], value: dict[str, object], example: Checked) -> None:
    record, problems = validate(kind, value, "x.yml")
    assert record is not None, problems
    assert same(record)
    assert example.registry is not None
    assert same(example.registry.site)
