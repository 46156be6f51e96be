"""Types of plain data as `typing` has them: TypedDicts, lists, tuples, unions; and values held against them."""

from __future__ import annotations

import functools
import operator
import types
from collections.abc import Iterable, Iterator
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict


@functools.cache
def fields_of(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Return the keys of a TypedDict: the type of each, and whether it may be missing."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        key: (get_args(hint)[0], True) if get_origin(hint) is NotRequired else (hint, False)
        for key, hint in hints.items()
    }


def members(kind: Any) -> list[Any]:
    """Return the types that a union is made of, or the type itself."""
    return list(get_args(kind)) if get_origin(kind) in (Union, types.UnionType) else [kind]


def union(kinds: Iterable[Any]) -> Any:
    """Return one type for all of these; `Any` where nothing is known of one."""
    found = list(dict.fromkeys(member for kind in kinds for member in members(kind)))
    if Any in found or not found:
        return Any
    return functools.reduce(operator.or_, found)


def said(kind: Any) -> str:
    """Return a type's name."""
    return str(getattr(kind, "__name__", kind)) if get_origin(kind) is None else str(kind)


def mismatches(value: object, kind: Any, path: str = "") -> Iterator[str]:
    """Yield where a value is not of its type; a mapping has exactly the keys of its TypedDict."""
    choices = [list(_mismatches(value, member, path)) for member in members(kind)]
    if not any(found == [] for found in choices):
        yield from min(choices, key=lambda found: (found[0].startswith(f"{path}: "), len(found)))


def _mismatches(value: object, kind: Any, path: str) -> Iterator[str]:
    """Yield where a value is not of a type that is no union."""
    arguments = get_args(kind)
    if is_typeddict(kind) and isinstance(value, dict):
        fields = fields_of(kind)
        if extra := sorted(value.keys() - fields.keys()):
            yield f"{path}: {kind.__name__} has no {', '.join(extra)}"
        if lacking := sorted(key for key, (_, missing) in fields.items() if not missing and key not in value):
            yield f"{path}: {kind.__name__} needs {', '.join(lacking)}"
        for key in fields.keys() & value.keys():
            yield from mismatches(value[key], fields[key][0], f"{path}.{key}")
    elif get_origin(kind) is list and isinstance(value, list):
        for number, item in enumerate(value):
            yield from mismatches(item, arguments[0], f"{path}[{number}]")
    elif get_origin(kind) is tuple and isinstance(value, tuple) and len(value) == len(arguments):
        for number, item in enumerate(value):
            yield from mismatches(item, arguments[number], f"{path}[{number}]")
    elif get_origin(kind) is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from mismatches(item, arguments[1], f"{path}[{key!r}]")
    elif kind is float and type(value) is int:
        return
    elif type(value) is not kind:
        yield f"{path}: {value!r} is no {said(kind)}"
