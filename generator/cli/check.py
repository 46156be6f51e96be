"""`zwgk check`: checks a project and prints every finding."""

from __future__ import annotations

import argparse

from generator.cli.opening import failed, new_timing, open_project, passes, report_timings
from generator.cli.parsing import FINE, IN_PROJECT, JUDGED, ON_A_DAY, WORKED, Command


def _options(_: argparse.ArgumentParser) -> None:
    """Do nothing: all options are shared."""


def _run(args: argparse.Namespace) -> int:
    """Check the project."""
    timing = new_timing()
    project = open_project(args, timing)
    report_timings(timing, args)
    return FINE if passes(project, args) else failed(project)


COMMAND = Command(
    "check",
    "检查名录和页面，列出每处错误在哪一行、怎么改",
    "  zwgk check\n  zwgk check --strict --format github",
    (IN_PROJECT, ON_A_DAY, JUDGED, WORKED),
    _options,
    _run,
)
