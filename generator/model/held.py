"""What is held back: entries and content pages that are not published, because their review is not finished."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import NamedTuple

from generator.model.attachments import Attachment
from generator.model.registry import Key, Registry
from generator.model.routes import address, page_address
from generator.model.schema import field_title
from generator.model.time_limits import TimeLimit
from generator.model.types import Review
from generator.source.project import CONTENT

PAGE = "文章"


class Held(NamedTuple):
    """An entry or content page that is not published: its kind and name, its file and its address on the site.

    `lacks` are the steps of its review that are missing, in Chinese; of a time limit without a review of its own it is
    empty, and `of` names what it belongs to. `replaced` is True if the superior's entry is shown in its place.
    """

    kind: str
    name: str
    file: str
    address: str
    lacks: tuple[str, ...]
    of: str = ""
    replaced: bool = False

    @property
    def why(self) -> str:
        """The reason in Chinese."""
        return f"它所属的“{self.of}”还没有审完" if self.of else f"还缺{'、'.join(self.lacks)}"


def held_back(registry: Registry) -> dict[Key, Held]:
    """Return what is held back in a bureau's own files, by (folder, id); of a content page these are CONTENT, file."""
    demanded = frozenset(registry.site.review)
    found: dict[Key, Held] = {}
    for key, file in registry.files.items():
        entry = registry.entries[key[0]][key[1]]
        if not file.startswith(registry.up) and (lacks := _lacks(entry.reviewed, key[0] in demanded)):
            layered = file in registry.layers
            found[key] = Held(type(entry).TITLE, entry.name, file, address(entry), lacks, replaced=layered)
    for page in registry.pages:
        if page.meta and (lacks := _lacks(page.meta.reviewed, CONTENT in demanded)):
            found[CONTENT, page.file] = Held(PAGE, page.meta.title, page.file, page_address(page.file), lacks)
    return {**found, **dict(_limits_of(registry, found))}


def _lacks(review: Review | None, demanded: bool) -> tuple[str, ...]:
    """Return the titles of the steps that a review lacks; none if there is no review and none is demanded."""
    if review is None:
        return ("三审三校",) if demanded else ()
    titles = {item.name: field_title(Review, item.name) for item in fields(review)}
    return tuple(zh.title for name, zh in titles.items() if zh and getattr(review, name) is None)


def _limits_of(registry: Registry, found: dict[Key, Held]) -> Iterator[tuple[Key, Held]]:
    """Yield the time limits of held entries: they say nothing without these."""
    for (folder, id), item in found.items():
        for limit in [] if item.replaced or folder == CONTENT else _limits(registry, (folder, id)):
            key = (TimeLimit.FOLDER, limit.id)
            if key not in found:
                yield key, Held(TimeLimit.TITLE, limit.name, registry.file(limit), address(limit), (), item.name)


def _limits(registry: Registry, owner: Key) -> Iterator[TimeLimit]:
    """Yield the time limits that belong to an entry."""
    for folder, id in registry.backlinks.get(owner, ()):
        limit = registry.entries[folder][id]
        if isinstance(limit, TimeLimit) and owner[1] in (limit.of.procedure, limit.of.regime, limit.of.oversight):
            yield limit


def files_of(registry: Registry, keys: Collection[Key]) -> frozenset[Key]:
    """Return the keys of all files that stand for held ones: theirs, and the files of attachments to download."""
    attachments = registry.entries.get(Attachment.FOLDER, {})
    files = [
        entry.file
        for id, entry in attachments.items()
        if isinstance(entry, Attachment) and (Attachment.FOLDER, id) in keys
    ]
    return frozenset(keys) | {(CONTENT, file) for file in files}
