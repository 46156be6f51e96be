"""A checked project -> its published site: view, render, publish.

A page is its view: what its view, the theme, the site's settings and this program are decides every byte of it. Their
digest is compared with that of the last build, and only pages that differ are rendered; the others are linked.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from generator import search
from generator.calendar.published import PATH
from generator.check import Checked
from generator.executor import HERE, Executor
from generator.kept import Store
from generator.model.derived import Derived, Maker
from generator.model.registry import Registry
from generator.pdf import Typesetter, count, documents
from generator.publish import Published, PublishError, Release, Written, published, replacing, write
from generator.render.icalendar import icalendars
from generator.render.pages import File, Renderer, data_file, indexes, path_of
from generator.render.shell import Key, Shell
from generator.render.theme import Theme
from generator.source.project import SOURCES, RawPage
from generator.timing import Timing
from generator.views import (
    OF_ENTRY,
    ROWS,
    Page,
    Session,
    Stub,
    alphabetical,
    burden,
    pages_of,
    parts,
    site_map,
    site_pages,
)
from generator.views.calendar import days_file
from generator.views.common import content_digests
from generator.views.filing_feeds import feeds

BURDEN = "burden.json"
"""Where the figures of the burden page stand on the site."""


class Made(NamedTuple):
    """A page of a release, still to be written where it is a File; what it is made from; how long rendering it took.

    One that is as it was in the last release took no time: None.
    """

    file: Written | File
    made_from: str
    seconds: float | None


Taken = tuple[list[Made], Mapping[Key, Shell]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to build: where the work is done, where things are kept between builds (None: nowhere), what takes times.

    `pdf` has PDF files made as well; `previous` is the folder of an earlier publication to compare with.
    """

    executor: Executor = HERE
    kept: Path | None = None
    timing: Timing = field(default_factory=Timing)
    pdf: bool = False
    previous: Path | None = None


def build(
    project: Path, checked: Checked, as_of: datetime.date, target: Path, settings: Settings | None = None
) -> Published:
    """Build the site of a checked project, as of one day, into `target`.

    Raises PublishError where the target cannot be replaced, PdfError where PDF files cannot be made; what was there
    stays as it was on any failure.
    """
    if checked.registry is None:
        raise ValueError("a project without site.yml has no site")
    settings = settings or Settings()
    timing = settings.timing
    typesetter = Typesetter.of(project) if settings.pdf else None
    renderer = Renderer(checked.registry.site, Theme.of(project), settings.kept)
    session, derived = _source(checked.registry, checked.pages, as_of, settings, renderer.identity)
    name = hashlib.sha256(str(target.resolve()).encode()).hexdigest()[:16]
    state = settings.kept and settings.kept / f"site-{name}"
    with timing.stage("publish"), replacing(target, state, [project / name for name in SOURCES]) as release:
        store = Store(settings.kept and settings.kept / "search")
        with timing.stage("view"):
            session.bring((*ROWS, *search.rows(store).values()), settings.executor, store)
            alphabetical.letters(session)  # here, where it is kept: another process would make it for itself
        with timing.stage("render"):
            timing.expected = sum(len(checked.registry.all(record)) * len(own) for record, own in OF_ENTRY.items())
            made = _pages(session, derived, renderer, release, settings)
        for file in chain(timing.each("search", search.files(session, store)), _beside(session, renderer, made)):
            release.add(file)
        if typesetter:
            with timing.stage("pdf"):
                _typeset(session, typesetter, release, timing)
        derived.save()
        renderer.shells.save()
    return published(release, target)


def _source(
    registry: Registry, pages: tuple[RawPage, ...], as_of: datetime.date, settings: Settings, identity: str
) -> tuple[Session, Derived]:
    """Return what the views are made from, and what was made of it before on the same basis."""
    earlier = _earlier(settings.previous) if settings.previous else None
    basis = f"{identity} {as_of} {settings.pdf} {hashlib.sha256(repr(earlier).encode()).hexdigest()}"
    kept = settings.kept and settings.kept / "derived"
    derived = Derived(registry, basis, kept, content_digests(pages))
    return Session(registry, pages, as_of, settings.pdf, earlier, derived), derived


def files(project: Path, checked: Checked, as_of: datetime.date) -> Iterator[File]:
    """Yield every file of the site, made here and written nowhere."""
    if checked.registry is None:
        raise ValueError("a project without site.yml has no site")
    renderer = Renderer(checked.registry.site, Theme.of(project))
    session = Session(checked.registry, checked.pages, as_of)
    made: list[Stub] = []
    for page in site_pages(session):
        made.append(page.stub())
        yield renderer.page(page)
    yield from search.files(session)
    yield from _beside(session, renderer, made)


def _beside(session: Session, renderer: Renderer, made: list[Stub]) -> Iterator[File]:
    """Yield what stands beside the pages: their indexes, data for scripts, calendars to subscribe to, assets."""
    yield from indexes(session.site, made)
    yield _figures(session)
    yield data_file(PATH, days_file(session))
    yield from icalendars(session.site, feeds(session), session.as_of)
    yield from renderer.assets()


def _pages(session: Session, derived: Derived, renderer: Renderer, release: Release, settings: Settings) -> list[Stub]:
    """Put every page into a release; return what lists need of them, in the order of the site."""
    keys = list(parts(session))
    known = {key: found for key in keys if (found := derived.recall(key)) is not None}
    for key, found in known.items():
        kept = [release.take(path_of(stub[0]), made_from) for stub, made_from in found]
        if None in kept:
            derived.forget(key)  # a file of the last release is gone, or not as it was
        else:
            for file in filter(None, kept):
                release.note(file, kept=True)
    pages = Pages(session, renderer, release if settings.executor.shares_files else None)
    maker = Maker(session.registry.looks, pages.part, pages.taken)
    for taken in derived.fill(settings.executor, keys, maker):
        _note(taken, renderer, release, settings.timing)
    made = [Stub(*stub) for key in keys for stub, _ in known.get(key) or derived.recall(key)]
    for page in list(site_map.pages(session, made)):
        pages.page(page)
        made.append(page.stub())
    _note(pages.taken(), renderer, release, settings.timing)
    return made


class Pages:
    """Makes the pages of parts, and puts them into the release where its files are shared with this process."""

    def __init__(self, session: Session, renderer: Renderer, release: Release | None) -> None:
        """Begin with no page."""
        self._source = session
        self._renderer = renderer
        self._release = release
        self._made: list[Made] = []

    def part(self, key: str) -> list[tuple[tuple[Any, ...], str]]:
        """Make the pages of a part; return what is kept of each: its stub, and what it is made from."""
        return [(tuple(page.stub()), self.page(page)) for page in pages_of(self._source, key)]

    def page(self, page: Page) -> str:
        """Take a page over from the last release, else render it; return the digest of what it is made from."""
        made_from = hashlib.sha256(self._renderer.identity.encode() + page.packed()).hexdigest()
        before = self._release and self._release.take(path_of(page.url), made_from)
        if before:
            self._made.append(Made(before, made_from, None))
            return made_from
        start = time.perf_counter()
        file = self._renderer.page(page)
        made = write(self._release.folder, file, made_from) if self._release else file
        self._made.append(Made(made, made_from, time.perf_counter() - start))
        return made_from

    def taken(self) -> Taken:
        """Return the pages made since this was last asked, and the shells that were made for them."""
        made, self._made = self._made, []
        return made, self._renderer.shells.taken()


def _note(taken: Taken, renderer: Renderer, release: Release, timing: Timing) -> None:
    """Note pages in the release, and write those that were rendered far away; note the shells that were made."""
    made, shells = taken
    renderer.shells.put(shells)
    for file, made_from, seconds in made:
        if isinstance(file, Written):
            release.note(file, kept=seconds is None)
        elif release.keep(file.path, made_from):
            continue
        else:
            release.note(write(release.folder, file, made_from))
        if seconds is not None:
            timing.page(file.path, seconds)
        timing.done = len(release.files)


def _typeset(session: Session, typesetter: Typesetter, release: Release, timing: Timing) -> None:
    """Put the PDF files into a release; those made from the same as in the last one are taken over.

    In this process: Typst has threads of its own, which a forked process would wait for without end.
    """
    timing.expected = len(release.files) + count(session)
    for document in documents(session):
        made_from = typesetter.made_from(document)
        if not release.keep(document.path, made_from):
            start = time.perf_counter()
            release.note(write(release.folder, File(document.path, typesetter.pdf(document)), made_from))
            timing.page(document.path, time.perf_counter() - start)
        timing.done = len(release.files)


def _figures(session: Session) -> File:
    """Return the file of the figures that the burden page is made from, and that later builds compare with."""
    text = json.dumps(burden.published(session), ensure_ascii=False, separators=(",", ":"))
    return File(BURDEN, text.encode())


def _earlier(previous: Path) -> dict[str, Any]:
    """Return the figures of an earlier publication; raises PublishError where the folder has none that can be read."""
    try:
        found = json.loads((previous / BURDEN).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PublishError(f"{previous} 里没有读得懂的 {BURDEN}，--previous 要写以前生成的网站文件夹") from error
    if not isinstance(found, dict) or found.get("format") != burden.FORMAT:
        raise PublishError(f"{previous / BURDEN} 的格式不是这一版的，不能比较；这一次不写 --previous")
    return found
