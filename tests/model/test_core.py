"""Our validators are those that pydantic builds from the same annotations."""

from __future__ import annotations

import random
from dataclasses import dataclass, make_dataclass
from typing import Annotated, Any

import pytest
import yaml
from annotated_types import Ge, Le, MinLen
from pydantic import TypeAdapter
from pydantic_core import ValidationError

from generator.model.compile import column_titles
from generator.model.content import PageMeta
from generator.model.core import schema_of, validator
from generator.model.own import OwnRegistry
from generator.model.records import RECORDS
from generator.model.site import Site
from generator.model.types import Amount, Count, Record
from generator.source.readers import reader_of
from tests.conftest import ROOT

KINDS = (*RECORDS, Site, PageMeta, OwnRegistry)
ODD: tuple[Any, ...] = (
    "", "x", "X" * 3000, "税" * 121, "0", "-1", "1.5", "7.25", "1e3", "100001", "true", "yes", "2026-02-30",
    "2026-07-01", "08:30-12:00", "a\tb", "a\nb", "https://a@b", "0600-5551234转8", "12366", 5, None, True, [], {}, [""],
    ["x", "x"], {"x": "y"}, {"a b": ["x"]}, [[]], [{}],
)  # fmt: skip
"""Values that some annotation accepts and most refuse."""


def plain(schema: Any, known: dict[str, Any]) -> Any:
    """Return a schema with references resolved, and without functions and what changes no result."""
    if isinstance(schema, dict):
        if schema.get("type") == "definition-ref":
            return plain(known[schema["schema_ref"]], known)
        left_out = {"metadata", "ref", "computed_fields", "post_init", "frozen", "init"}
        return {key: plain(item, known) for key, item in schema.items() if key not in left_out and item is not None}
    if isinstance(schema, list | tuple):
        return [plain(item, known) for item in schema]
    return "function" if callable(schema) and not isinstance(schema, type) else schema


def outcome(check: Any, value: Any) -> Any:
    """Return the record that a validator makes, or its errors."""
    try:
        return check.validate_python(value)
    except ValidationError as error:
        return error.errors(include_url=False)


def changed(value: Any, dice: random.Random) -> Any:
    """Return a document with one part replaced by an odd value, added or left out."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        key = dice.choice(list(value))
        if dice.random() < 0.1:
            return {name: item for name, item in value.items() if name != key}
        if dice.random() < 0.1:
            return {**value, "neu": dice.choice(ODD)}
        return {**value, key: changed(value[key], dice)}
    if isinstance(value, list) and value and dice.random() < 0.8:
        index = dice.randrange(len(value))
        return [*value[:index], changed(value[index], dice), *value[index + 1 :]]
    return dice.choice(ODD)


def documents(kind: type) -> list[Any]:
    """Return some valid documents of a kind, from the example."""
    if kind is PageMeta:
        return [{"title": "页面", "description": "说明"}]
    if kind is OwnRegistry:
        text = "title: 点\ncolumn: 网点\ncategory: 机构\ncontents: 网点\nfields: {kinds: {kind: choice, title: 种类}}\n"
        return [yaml.load(text, yaml.CBaseLoader)]
    if kind is Site:
        return [yaml.load((ROOT / "site.yml").read_bytes(), yaml.CBaseLoader)]
    files = sorted(path for path in (ROOT / "data" / kind.FOLDER).rglob("*") if path.is_file())  # type: ignore[attr-defined]
    chosen = files[:: len(files) // 8 + 1]
    values = [reader_of(path.name).read(path.read_bytes(), column_titles(kind)).value for path in chosen]
    return [{"id": "x", **value} for value in values]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_schema_is_that_of_pydantic(kind: type) -> None:
    schema: Any = TypeAdapter(kind).core_schema
    known = {item["ref"]: item for item in schema.get("definitions", ())}
    theirs = plain(schema["schema"] if schema["type"] == "definitions" else schema, known)
    assert plain(schema_of(kind), {}) == theirs


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_results_and_errors_are_those_of_pydantic(kind: type) -> None:
    dice = random.Random(kind.__name__)
    theirs: TypeAdapter[Any] = TypeAdapter(kind)
    ours = validator(kind)
    for document in documents(kind):
        for value in (document, *(changed(document, dice) for _ in range(150))):
            assert outcome(ours, value) == outcome(theirs, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded(Record):
    """A record with bounds after other checks."""

    whole: Annotated[Count, Ge(2), Le(4)] = 3
    half: Annotated[Amount, Ge(2), Le(4)] = 3


@pytest.mark.parametrize("field", ["whole", "half"])
def test_bounds_belong_to_what_they_allow(field: str) -> None:
    theirs: TypeAdapter[Bounded] = TypeAdapter(Bounded)
    ours = validator(Bounded)
    results = [outcome(ours, {field: value}) for value in ("1", "1.5", "2", "4", "4.5", "5", "100000", "100001")]
    assert results == [outcome(theirs, {field: v}) for v in ("1", "1.5", "2", "4", "4.5", "5", "100000", "100001")]
    assert isinstance(results[2], Bounded) and isinstance(results[3], Bounded)
    assert isinstance(results[0], list) and isinstance(results[5], list)


class Unknown:
    """Metadata that nobody knows."""


@pytest.mark.parametrize("annotation", [set[str], Annotated[str, Unknown()], Annotated[float, MinLen(1)]])
def test_an_annotation_without_a_validator_is_refused(annotation: Any) -> None:
    kind = make_dataclass("Odd", [("value", annotation)], bases=(Record,))
    with pytest.raises(TypeError, match="no validator"):
        validator(kind)
