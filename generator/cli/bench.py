"""`zwgk bench`: compares this generator with others on the same content."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.parsing import FINE, IN_PROJECT, ON_A_DAY, Command, fail, names, tell
from generator.clock import today


def _sizes(text: str) -> list[int]:
    """Parse a comma-separated list of sizes; return them ascending."""
    return sorted(int(name) for name in names(text))


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--sizes", type=_sizes, metavar="个数,…", help="各造多少个办事事项（默认 300,3000,10000）")
    parser.add_argument("--rounds", type=int, default=1, metavar="次数", help="轮流几遍，取中位数（默认 1）")
    parser.add_argument("--only", type=names, metavar="名字,…", help="只比这几个，如 zwgk,hugo（默认全部）")
    parser.add_argument(
        "--province", action="store_true", help="造成一个上级局和它下面的县局，每个县局的事项和样板一样多"
    )
    parser.add_argument("--growth", action="store_true", help="只看本工具 1000、10000、100000 个事项时每页的用时")
    parser.add_argument(
        "--output", type=Path, default=Path("bench/results/latest.json"), metavar="文件", help="结果放在哪里"
    )
    parser.add_argument("--scratch", type=Path, default=Path(".zwgk"), metavar="文件夹", help="在哪里试（用完删掉）")
    parser.add_argument("--peers", type=Path, default=Path(".zwgk/peers"), metavar="文件夹", help="同类工具装在哪里")


def _run(args: argparse.Namespace) -> int:
    """Run the comparison."""
    from generator.bench.report import compare
    from generator.bench.run import DEFAULT_SIZES, GROWTH_SIZES, KEYS, Bench
    from generator.synth import SynthError

    only = args.only or (["zwgk"] if args.growth else list(KEYS))
    if unknown := [name for name in only if name not in KEYS]:
        return fail(f"不认识 {'、'.join(unknown)}；--only 可以写 {'、'.join(KEYS)}")
    if args.rounds < 1:
        return fail("--rounds 至少是 1")
    sizes = args.sizes or (GROWTH_SIZES if args.growth else DEFAULT_SIZES)
    day = args.as_of or today()
    bench = Bench(
        args.project, args.scratch, args.peers, day, tuple(sizes), args.rounds, tuple(only), tell, args.province
    )
    try:
        compared = compare(bench, args.output)
    except SynthError as error:
        return fail(str(error))
    print(compared)
    return FINE


COMMAND = Command(
    "bench",
    "同样的内容，用本工具和同类工具各生成一遍，比快慢、比内存（同类工具由 make bench 装好）",
    "  zwgk bench\n  zwgk bench --sizes 100000 --only zwgk\n  zwgk bench --growth\n"
    "  zwgk bench --province --sizes 10000",
    (IN_PROJECT, ON_A_DAY),
    _options,
    _run,
)
