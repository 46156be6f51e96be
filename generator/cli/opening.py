"""Opens the project that a command works on, with its cache and day, and prints its findings."""

from __future__ import annotations

import argparse
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


def open_project(args: argparse.Namespace, timing: Timing) -> Project:
    """Read and check the project, and print its findings. Raises PublishError for a wrong --previous."""
    from generator.cache import Cache
    from generator.check import RULES
    from generator.project import Project
    from generator.report import render, summary

    previous = None
    if getattr(args, "previous", None):
        from generator.build import earlier_figures

        previous = earlier_figures(args.previous)
    project = Project.open(
        args.project,
        args.as_of or today(),
        cache=Cache(cache_folder(args)),
        timing=timing,
        pdf=getattr(args, "pdf", False),
        previous=previous,
    )
    timing.close()
    report = render(project.findings, args.format, {rule.code: rule.title for rule in RULES}, full=args.all)
    if report:
        print(report)
    print(summary(project.findings), file=sys.stderr)
    return project


def passes(project: Project, args: argparse.Namespace) -> bool:
    """Return True if a checked project has no errors (with --strict: no findings)."""
    from generator.findings import Severity

    counted = [finding for finding in project.findings if args.strict or finding.severity is Severity.ERROR]
    return all(finding.excused for finding in counted)


def failed(project: Project) -> int:
    """Return the exit code of a project that does not pass: USAGE if its format is too new, else FINDINGS."""
    from generator.model.rules import NEWER_FORMAT

    return USAGE if any(finding.code == NEWER_FORMAT.code for finding in project.findings) else FINDINGS


def cache_folder(args: argparse.Namespace) -> Path | None:
    """Return the cache folder of a project; None with --no-cache.

    By default it is outside the project, so that no change to the project can plant cached results. One that ZWGK_CACHE
    puts inside the project belongs to it wherever it stands: a pipeline may unpack both at another place.
    """
    if args.no_cache:
        return None
    try:
        home = os.environ.get("ZWGK_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zwgk"
    except RuntimeError:  # a user without a home folder, as in containers
        return None
    import hashlib

    cache, project = Path(home).absolute(), args.project.resolve()
    inside = cache.resolve().is_relative_to(project)
    name = os.path.relpath(project, cache.resolve()) if inside else project
    return cache / hashlib.sha256(os.fsencode(name)).hexdigest()[:16]


def executor(args: argparse.Namespace) -> Executor:
    """Return the executor: processes of this machine or a cluster. Raises OSError if the cluster cannot be used."""
    from generator.executor import local

    if not args.cluster:
        return local(args.workers or os.cpu_count() or 1)
    try:
        from generator.cluster import Cluster
    except ImportError as error:
        raise OSError(0, "没有安装集群需要的程序，先运行 pip install 'zwgk[cluster]'", error.name) from error
    return Cluster.at(args.cluster, args.store)


def new_timing() -> Timing:
    """Return a timing; on a terminal it also shows progress."""
    if not sys.stderr.isatty():
        return Timing()
    from generator.progress import Progress

    return Progress()


def report_timings(timing: Timing, args: argparse.Namespace) -> None:
    """Print the times with --timings."""
    if args.timings:
        from generator.report import timings

        print(timings(timing, args.timings), file=sys.stderr)
