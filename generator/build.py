"""A checked project -> its published site: view, render, publish.

`OUTPUTS` lists everything that a site consists of. An output yields products; the fingerprint of a product is the
digest of everything that decides its bytes. A file whose fingerprint is unchanged since the last release is linked, any
other file is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from generator.cache import Cache
from generator.calendar.published import PATH
from generator.executor import HERE, Executor, Processes, Setup
from generator.model.filing_calendar import FilingYear
from generator.model.routes import attachment_address, comes_and_goes, menu
from generator.publish import Published, PublishError, Release, Written, published, replacing, write
from generator.publish.release import packed
from generator.publish.rows import Block, site_of
from generator.registries import entry_parts, list_parts, pages_of, search_files
from generator.render.icalendar import icalendars
from generator.render.offline import worker
from generator.render.pages import File, Renderer, Whose, data_file, indexes, path_of
from generator.render.shell import Key, Shell
from generator.render.theme import Theme
from generator.session import Session
from generator.source.project import SOURCES
from generator.source.regular import read_regular
from generator.timing import Timing
from generator.views import burden, site_map
from generator.views.alphabetical import rows
from generator.views.bureaus import BUREAUS_FILE, moved, sitemaps, sites
from generator.views.calendar import days_file
from generator.views.common import Page, Stub
from generator.views.filing_feeds import feeds
from generator.views.home import offline

if TYPE_CHECKING:
    from generator.pdf.typeset import Typesetter

BURDEN = "burden.json"
"""Path of the file with the figures of the burden page."""

_AT_ONCE = 32
"""Number of parts that one work item of a process makes."""

_HERE_AT_MOST = 128
"""With more batches than this, processes are started even if no file changed."""


@dataclass
class Site:
    """The input of all outputs. `pages` lists the pages made so far, in the order of the site.

    `prefix` is the address of the site within its release: "", or that of a bureau below, such as shili-xian/. `moved`
    makes of each page what stands there once the bureau was merged into another.
    """

    session: Session
    renderer: Renderer
    cache: Cache = field(default_factory=Cache)
    typesetter: Typesetter | None = None
    pages: list[Stub] = field(default_factory=list)
    prefix: str = ""
    moved: Callable[[Page], Page] | None = None

    @cached_property
    def identity(self) -> bytes:
        """Digest of everything that decides a page's bytes except its view."""
        return self.renderer.identity.encode()


class Product(NamedTuple):
    """One file of a site: its path, its fingerprint, and the function that makes its bytes.

    `page` is set if the file is a page.
    """

    path: str
    fingerprint: str
    make: Callable[[], bytes]
    page: Stub | None = None


class Output(NamedTuple):
    """One kind of files of a site. Its `parts` are independent of each other, so several processes can make them.

    `stage` is the name of the stage in timings. An output sees the pages of the outputs before it.
    """

    stage: str
    make: Callable[[Site, str], Iterator[Product]]
    parts: Callable[[Site], Sequence[str]] = lambda _: ("",)


def _pages(site: Site, part: str) -> Iterator[Product]:
    """Yield the pages of a part of the site."""
    yield from map(partial(_page, site), pages_of(site.session, part))


def _page(site: Site, page: Page) -> Product:
    """Return a page as a product."""
    page = site.moved(page) if site.moved else page
    fingerprint = hashlib.sha256(site.identity + page.packed()).hexdigest()
    return Product(path_of(page.url), fingerprint, lambda: site.renderer.page(page).data, page.stub())


def _site_map(site: Site, _: str) -> Iterator[Product]:
    """Yield the site map, which lists the pages before it, and the page for addresses that do not exist."""
    yield from map(partial(_page, site), site_map.pages(site.session, list(site.pages)))


def _files(make: Callable[[Site], Iterable[File]]) -> Callable[[Site, str], Iterator[Product]]:
    """Return an output's `make` for a function that yields files; a fingerprint is then the digest of the bytes."""

    def products(site: Site, _: str) -> Iterator[Product]:
        for file in make(site):
            yield Product(file.path, hashlib.sha256(file.data).hexdigest(), partial(_same, file.data))

    return products


def _same(data: bytes) -> bytes:
    """Return data."""
    return data


def _offline(site: Site) -> File:
    """Return the service worker, which keeps the home page and the service halls on a device."""
    return worker(site.renderer.theme.worker(), site.renderer.own_assets, offline(site.session))


def _attachments(site: Site) -> Iterator[File]:
    """Yield the files to download."""
    for name, stored in site.session.registry.attachments.items():
        yield File(attachment_address(name), stored.data)


def _typeset(site: Site, _: str) -> Iterator[Product]:
    """Yield the PDF files if the site has them.

    They are made in this process: a forked process would wait forever for Typst's threads.
    """
    typesetter = site.typesetter
    if typesetter:
        from generator.pdf.documents import documents

        for document in documents(site.session):
            yield Product(document.path, typesetter.fingerprint(document), partial(typesetter.pdf, document))


def _figures(site: Site) -> Iterator[File]:
    """Yield the file with the figures of the burden page, which later builds compare with."""
    text = json.dumps(burden.published(site.session), ensure_ascii=False, separators=(",", ":"))
    yield File(BURDEN, text.encode())


def _calendars(site: Site) -> Iterator[File]:
    """Yield the calendars of filing deadlines to subscribe to, if the site has filing deadlines."""
    session = site.session
    if FilingYear.FOLDER in session.registry.kinds:
        yield from icalendars(session.site, feeds(session), session.as_of)


def _bureaus(site: Site) -> Iterator[File]:
    """Yield the file that tells the search about the bureaus below, if there are any."""
    if site.session.bureaus:
        yield data_file(BUREAUS_FILE, sites(site.session))


_assets = _files(lambda site: site.renderer.assets())

OUTPUTS: tuple[Output, ...] = (
    Output("render", _pages, lambda site: list_parts(site.session)),
    Output("render", _pages, lambda site: entry_parts(site.session)),
    Output("render", _site_map),
    Output("search", _files(lambda site: search_files(site.session, site.cache.table("search")))),
    Output("publish", _files(lambda site: indexes(site.session.site, site.pages, [*sitemaps(site.session.bureaus)]))),
    Output("publish", _files(_figures)),
    Output("publish", _files(_attachments)),
    Output("publish", _files(lambda site: [data_file(PATH, days_file(site.session))])),
    Output("publish", _files(_calendars)),
    Output("publish", _files(_bureaus)),
    Output("publish", _assets),
    Output("publish", _files(lambda site: [_offline(site)])),
    Output("pdf", _typeset),
)
"""All outputs of a site, in the order in which they are made."""

_OF_MOVED = (_pages, _site_map, _assets)
"""What is made of the site of a bureau that was merged into another."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to build: the executor, the cache, the timing, and which published pages may be gone.

    With `removable`, a page of the last release may only be gone if it is one of these addresses. None allows all.
    `whose` says whose site it is where several bureaus have one together.
    """

    executor: Executor = HERE
    cache: Cache = field(default_factory=Cache)
    timing: Timing = field(default_factory=Timing)
    removable: frozenset[str] | None = None
    whose: Whose | None = None


def build(root: Path, session: Session, target: Path, settings: Settings | None = None) -> Published:
    """Build the site of the checked project at `root` into `target`.

    Raises PublishError if the target cannot be replaced, RemovedError if published pages would be gone, PdfError if
    PDF files cannot be made. On any failure the target stays as it was.
    """
    settings = settings or Settings()
    with releasing(root, session, target, settings) as release:
        make(root, session, release, settings)
    return published(release, target)


@contextmanager
def releasing(
    root: Path, session: Session, target: Path, settings: Settings, below: Iterable[str] = ()
) -> Iterator[Release]:
    """Yield a new release of the site of the project at `root`; it replaces `target` when the block ends.

    `below` are the addresses of the bureaus' sites in it. Raises the errors of `build`.
    """
    name = hashlib.sha256(os.fsencode(os.path.relpath(os.path.realpath(target), os.path.realpath(root)))).hexdigest()[
        :16
    ]
    folder = settings.cache.folder
    sources = [root / source for source in SOURCES]
    state, needed = folder and folder / f"site-{name}", _needed(settings.removable, session, tuple(below))
    with settings.timing.stage("publish"), replacing(target, state, sources, needed, session.as_of) as release:
        yield release


def make(root: Path, session: Session, release: Release, settings: Settings) -> None:
    """Add the files of the site of the project at `root` to a release."""
    site = _site(root, session, settings.cache, settings.whose)
    rows(session)  # in this process, so that forked ones share the rows and the readings stay in the cache
    settings.timing.expected += len(entry_parts(session))
    for number, output in enumerate(OUTPUTS):
        with settings.timing.stage(output.stage):
            _put(site, number, release, settings)
    site.renderer.shells.keep()
    settings.cache.save()


class Below(NamedTuple):
    """What was made for the site of a bureau below.

    Its `files`; or, if they are in the release's folder, a block of them, how many were linked from the last release,
    how many pages were made, and the slowest of these with their seconds.
    """

    files: list[BuiltFile]
    block: Block | None = None
    reused: int = 0
    pages: int = 0
    slowest: Sequence[tuple[float, str]] = ()


def make_below(
    root: Path, session: Session, release: Release | None, prefix: str, caches: tuple[Cache, Cache], whose: Whose
) -> Below:
    """Write the files of a bureau's site into a release at `prefix`, in this process; without one only make them.

    `root` is the project whose theme the site has, `caches` the bureau's and that of the topmost project, whose shells
    bureaus share. The files are not in the release until `note_below`.
    """
    cache, shared = caches
    site = replace(_site(root, session, shared, whose), cache=cache)
    site.prefix = prefix
    gone = session.site.succeeded_by
    if gone and gone.on <= session.as_of:
        site.moved = partial(moved, session)
    made: list[BuiltFile] = []
    for output in (item for item in OUTPUTS if not site.moved or item.make in _OF_MOVED):
        for part in output.parts(site):
            for product in output.make(site, part):
                made.append(_build_file(product, release, prefix))
                if product.page:
                    site.pages.append(product.page)
    if site.renderer.shells.taken():
        site.renderer.shells.keep()
    cache.save()
    return _in_folder(made, release) if release else Below(made)


def linked_below(files: Collection[Written]) -> Below:
    """Return files that were linked from the last release as `make_below` returns those that it made."""
    return Below([], packed(files), len(files))


def note_below(made: Below, release: Release, prefix: str, timing: Timing) -> None:
    """Record the files that `make_below` made for the site at `prefix`."""
    here = made if made.block else _in_folder(made.files, release)
    assert here.block
    release.note_site(prefix, here.block, here.reused)
    timing.done = release.rows.count
    timing.add(here.pages, here.slowest)


def _in_folder(made: Sequence[BuiltFile], release: Release) -> Below:
    """Return files of a site as they are noted; those that are not in the release's folder yet are written."""
    timing = Timing()
    settled = [_settled(item, release, timing) for item in made]
    reused = sum(reused for _, reused in settled)
    return Below([], packed([row for row, _ in settled]), reused, timing.pages, timing.slowest)


def _needed(removable: frozenset[str] | None, session: Session, below: tuple[str, ...]) -> Callable[[str], bool] | None:
    """Return what tells whether a page of the last release must be in this one; None if any may be gone."""
    if removable is None:
        return None
    year, sites = session.as_of.year, frozenset(below)

    def needed(address: str) -> bool:
        site = site_of(address, sites)
        return not (address in removable or comes_and_goes(address.removeprefix(site), year))

    return needed


def files(root: Path, session: Session) -> Iterator[File]:
    """Yield every file of the site of the project at `root`, made in this process and not written to disk."""
    site = _site(root, session, Cache())
    for output in OUTPUTS:
        for part in output.parts(site):
            for product in output.make(site, part):
                if product.page:
                    site.pages.append(product.page)
                yield File(product.path, product.make())


def _site(root: Path, session: Session, cache: Cache, whose: Whose | None = None) -> Site:
    """Return the input of the outputs of a project."""
    typesetter = None
    if session.pdf:
        from generator.pdf.typeset import Typesetter  # slow to import

        typesetter = Typesetter.of(root)
    renderer = Renderer(session.site, Theme.of(root), menu(session.registry.kinds), cache, whose)
    return Site(session, renderer, cache, typesetter)


class BuiltFile(NamedTuple):
    """A file of a release: written already (`Written`) or not yet (`File`), its fingerprint, and the seconds it took.

    `seconds` is None if the file was reused from the last release.
    """

    file: Written | File
    fingerprint: str
    seconds: float | None
    page: Stub | None


Batch = tuple[list[BuiltFile], list[tuple[Key, Shell]]]
"""What a process made, and the shells that were made for it."""

_TO_BYTES = msgspec.msgpack.Encoder()
_FROM_BYTES = msgspec.msgpack.Decoder(Batch)
"""Between processes and machines a batch is plain data: reading it runs nothing."""


def _put(site: Site, number: int, release: Release, settings: Settings) -> None:
    """Add the files of OUTPUTS[number] to a release."""
    parts = OUTPUTS[number].parts(site)
    batches = [parts[start : start + _AT_ONCE] for start in range(0, len(parts), _AT_ONCE)]
    shared = release if settings.executor.shares_files else None
    for made, shells in _made(site, partial(_worker, site, number, shared), batches, settings.executor):
        site.renderer.shells.put(dict(shells))
        for item in made:
            _note(item, release, settings.timing)
            if item.page:
                site.pages.append(item.page)


def _made(
    site: Site, worker: Setup[Sequence[str], bytes], batches: list[Sequence[str]], executor: Executor
) -> Iterator[Batch]:
    """Yield what is made of each batch.

    Batches are made in this process as long as most files are taken over from the last release: that costs less than
    to start processes, which also copy the memory that they touch.
    """
    left = iter(batches)
    if len(batches) <= (_HERE_AT_MOST if executor.shares_files else 1):
        work = worker()
        for batch in left:
            files, shells = _FROM_BYTES.decode(work(batch))
            yield files, shells
            if 2 * sum(item.seconds is not None for item in files) > len(files):
                break
    rest = list(left)
    if len(rest) > 1 and isinstance(executor, Processes):
        _prepare(site, [part for batch in rest for part in batch])
    yield from map(_FROM_BYTES.decode, executor.map(worker, rest))


def _prepare(site: Site, parts: Sequence[str]) -> None:
    """Compile the templates and render the shells of each registry's first pages, for forked processes to inherit.

    `parts` are parts of pages.
    """
    site.renderer.prepare()
    shells = site.renderer.shells
    for part in {part.partition("/")[0]: part for part in reversed(parts)}.values():
        for page in pages_of(site.session, part):
            shells.get(shells.key(page.url, page.section))
    shells.put(shells.taken())


def _worker(site: Site, number: int, release: Release | None) -> Callable[[Sequence[str]], bytes]:
    """Return what makes the files of some parts, and writes them into the release if its folder is shared.

    It returns a Batch as bytes.
    """

    def work(parts: Sequence[str]) -> bytes:
        made = [
            _build_file(product, release, site.prefix) for part in parts for product in OUTPUTS[number].make(site, part)
        ]
        return _TO_BYTES.encode((made, list(site.renderer.shells.taken().items())))

    return work


def _build_file(product: Product, release: Release | None, prefix: str) -> BuiltFile:
    """Reuse a file of the last release if its fingerprint is the same, else make it."""
    path, fingerprint, make, page = product
    path = f"{prefix}{path}"
    before = release.link(path, fingerprint) if release else None
    if before:
        return BuiltFile(before, fingerprint, None, page)
    start = time.perf_counter()
    file = File(path, make())
    written = write(release.folder, file, fingerprint) if release else file
    return BuiltFile(written, fingerprint, time.perf_counter() - start, page)


def _note(made: BuiltFile, release: Release, timing: Timing) -> None:
    """Record a file in the release."""
    row, reused = _settled(made, release, timing)
    release.note(row, reused=reused)
    timing.done = release.rows.count


def _settled(made: BuiltFile, release: Release, timing: Timing) -> tuple[Written, bool]:
    """Return a file in the release's folder, and True if it is the last release's.

    It is written first, or linked, if it was made on another machine.
    """
    file, fingerprint, seconds, page = made
    if isinstance(file, File):
        if before := release.link(file.path, fingerprint):
            return before, True
        file = write(release.folder, file, fingerprint)
    if seconds is not None and (page or file.path.endswith(".pdf")):
        timing.page(file.path, seconds)
    return file, seconds is None


_MOST_FIGURES = 16 << 20
"""Largest size in bytes of the figures of an earlier publication."""


def earlier_figures(previous: Path) -> dict[str, Any]:
    """Return the figures of an earlier publication. Raises PublishError if it has none in this format."""
    try:
        found = json.loads(read_regular(previous / BURDEN, _MOST_FIGURES))
    except (OSError, ValueError, RecursionError) as error:
        raise PublishError(f"{previous} 里没有读得懂的 {BURDEN}，--previous 要写以前生成的网站文件夹") from error
    if not burden.readable(found):
        raise PublishError(f"{previous / BURDEN} 的格式不是这一版的，不能比较；这一次不写 --previous")
    return dict(found)
