"""A checked project -> its published site: view, render, publish."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.check import Checked
from generator.publish import Published, publish
from generator.render.pages import File, Renderer, indexes
from generator.render.theme import Theme
from generator.render.workers import render
from generator.views import Page, Source, site_pages


def build(project: Path, checked: Checked, as_of: datetime.date, target: Path, workers: int = 1) -> Published:
    """Build the site of a checked project, as of one day, into `target`, rendering with so many processes.

    Raises PublishError where the target cannot be replaced; what was there stays as it was on any failure.
    """
    return publish(files(project, checked, as_of, workers), target)


def files(project: Path, checked: Checked, as_of: datetime.date, workers: int = 1) -> Iterator[File]:
    """Yield every file of the site."""
    if checked.registry is None:
        raise ValueError("a project without site.yml has no site")
    renderer = Renderer(checked.registry.site, Theme.of(project))
    made: list[Page] = []

    def noted(pages: Iterable[Page]) -> Iterator[Page]:
        """Pass the pages on, keeping what the site's indexes list of them."""
        for page in pages:
            made.append(page.stub())
            yield page

    yield from render(renderer, noted(site_pages(Source(checked.registry, checked.pages, as_of))), workers)
    yield from indexes(checked.registry.site, made)
    yield from renderer.assets()
