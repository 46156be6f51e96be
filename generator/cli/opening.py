"""Opens the project that a command works on, with its cache and day, and prints its findings."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.cli.parsing import FINDINGS, USAGE
from generator.clock import today
from generator.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.executor import Executor
    from generator.findings import Finding
    from generator.project import Project
    from generator.province import Outcome, Province


def open_project(args: argparse.Namespace, timing: Timing) -> Project:
    """Read and check the project, and print its findings. Raises PublishError for a wrong --previous."""
    project = read_project(args, timing)
    timing.close()
    print_findings(project.findings, args)
    return project


def read_project(args: argparse.Namespace, timing: Timing) -> Project:
    """Read and check the project, a bureau with its superiors. Raises PublishError for a wrong --previous."""
    from generator.cache import Cache
    from generator.project import Project
    from generator.source.bureaus import superior_of

    previous = None
    if getattr(args, "previous", None):
        from generator.build import earlier_figures

        previous = earlier_figures(args.previous)
    day = args.as_of or today()
    more: dict[str, Any] = {"timing": timing, "pdf": getattr(args, "pdf", False), "previous": previous}
    if superior_of(args.project):
        from generator.province import open_project

        return open_project(args.project, day, lambda root: Cache(cache_folder(root, args)), **more)
    return Project.open(args.project, day, cache=Cache(cache_folder(args.project, args)), **more)


def print_findings(findings: Sequence[Finding], args: argparse.Namespace) -> None:
    """Print findings and their number."""
    from generator.check import RULES
    from generator.report import render, summary

    report = render(findings, args.format, {rule.code: rule.title for rule in RULES}, full=args.all)
    if report:
        print(report)
    print(summary(findings), file=sys.stderr)


def passes(findings: Iterable[Finding], args: argparse.Namespace) -> bool:
    """Return True if there are no errors among findings (with --strict: no findings)."""
    return pass_strictly(args.strict, findings)


def pass_strictly(strict: bool, findings: Iterable[Finding]) -> bool:
    """Return True if there are no errors among findings; if `strict`, no findings that are not excused."""
    from generator.findings import Severity

    counted = [finding for finding in findings if strict or finding.severity is Severity.ERROR]
    return all(finding.excused for finding in counted)


def failed(findings: Iterable[Finding]) -> int:
    """Return the exit code for findings that do not pass: USAGE if a format is too new, else FINDINGS."""
    from generator.model.rules import NEWER_FORMAT

    return USAGE if any(finding.code == NEWER_FORMAT.code for finding in findings) else FINDINGS


def province(args: argparse.Namespace, project: Project) -> Province | None:
    """Return a project with the bureaus below it, those of --bureau if given; None for one without.

    Raises OSError for a bureau that does not exist.
    """
    from generator.source.bureaus import FOLDER, superior_of

    if not (project.root / FOLDER).is_dir() or superior_of(project.root):
        if args.bureau:
            raise OSError(0, "这里没有下级局，不能用 --bureau；在有 bureaus/ 文件夹的上级项目里用", str(project.root))
        return None
    from generator.province import Province

    found = Province.of(project)
    try:
        return found.only(args.bureau) if args.bureau else found
    except KeyError as error:
        known = "、".join("/".join(bureau.path) for bureau in found.bureaus)
        raise OSError(0, f"没有下级局 {error.args[0]}；有：{known}") from error


def tell_bureau(outcome: Outcome) -> None:
    """Print the number of findings of one bureau."""
    from generator.report import summary

    print(f"{outcome.facts.name}（{'/'.join(outcome.bureau.path)}）：{summary(outcome.findings)}", file=sys.stderr)


def cache_folder(project: Path, args: argparse.Namespace) -> Path | None:
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

    cache, project = Path(home).absolute(), (getattr(args, "cache_of", None) or project).resolve()
    real = Path(os.path.realpath(cache))
    name = os.path.relpath(project, real) if real.is_relative_to(project) else project
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
