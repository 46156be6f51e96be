"""Rendering with several processes gives the same files in the same order."""

from __future__ import annotations

import pytest

from generator.render import workers
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.views import Page, Source, site_pages
from tests.conftest import AS_OF, STARTER, check_project


@pytest.fixture(scope="module")
def made() -> tuple[Renderer, list[Page]]:
    checked = check_project(STARTER)
    assert checked.registry
    pages = list(site_pages(Source(checked.registry, checked.pages, AS_OF)))
    return Renderer(checked.registry.site, Theme.of(STARTER)), pages


@pytest.mark.parametrize("number", [2, 3])
def test_same_files_in_the_same_order(
    made: tuple[Renderer, list[Page]], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    renderer, pages = made
    alone = list(workers.render(renderer, pages, 1))
    started: list[object] = []
    pool = workers.ProcessPoolExecutor
    monkeypatch.setattr(workers, "CHUNK", 4)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", lambda *given: started.append(given) or pool(*given))
    assert list(workers.render(renderer, iter(pages), number)) == alone
    assert len(started) == 1


def test_little_work_is_done_here(made: tuple[Renderer, list[Page]], monkeypatch: pytest.MonkeyPatch) -> None:
    renderer, pages = made
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    assert [file.path for file in workers.render(renderer, pages[:3], 8)] == [
        file.path for file in map(renderer.page, pages[:3])
    ]


def test_a_page_that_cannot_be_rendered_fails_the_build(
    made: tuple[Renderer, list[Page]], monkeypatch: pytest.MonkeyPatch
) -> None:
    renderer, pages = made
    monkeypatch.setattr(workers, "CHUNK", 4)
    broken = [*pages[:20], pages[0].stub()]
    with pytest.raises(Exception, match="bureau"):
        list(workers.render(renderer, broken, 2))
