"""`zwgk build`: checks a project and builds its site."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.opening import (
    executor,
    failed,
    new_timing,
    pass_strictly,
    passes,
    print_findings,
    province,
    read_project,
    report_timings,
    tell_bureau,
)
from generator.cli.parsing import BUREAU, FINDINGS, FINE, IN_PROJECT, JUDGED, ON_A_DAY, WORKED, Command, fail

if TYPE_CHECKING:
    from generator.findings import Finding
    from generator.project import Project
    from generator.province import Province
    from generator.publish import Published
    from generator.timing import Timing

    _Built = tuple[tuple[Finding, ...], Published | None]


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the output folder, the earlier publication and PDF files."""
    parser.add_argument("--output", type=Path, metavar="文件夹", help="网站放在哪里(默认项目里的 public)")
    parser.add_argument("--previous", type=Path, metavar="文件夹", help="“减负”页和哪一次公布比：以前生成的网站文件夹")
    parser.add_argument(
        "--allow-removed",
        action="append",
        default=[],
        metavar="地址",
        help="上次发布过、这次允许没有的页面，如 /posts/jiu-gang/；可以写几次，all 是全部",
    )
    parser.add_argument(
        "--keep-going", action="store_true", help="有下级局没通过时，别的局照样发布，没通过的局留着上次的网页"
    )
    parser.add_argument("--pdf", action="store_true", help="同时生成 PDF：每个事项的告知书、办税服务手册、大厅公示海报")


def _run(args: argparse.Namespace) -> int:
    """Build the project's site."""
    from generator.pdf.errors import PdfError
    from generator.publish import PublishError, RemovedError, restore

    timing = new_timing()
    output = args.output or args.project / "public"
    try:
        restore(output)
        project = read_project(args, timing)
        several = province(args, project)
        findings, published = (
            _several(args, several, output, timing) if several else _one(args, project, output, timing)
        )
        if published is None:
            print("没有生成：先改好上面的问题。原来的网站没有动。", file=sys.stderr)
            return failed(findings)
    except RemovedError as error:
        print(f"{error}\n没有生成，原来的网站没有动。", file=sys.stderr)
        return FINDINGS
    except (PublishError, PdfError) as error:
        return fail(str(error))
    finally:
        timing.close()
    print(
        f"网站已生成：{published.folder}({published.files} 个文件，{published.size / 1e6:.1f} MB;"
        f"生成 {timing.pages} 页，沿用 {published.unchanged} 个文件)"
    )
    report_timings(timing, args)
    return FINE


def _one(args: argparse.Namespace, project: Project, output: Path, timing: Timing) -> _Built:
    """Build the site of one bureau; return its findings, and the summary if it was published."""
    timing.close()
    print_findings(project.findings, args)
    if not passes(project.findings, args):
        return project.findings, None
    args.executor = executor(args)
    removable = _removable(args.allow_removed, project.session.site.base_url)
    whose = None
    if project.above:
        from generator.province import alone

        whose = alone(project)
    return project.findings, project.build(
        output, executor=args.executor, timing=timing, removable=removable, whose=whose
    )


def _several(args: argparse.Namespace, several: Province, output: Path, timing: Timing) -> _Built:
    """Build the site of a superior and the bureaus below it; return all findings, and the summary if published."""
    from generator.build import Settings

    args.executor = executor(args)
    removable = _removable(args.allow_removed, several.top.session.site.base_url)
    settings = Settings(args.executor, several.top.cache, timing, removable)
    findings, published = several.build(
        output,
        settings,
        keep_going=args.keep_going,
        passes=partial(pass_strictly, args.strict),
        report=tell_bureau,
    )
    timing.close()
    print_findings(findings, args)
    return findings, published


def _removable(given: list[str], base_url: str) -> frozenset[str] | None:
    """Return the addresses that may be gone, relative to the site; None if all may. They may be given in full."""
    if "all" in given:
        return None
    plain = (item.removeprefix(base_url).removeprefix("/").removesuffix("index.html") for item in given)
    return frozenset(item if not item or item.endswith("/") else f"{item}/" for item in plain)


COMMAND = Command(
    "build",
    "检查后生成网站；有错误就不生成，原来的网站不动",
    "  zwgk build\n  zwgk build --output /srv/www/zwgk --as-of 2026-12-01\n  zwgk build --pdf",
    (IN_PROJECT, BUREAU, ON_A_DAY, JUDGED, WORKED),
    _options,
    _run,
)
