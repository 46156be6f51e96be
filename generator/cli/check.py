"""`zwgk check`: checks a project and prints every finding."""

from __future__ import annotations

import argparse

from generator.cli.opening import (
    executor,
    failed,
    new_timing,
    passes,
    print_findings,
    province,
    read_project,
    report_timings,
    tell_bureau,
)
from generator.cli.parsing import BUREAU, FINE, IN_PROJECT, JUDGED, ON_A_DAY, WORKED, Command


def _options(_: argparse.ArgumentParser) -> None:
    """Do nothing: all options are shared."""


def _run(args: argparse.Namespace) -> int:
    """Check the project."""
    timing = new_timing()
    project = read_project(args, timing)
    findings = project.findings
    if several := province(args, project):
        args.executor = executor(args)
        findings = several.check(args.executor, tell_bureau)
    timing.close()
    print_findings(findings, args)
    report_timings(timing, args)
    return FINE if passes(findings, args) else failed(findings)


COMMAND = Command(
    "check",
    "检查名录和页面，列出每处错误在哪一行、怎么改",
    "  zwgk check\n  zwgk check --strict --format github\n  zwgk check --bureau shili-xian",
    (IN_PROJECT, BUREAU, ON_A_DAY, JUDGED, WORKED),
    _options,
    _run,
)
