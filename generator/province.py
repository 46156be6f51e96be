"""A project with the bureaus below it: checked and built bureau by bureau, each in one process, into one site.

The superior is opened once; forked processes share its memory, and a worker of a cluster is sent it once. A bureau's
superior sees only its facts.
"""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import count, groupby
from pathlib import Path
from posixpath import normpath
from typing import Any, NamedTuple

import msgspec

from generator.build import Below, Settings, linked_below, make, make_below, note_below, releasing
from generator.cache import Cache, digest
from generator.check import settle_names, settle_successors, taken_addresses
from generator.executor import Executor, Setup
from generator.findings import Finding, Location
from generator.model.facts import BureauFacts, Offer
from generator.project import Project
from generator.publish import Published, PublishError, Release, published
from generator.publish.release import packed
from generator.publish.rows import site_of
from generator.registries import extract_documents
from generator.render.pages import Whose
from generator.render.theme import Theme
from generator.source.bureaus import FOLDER, TAKEN, Bureau, list_bureaus, superior_of
from generator.unchanged import Kept, is_built, keep, keep_built, kept, state_of
from generator.views.bureaus import CHOOSE, facts_of
from generator.views.common import bureau_name


class Task(NamedTuple):
    """One bureau to check or build, with the facts of the bureaus below it."""

    bureau: Bureau
    below: tuple[BureauFacts, ...]


class Outcome(NamedTuple):
    """What a process found out about one bureau, with places relative to the topmost project.

    `name` is its site's name and the place where it is stated. `made` are the files of its site, None if they were not
    made, which is so if its findings or those of a superior do not pass. With `stays`, they are those of the last
    release.
    """

    bureau: Bureau
    findings: tuple[Finding, ...]
    name: tuple[str, Location]
    facts: BureauFacts
    made: Below | None = None
    stays: bool = False


_TO_BYTES = msgspec.msgpack.Encoder()
_FROM_BYTES = msgspec.msgpack.Decoder(Outcome)
"""Between processes and machines an outcome is plain data: reading it runs nothing."""

_same_offers: dict[Offer, Offer] = {}
"""One object for equal offers: most bureaus inherit most of theirs."""


def _outcome(data: bytes) -> Outcome:
    """Return the outcome in these bytes."""
    outcome = _FROM_BYTES.decode(data)
    offers = {sys.intern(id): _same_offers.setdefault(offer, offer) for id, offer in outcome.facts.offers.items()}
    findings = tuple(
        item._replace(code=sys.intern(item.code), hint=sys.intern(item.hint), excused=sys.intern(item.excused))
        for item in outcome.findings
    )
    return outcome._replace(findings=findings, facts=outcome.facts._replace(offers=offers))


Report = Callable[[Outcome], None]
Passes = Callable[[Sequence[Finding]], bool]


def _always(_: Sequence[Finding]) -> bool:
    """Return True."""
    return True


class _NotPassedError(Exception):
    """Raised to leave the published site as it is, with all findings."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Hold the findings."""
        self.findings = findings


class _Made(NamedTuple):
    """How a worker makes a bureau's files: into a release, or into its answer if `release` is None."""

    release: Release | None
    passes: Passes


class _Building(NamedTuple):
    """How to build; see `Province.build`."""

    settings: Settings
    keep_going: bool
    passes: Passes
    report: Report


@dataclass(frozen=True)
class Province:
    """A project, checked, and the bureaus below it. `findings` are about the folders of the bureaus."""

    top: Project
    bureaus: tuple[Bureau, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, top: Project) -> Province:
        """Return a project with the bureaus below it."""
        found = list_bureaus(top.root)
        top = replace(top, root=top.root.absolute())  # a cluster's workers run in other folders
        taken = taken_addresses(top.session)
        clashes = [
            TAKEN.finding(Location(bureau.folder), {"id": bureau.path[-1]})
            for bureau in found.bureaus
            if bureau.path[-1] in taken
        ]
        return cls(top, found.bureaus, (*found.findings, *clashes))

    def only(self, ids: Iterable[str]) -> Province:
        """Return the province with only these bureaus and those below them.

        They are named by their folder or their path: xian or shi/xian. Raises KeyError for one that does not exist.
        """
        known = {name: bureau for bureau in self.bureaus for name in (bureau.path[-1], "/".join(bureau.path))}
        chosen = [known[id.strip("/")].path for id in ids]
        return replace(self, bureaus=tuple(one for one in self.bureaus if any(_is_below(one, path) for path in chosen)))

    def check(self, executor: Executor, report: Report = lambda _: None) -> tuple[Finding, ...]:
        """Return the findings of the superior and of every bureau, sorted; `report` is called after each bureau."""
        return self._all(list(self._outcomes(executor, partial(_worker, self.top, None), report)))

    def build(
        self,
        target: Path,
        settings: Settings,
        *,
        keep_going: bool = False,
        passes: Passes = _always,
        report: Report = lambda _: None,
    ) -> tuple[tuple[Finding, ...], Published | None]:
        """Build the site into `target`: the superior's pages, and each bureau's in its folder.

        Return all findings and, if the site was published, its summary. Unless the findings pass nothing is published;
        with `keep_going`, a bureau that does not pass keeps the pages of the last release. If only some bureaus were
        chosen, everything else stays as in the last release. Raises the errors of `build.build`.
        """
        building = _Building(settings, keep_going, passes, report)
        sites = frozenset(bureau.address for bureau in list_bureaus(self.top.root).bureaus)
        try:
            with releasing(self.top.root, self.top.session, target, settings, sites) as release:
                found = self._make(release, sites, building)
        except _NotPassedError as error:
            return error.findings, None
        except PublishError:
            found = self.check(settings.executor)  # what is wrong in the files is said first
            if passes(found):
                raise
            return found, None
        return found, published(release, target)

    def _make(self, release: Release, sites: Collection[str], building: _Building) -> tuple[Finding, ...]:
        """Add the files of all sites to a release and return all findings. Raises _NotPassedError if they do not pass.

        `sites` are the addresses of all bureaus below, chosen or not.
        """
        settings, keep_going, passes, report = building
        outcomes: list[Outcome] = []
        failed: list[str] = []
        made = _Made(release if settings.executor.shares_files else None, passes)
        for outcome in self._outcomes(settings.executor, partial(_worker, self.top, made), report):
            address = outcome.bureau.address
            if outcome.stays:
                release.stay(address)
            elif outcome.made:
                note_below(outcome.made, release, address, settings.timing)
            else:
                failed.append(address)
            outcomes.append(outcome._replace(made=None))
        found = self._all(outcomes)
        if not (passes(found) or (keep_going and passes(self._all([])))):
            raise _NotPassedError(found)
        gone = {*failed} - (release.keep(partial(_is_in, failed, sites), sites) if failed else set())
        if len(sites) > len(self.bureaus):
            chosen = tuple(bureau.address for bureau in self.bureaus)
            if not release.keep(lambda path: not _is_in(chosen, sites, path), sites):
                raise PublishError("还没有整个生成过：先运行一次不加 --bureau 的 zwgk build")
        else:
            direct = [item for item in outcomes if len(item.bureau.path) == 1 and not item.facts.into]
            shown = tuple(item.facts for item in direct if item.bureau.address not in gone)
            self._make_top(release, shown, settings)
        return found

    def _make_top(self, release: Release, shown: tuple[BureauFacts, ...], settings: Settings) -> None:
        """Add the topmost site's files to a release, as they are in the last one if nothing of them has changed."""
        top = self.top
        state = digest(top.state, repr(shown).encode(), Theme.of(top.root).digest().encode())
        if is_built(top.cache, state, release, "") and release.take_top():
            return
        settings = replace(settings, whose=whose(top, top.above, True, far=True))
        make(top.root, replace(top.session, bureaus=shown), release, settings)
        keep_built(top.cache, state, packed(release.rows.single.values()))

    def _all(self, outcomes: Sequence[Outcome]) -> tuple[Finding, ...]:
        """Return all findings, sorted: of the superior, of the bureaus' folders, of the bureaus and of their names."""
        names = settle_names([outcome.name for outcome in outcomes])
        merged = settle_successors([(item.bureau.path, item.facts, item.name[1]) for item in outcomes])
        of_bureaus = [finding for outcome in outcomes for finding in outcome.findings]
        found = {*self.top.findings, *self.findings, *of_bureaus, *names, *merged}
        return tuple(sorted(found, key=lambda finding: finding.sort_key))

    def _outcomes(self, executor: Executor, worker: Setup[Task, bytes], report: Report) -> Iterator[Outcome]:
        """Yield the outcome of every bureau, the lowest level first: a superior's pages name those below it."""
        below: dict[tuple[str, ...], list[BureauFacts]] = {}
        ordered = sorted(self.bureaus, key=lambda bureau: (-len(bureau.path), bureau.path))
        for _, level in groupby(ordered, key=lambda bureau: len(bureau.path)):
            tasks = [Task(bureau, tuple(below.get(bureau.path, ()))) for bureau in level]
            for outcome in map(_outcome, executor.map(worker, tasks)):
                if not outcome.facts.into:
                    below.setdefault(outcome.bureau.path[:-1], []).append(outcome.facts)
                report(outcome)
                yield outcome


def _is_below(bureau: Bureau, path: tuple[str, ...]) -> bool:
    """Return True if a bureau is the one of this path, or below it."""
    return bureau.path[: len(path)] == path


def _is_in(wanted: Collection[str], sites: Collection[str], path: str) -> bool:
    """Return True if a file belongs to one of the bureaus' sites at the wanted addresses, and to none below these."""
    return site_of(path, sites) in wanted


_COLLECT = 16
"""Garbage is looked for after so many bureaus, and takes a tenth of the time of one: little is left by each."""


def _worker(top: Project, making: _Made | None) -> Callable[[Task], bytes]:
    """Return what checks one bureau and, unless `making` is None, makes its files if its findings pass.

    It returns an Outcome as bytes.
    """
    gc.freeze()  # the superior's entries are shared: collecting would touch, and so copy, all of them
    opened: dict[tuple[str, ...], Project] = {(): top}
    theme_digest = cache(lambda project: Theme.of(project).digest())
    numbers = count(1)

    def work(task: Task) -> bytes:
        above = _superior(top, task.bureau, opened)
        job = _Job(top, above, task, _cache(above, task.bureau.path[-1]), theme_digest)
        # what a superior has wrong is inherited, and a pinned one was checked where it was packed
        line = [one.findings for one in _line(above) if not one.is_vendored]
        fits = making is not None and all(map(making.passes, line))
        outcome = _TO_BYTES.encode(job.outcome(making if fits else None))
        if not next(numbers) % _COLLECT:
            gc.collect()
        return outcome

    return work


@dataclass
class _Job:
    """The work on one bureau, whose superior is opened. `theme_digest` tells the digest of a project's theme."""

    top: Project
    above: Project
    task: Task
    cache: Cache
    theme_digest: Callable[[Path], str]

    def outcome(self, making: _Made | None) -> Outcome:
        """Return the outcome: that of an earlier run if nothing has changed since.

        Unless `making` is None, the files of the bureau's site are made, or linked, if its findings pass.
        """
        bureau = self.task.bureau
        theme = self._theme()
        try:
            state = state_of(self.top.root / bureau.folder, self.above, self.task.below)
        except OSError:
            return self._fresh(making, theme)  # what cannot be read is a finding
        built = digest(state, self.theme_digest(theme).encode()) if making else b""
        if found := kept(self.cache, state):
            outcome = Outcome(bureau, *found)
            if making is None or not making.passes(found.findings):
                return outcome
            if making.release and is_built(self.cache, built, making.release, bureau.address):
                if making.release.may_stay(bureau.address):
                    return outcome._replace(stays=True)
                if files := making.release.linked_site(bureau.address):
                    return outcome._replace(made=linked_below(files))
        outcome = self._fresh(making, theme)
        keep(self.cache, state, Kept(*outcome[1:4]))
        if outcome.made and outcome.made.block:
            keep_built(self.cache, built, outcome.made.block)
        return outcome

    def _fresh(self, making: _Made | None, theme: Path) -> Outcome:
        """Read, check and perhaps make the bureau; return the outcome."""
        bureau, below = self.task
        project = open_bureau(self.above, bureau.path[-1], self.top.session.as_of, pdf=self.top.session.pdf)
        project = replace(project, session=replace(project.session, bureaus=below))
        facts = facts_of(project.session, bureau.path[-1], self.above.session.site.base_url)
        outcome = Outcome(bureau, _seen_from_top(project, bureau, facts.name), _name(project, bureau), facts)
        if making is None or not making.passes(outcome.findings):
            return outcome
        extract_documents(self.above.session, self.above.cache.table("search"))
        shown = whose(project, self.above, bool(below))
        caches = project.cache, self.top.cache
        made = make_below(theme, project.session, making.release, bureau.address, caches, shown)
        project.session.memo.clear()  # what is in it may hold the session
        return outcome._replace(made=made)

    def _theme(self) -> Path:
        """Return the project whose theme the bureau has: its own, or the nearest above."""
        own = self.top.root / self.task.bureau.folder
        roots = (own, *(one.root for one in _line(self.above)))
        return next((root for root in roots if (root / "theme").is_dir()), self.top.root)


def _line(project: Project | None) -> Iterator[Project]:
    """Yield a bureau and those above it."""
    while project:
        yield project
        project = project.above


def _superior(top: Project, bureau: Bureau, opened: dict[tuple[str, ...], Project]) -> Project:
    """Return the superior of a bureau; of those opened only the last one's line is kept."""
    path = bureau.path[:-1]
    for length in range(1, len(path) + 1):
        if path[:length] not in opened:
            opened_above = opened[path[: length - 1]]
            opened[path[:length]] = open_bureau(opened_above, path[length - 1], top.session.as_of)
    for other in [other for other in opened if other != path[: len(other)]]:
        del opened[other]
    return opened[path]


def open_bureau(above: Project, id: str, as_of: datetime.date, **more: Any) -> Project:
    """Read and check the bureau `id` below a superior. Its cache is a folder in the superior's."""
    return Project.open(above.root / FOLDER / id, as_of, cache=_cache(above, id), above=above, **more)


def _cache(above: Project, id: str) -> Cache:
    """Return the cache of a bureau below a superior: a folder in the superior's, if that has one."""
    return Cache(above.cache.folder and above.cache.folder / f"bureau-{id}", above.cache)


def open_project(root: Path, as_of: datetime.date, cache_of: Callable[[Path], Cache], **more: Any) -> Project:
    """Read and check the project at `root`; a bureau below others with its superiors.

    `cache_of` returns the cache of a topmost project; `more` is passed on to `Project.open`.
    """
    above = superior_of(root)
    if above is None:
        return Project.open(root, as_of, cache=cache_of(root), **more)
    return open_bureau(open_project(above, as_of, cache_of), root.absolute().name, as_of, **more)


def alone(project: Project) -> Whose | None:
    """Return what the pages of a site on a host of its own say about whose it is: nothing without a superior."""
    return whose(project, project.above, far=True) if project.above else None


def whose(project: Project, above: Project | None, has_bureaus: bool = False, far: bool = False) -> Whose:
    """Return what the pages of a bureau's site say about whose site it is; `far` if its superior's is elsewhere."""
    session = project.session
    name = bureau_name(session)
    if above is None:
        return Whose(name, "", "", CHOOSE)
    theirs = above.session
    root = theirs.site.base_url.rstrip("/") + "/"
    up = "../" if not far and session.site.base_url.rstrip("/") == f"{root}{project.root.name}" else root
    organ = theirs.bureau
    return Whose(name, organ.name if organ else theirs.site.organiser, up, CHOOSE if has_bureaus else f"{up}{CHOOSE}")


def _seen_from_top(project: Project, bureau: Bureau, name: str) -> tuple[Finding, ...]:
    """Return a bureau's findings with places relative to the topmost project.

    One in a superior's file is about what the bureau made of it, so it names the bureau.
    """
    found = []
    for finding in project.findings:
        file = normpath(f"{bureau.folder}/{finding.location.file}")
        message = finding.message if file.startswith(f"{bureau.folder}/") else f"在{name}：{finding.message}"
        found.append(finding._replace(location=finding.location._replace(file=file), message=message))
    return tuple(found)


def _name(project: Project, bureau: Bureau) -> tuple[str, Location]:
    """Return the name of a bureau's site, and the place where it is stated."""
    return project.session.site.name, Location(f"{bureau.folder}/site.yml")
