"""Builds a record from a value with wrong parts: each wrong part is left out or replaced by a stand-in.

So one wrong field does not hide other problems of its entry. Such a record is never published because its file has
errors.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from generator.findings import Hit, Path, Rule
from generator.model import rules
from generator.model.examples import example
from generator.model.schema import validate
from generator.model.types import Ref, Vocabulary, hints_of, is_required, unwrap

_ROUNDS = 4
_UNKNOWN_ID = "weitianxie"
_TEXT = "（未填写）"


def salvage(
    kind: type, value: Mapping[str, Any], problems: Iterable[tuple[Rule, Hit]], file: str
) -> tuple[Any, frozenset[str]]:
    """Return the record of a value without its wrong parts, and the paths of these parts.

    A path looks like `materials/3/copies`. The record is None if it cannot be built.
    """
    wrong = list(problems)
    paths: set[str] = set()
    mended = _copy(value)
    record: Any = None
    for _ in range(_ROUNDS):
        paths |= {"/".join(map(str, _path(rule, hit))) for rule, hit in wrong}
        for rule, hit in wrong:
            _mend(kind, mended, rule, hit)
        record, wrong = validate(kind, mended, file)
        if record is not None:
            break
    return record, frozenset(paths)


def _path(rule: Rule, hit: Hit) -> Path:
    """Return the path of the wrong part."""
    return (*hit.path, hit.words["key"]) if rule is rules.MISSING else hit.path


def _copy(value: Any) -> Any:
    """Return a deep, mutable copy of a plain value."""
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _mend(kind: type, value: Any, rule: Rule, hit: Hit) -> None:
    """Remove one wrong part from a value, or replace it by a stand-in."""
    path = _path(rule, hit)
    if not path:
        return
    holder: Any = value
    for step in path[:-1]:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return
    last, annotation = path[-1], _annotation(kind, path)
    if isinstance(holder, dict):
        if rule is rules.UNKNOWN or hit.at_key or not _required(kind, path):
            given = holder.pop(last, None)
            if rule is rules.UNKNOWN and hit.words["meant"]:
                holder.setdefault(hit.words["meant"], given)
        else:
            holder[last] = getattr(kind, "STAND_IN", {}).get(last) if len(path) == 1 else None
            holder[last] = holder[last] or _stand_in(annotation)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = _stand_in(annotation)  # not removed, because removal would shift the indexes of later items


def _annotation(kind: type, path: Path) -> Any:
    """Return the annotation of the value at a path."""
    here: Any = kind
    for step in path:
        plain = unwrap(here)
        if is_dataclass(plain) and isinstance(plain, type):
            here = hints_of(plain).get(str(step))
        else:
            arguments = typing.get_args(plain)
            here = (arguments[-1] if typing.get_origin(plain) is dict else arguments[0]) if arguments else None
        if here is None:
            break
    return here


def _required(kind: type, path: Path) -> bool:
    """Return True if a path leads to a required field."""
    owner = unwrap(_annotation(kind, path[:-1]))
    if not (is_dataclass(owner) and isinstance(owner, type)):
        return False
    return any(item.name == path[-1] and is_required(item) for item in fields(owner))


def _stand_in(annotation: Any) -> Any:
    """Return a plain value that an annotation accepts, as neutral as possible."""
    if annotation is None:
        return _TEXT
    plain = unwrap(annotation)
    if any(isinstance(item, Ref) for item in getattr(annotation, "__metadata__", ())):
        return _UNKNOWN_ID
    if isinstance(plain, type) and issubclass(plain, Vocabulary):
        return str(list(plain)[-1].value)
    if typing.get_origin(plain) is tuple:
        return [_stand_in(typing.get_args(plain)[0])]
    if typing.get_origin(plain) is dict:
        return {_UNKNOWN_ID: _stand_in(typing.get_args(plain)[1])}
    if is_dataclass(plain) and isinstance(plain, type):
        needed = [item for item in fields(plain) if is_required(item)]
        return {item.name: _stand_in(hints_of(plain)[item.name]) for item in needed}
    said = example(annotation)
    return _TEXT if said == "……" else said
