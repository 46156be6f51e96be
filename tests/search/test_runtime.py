"""The engine outside the browser: the same in Node and in mini-racer; without both one is told what to install."""

from __future__ import annotations

import asyncio
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from generator.cli import main
from generator.render.pages import File
from generator.search.evaluate import read_queries
from generator.search.runtime import Engine, EngineError, available
from tests.conftest import ROOT


def test_mini_racer_ranks_as_the_preferred_runtime(made: list[File], engine: Engine) -> None:
    queries = [query.text for query in read_queries(ROOT / "tests/search/queries.yml")][::6]
    assert "mini-racer" in available()
    with Engine.of(made, ROOT, "mini-racer") as other:
        assert other.rank(queries) == engine.rank(queries)
        assert other.suggest(queries) == engine.suggest(queries)


def test_mini_racer_runs_beside_an_event_loop(made: list[File]) -> None:
    """As in a process in which Playwright drives a browser."""

    async def ask() -> list[str]:
        with Engine.of(made, ROOT, "mini-racer") as engine:
            return engine.rank(["契税申报"])[0].paths

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already
        assert thread.submit(lambda: asyncio.run(ask())).result()[0] == "procedures/qishui-shenbao"


def test_what_fails_in_the_engine_is_told(engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"搜索脚本出错：TypeError"):
        engine.call("nothing.such", [[]])
    assert engine.rank(["契税"])[0].paths, "it goes on after a failure"


@pytest.mark.parametrize("runtime", available())
def test_a_script_that_does_not_run_is_told(made: list[File], runtime: str) -> None:
    with pytest.raises(EngineError, match="SyntaxError"):
        Engine(made, b"not a script", runtime)


def test_without_a_runtime_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    assert main(["search-eval", "--project", str(ROOT), "--as-of", "2026-11-22"]) == 2
    said = capsys.readouterr().err
    assert "Node.js" in said and "pip install mini-racer" in said
