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
from generator.build import Settings
from generator.cli import main
from generator.cluster import Cluster
from generator.executor import refused
from generator.province import Outcome, Province
from generator.timing import Timing
from tests.conftest import STARTER, check_project
from tests.helpers.commands import run
from tests.helpers.files import edit, tree
from tests.helpers.provinces import add_bureau


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


@pytest.fixture(scope="module")
def survivor(scheduler: str) -> Iterator[None]:
    """A worker that no test kills. It compiles templates once."""
    with worker(scheduler):
        yield


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


@pytest.mark.usefixtures("survivor")
@pytest.mark.parametrize("stored", [False, True], ids=["shared folder", "store"])
def test_a_killed_worker_changes_nothing(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    monkeypatch.setattr(building, "_AT_ONCE", 2)
    checked = check_project(STARTER)
    checked.build(tmp_path / "here")
    store = f"file://{tmp_path / 'store'}" if stored else None
    (tmp_path / "store").mkdir()
    with worker(scheduler) as victim:
        workers = Cluster.at(scheduler, store)
        workers.client.wait_for_workers(2, timeout=60)
        timing = Killer(victim)
        checked.build(tmp_path / "there", executor=workers, timing=timing)
        assert victim.returncode == -signal.SIGKILL
        assert timing.pages > 20
        workers.client.close()  # type: ignore[no-untyped-call]
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert list((tmp_path / "store").iterdir()) == []


@pytest.mark.usefixtures("survivor")
@pytest.mark.parametrize("stored", [False, True], ids=["shared folder", "store"])
def test_bureaus_are_tasks_and_one_worker_is_killed(
    scheduler: str, project: Path, tmp_path: Path, stored: bool
) -> None:
    for number in range(4):
        add_bureau(project, f"xian-{number}", f"示例{number}县税务局")
    store = f"file://{tmp_path / 'store'}" if stored else None
    (tmp_path / "store").mkdir()
    several = Province.of(check_project(project))
    several.build(tmp_path / "here", Settings())
    told: list[str] = []
    with worker(scheduler) as victim:
        workers = Cluster.at(scheduler, store)
        workers.client.wait_for_workers(2, timeout=60)

        def kill(outcome: Outcome) -> None:
            told.append(outcome.facts.name)
            victim.send_signal(signal.SIGKILL)
            victim.wait()

        _, published = several.build(tmp_path / "there", Settings(workers), report=kill)
        assert published and victim.returncode == -signal.SIGKILL
        workers.client.close()  # type: ignore[no-untyped-call]
    assert len(told) == 4
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert list((tmp_path / "store").iterdir()) == []


@pytest.mark.usefixtures("survivor")
def test_the_command_builds_on_a_cluster(scheduler: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a second time, and if workers run in another folder."""
    entry = project / "data/procedures/fapiao-lingyong.yml"
    monkeypatch.chdir(project)
    assert main(["build", "--cluster", scheduler]) == 0
    edit(entry, "name: 发票领用", "name: 领用发票")
    assert main(["build", "--cluster", scheduler]) == 0
    assert main(["build", "--output", "here", "--no-cache"]) == 0
    assert tree(project / "public") == tree(project / "here")


KEY = b"k" * 32


def gathering() -> Callable[[int], bytes]:
    """Return what gives all items that it was ever given, and fails for those below zero."""
    items: list[int] = []

    def gather(item: int) -> bytes:
        items.append(item)
        if item < 0:
            raise ValueError(item)
        return bytes(items)

    return gather


def test_work_that_failed_leaves_nothing_behind() -> None:
    """A page from a failed attempt must not appear twice."""

    def ran(item: int) -> list[int]:
        data = cluster._run("gathering", KEY + pickle.dumps(gathering), pickle.dumps(item), None)
        assert isinstance(data, bytes)
        return list(data)

    assert (ran(1), ran(2)) == ([1], [1, 2])
    with pytest.raises(ValueError, match="-3"):
        ran(-3)
    assert ran(3) == [3]


def test_no_scheduler_is_a_clear_error(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TIMEOUT", "1s")
    with suppress(SystemExit):
        assert main(["build", "--project", str(project), "--cluster", "tcp://127.0.0.1:9"]) == 2
    assert "127.0.0.1:9" in capsys.readouterr().err
    assert not (project / "public").exists()


def echoing() -> Callable[[bytes], bytes]:
    """Return what gives back what it is given."""
    return lambda item: item


class Alone:
    """A scheduler's client that does the work at once; `meddle` may then change what lies in the store."""

    def __init__(self, meddle: Callable[[list[Path]], None], store: Path) -> None:
        self.meddle, self.store = meddle, store
        self.names: list[str] = []

    def nthreads(self) -> dict[str, int]:
        return {"one": 1}

    def submit(self, run: Callable[..., object], *given: object, **_: object) -> object:
        if run is bytes:  # the set-up
            return run(*given)
        self.found = run(*given)
        self.names.append(str(given[0]))
        return self

    def result(self) -> object:
        self.meddle(sorted(self.store.iterdir()))
        return self.found


def nothing(_: list[Path]) -> None:
    pass


def replaced(files: list[Path]) -> None:
    files[-1].write_bytes(pickle.dumps("anything"))


def one_byte(files: list[Path]) -> None:
    data = bytearray(files[-1].read_bytes())
    data[-1] ^= 1
    files[-1].write_bytes(data)


def cut(files: list[Path]) -> None:
    files[-1].write_bytes(files[-1].read_bytes()[:20])


def another_signed_one(files: list[Path]) -> None:
    """Put a result of this same run in the place of another."""
    place = str(files[-1])
    other = cluster._signature(KEY, f"file://{place}-other", b"other") + b"other"
    files[-1].write_bytes(other)


@pytest.mark.parametrize("meddle", [nothing, replaced, one_byte, cut, another_signed_one])
def test_a_result_that_was_changed_in_the_store_is_refused(
    tmp_path: Path, meddle: Callable[[list[Path]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_bytes", lambda _: KEY)
    client = Alone(meddle, tmp_path)
    found = Cluster(client, f"file://{tmp_path}").map(echoing, [b"page"])  # type: ignore[arg-type]
    if meddle is nothing:
        assert list(found) == [b"page"]
    else:
        with pytest.raises(OSError, match="改过"):
            list(found)


def test_nobody_can_guess_what_results_are_called_or_signed_with(tmp_path: Path) -> None:
    client = Alone(nothing, tmp_path)
    for _ in range(2):
        assert list(Cluster(client, f"file://{tmp_path}").map(echoing, [b"x"])) == [b"x"]  # type: ignore[arg-type]
    assert len(set(client.names)) == 2
    assert {len(name) for name in client.names} == {32}


def test_only_bytes_come_back() -> None:
    """Whatever else would have to be unpickled here."""
    with pytest.raises(TypeError, match="bytes"):
        cluster._run("x", KEY + pickle.dumps(squaring), pickle.dumps(3), None)


def squaring() -> Callable[[int], int]:
    """Return what squares."""
    return lambda item: item * item


@pytest.mark.parametrize(
    "address",
    ["tcp://10.0.0.5:8786", "10.0.0.5:8786", "tcp://scheduler:8786", "nonsense", "tls://x", "ws://127.0.0.1:1", ""],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_scheduler_that_anybody_could_be_is_refused(
    project: Path, command: str, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command, "--project", project, "--cluster", address) == 2
    assert "tls://" in capsys.readouterr().err
    assert not (project / "public").exists()
    with pytest.raises(OSError, match="tls://"):
        Cluster.at(address)


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.5:8786", "tcp://127.0.0.1:8786", "localhost:8786", "tcp://[::1]:8786"]
)
def test_schedulers_here_and_behind_tls_are_used(address: str) -> None:
    assert refused(address) == ""


def test_a_scheduler_behind_tls_needs_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_TIMEOUT", "1s")
    with pytest.raises(OSError, match=r"证书.*SECURITY\.md"):
        Cluster.at("tls://127.0.0.1:9")
