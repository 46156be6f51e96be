"""Merges the values that a superior and the bureaus below it state for one entry, field by field.

Values are plain (mappings, lists, text), as read from the files; the merged value is validated like any other. Each
value keeps its place: the layer that states it (0 is the topmost) and its path in that layer's file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.findings import Path, Rule
from generator.model import layer_rules as rules
from generator.model.inherit import Inherit, Shape, key_of, policies, shape_of, without_local
from generator.model.schema import field_name

DROP = "drop"
"""In an item of a list, `drop: true` says that the bureau does without the superior's item of that key."""

Value = Mapping[str, Any]


class Place(NamedTuple):
    """The place of a value, and of everything in it: a layer, and a path in its file."""

    layer: int
    path: Path


Places = Place | dict[Any, "Places"]
"""The places in a value: one for the whole of it, or those of its parts by key or index.

In those of a list, the place under DROP is where a lower layer last dropped an item.
"""


class Clash(NamedTuple):
    """Something that a bureau's value must not state: the rule, its place, the superior's place if any, and words."""

    rule: Rule
    place: Place
    above: Place | None
    words: Mapping[str, Any]


@dataclass(slots=True)
class Merged:
    """A merged value, the places in it, and the clashes of its lowest layer."""

    value: dict[str, Any]
    places: dict[Any, Places]
    clashes: list[Clash] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Return the place of the part at `path`, or the nearest one: of a missing part, or of one from several layers.

        The nearest is in the lowest layer, whose file is the one to be changed.
        """
        here: Places = self.places
        for done, step in enumerate(path):
            if isinstance(here, Place):
                return Place(here.layer, (*here.path, *path[done:]))
            if step not in here:
                break
            here = here[step]
        return here if isinstance(here, Place) else max(_all(here), default=Place(0, ()), key=lambda place: place.layer)


def _all(places: Places) -> list[Place]:
    """Return every place in a tree of places, in order."""
    return [places] if isinstance(places, Place) else [place for part in places.values() for place in _all(part)]


def merge(kind: type, layers: Sequence[Value]) -> Merged:
    """Return the merged value of an entry of this kind; `layers` are its values from the topmost layer down."""
    first, *lower = layers
    merged = Merged(dict(first), {name: Place(0, (name,)) for name in first})
    for number, value in enumerate(lower, 1):
        merged.clashes = []
        merged.value = without_local(kind, merged.value)
        merged.places = {name: item for name, item in merged.places.items() if name in merged.value}
        _Layer(number, merged.clashes).fields(kind, merged.value, merged.places, value, ())
    return merged


@dataclass(slots=True)
class _Layer:
    """Lays the values of one layer over those of the layers above. The values given as `base` are changed in place."""

    number: int
    clashes: list[Clash]

    def fields(self, record: type, base: dict[str, Any], places: dict[Any, Places], over: Value, path: Path) -> None:
        """Lay the fields of a record over the same record above."""
        policy = policies(record)
        for name, value in over.items():
            here = Place(self.number, (*path, name))
            if name not in base or name not in policy:  # left open above; an unknown field is for the validation
                base[name], places[name] = value, here
            elif base[name] == value:
                self._clash(rules.EQUAL, here, places[name], title=field_name(record, name))
            elif policy[name] is Inherit.FIXED:
                self._clash(rules.FIXED, here, places[name], title=field_name(record, name), value=_shown(base[name]))
            else:
                base[name], places[name] = self._field(record, name, (base[name], places[name]), value, here)

    def _field(self, record: type, name: str, above: tuple[Any, Places], value: Any, here: Place) -> tuple[Any, Places]:
        """Return the value of one field, and the places in it."""
        base, places = above
        shape, policy = shape_of(record, name), policies(record)[name]
        keyed = shape.record and key_of(shape.record)
        tightens = policy is Inherit.TIGHTEN and (shape.container is dict or keyed)
        if not (tightens or policy is Inherit.APPEND):
            return value, here
        if shape.container and value in ([], {}):
            self._clash(rules.NOTHING, here, places, title=field_name(record, name))
            return above
        if shape.container is dict and isinstance(base, Mapping) and isinstance(value, Mapping):
            return self._map(shape, base, places, value, here)
        if shape.container is tuple and isinstance(base, list) and isinstance(value, list):
            if shape.record and keyed:
                return self._items(shape.record, policy, (base, places), value, here)
            return self._plain(base, places, value, here)
        return value, here

    def _map(
        self, shape: Shape, base: Value, places: Places, over: Value, here: Place
    ) -> tuple[dict[str, Any], dict[Any, Places]]:
        """Return a map with the items of another laid over it, by key."""
        value, at = dict(base), _parts(places, base)
        for key, item in over.items():
            place = Place(here.layer, (*here.path, key))
            inner = value.get(key)
            if inner == item:
                self._clash(rules.EQUAL, place, at[key], title=key)
            elif shape.record and isinstance(inner, Mapping) and isinstance(item, Mapping):
                value[key], at[key] = dict(inner), _parts(at[key], inner)
                self.fields(shape.record, value[key], at[key], item, place.path)  # type: ignore[arg-type]  # just made
            else:
                value[key], at[key] = item, place
        return value, at

    def _plain(self, base: list[Any], places: Places, over: list[Any], here: Place) -> tuple[list[Any], Places]:
        """Return a list with the items of another added to it."""
        value, at = list(base), _parts(places, base)
        for index, item in enumerate(over):
            place = Place(here.layer, (*here.path, index))
            if item in base:
                self._clash(rules.EQUAL, place, at[base.index(item)], title=_shown(item))
            else:
                at[len(value)] = place
                value.append(item)
        return value, at

    def _items(
        self, record: type, policy: Inherit, above: tuple[list[Any], Places], over: list[Any], here: Place
    ) -> tuple[list[Any], Places]:
        """Return a list of records with the items of another laid over it by key: changed, added or dropped."""
        base, at = above[0], _parts(above[1], above[0])
        items = list(base)
        dropped: set[int] = set()
        for index, item in enumerate(over):
            place = Place(here.layer, (*here.path, index))
            found = _matching(record, base, item)
            title = _key_text(record, item)
            if len(found) > 1:
                self._clash(rules.AMBIGUOUS, place, at[found[0]], title=title, fields="、".join(key_of(record)))
            elif isinstance(item, Mapping) and item.get(DROP) == "true":
                if not found:
                    self._clash(rules.NO_TARGET, place, None, title=title)
                elif policy is Inherit.APPEND:
                    self._clash(rules.NOT_DROPPED, place, at[found[0]], title=title)
                else:
                    dropped.add(found[0])
            elif not found:
                at[len(items)] = place
                items.append(item)
            else:
                self._change(record, items, at, found[0], item, place)
        kept = [number for number in range(len(items)) if number not in dropped]
        places: dict[Any, Places] = {new: at[old] for new, old in enumerate(kept)}
        if dropped or DROP in at:
            places[DROP] = here if dropped else at[DROP]
        return [items[number] for number in kept], places

    def _change(
        self, record: type, items: list[Any], at: dict[Any, Places], number: int, item: Value, place: Place
    ) -> None:
        """Lay an item over the one above that has its key."""
        rest = {
            name: value for name, value in item.items() if items[number].get(name) != value or not _is_key(record, name)
        }
        if not rest:
            self._clash(rules.EQUAL, place, at[number], title=_key_text(record, item))
            return
        items[number], parts = dict(items[number]), _parts(at[number], items[number])
        self.fields(record, items[number], parts, rest, place.path)
        at[number] = parts

    def _clash(self, rule: Rule, place: Place, above: Places | None, **words: str) -> None:
        """Note a clash; of several places above, it is with the first."""
        first = above if above is None or isinstance(above, Place) else next(iter(_all(above)), None)
        self.clashes.append(Clash(rule, place, first, words))


def _parts(places: Places, value: Any) -> dict[Any, Places]:
    """Return the places of a value's parts, to be changed."""
    if not isinstance(places, Place):
        return dict(places)
    keys = value if isinstance(value, Mapping) else range(len(value))
    return {key: Place(places.layer, (*places.path, key)) for key in keys}


def _matching(record: type, base: Sequence[Any], item: Any) -> list[int]:
    """Return the numbers of the items above that an item may mean: those with its key, or with the part it states."""
    if not isinstance(item, Mapping):
        return []
    names = key_of(record)
    known = [(number, above) for number, above in enumerate(base) if isinstance(above, Mapping)]
    exact = [number for number, above in known if all(above.get(name) == item.get(name) for name in names)]
    stated = [name for name in names if name in item]
    if exact or names[0] not in stated:
        return exact
    return [number for number, above in known if all(above.get(name) == item[name] for name in stated)]


def _is_key(record: type, name: str) -> bool:
    """Return True if a field is one of those that tell the items of a list apart."""
    return name in key_of(record)


def _key_text(record: type, item: Any) -> str:
    """Return what an item is called in messages: the first part of its key."""
    return _shown(item.get(key_of(record)[0], "")) if isinstance(item, Mapping) else _shown(item)


def _shown(value: Any) -> str:
    """Return a value as quoted in messages, at most 40 characters."""
    if isinstance(value, Mapping):
        value = f"{{{', '.join(f'{key}: {_shown(item)}' for key, item in value.items())}}}"
    elif isinstance(value, list):
        value = "、".join(map(_shown, value))
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
