"""A build on a real scheduler with two workers, one of which is killed, gives the same bytes as a local build."""

from __future__ import annotations

import pickle
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from generator import build as building
from generator import cluster
from generator.cli import main
from generator.cluster import Cluster
from generator.timing import Timing
from tests.conftest import STARTER, check_project
from tests.helpers.files import tree


@contextmanager
def process(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program of Dask during the block."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler on loopback."""
    with process("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show") as running:
        assert running.stderr
        for line in running.stderr:
            if found := re.search(r"Scheduler at:\s*(tcp://\S+)", line):
                yield found.group(1)
                return
        pytest.fail("no scheduler")


@contextmanager
def worker(address: str) -> Iterator[subprocess.Popen[str]]:
    """A worker without a nanny process that would restart it."""
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard")
    with process("dask_worker", address, *options) as running:
        yield running


class Killer(Timing):
    """Kills a worker after the first pages."""

    def __init__(self, victim: subprocess.Popen[str]) -> None:
        super().__init__()
        self.victim = victim

    def page(self, path: str, seconds: float) -> None:
        super().page(path, seconds)
        if self.pages == 8:
            self.victim.send_signal(signal.SIGKILL)
            self.victim.wait()


@pytest.mark.parametrize("stored", [False, True], ids=["shared folder", "store"])
def test_a_killed_worker_changes_nothing(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    monkeypatch.setattr(building, "_AT_ONCE", 2)
    checked = check_project(STARTER)
    checked.build(tmp_path / "here")
    store = f"file://{tmp_path / 'store'}" if stored else None
    (tmp_path / "store").mkdir()
    with worker(scheduler) as victim, worker(scheduler):
        workers = Cluster.at(scheduler, store)
        workers.client.wait_for_workers(2, timeout=60)
        timing = Killer(victim)
        checked.build(tmp_path / "there", executor=workers, timing=timing)
        assert victim.returncode == -signal.SIGKILL
        assert timing.pages > 20
        workers.client.close()  # type: ignore[no-untyped-call]
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert list((tmp_path / "store").iterdir()) == []


def test_the_command_builds_on_a_cluster(scheduler: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a second time, and if workers run in another folder."""
    entry = project / "data/procedures/fapiao-lingyong.yml"
    with worker(scheduler):
        monkeypatch.chdir(project)
        assert main(["build", "--cluster", scheduler]) == 0
        entry.write_text(entry.read_text("utf-8").replace("name: 发票领用", "name: 领用发票"), "utf-8")
        assert main(["build", "--cluster", scheduler]) == 0
    assert main(["build", "--output", "here", "--no-cache"]) == 0
    assert tree(project / "public") == tree(project / "here")


def gathering() -> Callable[[int], list[int]]:
    """Return a function that returns all items it was called with, and fails for negative ones."""
    items: list[int] = []

    def gather(item: int) -> list[int]:
        items.append(item)
        if item < 0:
            raise ValueError(item)
        return items

    return gather


def test_work_that_failed_leaves_nothing_behind() -> None:
    """A page from a failed attempt must not appear twice."""

    def run(item: int) -> list[int]:
        data = cluster._run("gathering", pickle.dumps(gathering), pickle.dumps(item), None)
        assert isinstance(data, bytes)
        return pickle.loads(data)  # type: ignore[no-any-return]

    assert (run(1), run(2)) == ([1], [1, 2])
    with pytest.raises(ValueError, match="-3"):
        run(-3)
    assert run(3) == [3]


def test_no_scheduler_is_a_clear_error(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TIMEOUT", "1s")
    with suppress(SystemExit):
        assert main(["build", "--project", str(project), "--cluster", "tcp://127.0.0.1:9"]) == 2
    assert "127.0.0.1:9" in capsys.readouterr().err
    assert not (project / "public").exists()
