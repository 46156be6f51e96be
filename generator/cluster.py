"""An executor on a cluster: Dask's distributed scheduler with workers on other machines.

The workers need this program, and see the project, the output folder and the cache at the same paths as here (a shared
folder). With a store (any address that fsspec knows: a bucket, another share) finished pages come back through it
instead. A worker that dies loses nothing: the scheduler gives its work to another.

The scheduler and its workers are trusted: whoever reaches the scheduler can run programs on the workers, and a worker
can run programs here. So a scheduler on another machine is reached through TLS alone, where both ends show
certificates. The store is not trusted: results in it have names that nobody can guess and are signed with a key of
this one run, which is sent through the scheduler. They are bytes that are read as plain data, and never pickles.
"""

from __future__ import annotations

import copyreg
import hmac
import io
import pickle
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import fsspec
from distributed import Client, Future

from generator.executor import Setup, refused

T = TypeVar("T")
R = TypeVar("R")

_UNDER_WAY = 4  # items per worker thread: no thread waits, and few results are in memory at once
_RETRIES = 5
_TIMEOUT = "20s"  # for the scheduler to answer
_KEY = 32  # bytes of the key that signs results in the store, and of a signature


@dataclass(frozen=True)
class Cluster:
    """Runs items on the workers of a scheduler. `store` is the fsspec address that results are returned through."""

    client: Client
    store: str | None = None

    @classmethod
    def at(cls, address: str, store: str | None = None) -> Cluster:
        """Return the cluster whose scheduler listens at `address`, e.g. "tls://10.0.0.5:8786".

        Raises OSError if it does not answer, or if anybody on the network could take its place.
        """
        if reason := refused(address):
            raise OSError(0, reason, address)
        try:
            return cls(Client(address, timeout=_TIMEOUT), store)  # type: ignore[no-untyped-call]
        except (TypeError, ValueError) as error:  # what Dask raises for certificates that are missing or wrong
            raise OSError(0, "连不上集群：证书没有设好，怎么设见 SECURITY.md", address) from error

    @property
    def shares_files(self) -> bool:
        """True if workers write into folders that this process sees; False with a store."""
        return self.store is None

    def map(self, setup: Setup[T, R], items: Iterable[T]) -> Iterator[R]:
        """Yield the function's result for each item, in order. Results are bytes.

        Raises OSError if a result was changed in the store. The set-up is a task, not scattered data: data whose last
        copy was on a lost worker is gone, a task is run again.
        """
        key = secrets.token_bytes(_KEY)
        sent = self.client.submit(bytes, key + _packed(setup), pure=False, retries=_RETRIES)
        name = secrets.token_hex(16)
        most = _UNDER_WAY * max(1, sum(self.client.nthreads().values()))  # type: ignore[no-untyped-call]
        under_way: deque[Future[Any]] = deque()
        for number, item in enumerate(items):
            place = f"{self.store.rstrip('/')}/{name}-{number}" if self.store else None
            under_way.append(
                self.client.submit(_run, name, sent, pickle.dumps(item), place, pure=False, retries=_RETRIES)
            )
            if len(under_way) > most:
                yield self._result(under_way.popleft(), key)
        while under_way:
            yield self._result(under_way.popleft(), key)
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

    def _result(self, future: Future[Any], key: bytes) -> Any:
        """Return what a piece of work gave, fetched from the store where it lies there."""
        result = future.result()
        if not isinstance(result, str):
            return result
        with fsspec.open(result, "rb") as opened:
            data = opened.read()
        files, path = fsspec.core.url_to_fs(result)
        files.rm_file(path)
        if not hmac.compare_digest(data[:_KEY], _signature(key, result, data[_KEY:])):
            raise OSError(0, "集群交回的内容在 --store 里被改过，这次没有生成；查一查谁能写那里", self.store)
        return data[_KEY:]


def _signature(key: bytes, place: str, data: bytes) -> bytes:
    """Return the signature of a result that lies at a place in the store."""
    return hmac.digest(key, place.encode() + b"\0" + data, "sha256")


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

    `setup` is the key for the store and the packed set-up. Raises TypeError for a result that is not bytes.
    Work that failed leaves a set-up that may hold half of what was made: the next item gets a new one.
    """
    with _one:
        work = _ready.pop(name, None) or pickle.loads(memoryview(setup)[_KEY:])()
        _ready.clear()
        result = work(pickle.loads(item))
        if not isinstance(result, bytes):
            raise TypeError(f"a cluster gives back bytes, not {type(result).__name__}")
        _ready[name] = work
    if place is None:
        return result
    with fsspec.open(place, "wb") as opened:
        opened.write(_signature(setup[:_KEY], place, result) + result)
    return place
