"""The progress line: the current stage, and for pages the estimated time left."""

from __future__ import annotations

import pytest

from generator import progress
from generator.progress import Progress, line
from generator.report import STAGES


class Clock:
    """A clock that tests advance."""

    now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_stages_are_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Progress()
    with shown.stage("load"):
        pass
    assert list(shown.each("search", [1, 2, 3])) == [1, 2, 3]
    said = capsys.readouterr().err
    assert said.count(STAGES["load"]) == said.count(STAGES["search"]) == 1
    shown.close()
    assert capsys.readouterr().err.endswith("\r")


def test_pages_a_second_are_those_since_rendering_began(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """Earlier stages and files reused from the last release do not count towards the rate."""
    shown = Progress()
    with shown.stage("load"):
        clock.now += 50
    shown.done, shown.expected = 400, 1000
    with shown.stage("render"):
        clock.now += 2
        shown.done += 100
        shown.page("a/index.html", 0.01)
        clock.now += 0.01
        shown.page("b/index.html", 0.01)
    said = capsys.readouterr().err
    assert line(500, 1000, 50.0) in said
    assert said.count("生成页面 ") == 1, "not again so soon"


def test_the_line() -> None:
    assert line(500, 1000, 50.0) == f"生成页面 {'█' * 10}{'░' * 10} 500/约 1000，每秒 50 页，还要 10 秒"
    assert line(1000, 900, 50.0) == "生成页面 1000，每秒 50 页"
    assert line(0, 900, 0.0) == "生成页面 0，每秒 0 页"
