"""Opens projects in tests, and changes sessions."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.executor import HERE
from generator.findings import Finding
from generator.model.registry import Registry
from generator.model.types import Entry
from generator.project import Project
from generator.province import Province
from generator.session import Session
from tests.helpers.places import AS_OF


def check_project(root: Path, as_of: datetime.date = AS_OF) -> Project:
    """Read and check a project as of a fixed day, without a cache."""
    return Project.open(root, as_of)


def check_bureau(root: Path, *path: str, as_of: datetime.date = AS_OF) -> Project:
    """Read and check the bureau at bureaus/<id>/… below a project, as of a fixed day."""
    project = Project.open(root, as_of)
    for id in path:
        project = Project.open(project.root / "bureaus" / id, as_of, above=project)
    return project


def all_findings(root: Path) -> tuple[Finding, ...]:
    """Return the findings of a project and of the bureaus below it, as of a fixed day."""
    top = check_project(root)
    return Province.of(top).check(HERE) if (root / "bureaus").is_dir() else top.findings


def own_findings(checked: Project) -> tuple[Finding, ...]:
    """Return the findings without T526, which every project has on AS_OF: the notice for 2027 is not out."""
    return tuple(finding for finding in checked.findings if finding.code != "T526")


def with_more(session: Session, *more: Entry) -> Session:
    """Return a session with these entries added to the registry; they replace entries of the same id."""
    registry = session.registry
    entries = {folder: dict(by_id) for folder, by_id in registry.entries.items()}
    files = dict(registry.files)
    for entry in more:
        entries[entry.FOLDER][entry.id] = entry
        files[entry.FOLDER, entry.id] = f"data/{entry.FOLDER}/{entry.id}.yml"
    more_registry = Registry.of(registry.site, registry.kinds, entries, files, pages=registry.pages)
    return Session(more_registry, session.as_of, session.pdf, session.previous)


def changed(session: Session, kind: type[Entry], id: str, **values: Any) -> Session:
    """Return a session with other values in one entry; a missing entry is copied from the first one."""
    known = session.registry.entries[kind.FOLDER]
    entry = replace(known.get(id, next(iter(known.values()))), id=id, **values)
    entries = {**session.registry.entries, kind.FOLDER: dict(sorted({**known, id: entry}.items()))}
    files = {**session.registry.files, (kind.FOLDER, id): f"data/{kind.FOLDER}/{id}.yml"}
    return replace(
        session,
        registry=Registry.of(session.registry.site, session.registry.kinds, entries, files, pages=session.pages),
    )
