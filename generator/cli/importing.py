"""`zwgk import`: figures from the export of a case system."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.parsing import FINDINGS, FINE, IN_PROJECT, Command, day, fail

if TYPE_CHECKING:
    from generator.case_export import Export
    from generator.casework import Merged
    from generator.model.results import Figures

_SHOWN = 10
"""Differences from published figures that are shown."""


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=["results"], metavar="什么", help="results：按期办结的件数")
    parser.add_argument("file", type=Path, metavar="文件", help="办理系统导出的 CSV，一行一件")
    parser.add_argument("--table", required=True, metavar="编号", help="记到 data/results/ 的哪张表，如 anqi-banjie")
    parser.add_argument("--as-of", type=day, metavar="日期", help="把哪天当作今天；默认是今天")
    parser.add_argument("--write", action="store_true", help="把数出来的行写进表里；不写这个选项只显示")


def _run(args: argparse.Namespace) -> int:
    """Count the cases of a file, and show or write the rows."""
    from generator.assessment import measure_of
    from generator.cache import Cache
    from generator.case_export import read_export
    from generator.casework import count, merge
    from generator.clock import today
    from generator.model.measures import MeasureKind
    from generator.model.results import Result
    from generator.province import open_project
    from generator.report import render
    from generator.source.csv_reader import decoded
    from generator.source.regular import EXPORT_BYTES, read_regular
    from generator.source.whole import write_whole

    data = read_regular(args.file, EXPORT_BYTES)
    session = open_project(args.project, args.as_of or today(), lambda _: Cache()).session
    table = session.registry.get(Result, args.table)
    if table is None:
        return fail(f"data/results/ 里没有 {args.table} 这张表；先运行 zwgk new result 名称 --id {args.table}")
    measure = measure_of(session, table)
    if measure is None or measure.kind is not MeasureKind.SHARE:
        return fail(f"{args.table} 的指标不是“做到的比例”（kind: share），数不了办件")
    export = read_export(session, data, str(args.file))
    rows = count(session, export, measure.every)
    if export.findings:
        print(render(export.findings, "text", {}))
        print("先改好上面的地方，再数一次；现在什么都没有写", file=sys.stderr)
        return FINDINGS
    path = args.project / session.registry.file(table)
    text = decoded(path.read_bytes())[0]
    try:
        merged = merge(text, table, rows)
    except ValueError as error:
        return fail(f"{path} 的表头没有{error}这一列，先加上")
    _report(export, rows, merged)
    if args.write and merged.added:
        write_whole(path, merged.text)
        print(f"已写进 {path}；没达到目标的补上原因和补救，再运行 zwgk check", file=sys.stderr)
    return FINDINGS if merged.differing else FINE


def _report(export: Export, rows: list[Figures], merged: Merged) -> None:
    """Print the new rows, and on stderr what was left out and what differs from what is published."""
    for row in merged.added:
        print(f"{row.period}  {row.procedure}  做到 {row.met} / {row.total} 件  中位数 {row.median or '—'} 个工作日")
    print(f"数了 {sum(row.total or 0 for row in rows)} 件，新的 {len(merged.added)} 行", file=sys.stderr)
    for reason, number in sorted(export.left_out.items()):
        print(f"没有数：{reason}，{number} 行", file=sys.stderr)
    for old, new in merged.differing[:_SHOWN]:
        was, now = f"{old.met} / {old.total} 件", f"{new.met} / {new.total} 件"
        print(f"{new.period} {new.procedure} 公布的是 {was}，这次数出来是 {now}：", end="", file=sys.stderr)
        print("要更正的，自己另写一行，填更正说明", file=sys.stderr)

    if len(merged.differing) > _SHOWN:
        print(f"还有 {len(merged.differing) - _SHOWN} 行和公布的不一样", file=sys.stderr)


COMMAND = Command(
    "import",
    "从办理系统导出的表里数出按期办结的件数；单个办件的内容不留下",
    "  zwgk import results 导出.csv --table ge-shixiang-anqi-banjie\n"
    "  zwgk import results 导出.csv --table ge-shixiang-anqi-banjie --write",
    (IN_PROJECT,),
    _options,
    _run,
)
