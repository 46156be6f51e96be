"""How a bureau's entries inherit from its superior's: a policy for each field, stated once in the record.

A bureau's file with the id of an entry of its superior states only what differs. A field's policy is its annotation
(`Annotated[..., Inherit.FIXED]`), else the one that its record states for all its fields, else the one of its type:
lists and maps grow, everything else is replaced.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, replace
from functools import cache

from generator.model.types import ComesDown, Inherit, hints_of, unwrap

__all__ = ["LISTS", "ComesDown", "Inherit", "Shape", "default_of", "key_of", "policies", "shape_of", "without_local"]

LISTS = (tuple, dict)
"""The types of fields with several items."""


@cache
def policies(record: type) -> Mapping[str, Inherit]:
    """Return the policy of every field of a record type, by name."""
    hints = hints_of(record)
    general: Inherit | None = getattr(record, "INHERIT", None)
    return {name: _stated(hint) or general or _by_type(hint) for name, hint in hints.items()}


def _stated(annotation: object) -> Inherit | None:
    """Return the policy in an annotation's metadata, or None."""
    return next((item for item in getattr(annotation, "__metadata__", ()) if isinstance(item, Inherit)), None)


def _by_type(annotation: object) -> Inherit:
    """Return the policy of a type for which none is stated."""
    return Inherit.APPEND if typing.get_origin(unwrap(annotation)) in LISTS else Inherit.REPLACE


class Shape(typing.NamedTuple):
    """The container of a field (tuple, dict or None), and the record type of its items if they are records."""

    container: type | None
    record: type | None


@cache
def shape_of(record: type, field: str) -> Shape:
    """Return the shape of a record's field."""
    plain = unwrap(hints_of(record)[field])
    container = typing.get_origin(plain)
    arguments = typing.get_args(plain)
    item = unwrap(arguments[0 if container is tuple else -1]) if container in LISTS else plain
    return Shape(container if container in LISTS else None, item if hasattr(item, "__dataclass_fields__") else None)


def key_of(record: type) -> tuple[str, ...]:
    """Return the fields that tell the items of a list of these records apart; empty if nothing does."""
    key: tuple[str, ...] = getattr(record, "KEY", ())
    return key


def without_local(record: type, value: typing.Any) -> typing.Any:
    """Return a record of this type, or the plain value of one, without its LOCAL fields and those in its parts."""
    inner = _with_local(record)
    if not inner:
        return value
    plain = isinstance(value, Mapping)
    items = value if plain else {name: getattr(value, name) for name in inner}
    changed = {name: _inner_without_local(items[name], part) for name, part in inner.items() if part and name in items}
    if plain:
        return {name: changed.get(name, item) for name, item in value.items() if inner.get(name, record) is not None}
    cleared = {item.name: default_of(item) for item in fields(value) if inner.get(item.name, record) is None}
    different = {name: item for name, item in {**changed, **cleared}.items() if item != items[name]}
    return replace(value, **different) if different else value


def _inner_without_local(value: typing.Any, record: type) -> typing.Any:
    """Return the value of a field that holds records, without their LOCAL fields."""
    match value:
        case list():
            return [without_local(record, item) for item in value]
        case tuple():
            return tuple(without_local(record, item) for item in value)
        case None | str():
            return value
    return without_local(record, value)


def default_of(item: Field[typing.Any]) -> typing.Any:
    """Return the default of a field, MISSING if it has none."""
    return item.default_factory() if item.default_factory is not MISSING else item.default


@cache
def _with_local(record: type) -> Mapping[str, type | None]:
    """Return the fields of a record type that are LOCAL (None) or hold records with such fields (their type)."""
    found: dict[str, type | None] = {}
    for name, policy in policies(record).items():
        inner = shape_of(record, name).record
        if policy is Inherit.LOCAL:
            found[name] = None
        elif inner and _with_local(inner):
            found[name] = inner
    return found
