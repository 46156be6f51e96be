"""Every registry of the example, with a hostile string at the end of each text: pages show it, and nothing comes of it.

`test_injection.py` does the same with the whole site of the starter, which has no entries in many registries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from generator.model.routes import menu
from generator.registries import descriptors
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.session import Session
from generator.views import performance, quarters
from generator.views.common import Page
from tests.conftest import ROOT, check_project
from tests.figures import note
from tests.test_injection import HOSTILE, PLAIN, Shape, hostile, shape

MARK = "".join(HOSTILE)
_ENTRIES = 4
"""Pages of entries that are compared for each registry."""


@cache
def real() -> Session:
    return check_project(ROOT).session


@cache
def with_mark(mark: str) -> Session:
    """Return the example with `mark` at the end of every text of its site and its entries."""
    return hostile(real(), mark)


def views(session: Session, folder: str) -> Iterator[Page]:
    """Yield the index of a registry and the pages of its first entries."""
    found = next(item for item in descriptors(session) if folder == item.record.FOLDER)
    yield from (page for number, page in enumerate(found.index(session)) if number < _ENTRIES)
    for entry in list(session.registry.all(found.record).values())[:_ENTRIES]:
        for pages_of in found.entry:
            yield from pages_of(session, entry)


@cache
def renderer(mark: str) -> Renderer:
    session = with_mark(mark)
    return Renderer(session.site, Theme.of(ROOT), menu(session.registry.kinds))


def shapes(mark: str, pages: Iterator[Page]) -> dict[str, Shape]:
    """Return the shapes of pages by address."""
    made = renderer(mark)
    made.prepare()
    return {page.url: shape(made.page(page).data) for page in pages}


def compare(usual: dict[str, Shape], found: dict[str, Shape]) -> int:
    """Compare pages with the plain mark and with the hostile one; return in how many texts the mark stands."""
    assert usual.keys() == found.keys()
    texts = 0
    for url, page in usual.items():
        assert not any("built-in method" in said for said in page.said), f"{url}: a key is named like a method of dict"
        assert Counter(found[url].elements) == Counter(page.elements), url
        assert Counter(found[url].said) == Counter(said.replace(PLAIN, MARK) for said in page.said), url
        texts += sum(PLAIN in said for said in page.said)
    note("hostile texts on pages", texts)
    return texts


FOLDERS = [item.record.FOLDER for item in descriptors(real())]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_registry_shows_hostile_texts_as_texts(folder: str) -> None:
    usual = shapes(PLAIN, views(with_mark(PLAIN), folder))
    found = shapes(MARK, views(with_mark(MARK), folder))
    assert compare(usual, found) > 0


@pytest.mark.parametrize("make", [performance.pages, quarters.pages])
def test_pages_over_several_registries_do_too(make: object) -> None:
    usual = shapes(PLAIN, make(with_mark(PLAIN)))  # type: ignore[operator]
    found = shapes(MARK, make(with_mark(MARK)))  # type: ignore[operator]
    assert compare(usual, found) > 20
