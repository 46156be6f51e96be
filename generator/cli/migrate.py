"""`zwgk migrate`: brings a project's files to the current format."""

from __future__ import annotations

import argparse

from generator.cli.parsing import FINE, IN_PROJECT, USAGE, Command, fail, tell


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the option to write files."""
    parser.add_argument("--write", action="store_true", help="写入文件（默认只列出）")


def _run(args: argparse.Namespace) -> int:
    """Show the changes; write them with --write."""
    from generator.migrate import MigrateError, NewerFormatError, plan, write
    from generator.report import render

    try:
        steps, changes = plan(args.project)
    except NewerFormatError as error:
        print(render([error.finding], "text", {}))
        return USAGE
    except MigrateError as error:
        return fail(str(error))
    for step in steps:
        tell(f"格式 {step.old} → {step.new}：{step.what}")
    print("".join(change.diff() for change in changes), end="")
    if args.write:
        write(args.project, changes)
    done = f"已改好 {len(changes)} 个文件" if args.write else f"要改 {len(changes)} 个文件，加 --write 写入"
    tell(done if changes else "已经是现在的格式，不用改")
    return FINE


COMMAND = Command(
    "migrate",
    "把旧版本的项目改成现在的格式：先列出要改什么，加 --write 才改；注释和顺序不变",
    "  zwgk migrate\n  zwgk migrate --project 我的网站 --write",
    (IN_PROJECT,),
    _options,
    _run,
)
