"""Finds the references in a record: the path of each, its target registry and its id."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from generator.findings import Path
from generator.model.types import Record, hints_of, ref_target, unwrap


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: its path in the record, its target registry, and the id."""

    path: Path
    target: str
    id: str


def links(entry: Record) -> tuple[tuple[str, str], ...]:
    """Return the (registry, id) pairs that an entry refers to, without repetitions, in the order of its fields."""
    return tuple(dict.fromkeys((target, id) for _, target, id in _walk(entry, ("record", None), ())))


def references(record: Any) -> Iterator[Reference]:
    """Yield every reference in a record, in the order of its fields."""
    for path, target, id in _walk(record, ("record", None), ()):
        yield Reference(path, target, id)


def _walk(value: Any, shape: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, target, id) of the references in a value of this shape.

    A shape is a registry's name, or (container, inner shape) of a list, map or record; see `_shape`.
    """
    if value is None:
        return
    match shape:
        case str():
            yield path, shape, value
        case ("list", inner):
            for index, item in enumerate(value):
                yield from _walk(item, inner, (*path, index))
        case ("map", inner):
            for key, item in value.items():
                yield from _walk(item, inner, (*path, key))
        case ("record", _):
            for name, inner in _reference_fields(type(value)):  # type: ignore[arg-type]  # classes are hashable
                yield from _walk(getattr(value, name), inner, (*path, name))


@cache
def _reference_fields(record: type) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a record type that contain references, each with its shape."""
    hints = hints_of(record)
    shapes = ((item.name, _shape(hints[item.name])) for item in fields(record))
    return tuple((name, shape) for name, shape in shapes if shape is not None)


def _shape(annotation: Any) -> Any:
    """Return the shape of an annotation's references: None, a registry's name, or (container, inner shape)."""
    if target := ref_target(annotation):
        return target
    plain = unwrap(annotation)
    if is_dataclass(plain) and isinstance(plain, type):
        return ("record", None) if _reference_fields(plain) else None
    arguments = typing.get_args(plain)
    if typing.get_origin(plain) is dict:
        return ("map", inner) if (inner := _shape(arguments[1])) else None
    if typing.get_origin(plain) is tuple:
        return ("list", inner) if (inner := _shape(arguments[0])) else None
    return None
