"""Merging the layers of an entry: by policy, by key, with the place of every value."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.orders import ORDERS
from generator.model.inherit import Inherit, policies, shape_of, without_local
from generator.model.merge import DROP, Place, merge
from generator.model.procedures import Procedure
from generator.model.records import RECORDS
from generator.model.site import Site
from generator.model.time_limits import TimeLimit
from generator.model.types import Line, Record, Slug, Zh, record


@record
class Item(Record):
    KEY: ClassVar[tuple[str, ...]] = ("key",)

    key: Annotated[Slug, Zh("键")]
    count: Annotated[Line | None, Zh("数"), Inherit.TIGHTEN] = None
    form: Annotated[Line | None, Zh("形式"), Inherit.FIXED] = None
    note: Annotated[Line | None, Zh("说明")] = None


@record
class Sample(Record):
    fixed: Annotated[Line | None, Zh("定"), Inherit.FIXED] = None
    text: Annotated[Line | None, Zh("文")] = None
    own: Annotated[Line | None, Zh("自"), Inherit.LOCAL] = None
    words: Annotated[tuple[Line, ...], Zh("词")] = ()
    whole: Annotated[tuple[Line, ...], Zh("整"), Inherit.REPLACE] = ()
    terms: Annotated[dict[Slug, Line], Zh("表")]
    kept: Annotated[tuple[Item, ...], Zh("只增")] = ()
    items: Annotated[tuple[Item, ...], Zh("可减"), Inherit.TIGHTEN] = ()


WORD = st.sampled_from("abcd")


def _items(drops: bool) -> st.SearchStrategy[list[dict[str, str]]]:
    fields = {"count": WORD, "form": WORD, "note": WORD, **({DROP: st.just("true")} if drops else {})}
    item = st.fixed_dictionaries({"key": WORD}, optional=fields)
    return st.lists(item, unique_by=lambda item: item["key"], max_size=3)


def _layer(drops: bool) -> st.SearchStrategy[dict[str, Any]]:
    lines = st.lists(WORD, unique=True, max_size=3)
    return st.fixed_dictionaries(
        {},
        optional={
            "fixed": WORD,
            "text": WORD,
            "own": WORD,
            "words": lines,
            "whole": lines,
            "terms": st.dictionaries(WORD, WORD, max_size=3),
            "kept": _items(drops),
            "items": _items(drops),
        },
    )


LAYERS = st.builds(lambda top, rest: [top, *rest], _layer(False), st.lists(_layer(True), min_size=1, max_size=3))


def slow(layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the effective value by the definition of each policy, one field after the other."""
    found: dict[str, Any] = {}
    for name in ("fixed", "text", "whole", "own"):
        stated = [layer[name] for layer in layers if name in layer]
        if name == "own":
            stated = [layers[-1]["own"]] if "own" in layers[-1] else []
        if stated:
            found[name] = stated[0 if name == "fixed" else -1]
    if any("words" in layer for layer in layers):
        found["words"] = list(dict.fromkeys(word for layer in layers for word in layer.get("words", [])))
    if any("terms" in layer for layer in layers):
        keys = dict.fromkeys(key for layer in layers for key in layer.get("terms", {}))
        found["terms"] = {
            key: [layer["terms"][key] for layer in layers if key in layer.get("terms", {})][-1] for key in keys
        }
    for name in ("kept", "items"):
        if any(name in layer for layer in layers):
            found[name] = _slow_items(name, [layer[name] for layer in layers if name in layer])
    return found


def _slow_items(name: str, lists: list[list[dict[str, str]]]) -> list[dict[str, str]]:
    """Return the items of a list: each is followed through the layers; a dropped one starts again if it is added."""
    alive: dict[str, dict[str, str]] = {}
    for number, layer in enumerate(lists):
        for item in layer:
            key, dropped = item["key"], DROP in item
            if dropped and number:
                if name == "items":
                    alive.pop(key, None)
            elif key not in alive:
                alive[key] = item
            else:
                before = alive[key]
                alive[key] = {
                    **before,
                    **{part: text for part, text in item.items() if not (part == "form" and "form" in before)},
                }
    return list(alive.values())


@given(LAYERS)
def test_merged_value_is_the_definition(layers: list[dict[str, Any]]) -> None:
    # a list that only a lower layer states is laid over nothing: its drops are left for the validation
    first = {
        name: next((number for number, layer in enumerate(layers) if name in layer), 0) for name in ("kept", "items")
    }
    if any(DROP in item for name, number in first.items() for item in layers[number].get(name, [])):
        return
    assert merge(Sample, layers).value == slow(layers)


@given(LAYERS)
def test_every_value_is_at_its_place(layers: list[dict[str, Any]]) -> None:
    merged = merge(Sample, layers)
    for path, value in _leaves(merged.value, ()):
        layer, inside = merged.place(path)
        here: Any = layers[layer]
        for step in inside:
            here = here[step]
        assert here == value, (path, layer, inside)


def _leaves(value: Any, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in _leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for number, item in enumerate(value) for leaf in _leaves(item, (*path, number))]
    return [(path, value)]


MATERIALS: list[dict[str, Any]] = [
    {"material": "a", "copies": "2"},
    {"material": "b", "when": {"x": "y"}},
    {"material": "b"},
]


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"kind": "other"}, "B101"),
        ({"kind": "licence"}, "B102"),
        ({"materials": [{"material": "a", "copies": "2"}]}, "B102"),
        ({"materials": [{"material": "a"}]}, "B102"),
        ({"materials": [{"material": "c", "drop": "true"}]}, "B103"),
        ({"questions": [{"q": "多久？", "drop": "true"}]}, "B105"),
        ({"aliases": ["领票", "买票"]}, "B102"),
        ({"aliases": []}, "B108"),
        ({"materials": []}, "B108"),
    ],
)
def test_clashes(own: dict[str, Any], code: str) -> None:
    above = {
        "kind": "licence",
        "materials": MATERIALS,
        "aliases": ["领票"],
        "questions": [{"q": "多久？", "a": "一天"}],
    }
    clashes = merge(Procedure, [above, own]).clashes
    assert [clash.rule.code for clash in clashes] == [code]
    assert clashes[0].place.layer == 1
    assert (clashes[0].above is None) == (code == "B103")
    assert merge(Procedure, [above, {}]).clashes == []


def test_an_ambiguous_item_changes_nothing() -> None:
    above = {"materials": [{"material": "b", "when": {"x": "y"}}, {"material": "b", "when": {"x": "z"}}]}
    merged = merge(Procedure, [above, {"materials": [{"material": "b", "copies": "1"}]}])
    assert [clash.rule.code for clash in merged.clashes] == ["B104"]
    assert merged.value["materials"] == above["materials"]
    exact = merge(Procedure, [above, {"materials": [{"material": "b", "when": {"x": "z"}, "copies": "1"}]}])
    assert exact.clashes == []
    assert exact.value["materials"][1]["copies"] == "1"
    assert exact.place(("materials", 1, "copies")) == Place(1, ("materials", 0, "copies"))
    assert exact.place(("materials", 0, "material")) == Place(0, ("materials", 0, "material"))


def test_a_duration_is_replaced_whole() -> None:
    above = {"promised": {"count": "10", "unit": "working_day"}}
    assert merge(TimeLimit, [above, {"promised": {"unit": "on_the_spot"}}]).value == {
        "promised": {"unit": "on_the_spot"}
    }


def test_values_above_are_not_changed() -> None:
    above = {"materials": [dict(item) for item in MATERIALS]}
    merge(Procedure, [above, {"materials": [{"material": "a", "copies": "1"}, {"material": "c"}]}])
    assert above == {"materials": MATERIALS}


def test_every_tightened_field_has_an_order() -> None:
    """Every TIGHTEN field of a registry can be judged, and no order is left over."""
    seen: set[tuple[type, str]] = set()
    rest: list[type] = [Site, *RECORDS]
    known: set[type] = set()
    while rest:
        record = rest.pop()
        if record in known:
            continue
        known.add(record)
        for name, policy in policies(record).items():
            if policy is Inherit.TIGHTEN:
                seen.add((record, name))
            if inner := shape_of(record, name).record:
                rest.append(inner)
    assert seen == set(ORDERS)


def test_local_fields_stay_above() -> None:
    value = {"name": "x", "inquiry_phone": "12366", "notes": ["y"]}
    assert without_local(Procedure, value) == {"name": "x", "notes": ["y"]}
