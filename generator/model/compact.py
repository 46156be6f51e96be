"""Records <-> bytes, for processes and for what is kept between runs.

A record is packed as the list of its fields' values, and `marshal` writes that: lists, texts and numbers, nothing that
could run code. What each value stands for is known from the field's annotation, so no byte is spent on saying it.
"""

from __future__ import annotations

import datetime
import marshal
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from generator.model.types import Record, Vocabulary, unwrap

R = TypeVar("R", bound=Record)
Packed = bytes | memoryview


class _Shape(NamedTuple):
    """How a value becomes plain data, and how it comes back."""

    plain: Callable[[Any], Any]
    back: Callable[[Any], Any]


def pack(record: Record) -> bytes:
    """Return the bytes of a record."""
    return marshal.dumps(_of_record(type(record)).plain(record))  # type: ignore[arg-type]  # classes are hashable


def unpack(kind: type[R], packed: Packed) -> R:
    """Return the record of this kind that bytes stand for, which must be as they were packed."""
    return _of_record(kind).back(marshal.loads(packed))  # type: ignore[arg-type, no-any-return]


@cache
def _of_record(kind: type[Any]) -> _Shape:
    """Return how records of a kind are packed. Fields that are plain data already, and empty ones, stay as they are."""
    hints = typing.get_type_hints(kind, include_extras=True)
    names = [item.name for item in fields(kind)]
    get = tuple(attrgetter(name) for name in names)
    put = tuple(getattr(kind, name).__set__ for name in names)  # frozen records refuse assignment, their slots do not
    shaped = [(index, shape) for index, name in enumerate(names) if (shape := _of_value(hints[name]))]

    def plain(record: Any) -> list[Any]:
        values = [value(record) for value in get]
        for index, shape in shaped:
            if values[index]:
                values[index] = shape.plain(values[index])
        return values

    def back(values: list[Any]) -> Any:
        for index, shape in shaped:
            if values[index]:
                values[index] = shape.back(values[index])
        record = object.__new__(kind)
        for put_value, value in zip(put, values, strict=True):
            put_value(record, value)
        return record

    return _Shape(plain, back)


def _of_value(annotation: Any) -> _Shape | None:
    """Return how a field's values are packed, None where they are plain data."""
    kind = unwrap(annotation)
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_record(kind)
    if isinstance(kind, type) and issubclass(kind, Vocabulary):
        return _Shape(attrgetter("_value_"), {member.value: member for member in kind}.__getitem__)
    if kind is datetime.date:
        return _Shape(datetime.date.toordinal, datetime.date.fromordinal)
    of = typing.get_origin(kind)
    inner = _of_value(typing.get_args(kind)[of is dict]) if of in (dict, tuple) else None
    if inner is None:
        return None
    if of is dict:
        return _Shape(
            lambda items: {key: inner.plain(item) for key, item in items.items()},
            lambda items: {key: inner.back(item) for key, item in items.items()},
        )
    return _Shape(lambda items: list(map(inner.plain, items)), lambda items: tuple(map(inner.back, items)))
