"""What a command costs: CPU and memory of all its processes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.bench.measure import CommandError, measure

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")

MB = 1_000_000
HOLD = "import sys; held = b'x' * {size}; print('held', flush=True); sys.stdin.read()"
BURN = "import time\nwhile time.process_time() < {seconds}: pass"


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def together(count: int, code: str, seconds: float = 0) -> str:
    """Code that runs other code in processes at once, waits while they hold what they have, and holds nothing."""
    return (
        "import sys, time\nfrom subprocess import PIPE, Popen\n"
        f"command = [sys.executable, '-S', '-c', {code!r}]\n"
        f"started = [Popen(command, stdin=PIPE, stdout=PIPE) for _ in range({count})]\n"
        "for process in started: process.stdout.readline()\n"
        f"time.sleep({seconds})\n"
        "for process in started: process.communicate()"
    )


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    one, two = (
        measure(python(together(count, HOLD.format(size=60 * MB), 0.6)), tmp_path, tmp_path / "log") for count in (1, 2)
    )
    assert 60 * MB < one.peak_bytes < 90 * MB
    assert 120 * MB < two.peak_bytes < 170 * MB
    assert one.wall_seconds >= 0.6


def test_pages_that_processes_share_count_once(tmp_path: Path) -> None:
    code = "import os, time; held = b'x' * 60_000_000; pid = os.fork(); time.sleep(0.6); pid and os.wait()"
    cost = measure(python(code), tmp_path, tmp_path / "log")
    assert 60 * MB < cost.peak_bytes < 90 * MB


def test_cpu_is_that_of_all_processes_and_not_of_sleeping(tmp_path: Path) -> None:
    idle = measure(python("import time; time.sleep(0.3)"), tmp_path, tmp_path / "log")
    busy = measure(python(together(2, BURN.format(seconds=0.3))), tmp_path, tmp_path / "log")
    assert idle.cpu_seconds < 0.3 <= idle.wall_seconds
    assert busy.cpu_seconds >= 0.6


def test_a_failing_command_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no luck"):
        measure(python("raise SystemExit('no luck')"), tmp_path, tmp_path / "log")
