"""The example bureau's search index, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.project import Project
from generator.registries import search_files
from generator.render.pages import File
from generator.search.runtime import Engine
from generator.session import Session
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def session(example: Project) -> Session:
    """What views and search are made from."""
    return example.session


@pytest.fixture(scope="session")
def made(session: Session) -> list[File]:
    """The files of the index."""
    return list(search_files(session))


@pytest.fixture(scope="session")
def engine(made: list[File]) -> Iterator[Engine]:
    """The search engine that the example's site ships."""
    with Engine.of(made, ROOT) as engine:
        yield engine
