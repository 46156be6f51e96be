"""The registry: all entries of a bureau by id, with references in both directions. A frozen value."""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from generator.findings import Path
from generator.model.attachments import Stored
from generator.model.content import PageMeta
from generator.model.references import Reference, links, references
from generator.model.site import Site
from generator.model.types import Entry
from generator.source.bureaus import UP

if typing.TYPE_CHECKING:
    from generator.model.held import Held

E = TypeVar("E", bound=Entry)
Key = tuple[str, str]
"""Key of an entry: (registry folder, id)."""


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
    """All registries of a bureau.

    `kinds` maps folders to record types, in the order in which they are shown. `files` gives each entry's file,
    relative to the project. `backlinks` gives the entries that refer to a key. `broken` are the entries whose files
    have errors, so that rules can tell a missing entry from a broken one. `left_out` (by file) are the paths left out
    of a record because their values are wrong, `wrong_rows` (by file) the rows left out of a table. `keys` (by file)
    are the cache keys of results that depend on one file only.

    Of a bureau below a superior, `files` are relative to the bureau: those of the superior begin with `up`. `layers`
    (by file) are the files of an entry that it inherits in part, from the topmost superior's down to its own.
    `borrowed` are the organs and posts of the superior that its entries still refer to. `pruned` (by file, then by
    path) are the numbers of the items left out of a list because they are of a superior's organ or post.
    `attachments` are the files of content/files/ by name. `held_above` are the entries that superiors hold back, which
    are in no registry.
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
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    borrowed: frozenset[Key] = frozenset()
    pruned: Mapping[str, Mapping[Path, tuple[int, ...]]] = field(default_factory=dict)
    up: str = UP
    attachments: Mapping[str, Stored] = field(default_factory=dict, repr=False)
    held_above: Mapping[Key, Held] = field(default_factory=dict)

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
        """Return the registry of these entries, with backlinks.

        `linked` gives the references of entries for which they are known already.
        """
        given_links = linked or {}
        back: defaultdict[Key, list[Key]] = defaultdict(list)
        for folder, by_id in entries.items():
            for id, entry in by_id.items():
                for target in given_links[folder, id] if (folder, id) in given_links else links(entry):
                    back[target].append((folder, id))
        backlinks = {target: tuple(sources) for target, sources in back.items()}
        return cls(site, kinds, entries, files, backlinks, **more)

    def references(self, wanted: Callable[[str, str], bool]) -> Iterator[tuple[str, Entry | Site, Reference]]:
        """Yield (file, holder, reference) for the references in site.yml and all entries whose target is wanted.

        `wanted` takes (registry, id). Only entries with a wanted reference are searched.
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
        """Yield (file, holder, reference) for every reference to an entry."""
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
        """Return one entry, or None if there is none with that id."""
        return self.all(record).get(id) if id else None

    def referrers(self, entry: Entry, record: type[E]) -> tuple[E, ...]:
        """Return the entries of registry `record` that refer to `entry`, sorted by id."""
        entries = self.all(record)
        links = self.backlinks.get((entry.FOLDER, entry.id), ())
        return tuple(entries[id] for folder, id in links if folder == record.FOLDER)

    def file(self, entry: Entry) -> str:
        """Return the entry's file, relative to the project."""
        return self.files[entry.FOLDER, entry.id]
