"""Work in several processes: results are in order, each process is set up once, none is left at the end."""

from __future__ import annotations

import errno
import multiprocessing
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from generator.executor import Here, Processes, local
from tests.helpers.places import ROOT


def squaring() -> Callable[[int], tuple[int, int, int]]:
    """Return a function from a number to (its square, process id, number of set-ups in that process)."""
    done = []

    def square(number: int) -> tuple[int, int, int]:
        if number < 0:
            raise ValueError(number)
        done.append(number)
        return number * number, os.getpid(), len(done)

    return square


def test_results_come_in_order_from_processes_that_are_set_up_once() -> None:
    found = list(Processes(2).map(squaring, range(40)))
    assert [square for square, _, _ in found] == [number * number for number in range(40)]
    used = {process for _, process, _ in found}
    assert 1 <= len(used) <= 2
    assert os.getpid() not in used
    assert sum(times == 1 for _, _, times in found) == len(used), "set up once in each"
    assert multiprocessing.active_children() == []


def test_processes_inherit_what_this_one_knows() -> None:
    known = object()  # not picklable
    found = list(Processes(2).map(lambda: lambda number: (number, id(known)), range(4)))
    assert found == [(number, id(known)) for number in range(4)]


def test_whoever_stops_listening_leaves_no_process() -> None:
    work = Processes(2).map(squaring, range(40))
    next(work)
    work.close()  # type: ignore[attr-defined]  # a generator
    assert multiprocessing.active_children() == []


def test_no_more_processes_than_items() -> None:
    work = Processes(8).map(squaring, range(3))
    next(work)
    assert len(multiprocessing.active_children()) == 3
    work.close()  # type: ignore[attr-defined]  # a generator


def test_without_semaphores_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container whose /dev/shm is missing or can only be read."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("_multiprocessing.SemLock", refuse)
    monkeypatch.setattr("multiprocessing.synchronize._multiprocessing.SemLock", refuse)
    assert {process for _, process, _ in Processes(2).map(squaring, range(4))} == {os.getpid()}


@pytest.mark.skipif(not shutil.which("unshare") or os.geteuid() != 0, reason="needs root and unshare")
def test_a_real_system_without_shared_memory() -> None:
    code = "from tests.test_executor import *; print(len({p for _, p, _ in Processes(2).map(squaring, range(4))}))"
    command = f"mount -t tmpfs -o ro none /dev/shm && exec {sys.executable} -c '{code}'"
    done = subprocess.run(["unshare", "-m", "sh", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("mounts of one's own are not allowed here")
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_one_item_is_worth_no_process() -> None:
    assert [process for _, process, _ in Processes(2).map(squaring, [3])] == [os.getpid()]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_raised_there_is_raised_here(workers: int) -> None:
    executor = local(workers)
    with pytest.raises(ValueError, match="-1"):
        list(executor.map(squaring, [1, -1, 2]))
    executor.close()
    assert isinstance(local(1), Here)


def test_a_process_that_is_killed_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(OSError, match="--workers 1"):
        list(Processes(2).map(lambda: lambda _: os.kill(os.getpid(), signal.SIGKILL), range(4)))


def test_ctrl_c_is_for_this_process_alone() -> None:
    """The other processes end in order, and their results are not truncated."""
    assert list(Processes(2).map(lambda: lambda _: os.kill(os.getpid(), signal.SIGINT), range(4))) == [None] * 4


def test_no_process_outlives_this_one() -> None:
    """Also if this process is killed: everything they hold, such as a lock, is released."""
    end, held = os.pipe()

    def hold(_: int) -> None:
        os.write(held, b".")
        signal.pause()

    if (parent := os.fork()) == 0:
        os.setsid()
        list(Processes(2).map(lambda: hold, range(4)))
    os.close(held)
    assert os.read(end, 1) + os.read(end, 1) == b".."
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    closed = select.select([end], [], [], 20)[0]
    with suppress(ProcessLookupError):
        os.killpg(parent, signal.SIGKILL)
    os.close(end)
    assert closed, "a process still holds the other end"
