"""Examples of fields, derived from their annotations, for messages."""

from __future__ import annotations

import re
import typing
from dataclasses import fields, is_dataclass
from typing import Any

from annotated_types import MinLen

from generator.model.types import Pattern, Ref, Vocabulary, Zh, hints_of, is_required, unwrap

_SAMPLE = re.compile(r"如 ?([^\s，。；、)）]+)|[(（]([0-9]{3,4}-[0-9]+)")
_PLAIN = {int: "1", bool: "true"}
_IDS = {
    "organs": "banshui-fuwuting",
    "posts": "zonghe-chuangkou",
    "procedures": "fapiao-lingyong",
    "materials": "daili-weituoshu",
    "laws": "fapiao-guanli-banfa",
    "duties": "fapiao-guanli",
    "regimes": "shouwen-zeren-zhi",
    "oversight": "fuwu-tousu",
}
_DEPTH = 6


def example_at(record: type, path: tuple[str | int, ...]) -> str:
    """Return the field at a path (or the field that contains it) with an example: `copies: 1`."""
    here: Any = record
    key, found = "", None
    for step in path:
        plain = unwrap(here)
        if is_dataclass(plain) and isinstance(plain, type):
            here = hints_of(plain).get(str(step))
            key, found = str(step), here
        else:
            arguments = typing.get_args(plain)
            here = (arguments[-1] if typing.get_origin(plain) is dict else arguments[0]) if arguments else None
        if here is None:
            break
    return f"{key}: {example(found)}" if found is not None else f"{key}: …"


def example(annotation: Any, depth: int = 0) -> str:
    """Return the shortest one-line YAML that an annotation accepts."""
    plain = unwrap(annotation)
    if target := next((item.target for item in metadata(annotation) if isinstance(item, Ref)), ""):
        return _IDS.get(target, "bianhao")
    if isinstance(plain, type) and issubclass(plain, Vocabulary):
        return str(next(iter(plain)).value)
    if typing.get_origin(plain) is tuple:
        least = max((item.min_length for item in metadata(annotation) if isinstance(item, MinLen)), default=1)
        return f"[{', '.join([example(typing.get_args(plain)[0], depth + 1)] * max(1, least))}]"
    if typing.get_origin(plain) is dict:
        return f"{{bianhao: {example(typing.get_args(plain)[1], depth + 1)}}}"
    if is_dataclass(plain) and isinstance(plain, type):
        return _record(plain, depth) if depth < _DEPTH else "{…}"
    patterns = [item.expected for item in metadata(annotation) if isinstance(item, Pattern)]
    titles = [item.description for item in metadata(annotation) if isinstance(item, Zh)]
    for said in (*patterns, *titles):
        if found := _SAMPLE.search(said):
            return found[1] or found[2]
    return _PLAIN.get(plain, "……")


def _record(record: Any, depth: int) -> str:
    """Return a record with its required fields; with its first field if none is required."""
    hints = hints_of(record)
    needed = [item.name for item in fields(record) if is_required(item)]
    names = needed or [fields(record)[0].name]
    return "{" + ", ".join(f"{name}: {example(hints[name], depth + 1)}" for name in names) + "}"


def metadata(annotation: Any) -> typing.Iterator[Any]:
    """Yield the metadata of an annotation, the outermost first, also within `| None`."""
    while annotation is not None:
        yield from getattr(annotation, "__metadata__", ())
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif arguments := [item for item in typing.get_args(annotation) if item is not type(None)]:
            annotation = arguments[0] if type(None) in typing.get_args(annotation) else None
        else:
            annotation = None
