"""`zwgk check`: checks a project and prints every finding."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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
from generator.cli.parsing import BUREAU, FINDINGS, FINE, IN_PROJECT, JUDGED, ON_A_DAY, WORKED, Command

if TYPE_CHECKING:
    from generator.findings import Finding


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the option for what is staged in git."""
    parser.add_argument(
        "--staged", action="store_true", help="检查 git 里准备提交的内容；提醒只列准备提交的文件里的（提交前的钩子用）"
    )
    parser.add_argument(
        "--file",
        type=Path,
        action="append",
        default=[],
        metavar="附件",
        help="只查这个附件(PDF、Word、Excel、图片)：号码、作者、批注、隐藏的内容；可以写几次",
    )


def _run(args: argparse.Namespace) -> int:
    """Check the project, as it is or as it is staged."""
    if args.file:
        return _attachments(args.file)
    if not args.staged:
        return _check(args, None)
    from generator.staged import staged

    with staged(args.project) as found:
        args.cache_of, args.project = args.project, found.folder
        return _check(args, found.changed)


def _check(args: argparse.Namespace, changed: frozenset[str] | None) -> int:
    """Check the project. If `changed` is given, leave out warnings in other files than these."""
    timing = new_timing()
    project = read_project(args, timing)
    findings = project.findings
    if several := province(args, project):
        args.executor = executor(args)
        findings = several.check(args.executor, tell_bureau)
    timing.close()
    if changed is not None:
        findings = tuple(item for item in findings if item.location.file in changed or not _is_warning(item))
    print_findings(findings, args)
    report_timings(timing, args)
    return FINE if passes(findings, args) else failed(findings)


def _attachments(files: list[Path]) -> int:
    """Print what attachments must not have. Raises OSError if one cannot be read."""
    from generator.check.gate import leaks
    from generator.source.attachments import MOST_BYTES, read_attachment
    from generator.source.regular import read_regular

    found = [(path, leak) for path in files for leak in leaks(read_attachment(read_regular(path, MOST_BYTES)))]
    for path, (where, what) in found:
        print(f"{path}：{where}{'：' if where else ''}{what}")
    print(f"{len(files)} 个附件，{len(found)} 处问题", file=sys.stderr)
    return FINDINGS if found else FINE


def _is_warning(finding: Finding) -> bool:
    """Return True for a warning."""
    from generator.findings import Severity

    return finding.severity is Severity.WARNING


COMMAND = Command(
    "check",
    "检查名录和页面，列出每处错误在哪一行、怎么改",
    "  zwgk check\n  zwgk check --strict --format github\n  zwgk check --staged\n  zwgk check --bureau shili-xian",
    (IN_PROJECT, BUREAU, ON_A_DAY, JUDGED, WORKED),
    _options,
    _run,
)
