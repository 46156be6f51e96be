"""A project's raw values -> the registry of its valid entries, and a finding for everything that does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from generator.findings import Finding
from generator.load.project import SITE_FILE, RawProject
from generator.model import BY_FOLDER
from generator.model.registry import Registry
from generator.model.schema import validate
from generator.model.site import Site
from generator.model.types import Entry


@dataclass(frozen=True, slots=True)
class Model:
    """The registry (None without a usable site.yml), what was wrong, and the ids of entries that could not be read.

    `broken` lets rules tell "no such entry" from "there is one, but it has errors of its own".
    """

    registry: Registry | None
    findings: tuple[Finding, ...]
    broken: frozenset[tuple[str, str]]


def build_model(raw: RawProject) -> Model:
    """Validate every entry; one that is broken never hides the others."""
    findings: list[Finding] = []
    broken: set[tuple[str, str]] = set()
    site: Site | None = None
    if raw.site is not None:
        site, problems = validate(Site, raw.site, SITE_FILE)
        findings += [rule.finding(raw.place(hit), hit.words) for rule, hit in problems]
    entries: dict[str, dict[str, Entry]] = {}
    files: dict[tuple[str, str], str] = {}
    for folder, items in raw.entries.items():
        valid = entries.setdefault(folder, {})
        for item in items:
            value = {**item.value, "id": item.id}
            if "id" in item.value:
                value["id "] = item.value["id"]
            entry, problems = validate(BY_FOLDER[folder], value, item.file)
            findings += [rule.finding(raw.place(hit), hit.words) for rule, hit in problems]
            if entry is None:
                broken.add((folder, item.id))
            else:
                valid[item.id] = entry
                files[folder, item.id] = item.file
    ordered = {folder: dict(sorted(by_id.items())) for folder, by_id in entries.items()}
    registry = Registry.of(site, ordered, files) if site is not None else None
    return Model(registry, tuple(findings), frozenset(broken))
