"""Rendering on several processors: chunks of pages go to forked processes that share templates and chrome.

Files come back in the order of the pages, however many processes there are; only a few chunks are under way at once,
so that neither views nor files pile up.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

from generator.render.pages import File, Renderer
from generator.views import Page

CHUNK = 64
"""Pages that are sent to a process at once; fewer than two chunks are not worth starting one."""

_renderer: Renderer | None = None


def render(renderer: Renderer, pages: Iterable[Page], workers: int) -> Iterator[File]:
    """Yield the file of each page, rendered by `workers` processes (here, where there is one, or little to do)."""
    rest = iter(pages)
    first = list(islice(rest, 2 * CHUNK))
    if workers < 2 or len(first) < 2 * CHUNK or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(renderer.page, chain(first, rest))
        return
    renderer.warm()
    global _renderer  # noqa: PLW0603 - what forked processes inherit must be a module's
    _renderer = renderer
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        under_way: deque[Future[list[File]]] = deque()
        for chunk in _chunks(chain(first, rest)):
            under_way.append(pool.submit(_render_chunk, chunk))
            if len(under_way) > 2 * workers:
                yield from under_way.popleft().result()
        for future in under_way:
            yield from future.result()


def _chunks(pages: Iterator[Page]) -> Iterator[list[Page]]:
    """Yield the pages in lists of CHUNK."""
    while chunk := list(islice(pages, CHUNK)):
        yield chunk


def _render_chunk(chunk: list[Page]) -> list[File]:
    """Render a chunk in a forked process."""
    assert _renderer is not None
    return [_renderer.page(page) for page in chunk]
