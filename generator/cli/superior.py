"""`zwgk superior`: packs a superior's files for bureaus in other repositories, and takes such an archive over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.opening import new_timing, print_findings, read_project
from generator.cli.parsing import FINDINGS, FINE, IN_PROJECT, JUDGED, ON_A_DAY, WORKED, Command, fail

if TYPE_CHECKING:
    from generator.superior import Difference


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=("pack", "update"), metavar="做什么", help="pack 做存档，update 换上新的存档")
    parser.add_argument("archive", type=Path, metavar="存档", help="存档文件，如 shili-shuiwuju-2026-11-30.tar")
    parser.add_argument(
        "--previous", dest="before", type=Path, metavar="存档", help="pack 时：上一版的存档，下级才看得出这一版改了什么"
    )
    parser.add_argument("--write", action="store_true", help="update 时：换上（默认只列出会改什么）")


def _run(args: argparse.Namespace) -> int:
    """Pack the project, or show and take over a superior's archive."""
    from generator.source.archive import ArchiveError

    try:
        return _pack(args) if args.what == "pack" else _update(args)
    except ArchiveError as error:
        fail(str(error))
        return FINDINGS


def _pack(args: argparse.Namespace) -> int:
    """Write the archive of a project without errors."""
    import hashlib

    from generator.findings import Severity
    from generator.publish.compare import is_same
    from generator.publish.manifest import Listed
    from generator.source.archive import read_archive
    from generator.source.whole import write_whole
    from generator.superior import pack

    project = read_project(args, new_timing())
    if errors := [finding for finding in project.findings if finding.severity is Severity.ERROR]:
        print_findings(errors, args)
        print("没有做存档：先改好上面的错误。", file=sys.stderr)
        return FINDINGS
    data = pack(project, read_archive(args.before) if args.before else None)
    target = args.archive
    if target.exists() and not is_same(target, Listed.of(data)):
        return fail(f"{target} 已经有了，内容不同；换一个文件名")
    write_whole(target, data)
    print(f"{target}（{len(data) / 1e6:.1f} MB）\nSHA-256 {hashlib.sha256(data).hexdigest()}")
    if not args.before:
        print("没有写 --previous：下级看不出这一版和上一版有什么不同", file=sys.stderr)
    return FINE


def _update(args: argparse.Namespace) -> int:
    """Show what an archive changes; take it over with --write."""
    from generator.source.archive import read_archive
    from generator.superior import differences, refuse, take_over, vendored

    new, old = read_archive(args.archive), vendored(args.project)
    refuse(args.project, new, old)
    before = f"现在用的是 {old.version.version} 版" if old else "现在没有上级"
    print(f"{new.version.name} {new.version.version} 版，{len(new.files)} 个文件（{before}）")
    _show(differences(args.project, old, new))
    if args.write:
        take_over(args.project, args.archive.name, new)
        print("已换上 superior/，site.yml 已登记。再运行 zwgk check 看本局写的是不是仍然不比上级差")
    elif old and old.sha256 == new.sha256:
        print("就是现在用的这一版")
    else:
        print("只是列出，什么都没有动；加 --write 换上")
    return FINE


def _show(found: Sequence[Difference]) -> None:
    """Print differences by kind."""
    for kind, items in groupby(found, key=lambda item: item.kind):
        listed = list(items)
        print(f"\n{kind.value}：{len(listed)} 项")
        for item in listed:
            print(f"  {item.key}  {item.name}{f'：{item.fields}' if item.fields else ''}")
    if found:
        print()


COMMAND = Command(
    "superior",
    "上级在别的仓库里：上级做存档（pack），下级看改了什么、换上（update）；不联网",
    "  zwgk superior pack 新的一版.tar --previous 上一版.tar\n  zwgk superior update 新的一版.tar --write",
    (IN_PROJECT, ON_A_DAY, JUDGED, WORKED),
    _options,
    _run,
)
