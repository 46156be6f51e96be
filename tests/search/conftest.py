"""The example bureau's search index, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.check import Checked
from generator.render.pages import File
from generator.search import files
from generator.search.runtime import Engine
from generator.views import Session
from tests.conftest import AS_OF, ROOT


@pytest.fixture(scope="session")
def session(example: Checked) -> Session:
    """What views and search are made from."""
    assert example.registry
    return Session(example.registry, example.pages, AS_OF)


@pytest.fixture(scope="session")
def made(session: Session) -> list[File]:
    """The files of the index."""
    return list(files(session))


@pytest.fixture(scope="session")
def engine(made: list[File]) -> Iterator[Engine]:
    """The search engine that the example's site ships."""
    with Engine.of(made, ROOT) as engine:
        yield engine
