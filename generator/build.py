"""A checked project -> its published site: view, render, publish.

A page is its view: what its view, the theme, the site's settings and this program are decides every byte of it. Their
digest is compared with that of the last build, and only pages that differ are rendered; the others are linked.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from generator import search
from generator.calendar.published import PATH
from generator.check import Checked
from generator.executor import Executor, Here
from generator.kept import Store
from generator.load.project import RawPage
from generator.model.derived import Derived
from generator.model.registry import Registry
from generator.pdf import Typesetter, count, documents
from generator.publish import Published, PublishError, Release, Written, published, replacing, write
from generator.render.icalendar import icalendars
from generator.render.pages import File, Renderer, data_file, indexes, path_of
from generator.render.shell import Key, Shell
from generator.render.theme import Theme
from generator.timing import Timing
from generator.views import OF_ENTRY, ROWS, Page, Part, Source, Stub, burden, parts, site_pages
from generator.views.calendar import days_file
from generator.views.common import content_digests
from generator.views.filing_feeds import feeds

CHUNK = 64
"""Pages that are rendered at once by one process."""

BURDEN = "burden.json"
"""Where the figures of the burden page stand on the site."""


class Changed(NamedTuple):
    """A page that has to be rendered: itself, packed, and the digest of what it is made from."""

    page: Page
    packed: bytes
    made_from: str


@dataclass(frozen=True, slots=True)
class Job:
    """Pages to render, each packed, with the digest of what it is made from, and the shells that they need."""

    pages: list[tuple[bytes, str]]
    shells: dict[Key, Shell]


Done = tuple[Written | tuple[File, str], float]
"""A page that was written, or that is still to be written with what it is made from; and the seconds it took."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to build: where the work is done, where things are kept between builds (None: nowhere), what takes times.

    `pdf` has PDF files made as well; `previous` is the folder of an earlier publication to compare with.
    """

    executor: Executor = field(default_factory=Here)
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
    source, derived = _source(checked.registry, checked.pages, as_of, settings, renderer.identity)
    name = hashlib.sha256(str(target.resolve()).encode()).hexdigest()[:16]
    state = settings.kept and settings.kept / f"site-{name}"
    with timing.stage("publish"), replacing(target, state) as release:
        made: list[Stub] = []
        timing.expected = sum(len(checked.registry.all(record)) * len(own) for record, own in OF_ENTRY.items())
        store = Store(settings.kept and settings.kept / "search")
        with timing.stage("view"):
            source.bring((*ROWS, *search.rows(store).values()))
        with timing.stage("render"):
            pages = timing.each("view", _changed(source, derived, renderer, release, made))
            work = partial(_writing, renderer, release.folder if settings.executor.shares_files else None)
            for chunk in settings.executor.map(work, _jobs(pages, renderer)):
                for made_page, seconds in chunk:
                    written = made_page if isinstance(made_page, Written) else write(release.folder, *made_page)
                    release.note(written)
                    timing.done = len(release.files)
                    timing.page(written.path, seconds)
        for file in chain(timing.each("search", search.files(source, store)), _beside(source, renderer, made)):
            release.add(file)
        if typesetter:
            with timing.stage("pdf"):
                _typeset(source, typesetter, release, timing)
        derived.save()
        renderer.shells.save()
    return published(release, target)


def _source(
    registry: Registry, pages: tuple[RawPage, ...], as_of: datetime.date, settings: Settings, identity: str
) -> tuple[Source, Derived]:
    """Return what the views are made from, and what was made of it before on the same basis."""
    earlier = _earlier(settings.previous) if settings.previous else None
    basis = f"{identity} {as_of} {settings.pdf} {hashlib.sha256(repr(earlier).encode()).hexdigest()}"
    kept = settings.kept and settings.kept / "derived"
    derived = Derived(registry, basis, kept, content_digests(pages))
    return Source(registry, pages, as_of, settings.pdf, earlier, derived), derived


def files(project: Path, checked: Checked, as_of: datetime.date) -> Iterator[File]:
    """Yield every file of the site, made here and written nowhere."""
    if checked.registry is None:
        raise ValueError("a project without site.yml has no site")
    renderer = Renderer(checked.registry.site, Theme.of(project))
    source = Source(checked.registry, checked.pages, as_of)
    made: list[Stub] = []
    for page in site_pages(source):
        made.append(page.stub())
        yield renderer.page(page)
    yield from search.files(source)
    yield from _beside(source, renderer, made)


def _beside(source: Source, renderer: Renderer, made: list[Stub]) -> Iterator[File]:
    """Yield what stands beside the pages: their indexes, data for scripts, calendars to subscribe to, assets."""
    yield from indexes(source.site, made)
    yield _figures(source)
    yield data_file(PATH, days_file(source))
    yield from icalendars(source.site, feeds(source), source.as_of)
    yield from renderer.assets()


def _changed(
    source: Source, derived: Derived, renderer: Renderer, release: Release, made: list[Stub]
) -> Iterator[Changed]:
    """Yield the pages that have to be rendered; all leave a stub in `made`."""
    for part in parts(source, made):
        known = derived.recall(part.key) if part.key else None
        if known is not None:
            made += (Stub(*stub) for stub, _ in known)
            lost = {stub[0] for stub, made_from in known if not release.keep(path_of(stub[0]), made_from)}
            yield from (item for item in _packed(part, renderer) if item.page.url in lost) if lost else ()
            continue
        with derived.making(part.key) as now_known:
            pages = list(_packed(part, renderer))
            now_known([(tuple(item.page.stub()), item.made_from) for item in pages])
        made += (item.page.stub() for item in pages)
        yield from (item for item in pages if not release.keep(path_of(item.page.url), item.made_from))


def _packed(part: Part, renderer: Renderer) -> Iterator[Changed]:
    """Yield the pages of a part, packed, with what they are made from."""
    for page in part.make():
        packed = page.packed()
        yield Changed(page, packed, hashlib.sha256(renderer.identity.encode() + packed).hexdigest())


def _jobs(pages: Iterator[Changed], renderer: Renderer) -> Iterator[Job]:
    """Yield the pages in jobs of CHUNK, each with the shells it needs, so that whoever works on it makes none."""
    while chunk := list(islice(pages, CHUNK)):
        keys = {renderer.shells.key(item.page.url, item.page.section) for item in chunk}
        shells = {key: renderer.shells.get(key) for key in sorted(keys)}
        yield Job([(item.packed, item.made_from) for item in chunk], shells)


def _writing(renderer: Renderer, folder: Path | None) -> Callable[[Job], list[Done]]:
    """Return what renders a job's pages into a release's folder, or to be written there where `folder` is None."""

    def work(job: Job) -> list[Done]:
        renderer.shells.put(job.shells)
        done: list[Done] = []
        timing = Timing()
        for packed, made_from in job.pages:
            with timing.stage("page"):
                file = renderer.page(Page.unpacked(packed))
                made = write(folder, file, made_from) if folder else (file, made_from)
            done.append((made, timing.seconds.pop("page")))
        return done

    return work


def _typeset(source: Source, typesetter: Typesetter, release: Release, timing: Timing) -> None:
    """Put the PDF files into a release; those made from the same as in the last one are taken over.

    In this process: Typst has threads of its own, which a forked process would wait for without end.
    """
    timing.expected = len(release.files) + count(source)
    for document in documents(source):
        made_from = typesetter.made_from(document)
        if not release.keep(document.path, made_from):
            start = time.perf_counter()
            release.note(write(release.folder, File(document.path, typesetter.pdf(document)), made_from))
            timing.page(document.path, time.perf_counter() - start)
        timing.done = len(release.files)


def _figures(source: Source) -> File:
    """Return the file of the figures that the burden page is made from, and that later builds compare with."""
    text = json.dumps(burden.published(source), ensure_ascii=False, separators=(",", ":"))
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
