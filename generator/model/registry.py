"""All entries of a bureau, resolved: by id, in order, and who refers to whom, both ways. A plain frozen value."""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from generator.model.content import PageMeta
from generator.model.references import Reference, links, references
from generator.model.site import Site
from generator.model.types import Entry

E = TypeVar("E", bound=Entry)
Key = tuple[str, str]
"""An entry: its registry and its id."""


@dataclass(frozen=True, slots=True)
class ContentPage:
    """One Markdown page of content/: its file, its front matter (None if it is wrong), and its body.

    The body starts at line `body_line` of the file.
    """

    file: str
    meta: PageMeta | None
    body: str
    body_line: int = 1


@dataclass(frozen=True, slots=True)
class Registry:
    """A bureau's registries.

    `kinds` gives the record of each registry by its folder, in the order in which they are shown. `files` gives each
    entry's file, relative to the project. `broken` are the entries with errors of their own, so that rules can tell "no
    such entry" from "one with errors"; `left_out` names by file the fields that a record is without because they are
    wrong, `wrong_rows` the rows that a table is without. `keys` tell by file whether what follows from it alone is
    still the same.
    """

    site: Site
    kinds: Mapping[str, type[Entry]]
    entries: Mapping[str, Mapping[str, Entry]]
    files: Mapping[Key, str]
    backlinks: Mapping[Key, tuple[Key, ...]]
    pages: tuple[ContentPage, ...] = ()
    broken: frozenset[Key] = frozenset()
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wrong_rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    keys: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        site: Site,
        kinds: Mapping[str, type[Entry]],
        entries: Mapping[str, Mapping[str, Entry]],
        files: Mapping[Key, str],
        linked: Mapping[Key, Iterable[Key]] | None = None,
        **more: typing.Any,
    ) -> Registry:
        """Return the registry of these entries, with the reverse of every reference.

        `linked` gives what an entry refers to if that is known.
        """
        known = linked or {}
        back: defaultdict[Key, list[Key]] = defaultdict(list)
        for folder, by_id in entries.items():
            for id, entry in by_id.items():
                for target in known[folder, id] if (folder, id) in known else links(entry):
                    back[target].append((folder, id))
        backlinks = {target: tuple(sources) for target, sources in back.items()}
        return cls(site, kinds, entries, files, backlinks, **more)

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
        """Return one entry, or None if there is none of that id."""
        return self.all(record).get(id) if id else None

    def referrers(self, entry: Entry, record: type[E]) -> tuple[E, ...]:
        """Return the entries of registry `record` that refer to `entry`, sorted by id."""
        known = self.all(record)
        links = self.backlinks.get((entry.FOLDER, entry.id), ())
        return tuple(known[id] for folder, id in links if folder == record.FOLDER)

    def file(self, entry: Entry) -> str:
        """Return the entry's file, relative to the project."""
        return self.files[entry.FOLDER, entry.id]
