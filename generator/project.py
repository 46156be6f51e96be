"""Open a project on a day. Commands, the preview, tests and benchmarks all use `Project.open`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from generator.cache import Cache, digest
from generator.check import check, settle
from generator.findings import Finding, Location, Severity
from generator.identity import program
from generator.model.held import Held, files_of, held_back
from generator.model.own import read_own
from generator.model.project import Read, Sources, read_project
from generator.model.records import RECORDS
from generator.model.registry import Registry
from generator.model.rules import NEWER_FORMAT
from generator.model.site import Site
from generator.model.types import Entry
from generator.session import Session
from generator.source.bureaus import NO_SUPERIOR, NOT_AS_PINNED, PREFIX, VENDORED
from generator.source.project import SITE_FILE
from generator.timing import Timing

if TYPE_CHECKING:
    from generator.executor import Executor
    from generator.publish import Published
    from generator.render.pages import Whose
    from generator.source.pinned import Pinned


_TO_BYTES = msgspec.msgpack.Encoder()
_FROM_BYTES = msgspec.msgpack.Decoder(tuple[Finding, ...])

_ALONE = (NEWER_FORMAT.code, NOT_AS_PINNED.code, NO_SUPERIOR.code)


@dataclass(frozen=True)
class Project:
    """A project as of one day: its session and every finding, sorted.

    What is held back is checked, but not in the session, from which pages are made. `state` is the digest of all that
    decides the findings and the session, except the bureaus below.
    """

    root: Path
    session: Session
    findings: tuple[Finding, ...]
    cache: Cache
    state: bytes = b""
    read: Read | None = None
    above: Project | None = None

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
        above: Project | None = None,
    ) -> Project:
        """Read and check the project at `root`. Errors in its files become findings and do not raise.

        `pdf` and `previous` are passed on to `Session`. `above` is the superior's project if this is a bureau below
        one; findings that the superior has too are its own and are left out.
        """
        cache, timing = cache or Cache(), timing or Timing()
        if above is None and (root / VENDORED / SITE_FILE).is_file():
            held = Cache(cache.folder and cache.folder / VENDORED)
            above = cls.open(root / VENDORED, as_of, cache=held)
        with timing.stage("load"):
            known = (*RECORDS, *(above.own if above else ()))
            own = read_own(root, [record.FOLDER for record in known], cache.table("files"))
            kinds = (*known, *own.records)
            read = shown = _read(root, kinds, above, cache)
            unreviewed = held_back(read.registry)
            if unreviewed and read.sources:
                rest = read.sources.without(files_of(read.registry, unreviewed))
                shown = _read(root, kinds, above, cache, rest)._replace(held=unreviewed)
        with timing.stage("check"):
            higher = above.session if above else None
            pinyin, spots = cache.table("pinyin"), cache.table("spots")
            pin = _pinned(root, read.registry.site)
            version = pin.version if pin else None
            session = Session(
                read.registry, as_of, pdf, previous, above=higher, version=version, pinyin=pinyin, spots=spots
            )
            found = (*own.findings, *read.findings, *(pin.findings if pin else ()))
            state = _state(session, found, above)
            make = partial(_findings, session, root, cache, found, above)
            findings = _FROM_BYTES.decode(
                cache.table("findings").get_or_compute(state, lambda: _TO_BYTES.encode(make()))
            )
        cache.save()
        session = replace(session, registry=shown.registry, findings=findings)
        return cls(root, session, findings, cache, state, shown._replace(sources=None), above)

    @property
    def held(self) -> tuple[Held, ...]:
        """What is held back for review."""
        return tuple(self.read.held.values()) if self.read else ()

    @property
    def is_vendored(self) -> bool:
        """True if this is a superior whose archive is in superior/ of the project below it."""
        return self.root.name == VENDORED and (self.root / "manifest.json").is_file()

    @property
    def own(self) -> list[type[Entry]]:
        """The records of the registries that the project and those above it declare."""
        return [kind for kind in self.registry.kinds.values() if kind not in RECORDS]

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
        whose: Whose | None = None,
    ) -> Published:
        """Build the site into `target`. Raises ValueError if there are errors, and the errors of `build.build`.

        Without an `executor` all is done in this process. `removable` and `whose` are those of `build.Settings`.
        """
        if self.count(Severity.ERROR):
            raise ValueError("a project with errors is not published")
        from generator.build import Settings, build  # slow to import, and not needed to check
        from generator.executor import HERE

        settings = Settings(executor or HERE, self.cache, timing or Timing(), removable, whose)
        return build(self.root, self.session, target, settings)


def _state(session: Session, found: Sequence[Finding], above: Project | None) -> bytes:
    """Return the digest of all that decides the findings of a project; `found` are those of reading it."""
    kinds = [kind.__qualname__ for kind in session.registry.kinds.values()]  # with the digests of own registries
    day = session.as_of, session.pdf, session.previous, session.version
    own = repr((kinds, sorted(session.registry.keys.items()), day, found))
    return digest(program().encode(), above.state if above else b"", own.encode())


def _findings(
    session: Session, root: Path, cache: Cache, found: Iterable[Finding], above: Project | None
) -> tuple[Finding, ...]:
    """Return all findings of a project, sorted; `found` are those of reading it."""
    findings = set(settle({*found, *check(session, root, cache)}, session, root))
    if above:
        findings = set(_without_known(findings, above, session.registry))
    # these are reported alone: the other findings are their consequences
    findings = {finding for finding in findings if finding.code in _ALONE} or findings
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def _read(
    root: Path, kinds: Sequence[type[Entry]], above: Project | None, cache: Cache, sources: Sources | None = None
) -> Read:
    """Read the project at `root`, or these `sources` of it; a bureau's site is in its superior's by default.

    The site of a bureau outside its superior's repository must say where it is.
    """
    if above is None:
        return read_project(root, kinds, cache, sources)
    from generator.model.bureau import read_bureau  # not needed for a bureau alone

    assert above.read is not None
    if above.is_vendored:
        return read_bureau(root, kinds, above.read, None, cache, PREFIX, sources)
    base_url = f"{above.session.site.base_url.rstrip('/')}/{root.name}/"
    return read_bureau(root, kinds, above.read, base_url, cache, sources=sources)


def _pinned(root: Path, site: Site) -> Pinned | None:
    """Return the pinned superior of the project at `root`; None if it has none."""
    if not site.superior and not (root / VENDORED).is_dir():
        return None
    from generator.source.pinned import Pin, pinned  # not needed for a bureau alone

    return pinned(root, Pin(site.superior.version, site.superior.sha256) if site.superior else None)


def _without_known(findings: Iterable[Finding], above: Project | None, registry: Registry) -> Iterator[Finding]:
    """Yield the findings of a bureau except those that a superior has already, in its files or on what both have.

    Those in the files of borrowed organs and posts are left out too: they are the superior's to keep in order.
    """
    borrowed = {registry.files[key] for key in registry.borrowed}
    known: set[tuple[str, Location]] = set()
    general: set[tuple[str, str]] = set()
    up = registry.up
    while above:
        known |= {(item.code, item.location._replace(file=f"{up}{item.location.file}")) for item in above.findings}
        general |= {(item.code, item.message) for item in above.findings if item.location.file == SITE_FILE}
        up, above = up + above.registry.up, above.above
    for item in findings:
        of_both = item.location.file == SITE_FILE and (item.code, item.message) in general
        if not of_both and (item.code, item.location) not in known and item.location.file not in borrowed:
            yield item
