"""The example bureau's search index, made once."""

from __future__ import annotations

import pytest

from generator.check import Checked
from generator.render.pages import File
from generator.search import files
from generator.search.rank import Ranking
from generator.search.shipped import Index
from generator.views import Source
from tests.conftest import AS_OF


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
def ranking(made: list[File]) -> Ranking:
    """The ranking of the example's documents."""
    return Ranking(Index.of(made))
