"""An executor on a cluster: Dask's distributed scheduler with workers on other machines.

The workers need this program, and must see the project, the output folder and the cache at the same paths as this
process (a shared folder). With a store (any fsspec address: a bucket, another share) results come back through the
store instead. If a worker dies, the scheduler gives its work to another one.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import fsspec
from distributed import Client, Future

from generator.executor import Setup

T = TypeVar("T")
R = TypeVar("R")

_UNDER_WAY = 4  # items per worker thread: no thread waits, and few results are in memory at once
_RETRIES = 5
_TIMEOUT = "20s"  # time for the scheduler to answer


@dataclass(frozen=True)
class Cluster:
    """Runs items on the workers of a scheduler. `store` is the fsspec address that results are returned through."""

    client: Client
    store: str | None = None

    @classmethod
    def at(cls, address: str, store: str | None = None) -> Cluster:
        """Connect to the scheduler at `address`, e.g. "tcp://10.0.0.5:8786". Raises OSError if it does not answer."""
        return cls(Client(address, timeout=_TIMEOUT), store)  # type: ignore[no-untyped-call]

    @property
    def shares_files(self) -> bool:
        """True if workers write into folders that this process sees; False with a store."""
        return self.store is None

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield the function's result for each item, in order."""
        packed = _packed(setup)
        sent = self.client.scatter(packed, broadcast=True, hash=False)  # type: ignore[no-untyped-call]
        name = hashlib.sha256(packed).hexdigest()[:16]
        most = _UNDER_WAY * max(1, sum(self.client.nthreads().values()))  # type: ignore[no-untyped-call]
        under_way: deque[Future[Any]] = deque()
        for number, item in enumerate(items):
            place = f"{self.store.rstrip('/')}/{name}-{number}" if self.store else None
            under_way.append(
                self.client.submit(_run, name, sent, pickle.dumps(item), place, pure=False, retries=_RETRIES)
            )
            if len(under_way) > most:
                yield self._result(under_way.popleft())
        while under_way:
            yield self._result(under_way.popleft())
        if self.store:
            self._tidy(name)

    def close(self) -> None:
        """Disconnect from the scheduler."""
        self.client.close()  # type: ignore[no-untyped-call]

    def _tidy(self, name: str) -> None:
        """Remove results that nobody fetched: those computed twice because a worker was lost."""
        files, path = fsspec.core.url_to_fs(self.store)
        for left in files.glob(f"{path.rstrip('/')}/{name}-*"):
            files.rm_file(left)

    def _result(self, future: Future[Any]) -> Any:
        """Return the result of a future; fetch it from the store if the future holds its address."""
        result = future.result()
        if isinstance(result, str):
            with fsspec.open(result, "rb") as opened:
                data = opened.read()
            files, path = fsspec.core.url_to_fs(result)
            files.rm_file(path)
        else:
            data = result
        return pickle.loads(data)


def _packed(setup: Setup[Any, Any]) -> bytes:
    """Return a pickled set-up; memoryviews in it are copied as bytes."""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed)
    pickler.dispatch_table = {**copyreg.dispatch_table, memoryview: lambda view: (bytes, (bytes(view),))}
    pickler.dump(setup)
    return packed.getvalue()


_ready: dict[str, Callable[[Any], Any]] = {}
_one = Lock()  # a set-up is not thread-safe: a worker with several threads runs one item at a time


def _run(name: str, setup: bytes, item: bytes, place: str | None) -> bytes | str:
    """Run one item on a worker; return its pickled result, or the result's address in the store.

    The set-up is reused by later items, but not after an error: it may then hold incomplete results.
    """
    with _one:
        work = _ready.pop(name, None) or pickle.loads(setup)()
        _ready.clear()
        result = pickle.dumps(work(pickle.loads(item)))
        _ready[name] = work
    if place is None:
        return result
    with fsspec.open(place, "wb") as opened:
        opened.write(result)
    return place
