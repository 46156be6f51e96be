"""Validates raw values: values -> records, or hits of rules in the editor's words.

pydantic-core validates (`core`); it is imported only when a value is validated, and pydantic itself only for the JSON
Schema. The annotation of a field is the only place that states what it accepts.
"""

from __future__ import annotations

import difflib
import re
import typing
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from generator.findings import Hit, Path, Rule
from generator.model import rules
from generator.model.examples import example, example_at
from generator.model.periods import PERIODS, Period, meant_period
from generator.model.types import Vocabulary, Zh, hints_of, unwrap
from generator.source.csv_reader import ROWS
from generator.source.yaml_reader import MAX_SAME

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")

_TYPES = {
    "tuple_type": "列表(每项一行，以“- ”开头；短的写在方括号里)",
    "list_type": "列表(每项一行，以“- ”开头；短的写在方括号里)",
    "dict_type": "若干行“名字: 内容”",
    "dataclass_type": "若干行“字段: 内容”",
    "string_type": "一段文字",
    "int_type": "整数",
    "date_type": "日期",
    "bool_type": "true 或 false",
}


def validate(record: type[T], value: Mapping[str, Any], file: str) -> tuple[T | None, list[tuple[Rule, Hit]]]:
    """Return (record, []), or (None, problems): the rules that `value` breaks, each with its hit in `file`."""
    from pydantic_core import ValidationError

    from generator.model.core import validator  # imports pydantic-core, which is not needed for unchanged files

    try:
        return validator(record).validate_python(value), []  # type: ignore[arg-type]  # classes are hashable
    except ValidationError as error:
        return None, _told(record, _first_of_each(error.errors(include_url=False)), file)


def json_schema(record: type, ids: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a record type, for editors' completion and hover text.

    `ids` are the known ids by registry, which editors propose where one is to be written.
    """
    from pydantic import TypeAdapter

    schema = TypeAdapter(record).json_schema()
    schema.get("properties", {}).pop("id", None)
    if "id" in schema.get("required", []):
        schema["required"].remove("id")
    _propose(schema, getattr(record, "FOLDER", ""), ids or {})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _propose(node: Any, folder: str, ids: Mapping[str, Sequence[str]]) -> None:
    """Add the known ids as examples wherever a schema has an id of a registry; `folder` is the record's own."""
    if isinstance(node, dict):
        if "x-ref" in node:
            node["x-ref"] = node["x-ref"] or folder
            if known := ids.get(node["x-ref"]):
                node["examples"] = list(known)
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            _propose(item, folder, ids)


def _first_of_each(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield pydantic's errors, at most MAX_SAME of each kind."""
    seen: Counter[str] = Counter()
    for detail in errors:
        seen[detail["type"]] += 1
        if seen[detail["type"]] <= MAX_SAME:
            yield detail


def _told(record: type, errors: Iterator[ErrorDetails], file: str) -> list[tuple[Rule, Hit]]:
    """Return the rules that errors break, without repetitions.

    A value that fits none of several types is reported once at its place. A field that is missing because its name was
    misspelt is reported at the misspelt name.
    """
    found: dict[tuple[str, Path, str], tuple[Rule, Hit]] = {}
    for detail in errors:
        rule, hit = _hit(record, detail, file)
        found.setdefault((rule.code, hit.path, hit.words["key"]), (rule, hit))
    misnamed = {(hit.path[:-1], hit.words["meant"]) for rule, hit in found.values() if rule is rules.UNKNOWN}
    return [
        (rule, hit)
        for rule, hit in found.values()
        if not (rule is rules.MISSING and (hit.path, hit.words["key"]) in misnamed)
    ]


def _hit(record: type, detail: ErrorDetails, file: str) -> tuple[Rule, Hit]:
    """Return the rule and the hit for a pydantic error."""
    path = tuple(step for step in detail["loc"] if step != "[key]")
    at_key = "[key]" in detail["loc"]
    owner, zh, kind = _field(record, path)
    key = str(path[-1]) if path else ""
    value = detail["input"]
    words: dict[str, Any] = {"title": zh.title if zh else key, "key": key, "value": _shown(value)}
    context = detail.get("ctx", {})
    words["example"] = _example(record, path, value, context.get("expected", "")) + _elsewhere(zh)
    match detail["type"]:
        case "missing":
            return rules.MISSING, Hit(file, path[:-1], words)
        case "unexpected_keyword_argument" | "extra_forbidden":
            nearest, meant = _nearest_field(owner, key)
            return rules.UNKNOWN, Hit(file, path, words | {"nearest": nearest, "meant": meant}, at_key=True)
        case "enum" if not isinstance(value, str):
            if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
                words["example"] = f"{key}: {value[0]}"
            return rules.WRONG_TYPE, Hit(file, path, words | {"expected": "一个值" + _written(value)})
        case "enum":
            return rules.NOT_IN_LIST, Hit(file, path, words | {"options": _options(kind, str(value)) + _elsewhere(zh)})
        case "string_too_long" | "too_long":
            most = context.get("max_length")
            return rules.TOO_LONG, Hit(file, path, words | {"length": len(value), "most": most}, at_key=at_key)
        case "string_too_short" | "too_short":
            return rules.TOO_SHORT, Hit(file, path, words)
        case "greater_than_equal" | "less_than_equal":
            bound = f"不小于 {context['ge']}" if "ge" in context else f"不大于 {context['le']}"
            return rules.OUT_OF_RANGE, Hit(file, path, words | {"expected": bound})
        case "zwgk_format":
            rule = next(rule for rule in rules.RULES if rule.code == context["rule"])
            return rule, Hit(file, path, words | {"expected": context["expected"]}, at_key=at_key)
        case kind_of_error if kind_of_error in _TYPES:
            expected = _TYPES[kind_of_error] + _parts(kind) + _written(value)
            return rules.WRONG_TYPE, Hit(file, path, words | {"expected": expected})
        case kind_of_error if kind_of_error.startswith("date"):
            return rules.FORMAT, Hit(file, path, words | {"expected": "日历上有的一天，如 2026-07-01"})
        case _:
            return rules.FORMAT, Hit(file, path, words | {"expected": "别的写法，见编辑手册"})


def _example(record: type, path: Path, value: Any, expected: str) -> str:
    """Return what to write at a path: `key: value`, in a table the value alone; the period that was meant if known."""
    text = example_at(record, path)
    if expected == PERIODS and (meant := meant_period(value)):
        text = text.replace(example(Period), meant)
    return text.removeprefix(f"{path[-1]}: ") if path[:1] == (ROWS,) else text


def _elsewhere(zh: Zh | None) -> str:
    """Return the clause of a field's description that says in which other field something is written; "" if none."""
    match = _ELSEWHERE.search(zh.description) if zh else None
    return f"；{match[0]}" if match else ""


def _parts(kind: Any) -> str:
    """Return a Chinese list of a record's fields; "" for other types."""
    names = [item.name for item in fields(kind)] if is_dataclass(kind) else []
    return f"，可以写 {'、'.join(names)}" if names else ""


_SHAPES: dict[Any, str] = {list: "列表", dict: "若干行“字段: 内容”"}
_ELSEWHERE = re.compile(r"[^；]*写在 [a-z_]+")
_WIDE_BRACKETS = re.compile(r"\s*[【［｛〔].*[】］｝〕]\s*", re.DOTALL)


def _written(value: Any) -> str:
    """Return a Chinese description of the value that was written."""
    if isinstance(value, str):
        return "；【】｛｝要改成英文的 [ ] { }" if _WIDE_BRACKETS.fullmatch(value) else "，这里写的是一段文字"
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return "，不写方括号：去掉 [ ] 或“- ”"
    return f"，这里写的是{_SHAPES[type(value)]}" if type(value) in _SHAPES else ""


def _shown(value: Any) -> str:
    """Return a value as quoted in messages, at most 40 characters."""
    text = value if isinstance(value, str) else _SHAPES.get(type(value), "")
    return text if len(text) <= 40 else text[:39] + "…"


def _options(kind: Any, value: str) -> str:
    """Return the hint that lists a vocabulary's values, or names the value if its label was written."""
    members = list(kind) if isinstance(kind, type) and issubclass(kind, Vocabulary) else []
    for member in members:
        if value == member.label:
            return f"“{value}”要写成 {member.value}"
    return "可以写：" + "、".join(f"{member.value}({member.label})" for member in members)


def _nearest_field(owner: type | None, key: str) -> tuple[str, str]:
    """Return the hint for an unknown field, and the field that was probably meant ("" if none)."""
    if owner is None:
        return "删掉这一行", ""
    titles = {field.name: zh.title for field in fields(owner) if (zh := field_title(owner, field.name))}
    by_title = {title: name for name, title in titles.items()}
    if key in by_title:
        return f"“{key}”要写成 {by_title[key]}", by_title[key]
    near = difflib.get_close_matches(key, titles, 1, 0.6)
    return (
        (f"是不是 {near[0]}({titles[near[0]]})?", near[0])
        if near
        else ("可以用的字段见编辑手册；不需要就删掉这一行", "")
    )


def field_title(record: type, name: str) -> Zh | None:
    """Return the Chinese title and description of a record's field."""
    return next(
        (item for item in getattr(hints_of(record).get(name), "__metadata__", ()) if isinstance(item, Zh)), None
    )


def field_name(record: type, name: str) -> str:
    """Return the Chinese title of a record's field, its name if it has none."""
    title = field_title(record, name)
    return title.title if title else name


def _field(record: type, path: Path) -> tuple[type | None, Zh | None, Any]:
    """Follow a path through annotations; return the innermost record type, the field's title and its type."""
    owner: type | None = None
    zh: Zh | None = None
    here: Any = record
    for step in path:
        here = unwrap(here)
        if is_dataclass(here) and isinstance(here, type):
            owner = here
            zh = field_title(here, str(step))
            here = hints_of(here).get(str(step))
        else:
            arguments = typing.get_args(here)
            here = (arguments[1] if typing.get_origin(here) is dict else arguments[0]) if arguments else None
    return owner, zh, unwrap(here) if here is not None else None
