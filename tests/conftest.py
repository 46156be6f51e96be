"""Fixtures of all tests: the starter as the smallest valid project, the example bureau, and its site."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from jinja2 import Environment

from generator.project import Project
from generator.render.chrome import Chrome
from generator.render.compiled import Compiler, Render
from generator.render.shell import Shell
from generator.render.templates import Templates
from generator.session import Session
from tests.helpers.files import written
from tests.helpers.places import AS_OF, ROOT, STARTER
from tests.helpers.projects import check_project, own_findings, with_more

__all__ = ["AS_OF", "ROOT", "STARTER", "check_project", "own_findings", "with_more"]


settings.register_profile("untimed", deadline=None)  # a slow run on a busy machine is not a failure
settings.load_profile("untimed")


gc.set_threshold(50_000, 20, 100)  # the example stays in memory: looking through it for garbage took 40 % of the time

_CHROMES = 16
"""Number of chromes whose shells are remembered: each takes about a megabyte."""


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give commands a cache folder of their own instead of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZWGK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def _once_a_template(work: Callable[..., object]) -> Callable[..., object]:
    """Return a method of environments that does this work once for each text of a template."""
    kept: dict[object, object] = {}

    def known(self: Environment, source: str, name: str | None = None, filename: str | None = None) -> object:
        key = source, name, filename, type(self), *self.extensions, *self.filters
        if key not in kept:
            kept[key] = work(self, source, name, filename)
        return kept[key]

    return known


def _once_a_page(work: Callable[[Compiler, str], Render]) -> Callable[[Compiler, str], Render]:
    """Return a method of compilers that does this work once for each page of the same templates."""
    kept: dict[object, Render] = {}

    def known(self: Compiler, name: str) -> Render:
        templates = getattr(self.source, "__self__", None)
        if not isinstance(templates, Templates):
            return work(self, name)
        key = name, templates._trusted, *map(_files_of, templates._folders)
        if key not in kept:
            kept[key] = work(self, name)
        return kept[key]

    return known


def _files_of(folder: str) -> object:
    """Return what identifies the templates of a folder: those of the built-in theme do not change in a run."""
    if Path(folder).is_relative_to(ROOT / "theme"):
        return folder
    return tuple((path, path.read_bytes()) for path in sorted(Path(folder).rglob("*.html")))


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Iterator[None]:
    """Parse and compile each template once for all sites of the tests: it takes longest in building a small site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compiler, "page", _once_a_page(Compiler.page))
        for method in ("parse", "compile"):
            patch.setattr(Environment, method, _once_a_template(getattr(Environment, method)))
        yield


@pytest.fixture(autouse=True, scope="session")
def _shells_once() -> Iterator[None]:
    """Render the chrome of a kind of page once for all sites of the tests that have the same chrome.

    The key is what the chrome is made from, not the digest that the program caches it by, which tests hold complete.
    """
    make, render = Chrome.of, Chrome.shell
    chromes: dict[str, Chrome] = {}
    shells: dict[int, dict[tuple[str, str], Shell]] = {}

    def of(*given: Any) -> Chrome:
        key = f"{given!r}{sorted((path, path.read_bytes()) for path in given[3].rglob('*') if path.is_file())!r}"
        if key not in chromes:
            if len(chromes) == _CHROMES:
                shells.pop(id(chromes.pop(next(iter(chromes)))), None)
            chromes[key] = make(*given)
        return chromes[key]

    @wraps(render)
    def shell(self: Chrome, url: str, section: str) -> Shell:
        made = shells.setdefault(id(self), {})
        if (url, section) not in made:
            made[url, section] = render(self, url, section)
        return made[url, section]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chrome, "of", of)
        patch.setattr(Chrome, "shell", shell)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh copy of the smallest valid project."""
    return Path(shutil.copytree(STARTER, tmp_path / "project"))


@pytest.fixture
def write(project: Path) -> Callable[[str, str], Path]:
    """Return a function that writes a file of the project and creates its folders."""

    def write_file(name: str, text: str) -> Path:
        return written(project / name, text)

    return write_file


@pytest.fixture(scope="session")
def example() -> Project:
    """The example bureau, checked."""
    return check_project(ROOT)


@pytest.fixture(scope="session")
def below(example: Project) -> Project:
    """The example bureau under a sub-path, because pages must not depend on the root."""
    settings = replace(example.registry.site, base_url="https://zwgk.example.gov.cn/sub/")
    return replace(example, session=Session(replace(example.registry, site=settings), AS_OF))


@pytest.fixture(scope="session")
def site(below: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example bureau's site; the first worker that needs it builds it for all."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site").exists():
            below.build(folder / "site")
    return folder / "site"
