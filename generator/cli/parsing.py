"""Argument parsing: a parser with Chinese messages, options that commands share, exit codes."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

from generator.hidden import escaped

FORMATS = ("text", "json", "github", "sarif", "gitlab", "junit", "rdjson")
"""The values of --format for findings."""

FINE, FINDINGS, USAGE = 0, 1, 2
"""Exit codes: nothing wrong, something found, wrong usage or environment."""


_ARGPARSE_WORDS = {
    "the following arguments are required: ": "缺少：",
    "unrecognized arguments: ": "不认识：",
    "invalid choice: ": "不能写 ",
    "choose from": "可以写",
    "expected one argument": "后面要跟一个值",
    "invalid day value: ": "日期要写成 2026-07-01(1900 到 2200 年)，不能写 ",
    "invalid _port value: ": "端口是 0 到 65535 的整数，不能写 ",
    "invalid _workers value: ": "个数是 1 到 1000 的整数，不能写 ",
    "invalid count value: ": "个数是 1 到 10000 的整数，不能写 ",
    "invalid _sample value: ": "个数要写整数，不能写 ",
    "invalid _year value: ": "年份要写成 2026，不能写 ",
    "invalid _month value: ": "月份要写成 2027-05，不能写 ",
    "invalid int value: ": "要写整数，不能写 ",
    "invalid _sizes value: ": "要写整数，用逗号隔开，不能写 ",
    "argument ": "",
}


class Parser(argparse.ArgumentParser):
    """An argument parser with Chinese messages."""

    def __init__(self, *arguments: object, **more: object) -> None:
        """Create a parser with Chinese titles in its help."""
        super().__init__(*arguments, **{**more, "add_help": False, "formatter_class": _Formatter})  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Print the error in Chinese and exit with code 2."""
        for english, chinese in _ARGPARSE_WORDS.items():
            message = message.replace(english, chinese)
        self.exit(USAGE, f"{self.format_usage()}{self.prog}: {message}\n加 --help 看说明和例子\n")


class _Bare(Parser):
    """A parser for options that several commands share, used as a parent."""

    def __init__(self) -> None:
        """Create a parser without --help, which each command adds."""
        argparse.ArgumentParser.__init__(self, add_help=False)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help text with a Chinese usage prefix, examples kept as written."""

    def __init__(self, prog: str) -> None:
        """Widen the first column: argparse measures the commands' names without their indentation."""
        super().__init__(prog)
        self._action_max_length = 20

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)  # type: ignore[arg-type]


class Command(NamedTuple):
    """One command: name, help text, examples, shared options, a function that adds its own options, its function."""

    name: str
    help: str
    example: str
    shared: tuple[Parser, ...]
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def day(text: str) -> datetime.date:
    """Return a date argument. Raises ValueError for days beyond those that time limits can be reckoned from."""
    found = datetime.date.fromisoformat(text)
    if found.year not in _YEARS:
        raise ValueError(text)
    return found


_YEARS = range(1900, 2201)


def _workers(text: str) -> int:
    """Return how many processes are to work."""
    count = int(text)
    if not 0 < count <= 1000:
        raise ValueError(text)
    return count


def _cluster(text: str) -> str:
    """Return the address of a cluster."""
    from generator.executor import refused

    if reason := refused(text):
        raise argparse.ArgumentTypeError(reason)
    return text


def names(text: str) -> list[str]:
    """Parse a comma-separated list."""
    return [name.strip() for name in text.split(",")]


def fail(message: str) -> int:
    """Print an error of usage or environment, with hidden characters as escapes; return its exit code."""
    print("\n".join(map(escaped, f"zwgk: {message}".split("\n"))), file=sys.stderr)
    return USAGE


def tell(line: str) -> None:
    """Print a line of progress."""
    print(line, file=sys.stderr, flush=True)


PROJECT_HELP = "项目文件夹，里面有 site.yml(默认从当前文件夹往上找；也可以设 ZWGK_PROJECT)"


def _in_project() -> Parser:
    """Return the option for the project's folder."""
    options = _Bare()
    options.add_argument("-C", "--project", type=Path, metavar="文件夹", help=PROJECT_HELP)
    return options


def _on_a_day() -> Parser:
    """Return the option for the day."""
    options = _Bare()
    options.add_argument("--as-of", type=day, metavar="日期", help="按哪一天的效力检查，如 2026-07-01(默认今天)")
    return options


def _worked() -> Parser:
    """Return the options for workers, cache, cluster and timings."""
    options = _Bare()
    options.add_argument("--workers", type=_workers, metavar="个数", help="用几个处理器（默认全部）")
    options.add_argument(
        "--cluster", type=_cluster, metavar="地址", help="用 Dask 集群，如 tls://10.0.0.5:8786(要装 zwgk[cluster])"
    )
    options.add_argument("--store", metavar="地址", help="集群经由它交回页面，如 s3://桶/目录（默认直接写共享文件夹）")
    options.add_argument("--timings", nargs="?", const="text", choices=("text", "json"), help="列出每一步的用时")
    options.add_argument("--no-cache", action="store_true", help="不用上次留下的缓存，全部重新读取和生成")
    return options


def _judged() -> Parser:
    """Return the options for severity and the format of findings."""
    options = _Bare()
    options.add_argument("--strict", action="store_true", help="提醒也算不通过")
    options.add_argument("--format", choices=FORMATS, default="text", help="结果的格式(默认 text)")
    options.add_argument("--all", action="store_true", help="同类提醒全部列出")
    return options


def _formatted() -> Parser:
    """Return the option for the format of an answer: text or JSON."""
    options = _Bare()
    options.add_argument("--format", choices=("text", "json"), default="text", help="结果的格式(默认 text)")
    return options


def _one_bureau() -> Parser:
    """Return the option for some of the bureaus below a superior."""
    options = _Bare()
    options.add_argument(
        "--bureau",
        action="append",
        default=[],
        metavar="编号",
        help="只管这个下级局（bureaus/ 里的文件夹名），可以写几次；默认全部",
    )
    return options


IN_PROJECT, ON_A_DAY, WORKED, JUDGED, FORMATTED = _in_project(), _on_a_day(), _worked(), _judged(), _formatted()
BUREAU = _one_bureau()
"""Sets of options that commands share."""
