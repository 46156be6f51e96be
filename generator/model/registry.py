"""All entries of a bureau, resolved: by id, in order, and who refers to whom, both ways."""

from __future__ import annotations

import sys
import typing
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from generator.findings import Path
from generator.model import REGISTRIES
from generator.model.calendar import YearCalendar
from generator.model.commitments import Commitment
from generator.model.compact import Packed
from generator.model.duties import Duty
from generator.model.filing_calendar import FilingYear
from generator.model.laws import Law
from generator.model.materials import Material
from generator.model.organs import Organ
from generator.model.oversight import Oversight
from generator.model.posts import Post
from generator.model.procedures import Procedure
from generator.model.regimes import Regime
from generator.model.rosters import Roster
from generator.model.shelf import ALL, Looks, Shelf
from generator.model.site import Site
from generator.model.synonyms import Synonym
from generator.model.taxes import Tax
from generator.model.time_limits import TimeLimit
from generator.model.types import Entry, Record, ref_target, unwrap

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference found in a record: where it stands, which registry it points into, and the id."""

    path: Path
    target: str
    id: str


@dataclass(frozen=True, slots=True)
class Registry:
    """A bureau's registries. `files` gives each entry's file, by (folder, id), relative to the project.

    `digests` tell by "folder/id" whether an entry is as it was: of its file's content and of what it refers to, behind
    its file where that is not the usual one; empty where they are not known. `looks` notes what is looked at while
    something is made.
    """

    site: Site
    entries: Mapping[str, Mapping[str, Entry]]
    files: Mapping[tuple[str, str], str]
    backlinks: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    digests: Mapping[str, bytes] = field(compare=False)
    looks: Looks = field(compare=False)

    @classmethod
    def of(
        cls,
        site: Site,
        entries: Mapping[str, Mapping[str, Entry] | Mapping[str, Entry | Packed]],
        files: Mapping[tuple[str, str], str],
        known: Mapping[tuple[str, str], Sequence[str]] | None = None,
        digests: Mapping[str, bytes] | None = None,
    ) -> Registry:
        """Return the registry of these entries, with the reverse of every reference computed once.

        Entries may be packed. `known` gives the targets of an entry where they have been found already.
        """
        known = known or {}
        looks = Looks()
        shelves = {folder: Shelf[Entry](folder, by_id, looks) for folder, by_id in entries.items()}
        back: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for folder, shelf in shelves.items():
            for id in shelf:
                source = (folder, id)
                found = known.get(source)
                for target in targets_of(shelf[id]) if found is None else found:
                    back[target].append(source)
        backlinks = {_split(target): tuple(sources) for target, sources in back.items()}
        if digests is None:
            digests = {f"{folder}/{id}": b"" for folder, id in files}
        return cls(site, shelves, files, backlinks, digests, looks)

    def references(self, wanted: Callable[[str, str], bool]) -> Iterator[tuple[str, Entry | Site, Reference]]:
        """Yield the references of the site and of all entries whose target, (registry, id), is wanted.

        Each with the file it stands in and who holds it. Only entries that hold one are walked through.
        """
        for reference in references(self.site):
            if wanted(reference.target, reference.id):
                yield "site.yml", self.site, reference
        holders = {source for target, sources in self.backlinks.items() if wanted(*target) for source in sources}
        for (folder, id), file in self.files.items() if holders else ():
            if (folder, id) in holders:
                entry = self.entries[folder][id]
                for reference in references(entry):
                    if wanted(reference.target, reference.id):
                        yield file, entry, reference

    def references_to(self, entry: Entry) -> Iterator[tuple[str, Entry | Site, Reference]]:
        """Yield the references to an entry, each with the file it stands in and who holds it."""
        target = (entry.FOLDER, entry.id)
        self.looks.note((referring(ALL, entry.FOLDER), entry.id))
        holders: list[tuple[str, Entry | Site]] = [("site.yml", self.site)]
        for folder, id in self.backlinks.get(target, ()):
            holders.append((self.files[folder, id], self.entries[folder][id]))
        for file, holder in holders:
            for reference in references(holder):
                if (reference.target, reference.id) == target:
                    yield file, holder, reference

    def all(self, record: type[E]) -> Mapping[str, E]:
        """Return the entries of one registry by id, sorted by id."""
        return typing.cast(Mapping[str, E], self.entries[record.FOLDER])

    def get(self, record: type[E], id: str | None) -> E | None:
        """Return one entry, or None where there is none of that id."""
        return self.all(record).get(id) if id else None

    def referrers(self, entry: Entry, record: type[E]) -> tuple[E, ...]:
        """Return the entries of registry `record` that refer to `entry`, sorted by id."""
        known = self.all(record)
        self.looks.note((referring(record.FOLDER, entry.FOLDER), entry.id))
        links = self.backlinks.get((entry.FOLDER, entry.id), ())
        return tuple(known[id] for folder, id in links if folder == record.FOLDER)

    def by_organ(self) -> dict[str, str]:
        """Return the first organ that each entry refers to, by the entry's registry/id; an organ stands for itself."""
        found: dict[str, str] = {}
        with self.looks.noted(apart=True):
            for organ in self.organs:
                for folder, id in ((Organ.FOLDER, organ), *self.backlinks.get((Organ.FOLDER, organ), ())):
                    found.setdefault(f"{folder}/{id}", organ)
        return found

    def file(self, entry: Entry) -> str:
        """Return the entry's file, relative to the project."""
        return self.files[entry.FOLDER, entry.id]

    @property
    def organs(self) -> Mapping[str, Organ]:
        """Organs by id."""
        return self.all(Organ)

    @property
    def posts(self) -> Mapping[str, Post]:
        """Posts by id."""
        return self.all(Post)

    @property
    def duties(self) -> Mapping[str, Duty]:
        """Duties by id."""
        return self.all(Duty)

    @property
    def procedures(self) -> Mapping[str, Procedure]:
        """Procedures by id."""
        return self.all(Procedure)

    @property
    def materials(self) -> Mapping[str, Material]:
        """Materials by id."""
        return self.all(Material)

    @property
    def time_limits(self) -> Mapping[str, TimeLimit]:
        """Time limits by id."""
        return self.all(TimeLimit)

    @property
    def commitments(self) -> Mapping[str, Commitment]:
        """Commitments by id."""
        return self.all(Commitment)

    @property
    def regimes(self) -> Mapping[str, Regime]:
        """Regimes by id."""
        return self.all(Regime)

    @property
    def laws(self) -> Mapping[str, Law]:
        """Laws by id."""
        return self.all(Law)

    @property
    def oversight(self) -> Mapping[str, Oversight]:
        """Oversight channels by id."""
        return self.all(Oversight)

    @property
    def synonyms(self) -> Mapping[str, Synonym]:
        """Words people use, by id."""
        return self.all(Synonym)

    @property
    def calendar(self) -> Mapping[str, YearCalendar]:
        """Notices of days off by year."""
        return self.all(YearCalendar)

    @property
    def filing_calendar(self) -> Mapping[str, FilingYear]:
        """Yearly tables of filing deadlines by id, which is the year."""
        return self.all(FilingYear)

    @property
    def taxes(self) -> Mapping[str, Tax]:
        """Taxes and fees by id."""
        return self.all(Tax)

    @property
    def rosters(self) -> Mapping[str, Roster]:
        """Rosters by id."""
        return self.all(Roster)


def referring(folder: str, target: str) -> str:
    """Return what stands in the place of a registry in a look at which entries of `folder` refer to one of `target`."""
    return f"{folder}>{target}"


def links(entry: Record) -> tuple[tuple[str, str], ...]:
    """Return what an entry refers to, (registry, id), each once, in the order of its fields."""
    return tuple(dict.fromkeys((target, id) for _, target, id in _walk(entry, ("record", None), ())))


def targets_of(entry: Record) -> tuple[str, ...]:
    """Return what an entry refers to as registry/id: one text each, shared by all entries that refer to it."""
    return tuple(sys.intern(f"{target}/{id}") for target, id in links(entry))


def _split(target: str) -> tuple[str, str]:
    """Return (registry, id) of a target."""
    folder, _, id = target.partition("/")
    return folder, id


def references(record: Any) -> Iterator[Reference]:
    """Yield every reference that a record holds, in the order of its fields."""
    for path, target, id in _walk(record, ("record", None), ()):
        yield Reference(path, target, id)


def _walk(value: Any, shape: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield path, target and id of the references in a value whose shape leads to some.

    A shape is a registry's name, or that of a list, a map or a record.
    """
    if value is None:
        return
    match shape:
        case str():
            yield path, shape, value
        case ("list", inner):
            for index, item in enumerate(value):
                yield from _walk(item, inner, (*path, index))
        case ("map", inner):
            for key, item in value.items():
                yield from _walk(item, inner, (*path, key))
        case ("record", _):
            for name, inner in _reference_fields(type(value)):  # type: ignore[arg-type]  # classes are hashable
                yield from _walk(getattr(value, name), inner, (*path, name))


@cache
def _reference_fields(record: type) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a record type that lead to references, each with its shape."""
    hints = typing.get_type_hints(record, include_extras=True)
    shapes = ((item.name, _shape(hints[item.name])) for item in fields(record))
    return tuple((name, shape) for name, shape in shapes if shape is not None)


def _shape(annotation: Any) -> Any:
    """Return what references an annotation leads to: None, a registry's name, or (container, inner shape)."""
    if target := ref_target(annotation):
        return target
    plain = unwrap(annotation)
    if is_dataclass(plain) and isinstance(plain, type):
        return ("record", None) if _reference_fields(plain) else None
    arguments = typing.get_args(plain)
    if typing.get_origin(plain) is dict:
        return ("map", inner) if (inner := _shape(arguments[1])) else None
    if typing.get_origin(plain) is tuple:
        return ("list", inner) if (inner := _shape(arguments[0])) else None
    return None


def folders() -> tuple[str, ...]:
    """Return the folders of data/, one a registry."""
    return tuple(record.FOLDER for record in REGISTRIES)
