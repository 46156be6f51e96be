"""Open a project on a day. Commands, the preview, tests and benchmarks all use `Project.open`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.cache import Cache
from generator.check import check, settle
from generator.findings import Finding, Severity
from generator.model.own import read_own
from generator.model.project import read_project
from generator.model.records import RECORDS
from generator.model.registry import Registry
from generator.model.rules import NEWER_FORMAT
from generator.session import Session
from generator.timing import Timing

if TYPE_CHECKING:
    from generator.executor import Executor
    from generator.publish import Published


@dataclass(frozen=True)
class Project:
    """A project as of one day: its session and every finding, sorted."""

    root: Path
    session: Session
    findings: tuple[Finding, ...]
    cache: Cache

    @classmethod
    def open(
        cls,
        root: Path,
        as_of: datetime.date,
        *,
        cache: Cache | None = None,
        timing: Timing | None = None,
        pdf: bool = False,
        previous: Mapping[str, Any] | None = None,
    ) -> Project:
        """Read and check the project at `root`. Errors in its files become findings and do not raise.

        `pdf` and `previous` are passed on to `Session`.
        """
        cache, timing = cache or Cache(), timing or Timing()
        with timing.stage("load"):
            own = read_own(root, [record.FOLDER for record in RECORDS], cache.table("files"))
            read = read_project(root, (*RECORDS, *own.records), cache)
        with timing.stage("check"):
            session = Session(
                read.registry, as_of, pdf, previous, pinyin=cache.table("pinyin"), spots=cache.table("spots")
            )
            findings = set(settle({*own.findings, *read.findings, *check(session, root, cache)}, session, root))
            # report a newer format alone: the other findings are its consequences
            findings = {finding for finding in findings if finding.code == NEWER_FORMAT.code} or findings
        cache.save()
        return cls(root, session, tuple(sorted(findings, key=lambda finding: finding.sort_key)), cache)

    @property
    def registry(self) -> Registry:
        """The registry of the session."""
        return self.session.registry

    def count(self, severity: Severity) -> int:
        """Return the number of findings of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def build(
        self,
        target: Path,
        *,
        executor: Executor | None = None,
        timing: Timing | None = None,
        removable: frozenset[str] | None = None,
    ) -> Published:
        """Build the site into `target`. Raises ValueError if there are errors, and the errors of `build.build`.

        Without an `executor` all is done in this process. `removable` is that of `build.Settings`.
        """
        if self.count(Severity.ERROR):
            raise ValueError("a project with errors is not published")
        from generator.build import Settings, build  # slow to import, and not needed to check
        from generator.executor import HERE

        settings = Settings(executor or HERE, self.cache, timing or Timing(), removable)
        return build(self.root, self.session, target, settings)
