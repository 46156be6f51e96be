"""Where work is done: here, on this machine's processors, or on a cluster. Results come in the order of the items.

A task is given as its set-up: a picklable function without arguments that returns the function for one item. It runs
once in each process, so that what all items need is made once and never sent with them.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Setup = Callable[[], Callable[[T], R]]


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


class Processes:
    """Does the work in forked processes. They begin with the first work there is, while this process is still small."""

    shares_files = True

    def __init__(self, workers: int) -> None:
        """Use so many processes, once there is work for more than one."""
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield results while at most two items a worker are under way. One item alone is worth no process."""
        rest = iter(items)
        first = list(islice(rest, 2))
        if len(first) < 2:
            yield from Here().map(setup, first)
            return
        self._pool = self._pool or ProcessPoolExecutor(self.workers, multiprocessing.get_context("fork"))
        packed = pickle.dumps(setup)
        under_way: deque[Future[R]] = deque()
        for item in chain(first, rest):
            under_way.append(self._pool.submit(done_by, packed, item))
            if len(under_way) > 2 * self.workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown()
            self._pool = None


_ready: dict[bytes, Callable[[Any], Any]] = {}


def done_by(setup: bytes, item: Any) -> Any:
    """Do one item's work in another process, by the set-up that is packed here; it is made once for all items."""
    if setup not in _ready:
        _ready.clear()
        _ready[setup] = pickle.loads(setup)()
    return _ready[setup](item)


def local(workers: int) -> Executor:
    """Return what does the work with so many processes on this machine."""
    forks = "fork" in multiprocessing.get_all_start_methods()
    return Processes(workers) if workers > 1 and forks else Here()
