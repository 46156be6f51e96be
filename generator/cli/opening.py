"""Opening the project that a command works on: with its cache, on its day, its findings reported."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.parsing import FINDINGS, USAGE
from generator.clock import today
from generator.timing import Timing

if TYPE_CHECKING:
    from generator.executor import Executor
    from generator.project import Project


def open_project(given: argparse.Namespace, timing: Timing) -> Project:
    """Read and check the project, and report what was found. Raises PublishError for a wrong --previous."""
    from generator.cache import Cache
    from generator.check import RULES
    from generator.project import Project
    from generator.report import render, summary

    previous = None
    if getattr(given, "previous", None):
        from generator.build import earlier_figures

        previous = earlier_figures(given.previous)
    project = Project.open(
        given.project,
        given.as_of or today(),
        cache=Cache(cache_folder(given)),
        timing=timing,
        pdf=getattr(given, "pdf", False),
        previous=previous,
    )
    timing.close()
    report = render(project.findings, given.format, {rule.code: rule.title for rule in RULES}, full=given.all)
    if report:
        print(report)
    print(summary(project.findings), file=sys.stderr)
    return project


def passes(project: Project, given: argparse.Namespace) -> bool:
    """Return True if a checked project may be published."""
    from generator.findings import Severity

    counted = [finding for finding in project.findings if given.strict or finding.severity is Severity.ERROR]
    return all(finding.excused for finding in counted)


def failed(project: Project) -> int:
    """Return the exit code of a project that does not pass: a newer format is no mistake in the project."""
    from generator.model.rules import NEWER_FORMAT

    return USAGE if any(finding.code == NEWER_FORMAT.code for finding in project.findings) else FINDINGS


def cache_folder(given: argparse.Namespace) -> Path | None:
    """Return the folder that keeps results between runs, or None if nothing is to be kept.

    It is never inside the project, so that nobody can put anything there by a change to the project.
    """
    if given.no_cache:
        return None
    try:
        home = os.environ.get("ZWGK_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zwgk"
    except RuntimeError:  # a user without a home folder, as in containers
        return None
    return Path(home).absolute() / hashlib.sha256(os.fsencode(given.project.resolve())).hexdigest()[:16]


def executor(given: argparse.Namespace) -> Executor:
    """Return what does the work: the processors of this machine, or a cluster. Raises OSError if there is none."""
    from generator.executor import local

    if not given.cluster:
        return local(given.workers or os.cpu_count() or 1)
    try:
        from generator.cluster import Cluster
    except ImportError as error:
        raise OSError(0, "没有安装集群需要的程序，先运行 pip install 'zwgk[cluster]'", error.name) from error
    return Cluster.at(given.cluster, given.store)


def new_timing() -> Timing:
    """Return what takes times; on a terminal it shows how far the command is."""
    from generator.progress import Progress

    return Progress() if sys.stderr.isatty() else Timing()


def report_timings(timing: Timing, given: argparse.Namespace) -> None:
    """Say how long things took, if that was asked for."""
    if given.timings:
        from generator.report import timings

        print(timings(timing, given.timings), file=sys.stderr)
