"""`zwgk synth`: writes a project of any size, to measure speed."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.parsing import FINE, IN_PROJECT, ON_A_DAY, Command, fail
from generator.clock import today


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the target folder and the size."""
    parser.add_argument("target", type=Path, metavar="新文件夹", help="造在哪里")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--procedures", type=int, metavar="个数", help="一个局，一共多少个办事事项")
    size.add_argument("--bureaus", type=int, metavar="个数", help="一个上级局，下面多少个县局，各自只写不同的地方")
    parser.add_argument(
        "--months", type=int, default=0, metavar="个数", help="加上多少个月的承诺结果、任务、督查、整改和意见，如 18"
    )
    parser.add_argument("--organs", type=int, metavar="个数", help="分给多少个县局（默认按事项数定）")
    parser.add_argument(
        "--flat", action="store_true", help="和 --bureaus 一起：不要上级，每个县局写全自己的内容，用来和别的程序比"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="数", help="换一个数，县名换一批（默认 1）")


def _run(args: argparse.Namespace) -> int:
    """Write the project."""
    from generator.synth import SynthError, synth, synth_months

    day = args.as_of or today()
    try:
        if args.bureaus and args.flat:
            from generator.synth_flat import synth_flat

            count = synth_flat(args.project, args.target, args.bureaus, args.seed, args.months, day)
        elif args.bureaus:
            from generator.synth_bureaus import synth_bureaus

            count = synth_bureaus(args.project, args.target, args.bureaus, args.seed, args.months, day)
        elif args.months and not args.procedures:
            count = synth_months(args.project, args.target, args.months, day, args.seed)
        elif args.months or not args.procedures:
            return fail("写 --procedures、--bureaus 或 --months；--months 可以和 --bureaus 一起写")
        else:
            count = synth(args.project, args.target, args.procedures, args.organs, args.seed)
    except SynthError as error:
        return fail(str(error))
    print(f"已造好 {args.target}（{count} 个文件）")
    return FINE


COMMAND = Command(
    "synth",
    "按样板造一个任意大的项目，用来试速度；同样的参数造出同样的文件",
    "  zwgk synth 大项目 --procedures 10000\n  zwgk synth 一个省 --bureaus 60 --months 18\n"
    "  zwgk synth 各自写全 --bureaus 60 --flat\n  zwgk synth 有数字的 --months 18 --as-of 2026-11-30",
    (IN_PROJECT, ON_A_DAY),
    _options,
    _run,
)
