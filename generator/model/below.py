"""The entries that a bureau has from its superior, beside those of its own files.

Organs and posts are a bureau's own. An entry of the superior that refers to the superior itself, or to an organ by an
id that the bureau has too, means the bureau's. In lists, organs and posts that the bureau has not are left out if any
remain; where none remains, or where there is only one, the superior's is borrowed, and a rule says so.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from generator.findings import Path
from generator.model.inherit import without_local
from generator.model.organs import Organ
from generator.model.references import links, references
from generator.model.registry import Key, Registry
from generator.model.site import Site
from generator.model.types import ComesDown, Entry, Record, hints_of, ref_target, unwrap

Entries = Mapping[str, Mapping[str, Entry]]


@dataclass(slots=True)
class Inherited:
    """What a bureau has besides its own files: entries, their links, the borrowed ones, and the items left out.

    `salt` stands for everything that the superior's entries were changed by.
    """

    entries: dict[str, dict[str, Entry]]
    linked: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    borrowed: set[Key] = field(default_factory=set)
    pruned: dict[Key, Mapping[Path, tuple[int, ...]]] = field(default_factory=dict)
    salt: bytes = b""


def inherit(above: Registry, linked: Mapping[Key, Iterable[Key]], own: Entries, site: Site) -> Inherited:
    """Return all entries of a bureau: its `own`, and those of the registry `above`; `linked` are the latter's links."""
    found = Inherited({folder: dict(entries) for folder, entries in own.items()})
    absent = _come_down(above, found.entries)
    change = Change(absent, {(Organ.FOLDER, above.site.bureau): site.bureau})
    found.salt = repr((sorted(absent), change.instead)).encode()
    affected = {source for key in (*absent, *change.instead) for source in above.backlinks.get(key, ())}
    for folder, by_id in found.entries.items():
        for id, entry in by_id.items():
            key = folder, id
            if key in affected and folder != Organ.FOLDER:
                theirs = above.entries[folder][id]
                kept, left_out = change.applied(theirs)
                same = [item.name for item in fields(entry) if getattr(entry, item.name) == getattr(theirs, item.name)]
                by_id[id] = replace(entry, **{name: getattr(kept, name) for name in same})
                found.linked[key] = links(by_id[id])
                found.pruned[key] = {path: gone for path, gone in left_out.items() if path[0] in same}
            elif id not in own[folder]:
                found.linked[key] = tuple(linked.get(key, ()))
    _borrow(found, absent, above, site)
    found.entries = {folder: {id: by_id[id] for id in sorted(by_id)} for folder, by_id in found.entries.items()}
    return found


def _come_down(above: Registry, entries: dict[str, dict[str, Entry]]) -> set[Key]:
    """Add the superior's entries that a bureau has anyway to its own; return the keys of those that it has not."""
    absent: set[Key] = set()
    for folder, kind in above.kinds.items():
        for id, entry in above.entries[folder].items() if kind.COMES_DOWN is not ComesDown.NONE else ():
            if id in entries[folder]:
                continue
            owner = _owner(kind, entry)
            theirs = owner is None or not (owner[1] in entries[owner[0]] or owner[1] == above.site.bureau)
            if kind.COMES_DOWN is ComesDown.REFERRED and theirs:
                absent.add((folder, id))
            else:
                entries[folder][id] = without_local(kind, entry)
    return absent


def _owner(kind: type[Entry], entry: Entry) -> Key | None:
    """Return the key of the entry that an entry belongs to, or None if its kind has no owners."""
    if not kind.OWNER:
        return None
    target = ref_target(hints_of(kind)[kind.OWNER])
    return (target, getattr(entry, kind.OWNER)) if target else None


def _borrow(found: Inherited, absent: set[Key], above: Registry, site: Site) -> None:
    """Add the absent organs and posts that the entries refer to, and those that these refer to in turn."""
    own = {key: links(entry) for key, entry in _keyed(found.entries) if key not in found.linked}
    wanted = [target for targets in (*found.linked.values(), *own.values()) for target in targets]
    wanted += [(reference.target, reference.id) for reference in references(site)]
    while wanted:
        key = wanted.pop()
        if key in absent and key not in found.borrowed:
            folder, id = key
            entry = above.entries[folder][id]
            found.borrowed.add(key)
            found.entries[folder][id] = entry
            found.linked[key] = links(entry)
            wanted += found.linked[key]


def _keyed(entries: Entries) -> Iterable[tuple[Key, Entry]]:
    """Yield every entry with its key."""
    return (((folder, id), entry) for folder, by_id in entries.items() for id, entry in by_id.items())


@dataclass(frozen=True, slots=True)
class Change:
    """What is different in a superior's record once a bureau has it: `absent` entries, and ids to put `instead`.

    Items of absent entries are left out of a list, unless all its items are and its record keeps them (`MAY_EMPTY`).
    """

    absent: Collection[Key]
    instead: Mapping[Key, str]

    def applied(self, record: Any) -> tuple[Any, Mapping[Path, tuple[int, ...]]]:
        """Return the changed record, and the numbers of the items left out of its lists, by path."""
        left_out: dict[Path, tuple[int, ...]] = {}
        return self._value(record, type(record), (), left_out), left_out

    def _value(
        self, value: Any, annotation: Any, path: Path, left_out: dict[Path, tuple[int, ...]], keep: bool = True
    ) -> Any:
        """Return a changed value of this type; note the numbers of the items that are left out.

        With `keep`, a list keeps its items if all of them are of absent entries.
        """
        if value is None:
            return None
        if isinstance(value, str):
            return self.instead.get((target, value), value) if (target := ref_target(annotation)) else value
        if isinstance(value, Record):
            hints = hints_of(type(value))
            old = {item.name: getattr(value, item.name) for item in fields(value)}
            keep = not value.MAY_EMPTY
            new = {name: self._value(item, hints[name], (*path, name), left_out, keep) for name, item in old.items()}
            changed = {name: item for name, item in new.items() if item is not old[name]}
            return replace(value, **changed) if changed else value
        if not isinstance(value, tuple) or not value:
            return value
        inner = typing.get_args(unwrap(annotation))[0]
        gone = tuple(number for number, item in enumerate(value) if self._is_absent(item, inner))
        if keep and len(gone) == len(value):
            gone = ()
        if gone:
            left_out[path] = gone
        kept = [(number, item) for number, item in enumerate(value) if number not in gone]
        items = tuple(self._value(item, inner, (*path, number), left_out) for number, item in kept)
        return value if all(one is other for one, other in zip(items, value, strict=False)) and not gone else items

    def _is_absent(self, item: Any, annotation: Any) -> bool:
        """Return True if an item is an absent entry's id, or a record that needs one."""
        if target := ref_target(annotation):
            return (target, item) in self.absent and (target, item) not in self.instead
        if not isinstance(item, Record):
            return False
        hints = hints_of(type(item))
        needed = (name for name, hint in hints.items() if type(None) not in typing.get_args(_bare(hint)))
        return any(
            isinstance(getattr(item, name), str) and self._is_absent(getattr(item, name), hints[name])
            for name in needed
        )


def _bare(annotation: Any) -> Any:
    """Return an annotation without its metadata."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    return annotation
