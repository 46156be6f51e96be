"""A checked project -> its published site: view, render, publish."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from generator.check import Checked
from generator.publish import Published, publish
from generator.render.pages import File, Renderer, indexes
from generator.render.theme import Theme
from generator.views import Page, Source, site_pages


def build(project: Path, checked: Checked, as_of: datetime.date, target: Path) -> Published:
    """Build the site of a checked project, as of one day, into `target`.

    Raises PublishError where the target cannot be replaced; what was there stays as it was on any failure.
    """
    return publish(files(project, checked, as_of), target)


def files(project: Path, checked: Checked, as_of: datetime.date) -> Iterator[File]:
    """Yield every file of the site."""
    if checked.registry is None:
        raise ValueError("a project without site.yml has no site")
    renderer = Renderer(checked.registry.site, Theme.of(project))
    pages: list[Page] = []
    for page in site_pages(Source(checked.registry, checked.pages, as_of)):
        pages.append(page)
        yield renderer.page(page)
    yield from indexes(checked.registry.site, pages)
    yield from renderer.assets()
