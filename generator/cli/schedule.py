"""`zwgk schedule`: what each coming day changes on the site."""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import sys

from generator.cli.opening import new_timing, read_project
from generator.cli.parsing import FINE, FORMATTED, IN_PROJECT, ON_A_DAY, Command
from generator.cli.publishing import count

FORMAT = 1
_WEEKDAYS = "一二三四五六日"


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the number of days."""
    parser.add_argument("--days", type=count, default=90, metavar="天数", help="看往后多少天（默认 90）")
    parser.set_defaults(no_cache=False)


def _run(args: argparse.Namespace) -> int:
    """Print the plan."""
    from generator.schedule import changes

    timing = new_timing()
    project = read_project(args, timing)
    session = project.session
    timing.close()
    found = changes(session, args.days)
    if args.format == "json":
        rows = [{**item._asdict(), "day": str(item.day)} for item in found]
        data = {"format": FORMAT, "as_of": str(session.as_of), "days": args.days, "changes": rows}
        data["held"] = [
            {"kind": item.kind, "name": item.name, "file": item.file, "why": item.why} for item in project.held
        ]
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return FINE
    for day, items in itertools.groupby(found, key=lambda item: item.day):
        print(f"{day} 星期{_WEEKDAYS[day.weekday()]}")
        for item in items:
            print(f"  {item.what}：{item.kind}“{item.name}”  {item.file}")
    if project.held:
        print("没有审完，先不发布")
        for held in project.held:
            print(f"  {held.kind}“{held.name}”：{held.why}  {held.file}")
    until = session.as_of + datetime.timedelta(args.days)
    print(f"{session.as_of} 以后到 {until}：{len(found)} 处；每天夜里生成一次，到日子自动换上", file=sys.stderr)
    return FINE


COMMAND = Command(
    "schedule",
    "列出往后每一天网站会变什么：哪些开始生效、失效、取消，哪些到期；哪些没有审完",
    "  zwgk schedule\n  zwgk schedule --days 30 --format json",
    (IN_PROJECT, ON_A_DAY, FORMATTED),
    _options,
    _run,
)
