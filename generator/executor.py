"""Executors run one function over many items: in this process, in forked ones or on a cluster. Results are in order.

A task is given as its set-up: a picklable function without arguments that returns the function for one item. The set-up
runs once in each process, so data that all items need is sent once and not with each item.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")

Setup = Callable[[], Callable[[T], R]]


def refused(address: str) -> str:
    """Return in Chinese why work is not sent to a scheduler at this address, "" if it may be.

    A scheduler on another machine must be reached through TLS: whoever stands in its place can run programs here.
    """
    from urllib.parse import urlsplit

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
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Executor(Protocol):
    """Runs one function over many items."""

    @property
    def shares_files(self) -> bool:
        """True if workers see the same folders as this process."""
        ...

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield the function's result for each item, in order. Only a few items are under way at once.

        Exceptions of the function are raised here.
        """
        ...

    def close(self) -> None:
        """Release processes and connections. The executor cannot be used afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class Here:
    """Runs items in this process."""

    shares_files: bool = True

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield each result lazily."""
        work: Callable[[T], R] | None = None
        for item in items:
            work = work or setup()
            yield work(item)

    def close(self) -> None:
        """Do nothing: there is nothing to release."""


HERE = Here()


@dataclass(frozen=True, slots=True)
class Processes:
    """Runs items in forked processes, which share this process's memory at the moment of the fork."""

    workers: int
    shares_files: bool = True

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield results in order, with at most two items per worker under way. A single item runs in this process.

        Raises OSError if a worker process is killed.
        """
        item_list = list(items)
        if len(item_list) < 2:
            yield from HERE.map(setup, item_list)
            return
        from concurrent.futures.process import BrokenProcessPool  # slow to import, as all that starts processes

        try:
            yield from self._forked(setup, item_list)
        except BrokenProcessPool as error:
            raise OSError(0, "一个工作进程中途没了，多半是内存不够；用 --workers 1 再试") from error

    def _forked(self, setup: Setup[T, R], items: Sequence[T]) -> Iterator[R]:
        """Yield the results of forked processes. One process per worker is started, never more than there are items.

        Where the system has no semaphores, as in a container without /dev/shm, all is done in this process.
        """
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        forked = multiprocessing.get_context("fork")
        try:
            opened = ProcessPoolExecutor(min(self.workers, len(items)), forked, _begin, (setup,))
        except (OSError, NotImplementedError, ImportError):
            yield from HERE.map(setup, items)
            return
        with opened as pool:
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
"""The function of a forked process, under the key None."""


def _begin(setup: Setup[Any, Any]) -> None:
    """Run the set-up in a forked process."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a half-sent result would block the parent after Ctrl+C
    Thread(target=_end_with_parent, daemon=True).start()
    _work[None] = setup()


def _end_with_parent() -> None:
    """Exit when the parent process is gone, e.g. killed: this process has inherited the lock of the target."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _done(item: Any) -> Any:
    """Run one item in a forked process."""
    return _work[None](item)


def local(workers: int) -> Executor:
    """Return an executor with that many processes; `HERE` if it is 1 or this system cannot fork."""
    return Processes(workers) if workers > 1 and hasattr(os, "fork") else HERE
