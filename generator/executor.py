"""Where work is done: here, on this machine's processors, or on a cluster. Results come in the order of the items.

A task is given as its set-up: a picklable function without arguments that returns the function for one item. It runs
once in each process, so that what all items need gets there once and is never sent with them.
"""

from __future__ import annotations

import ipaddress
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from threading import Thread
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
R = TypeVar("R")

Setup = Callable[[], Callable[[T], R]]


def refused(address: str) -> str:
    """Return in Chinese why work is not sent to a scheduler at this address, "" if it may be.

    A scheduler on another machine must be reached through TLS: whoever stands in its place can run programs here.
    """
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.scheme not in ("tcp", "tls"):
        return "集群的地址要写成 tls://主机:端口，如 tls://10.0.0.5:8786"
    if parts.scheme == "tcp" and not _is_here(host):
        return "别的机器上的集群只能用 tls:// 连接：tcp:// 不加密，谁都能冒充；证书怎么设见 SECURITY.md"
    return ""


def _is_here(host: str) -> bool:
    """Return True if a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Executor(Protocol):
    """Runs one function over many items. `shares_files` tells whether what it writes to a folder is there for us."""

    @property
    def shares_files(self) -> bool:
        """Whether workers see the same folders as this process."""
        ...

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield the function's result for each item, in order. Only a few items are under way at once.

        Whatever the function raises is raised here.
        """
        ...

    def close(self) -> None:
        """Give back what the work was done with; nothing can be done any more."""
        ...


@dataclass(frozen=True, slots=True)
class Here:
    """Does the work in this process."""

    shares_files: bool = True

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield each result as it is asked for."""
        work: Callable[[T], R] | None = None
        for item in items:
            work = work or setup()
            yield work(item)

    def close(self) -> None:
        """Do nothing: there is nothing to give back."""


HERE = Here()


@dataclass(frozen=True, slots=True)
class Processes:
    """Does the work in forked processes. They begin with everything that this one knows, and share its memory."""

    workers: int
    shares_files: bool = True

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield results while at most two items a worker are under way. One item alone is worth no process.

        Raises OSError where a process is killed.
        """
        given = list(items)
        if len(given) < 2:
            yield from HERE.map(setup, given)
            return
        try:
            yield from self._forked(setup, given)
        except BrokenProcessPool as error:
            raise OSError(0, "一个工作进程中途没了，多半是内存不够；用 --workers 1 再试") from error

    def _forked(self, setup: Setup[T, R], items: Sequence[T]) -> Iterator[R]:
        """Yield the results of forked processes, of which all there may be are begun at once."""
        forked = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(min(self.workers, len(items)), forked, _begin, (setup,)) as pool:
            under_way: deque[Future[R]] = deque()
            for item in items:
                under_way.append(pool.submit(_done, item))
                if len(under_way) > 2 * self.workers:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()

    def close(self) -> None:
        """Do nothing: the processes end with their work."""


_work: dict[None, Callable[[Any], Any]] = {}
"""What a forked process was begun for."""


def _begin(setup: Setup[Any, Any]) -> None:
    """Set up a forked process, which has inherited the set-up as it was."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C amid a result would leave its reader waiting for the rest
    Thread(target=_end_with_parent, daemon=True).start()
    _work[None] = setup()


def _end_with_parent() -> None:
    """End this process when the one that forked it is gone, killed perhaps: it has inherited the lock of the target."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _done(item: Any) -> Any:
    """Do one item's work in a forked process."""
    return _work[None](item)


def local(workers: int) -> Executor:
    """Return what does the work with so many processes on this machine."""
    forks = "fork" in multiprocessing.get_all_start_methods()
    return Processes(workers) if workers > 1 and forks else HERE
