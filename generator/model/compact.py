"""Records <-> bytes, for processes and for what is kept between runs.

Python's own way of pickling frozen dataclasses looks every field up by name, both ways; this one does not. Reading
takes nothing but records, vocabularies and dates: whatever stands in the bytes, it cannot run code.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from generator.model.types import Record, Vocabulary

_OWN = "generator.model."


class Packed:
    """Base of dataclasses that are no records of a registry but are packed like them."""

    __slots__ = ()


def dumps(value: Any) -> bytes:
    """Return the bytes of a value made of records, containers, texts, numbers and dates."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=5).dump(value)
    return buffer.getvalue()


def loads(data: bytes) -> Any:
    """Return the value that bytes stand for. Raises pickle.UnpicklingError for anything that is not such a value."""
    return _Unpickler(io.BytesIO(data)).load()


def restore(record: type[Any], values: tuple[Any, ...]) -> Any:
    """Return a record of these values, in the order of its fields."""
    made = object.__new__(record)
    for put, value in zip(_setters(record), values, strict=True):  # type: ignore[arg-type]  # classes are hashable
        put(made, value)
    return made


@cache
def _setters(record: type[Any]) -> tuple[Callable[[Any, Any], None], ...]:
    """Return what sets each field of a record; frozen records refuse assignment, their slots do not."""
    return tuple(getattr(record, field.name).__set__ for field in fields(record))


@cache
def _values(record: type[Any]) -> Callable[[Any], Any]:
    """Return what gives the values of a record's fields; a tuple, also for a single field."""
    names = [field.name for field in fields(record)]
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda item: (get(item),)


_FOUND: dict[tuple[str, str], Any] = {}


class _Pickler(pickle.Pickler):
    def reducer_override(self, item: Any) -> Any:
        """Take records apart by position; leave everything else to pickle."""
        if isinstance(item, (Record, Packed)):
            record = type(item)
            return restore, (record, _values(record)(item))  # type: ignore[arg-type]  # classes are hashable
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a class of the model, or what dates are made with; found once, for every entry names its own."""
        found = _FOUND.get((module, name))
        if found is None:
            found = _FOUND[module, name] = self._find(module, name)
        return found

    def _find(self, module: str, name: str) -> Any:
        """Return what find_class is asked for the first time. Raises pickle.UnpicklingError for anything else."""
        found = super().find_class(module, name) if module.startswith(_OWN) or module == "datetime" else None
        if found is restore or (isinstance(found, type) and issubclass(found, (Record, Packed, Vocabulary))):
            return found
        if module == "datetime" and name == "date":
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")
