"""What a command costs: time, CPU of all its processes, and the most memory they held together.

Linux only: CPU comes from wait4(), memory from /proc. The command runs in a session of its own, and what belongs to
it is every process of that session.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE_SECONDS = 0.02
"""Between two looks at the memory; longer where a look takes long, so that looking takes 1/20 of one core at most."""

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class CommandError(Exception):
    """A command ended with an error; the message says which, and the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def measure(command: Sequence[str], folder: Path, log: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder and return what it cost; all it prints goes to `log`.

    CPU is user and system time of the command and of the processes it waited for. Memory is the largest sum of PSS
    (each shared page counted once) seen over its processes. Raises CommandError where it exits with another code
    than 0, OSError where it cannot be started.
    """
    with log.open("wb") as out:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
    if process.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise CommandError(f"{' '.join(command)} -> {process.returncode}\n{tail}")
    return Cost(wall, used.ru_utime + used.ru_stime, watch.peak_bytes)


class _Watch(threading.Thread):
    """Looks at the memory of a session's processes until told to end."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.peak_bytes = 0
        self._ended = threading.Event()

    def run(self) -> None:
        """Look again and again, leaving the machine to the command most of the time."""
        pause = 0.0
        while not self._ended.wait(pause):
            begun = time.thread_time()
            self.peak_bytes = max(self.peak_bytes, _memory(self.session, self.peak_bytes))
            pause = max(PAUSE_SECONDS, 20 * (time.thread_time() - begun))

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join()


def _memory(session: int, known: int) -> int:
    """Return the bytes that a session's processes hold together, or 0 where that cannot be more than `known`.

    RSS is cheap to read and never less than PSS, so PSS is only asked for where RSS is above what is known.
    """
    pids = list(processes(session))
    if sum(_rss(pid) for pid in pids) <= known:
        return 0
    return sum(_pss(pid) for pid in pids)


def processes(session: int) -> Iterable[int]:
    """Yield the processes of a session."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _session(int(entry.name)) == session:
            yield int(entry.name)


def _session(pid: int) -> int:
    """Return the session of a process, -1 where it has ended."""
    # pid (name) state parent group session …; the name may hold brackets and spaces
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[3]) if fields else -1


def _rss(pid: int) -> int:
    """Return the resident bytes of a process, shared ones included."""
    fields = _read(pid, "statm").split()
    return int(fields[1]) * _PAGE_BYTES if fields else 0


def _pss(pid: int) -> int:
    """Return the resident bytes of a process, those it shares with n processes divided by n."""
    found = _PSS.search(_read(pid, "smaps_rollup"))
    return int(found[1]) * 1024 if found else 0


def _read(pid: int, name: str) -> bytes:
    """Return a file of /proc, nothing where the process has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
