"""Measures a command: wall time, CPU time of all its processes, and their peak memory.

Linux only: CPU time comes from wait4(), memory from /proc. The command runs in a new session; all processes of that
session count.
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
"""Pause between two memory samples. Slow samples lengthen it, so that sampling uses at most 1/20 of a core."""

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class CommandError(Exception):
    """A command failed; the message gives the command and the end of its output."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The time and memory of one run."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def measure(command: Sequence[str], folder: Path, log: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder and return its cost; its output goes to `log`.

    CPU is the user and system time of the command and of the processes it waited for. Memory is the largest sampled
    sum of PSS (each shared page counted once) of its processes. Raises CommandError if the exit code is not 0, OSError
    if the command cannot be started.
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
    """Samples the memory of a session's processes until `end` is called."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.peak_bytes = 0
        self._ended = threading.Event()

    def run(self) -> None:
        """Take samples until `end` is called, with pauses that leave the machine to the command."""
        pause = 0.0
        while not self._ended.wait(pause):
            begun = time.thread_time()
            self.peak_bytes = max(self.peak_bytes, _memory(self.session, self.peak_bytes))
            pause = max(PAUSE_SECONDS, 20 * (time.thread_time() - begun))

    def end(self) -> None:
        """Stop sampling."""
        self._ended.set()
        self.join()


def _memory(session: int, known: int) -> int:
    """Return the sum of PSS of a session's processes in bytes, or 0 if it cannot exceed `known`.

    RSS is cheap to read and never less than PSS, so PSS is read only if RSS exceeds `known`.
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
    """Return the session id of a process, -1 if the process has ended."""
    # pid (name) state parent group session …; the name may hold brackets and spaces
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[3]) if fields else -1


def _rss(pid: int) -> int:
    """Return the RSS of a process in bytes."""
    fields = _read(pid, "statm").split()
    return int(fields[1]) * _PAGE_BYTES if fields else 0


def _pss(pid: int) -> int:
    """Return the PSS of a process in bytes: pages shared by n processes count 1/n."""
    match = _PSS.search(_read(pid, "smaps_rollup"))
    return int(match[1]) * 1024 if match else 0


def _read(pid: int, name: str) -> bytes:
    """Return the content of a process's file in /proc, b"" if the process has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
