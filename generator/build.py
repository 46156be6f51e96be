"""A checked project -> its published site: view, render, publish.

`OUTPUTS` lists what a site is made of. What an output gives says what it is made from: the digest of everything that
decides its bytes. Files that were made from the same in the last release are linked, the others are made.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from generator.cache import Cache
from generator.calendar.published import PATH
from generator.executor import HERE, Executor
from generator.model.filing_calendar import FilingYear
from generator.model.routes import menu
from generator.publish import Published, PublishError, Release, Written, published, replacing, write
from generator.registries import entry_parts, list_parts, pages_of, search_files
from generator.render.icalendar import icalendars
from generator.render.pages import File, Renderer, data_file, indexes, path_of
from generator.render.shell import Key, Shell
from generator.render.theme import Theme
from generator.session import Session
from generator.source.project import SOURCES
from generator.timing import Timing
from generator.views import burden, site_map
from generator.views.calendar import days_file
from generator.views.common import Page, Stub
from generator.views.filing_feeds import feeds

if TYPE_CHECKING:
    from generator.pdf import Typesetter

BURDEN = "burden.json"
"""Where the figures of the burden page stand on the site."""

_AT_ONCE = 32
"""Entries whose pages one process makes at once."""


@dataclass
class Site:
    """What the outputs are made from. `pages` are those made so far, in the order of the site."""

    session: Session
    renderer: Renderer
    cache: Cache = field(default_factory=Cache)
    typesetter: Typesetter | None = None
    pages: list[Stub] = field(default_factory=list)

    @cached_property
    def identity(self) -> bytes:
        """The digest of everything but its view that decides what a page looks like."""
        return self.renderer.identity.encode()


class Product(NamedTuple):
    """A file that a site has: its path, the digest of what decides its bytes, and what makes them.

    `page` is the page that it shows, if it is one.
    """

    path: str
    made_from: str
    make: Callable[[], bytes]
    page: Stub | None = None


class Output(NamedTuple):
    """One kind of content of a site. `parts` can be made apart from each other, by several processes.

    `stage` is what making it is called in timings. An output sees the pages of those before it.
    """

    stage: str
    make: Callable[[Site, str], Iterator[Product]]
    parts: Callable[[Site], Sequence[str]] = lambda _: ("",)


def _pages(site: Site, part: str) -> Iterator[Product]:
    """Yield the pages of a part of the site."""
    yield from map(partial(_page, site), pages_of(site.session, part))


def _page(site: Site, page: Page) -> Product:
    """Return a page as a product."""
    made_from = hashlib.sha256(site.identity + page.packed()).hexdigest()
    return Product(path_of(page.url), made_from, lambda: site.renderer.page(page).data, page.stub())


def _site_map(site: Site, _: str) -> Iterator[Product]:
    """Yield the site map, which lists the pages before it, and the page for addresses that do not exist."""
    yield from map(partial(_page, site), site_map.pages(site.session, list(site.pages)))


def _files(make: Callable[[Site], Iterable[File]]) -> Callable[[Site, str], Iterator[Product]]:
    """Return the products of a function that makes files: each is decided by its own bytes."""

    def products(site: Site, _: str) -> Iterator[Product]:
        for file in make(site):
            yield Product(file.path, hashlib.sha256(file.data).hexdigest(), partial(_same, file.data))

    return products


def _same(data: bytes) -> bytes:
    """Return data."""
    return data


def _typeset(site: Site, _: str) -> Iterator[Product]:
    """Yield the PDF files, if they are wanted.

    In this process: Typst has threads of its own, which a forked process would wait for without end.
    """
    typesetter = site.typesetter
    if typesetter:
        from generator.pdf import documents

        for document in documents(site.session):
            yield Product(document.path, typesetter.made_from(document), partial(typesetter.pdf, document))


def _figures(site: Site) -> Iterator[File]:
    """Yield the figures that the burden page is made from, and that later builds compare with."""
    text = json.dumps(burden.published(site.session), ensure_ascii=False, separators=(",", ":"))
    yield File(BURDEN, text.encode())


def _calendars(site: Site) -> Iterator[File]:
    """Yield the calendars of filing deadlines that one can subscribe to, unless the site has no use for them."""
    session = site.session
    if FilingYear.FOLDER in session.registry.kinds:
        yield from icalendars(session.site, feeds(session), session.as_of)


OUTPUTS: tuple[Output, ...] = (
    Output("render", _pages, lambda site: list_parts(site.session)),
    Output("render", _pages, lambda site: entry_parts(site.session)),
    Output("render", _site_map),
    Output("search", _files(lambda site: search_files(site.session, site.cache.table("search")))),
    Output("publish", _files(lambda site: indexes(site.session.site, site.pages))),
    Output("publish", _files(_figures)),
    Output("publish", _files(lambda site: [data_file(PATH, days_file(site.session))])),
    Output("publish", _files(_calendars)),
    Output("publish", _files(lambda site: site.renderer.assets())),
    Output("pdf", _typeset),
)
"""What a site is made of, in the order in which it is made."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to build: where the work is done, where results are kept between builds, what takes times."""

    executor: Executor = HERE
    cache: Cache = field(default_factory=Cache)
    timing: Timing = field(default_factory=Timing)


def build(root: Path, session: Session, target: Path, settings: Settings | None = None) -> Published:
    """Build the site of the checked project at `root` into `target`.

    Raises PublishError if the target cannot be replaced, PdfError if PDF files cannot be made; what was there stays as
    it was on any failure.
    """
    settings = settings or Settings()
    site = _site(root, session, settings.cache)
    name = hashlib.sha256(os.fsencode(target.resolve())).hexdigest()[:16]
    folder = settings.cache.folder
    sources = [root / source for source in SOURCES]
    with settings.timing.stage("publish"), replacing(target, folder and folder / f"site-{name}", sources) as release:
        settings.timing.expected = len(entry_parts(session))
        for number, output in enumerate(OUTPUTS):
            with settings.timing.stage(output.stage):
                _put(site, number, release, settings)
        settings.cache.save()
    return published(release, target)


def files(root: Path, session: Session) -> Iterator[File]:
    """Yield every file of the site of the project at `root`, made here and written nowhere."""
    site = _site(root, session, Cache())
    for output in OUTPUTS:
        for part in output.parts(site):
            for product in output.make(site, part):
                if product.page:
                    site.pages.append(product.page)
                yield File(product.path, product.make())


def _site(root: Path, session: Session, cache: Cache) -> Site:
    """Return what the outputs of a project are made from."""
    typesetter = None
    if session.pdf:
        from generator.pdf import Typesetter  # what typesets is slow to load

        typesetter = Typesetter.of(root)
    return Site(session, Renderer(session.site, Theme.of(root), menu(session.registry.kinds), cache), cache, typesetter)


class Made(NamedTuple):
    """A file of a release, still to be written if it is a File; what it is made from; how long making it took.

    One that is as it was in the last release took no time: None.
    """

    file: Written | File
    made_from: str
    seconds: float | None
    page: Stub | None


Batch = tuple[list[Made], list[tuple[Key, Shell]]]
"""What a process made, and the shells that were made for it."""

_TO_BYTES = msgspec.msgpack.Encoder()
_FROM_BYTES = msgspec.msgpack.Decoder(Batch)
"""Between processes and machines a batch is plain data: reading it runs nothing."""


def _put(site: Site, number: int, release: Release, settings: Settings) -> None:
    """Put the files of the output of that number into a release."""
    parts = OUTPUTS[number].parts(site)
    batches = [parts[start : start + _AT_ONCE] for start in range(0, len(parts), _AT_ONCE)]
    shared = release if settings.executor.shares_files else None
    worker = partial(_worker, site, number, shared)
    done = settings.executor.map(worker, batches) if len(batches) > 1 else map(worker(), batches)
    for made, shells in map(_FROM_BYTES.decode, done):
        site.renderer.shells.put(dict(shells))
        for item in made:
            _note(item, release, settings.timing)
            if item.page:
                site.pages.append(item.page)


def _worker(site: Site, number: int, release: Release | None) -> Callable[[Sequence[str]], bytes]:
    """Return what makes the files of some parts, and writes them into the release if its folder is shared.

    It returns a Batch as bytes.
    """

    def work(parts: Sequence[str]) -> bytes:
        made = [_made(product, release) for part in parts for product in OUTPUTS[number].make(site, part)]
        return _TO_BYTES.encode((made, list(site.renderer.shells.taken().items())))

    return work


def _made(product: Product, release: Release | None) -> Made:
    """Take a file over from the last release, else make it."""
    path, made_from, make, page = product
    before = release.take(path, made_from) if release else None
    if before:
        return Made(before, made_from, None, page)
    start = time.perf_counter()
    file = File(path, make())
    written = write(release.folder, file, made_from) if release else file
    return Made(written, made_from, time.perf_counter() - start, page)


def _note(made: Made, release: Release, timing: Timing) -> None:
    """Note a file in the release, and write it if it was made far away."""
    file, made_from, seconds, page = made
    if isinstance(file, Written):
        release.note(file, kept=seconds is None)
    elif release.keep(file.path, made_from):
        return
    else:
        release.note(write(release.folder, file, made_from))
    if seconds is not None and (page or file.path.endswith(".pdf")):
        timing.page(file.path, seconds)
    timing.done = len(release.files)


def earlier_figures(previous: Path) -> dict[str, Any]:
    """Return the figures of an earlier publication; raises PublishError if the folder has none that can be read."""
    try:
        found = json.loads((previous / BURDEN).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise PublishError(f"{previous} 里没有读得懂的 {BURDEN}，--previous 要写以前生成的网站文件夹") from error
    if not burden.readable(found):
        raise PublishError(f"{previous / BURDEN} 的格式不是这一版的，不能比较；这一次不写 --previous")
    return dict(found)
