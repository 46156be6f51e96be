"""The example bureau's search index, made once."""

from __future__ import annotations

import pytest

from generator.project import Project
from generator.render.pages import File
from generator.search import files
from generator.search.rank import Ranking
from generator.search.shipped import Index
from generator.session import Session


@pytest.fixture(scope="session")
def session(example: Project) -> Session:
    """What views and search are made from."""
    return example.session


@pytest.fixture(scope="session")
def made(session: Session) -> list[File]:
    """The files of the index."""
    return list(files(session))


@pytest.fixture(scope="session")
def ranking(made: list[File]) -> Ranking:
    """The ranking of the example's documents."""
    return Ranking(Index.of(made))
