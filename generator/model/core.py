"""Validators of records, built from their annotations for pydantic-core.

pydantic builds the same validators, but importing it and building the first one takes 0.1 s, at each check after a
change. Only the annotations that records use are known here; any other raises TypeError. A test compares both.
"""

from __future__ import annotations

import dataclasses
import datetime
import typing
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic_core import CoreSchema, PydanticKnownError, SchemaValidator, core_schema

from generator.model.types import hints_of, is_union

_PLAIN: dict[Any, Callable[[], CoreSchema]] = {
    str: core_schema.str_schema,
    int: core_schema.int_schema,
    float: core_schema.float_schema,
    bool: core_schema.bool_schema,
    datetime.date: core_schema.date_schema,
}
_BOUNDS = {MinLen: "min_length", MaxLen: "max_length", Ge: "ge", Le: "le"}


@cache
def validator(record: type) -> SchemaValidator:
    """Return the cached validator of a record type."""
    return SchemaValidator(schema_of(record))


def schema_of(record: type) -> CoreSchema:
    """Return the schema of a record: a mapping with no other keys than its fields."""
    hints = hints_of(record)
    fields = [
        core_schema.dataclass_field(field.name, _with_default(_schema(hints[field.name]), field))
        for field in dataclasses.fields(record)
    ]
    return core_schema.dataclass_schema(
        record,
        core_schema.dataclass_args_schema(record.__name__, fields, collect_init_only=False),
        [field["name"] for field in fields],
        slots=hasattr(record, "__slots__"),
        config=core_schema.CoreConfig(title=record.__name__, extra_fields_behavior="forbid"),
    )


def _with_default(schema: CoreSchema, field: dataclasses.Field[Any]) -> CoreSchema:
    """Return a field's schema with its default, if it has one."""
    if field.default is not dataclasses.MISSING:
        return core_schema.with_default_schema(schema, default=field.default)
    if field.default_factory is not dataclasses.MISSING:
        return core_schema.with_default_schema(
            schema, default_factory=field.default_factory, default_factory_takes_data=False
        )
    return schema


def _schema(annotation: Any) -> CoreSchema:
    """Return the schema of an annotation."""
    if hasattr(annotation, "__metadata__"):
        schema = _schema(annotation.__origin__)
        for item in annotation.__metadata__:
            schema = _constrained(schema, annotation.__origin__, item)
        return schema
    if annotation in _PLAIN:
        return _PLAIN[annotation]()
    arguments = typing.get_args(annotation)
    if is_union(annotation):
        return _union([_schema(item) for item in arguments if item is not type(None)], type(None) in arguments)
    if typing.get_origin(annotation) is tuple and arguments[1:] == (...,):
        return core_schema.tuple_schema([_schema(arguments[0])], variadic_item_index=0)
    if typing.get_origin(annotation) is dict:
        return core_schema.dict_schema(*map(_schema, arguments))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return core_schema.enum_schema(annotation, list(annotation))
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return schema_of(annotation)
    raise TypeError(f"no validator for {annotation}")


def _union(schemas: list[CoreSchema], nullable: bool) -> CoreSchema:
    """Return the schema of a value that fits one of the schemas, or is None if `nullable`."""
    schema = schemas[0] if len(schemas) == 1 else core_schema.union_schema(list(schemas))
    return core_schema.nullable_schema(schema) if nullable else schema


def _constrained(schema: CoreSchema, source: Any, item: Any) -> CoreSchema:
    """Return a schema with one item of an annotation's metadata; items without meaning for values change nothing."""
    if own := getattr(item, "__get_pydantic_core_schema__", None):
        return typing.cast(CoreSchema, own(source, lambda _: schema))
    name = _BOUNDS.get(type(item))
    if name is None:
        if hasattr(item, "__get_pydantic_json_schema__"):
            return schema
        raise TypeError(f"no validator for {item}")
    bound = getattr(item, name)
    if schema["type"] in ("str", "tuple", "dict", "int"):
        return typing.cast(CoreSchema, {**schema, name: bound})
    if name in _LIMITS:
        return core_schema.no_info_after_validator_function(_LIMITS[name](bound), schema)
    raise TypeError(f"no validator for {item} after {schema['type']}")


def _at_least(bound: Any) -> Callable[[Any], Any]:
    """Return the check that a number is not less than a bound."""

    def check(value: Any) -> Any:
        if not value >= bound:
            raise PydanticKnownError("greater_than_equal", {"ge": bound})
        return value

    return check


def _at_most(bound: Any) -> Callable[[Any], Any]:
    """Return the check that a number is not more than a bound."""

    def check(value: Any) -> Any:
        if not value <= bound:
            raise PydanticKnownError("less_than_equal", {"le": bound})
        return value

    return check


_LIMITS = {"ge": _at_least, "le": _at_most}
