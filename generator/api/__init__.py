"""The documented interface of this package, installed as `zwgk`.

    import datetime
    from pathlib import Path
    from zwgk import Project, Severity

    project = Project.open(Path("my-bureau"), datetime.date.today())
    for finding in project.findings:
        print(finding.location.file, finding.location.line, finding.message)
    if not project.count(Severity.ERROR):
        project.build(Path("public"))

Errors in files become findings of `Project.open` and do not raise. `Project.build` raises ValueError for a project with
errors and PublishError if the folder cannot be replaced. `Project.registry` has every entry: `registry.all(Procedure)`.
Names that are not listed here may change in any version.
"""

from __future__ import annotations

from generator import __version__
from generator.cache import Cache
from generator.findings import Finding, Location, Severity
from generator.model.registry import Registry
from generator.project import Project
from generator.publish import Published, PublishError

__all__ = [
    "Cache",
    "Finding",
    "Location",
    "Project",
    "PublishError",
    "Published",
    "Registry",
    "Severity",
    "__version__",
]
