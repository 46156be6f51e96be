"""Print what the tests of trust have tried: hostile texts, kills, bytes compared, times at 10,000 files.

Usage: python -m tests.figures [--kills N] [--rounds N]

Runs these tests and adds up what they note with `note`. Exit code 1 if one of them fails: every case that got through
is a failure, so what got through is 0 if they pass.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

from tests.helpers.places import ROOT

TESTS = (
    "tests/test_injection.py",
    "tests/test_injection_everywhere.py",
    "tests/browser/test_hostile.py",
    "tests/publish/test_faults.py",
    "tests/publish/test_ssh.py",
    "tests/publish/test_verify.py",
    "tests/publish/test_served.py",
    "tests/publish/test_hostile_servers.py",
    "tests/publish/test_rclone.py",
    "tests/test_surroundings.py",
)


def note(what: str, number: float) -> None:
    """Print a figure for this module to add up; pytest shows it with -s."""
    print(f"figure: {what} = {number:g}")


def added(output: str) -> Counter[str]:
    """Return the sum of each figure in what tests printed."""
    found: Counter[str] = Counter()
    for what, number in re.findall(r"figure: (.+) = (\S+)", output):
        found[what] += float(number)  # type: ignore[assignment]  # seconds are no whole numbers
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Run the tests and print the sums; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.figures")
    parser.add_argument("--kills", type=int, default=200, help="about how many runs are killed")
    parser.add_argument("--rounds", type=int, default=5, help="rounds in the browser")
    parser.add_argument("tests", nargs="*", default=TESTS)
    args = parser.parse_args(given)
    more = {"ZWGK_KILLS": str(args.kills), "ZWGK_HOSTILE": str(args.rounds), "ZWGK_LARGE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-s", *args.tests]
    environment = {**os.environ, **more}
    out, quiet = subprocess.PIPE, subprocess.DEVNULL
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=out, stderr=quiet, text=True, check=False)
    for what, number in sorted(added(done.stdout).items()):
        print(f"{what}: {number:g}")
    print(done.stdout.strip().rpartition("\n")[2])
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
