"""What a command costs: CPU and memory of all its processes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.bench.measure import CommandError, measure

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")

MB = 1_000_000
HOLD = "import time; held = b'x' * {size}; time.sleep(0.6)"
BURN = "import time\nwhile time.process_time() < {seconds}: pass"


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def twice(code: str) -> str:
    """Code that runs other code in two processes at once, and itself holds nothing."""
    return (
        "import subprocess, sys\n"
        f"started = [subprocess.Popen([sys.executable, '-S', '-c', {code!r}]) for _ in 'ab']\n"
        "for process in started: process.wait()"
    )


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    one = measure(python(HOLD.format(size=60 * MB)), tmp_path, tmp_path / "log")
    two = measure(python(twice(HOLD.format(size=60 * MB))), tmp_path, tmp_path / "log")
    assert 60 * MB < one.peak_bytes < 90 * MB
    assert 120 * MB < two.peak_bytes < 170 * MB
    assert one.wall_seconds >= 0.6


def test_pages_that_processes_share_count_once(tmp_path: Path) -> None:
    code = "import os, time; held = b'x' * 60_000_000; pid = os.fork(); time.sleep(0.6); pid and os.wait()"
    cost = measure(python(code), tmp_path, tmp_path / "log")
    assert 60 * MB < cost.peak_bytes < 90 * MB


def test_cpu_is_that_of_all_processes_and_not_of_sleeping(tmp_path: Path) -> None:
    idle = measure(python("import time; time.sleep(0.3)"), tmp_path, tmp_path / "log")
    busy = measure(python(twice(BURN.format(seconds=0.3))), tmp_path, tmp_path / "log")
    assert idle.cpu_seconds < 0.3 <= idle.wall_seconds
    assert busy.cpu_seconds >= 0.6


def test_a_failing_command_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no luck"):
        measure(python("raise SystemExit('no luck')"), tmp_path, tmp_path / "log")
