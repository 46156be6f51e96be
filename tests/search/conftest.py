"""The example bureau's search index, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.check import Checked
from generator.render.pages import File
from generator.search import files
from generator.search.runtime import Engine
from generator.views import Source
from tests.conftest import AS_OF, ROOT


@pytest.fixture(scope="session")
def source(example: Checked) -> Source:
    """What views and search are made from."""
    assert example.registry
    return Source(example.registry, example.pages, AS_OF)


@pytest.fixture(scope="session")
def made(source: Source) -> list[File]:
    """The files of the index."""
    return list(files(source))


@pytest.fixture(scope="session")
def engine(made: list[File]) -> Iterator[Engine]:
    """The search engine that the example's site ships."""
    with Engine.of(made, ROOT) as engine:
        yield engine
