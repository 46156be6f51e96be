"""Compiles an entry from the files of several layers: a superior's, and the differences that a bureau below states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.cache import Table, digest
from generator.findings import Finding, Location
from generator.findings import Path as HitPath
from generator.model.compile import Compiled, cached, file_key, found_in, record_of
from generator.model.layer_rules import above_text
from generator.model.merge import Merged, merge
from generator.model.references import links
from generator.model.registry import Registry
from generator.model.site import Site
from generator.model.types import Record
from generator.source.bureaus import inside
from generator.source.project import SourceFile, read_bytes
from generator.source.readers import Outline, reader_of

Given = Mapping[str, Any]
"""Values that stand in for those of the layer above the last, such as the address that a bureau's site has there.

None stands for no value.
"""


class LayerFile(NamedTuple):
    """The file of one layer: its name relative to the bureau, and its bytes."""

    name: str
    data: bytes


def compile_layers(kind: type[Record], files: Sequence[LayerFile], given: Given, table: Table) -> Compiled:
    """Return the compiled entry of these files, the topmost superior's first, from the cache if nothing changed.

    Its findings are those of the last file; the others are found where their files are compiled.
    """
    key = digest(*(file_key(kind, *file) for file in files), repr(sorted(given.items())).encode())
    return cached(kind, key, table, lambda: _compile(kind, files, given))


def merged_files(kind: type[Record], files: Sequence[LayerFile], given: Given) -> Merged:
    """Return the merged value of the files of an entry; a file that cannot be read states nothing."""
    values = [reader_of(file.name).read(file.data, {}).value or {} for file in files]
    values[-2] = {name: value for name, value in {**values[-2], **given}.items() if value is not None}
    return merge(kind, values)


def _compile(kind: type[Record], files: Sequence[LayerFile], given: Given) -> Compiled:
    """Compile an entry of several layers."""
    *_, own = files
    document = reader_of(own.name).read(own.data, {})
    merged = merged_files(kind, files, given)
    record, problems, left_out = record_of(kind, own.name, replace(document, value=merged.value))
    outline = cache(lambda layer: _outline(files[layer]))
    findings = found_in(own.name, document)
    for rule, hit in problems:
        layer, path = merged.place(hit.path) if hit.path else (len(files) - 1, ())
        if layer == len(files) - 1:
            findings.append(rule.finding(_location(own, outline(layer), path, hit.at_key), hit.words))
    for clash in merged.clashes:
        words = dict(clash.words)
        if clash.above:
            layer, path = clash.above
            words["above"] = above_text(files[layer].name, _location(files[layer], outline(layer), path).line)
        place = _location(own, outline(clash.place.layer), clash.place.path, True)
        findings.append(clash.rule.finding(place, words))
    return Compiled(record, tuple(findings), tuple(sorted(left_out)), links(record) if record else (), "", 1, ())


def _outline(file: LayerFile) -> Outline:
    """Return the outline of a layer's file."""
    return reader_of(file.name).outline(file.data, {})


def _location(file: LayerFile, outline: Outline, path: HitPath, at_key: bool = False) -> Location:
    """Return the location of a path in a layer's file."""
    return Location(file.name, *(outline.place(path, at_key=at_key) if path else (1, 1)))


def read_layers(root: Path, names: Sequence[str]) -> list[LayerFile]:
    """Return the files of an entry's layers; one that cannot be read is empty."""
    read = ((name, read_bytes(root, SourceFile("", "", name, False), reader_of(name).most_bytes)) for name in names)
    return [LayerFile(name, b"" if isinstance(data, Finding) else data) for name, data in read]


class Origins:
    """Finds the file and the path that a value of an entry comes from; an entry's files are merged once if asked."""

    def __init__(self, root: Path, registry: Registry) -> None:
        """Find the origins of the values of a bureau's registry."""
        self._root, self._registry = root, registry
        self._merged: dict[str, Merged] = {}

    def __call__(self, file: str, path: HitPath) -> tuple[str, HitPath]:
        """Return the file and the path in it of the value at `path` of the entry in `file`."""
        path = _unpruned(path, self._registry.pruned.get(file, {}))
        names = self._registry.layers.get(file)
        if not names or not path:
            return file, path
        if file not in self._merged:
            self._merged[file] = merged_files(self._kind(file), read_layers(self._root, names), {})
        layer, found = self._merged[file].place(path)
        return names[layer], found

    def _kind(self, file: str) -> type[Record]:
        """Return the record type of an entry of several layers, or of the site."""
        top, *below = inside(file).split("/")
        return self._registry.kinds[below[0]] if top == "data" else Site


def _unpruned(path: HitPath, pruned: Mapping[HitPath, tuple[int, ...]]) -> HitPath:
    """Return the path in the file for a path in a record from which items of lists were left out."""
    for length in range(1, len(path)):
        number = path[length]
        if isinstance(number, int) and (gone := pruned.get(path[:length])):
            for index in gone:
                number += index <= number
            path = (*path[:length], number, *path[length + 1 :])
    return path
