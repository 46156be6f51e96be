"""A project's raw values -> the registry of its valid entries, and a finding for everything that does not fit."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.findings import Finding, Hit, Rule
from generator.load.project import SITE_FILE, RawEntry, RawProject
from generator.model import BY_FOLDER, compact, rules
from generator.model.registry import Registry
from generator.model.schema import validate
from generator.model.site import Site
from generator.model.types import Entry


@dataclass(frozen=True, slots=True)
class Model:
    """The registry (None without a usable site.yml), what was wrong, and what could not be read.

    `broken` names the entries with errors of their own, so that rules can tell "no such entry" from "one with errors".
    An entry whose errors are all in optional fields is in the registry without those fields, which `left_out` names
    by file: the rest of it is still checked, and nothing is said to be missing that is only wrong. `harmless` names
    the files whose text was found to be free of anything suspect when it was read.
    """

    registry: Registry | None
    findings: tuple[Finding, ...]
    broken: frozenset[tuple[str, str]]
    left_out: Mapping[str, frozenset[str]]
    harmless: frozenset[str] = frozenset()


def build_model(raw: RawProject) -> Model:
    """Validate every entry; one that is broken never hides the others, nor its own other mistakes."""
    findings: list[Finding] = []
    broken = set(raw.unread)
    left_out: dict[str, frozenset[str]] = {}
    site: Site | None = None
    if raw.site_made is not None:
        site = compact.unpack(Site, raw.site_made.packed)
    elif raw.site is not None:
        site, problems = validate(Site, raw.site, SITE_FILE)
        findings += [rule.finding(raw.place(hit), hit.words) for rule, hit in problems]
    entries: dict[str, dict[str, Entry | compact.Packed]] = {folder: {} for folder in raw.entries}
    targets: dict[tuple[str, str], Sequence[str]] = {}
    digests: dict[str, bytes] = {}
    harmless: set[str] = set()
    for key, file in raw.files.items():
        if (made := raw.known.get(file)) is not None:
            name = f"{key[0]}/{key[1]}"
            digests[name], targets[key], suspect, entries[key[0]][key[1]] = made
            if file != f"data/{name}.yml":
                digests[name] = os.fsencode(file) + digests[name]
            if not suspect:
                harmless.add(file)
    for folder, items in raw.entries.items():
        for item in items:
            entry, problems = _entry(BY_FOLDER[folder], item)
            if problems:
                findings += [rule.finding(raw.place(hit), hit.words) for rule, hit in problems]
                broken.add((folder, item.id))
                left_out[item.file] = frozenset(str(hit.path[0]) for _, hit in problems if hit.path)
            if entry is not None:
                entries[folder][item.id] = entry
                digests[f"{folder}/{item.id}"] = b""
    ordered = {folder: {id: by_id[id] for id in sorted(by_id)} for folder, by_id in entries.items()}
    files = {key: file for key, file in raw.files.items() if key not in broken or key[1] in entries[key[0]]}
    registry = Registry.of(site, ordered, files, targets, digests) if site is not None else None
    return Model(registry, tuple(findings), frozenset(broken), left_out, frozenset(harmless))


def _entry(record: type[Entry], item: RawEntry) -> tuple[Entry | None, list[tuple[Rule, Hit]]]:
    """Return an entry, without the fields that are wrong where it can do without them, and what is wrong."""
    if "id" in item.value:
        words = {
            "key": "id",
            "meant": "",
            "nearest": "编号就是文件名，删掉这一行；要改编号就改文件名，并在 former_ids 里写上旧编号",
        }
        wrong_id = [(rules.UNKNOWN, Hit(item.file, ("id",), words, at_key=True))]
    else:
        wrong_id = []
    entry, problems = validate(record, {**item.value, "id": item.id}, item.file)
    if problems:
        wrong = {hit.path[0] for _, hit in problems if hit.path}
        kept = {name: value for name, value in item.value.items() if name not in wrong}
        entry, _ = validate(record, {**kept, "id": item.id}, item.file)
    return entry, wrong_id + problems
