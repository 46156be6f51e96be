"""`zwgk search-eval`: measures the search with prepared queries."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.parsing import FINE, FORMATTED, IN_PROJECT, ON_A_DAY, Command, fail
from generator.clock import today

_FILES = ("tests/search/queries.yml", "tests/search/heads.yml")
"""Files of queries of a project: of all kinds, and what most people ask first."""


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the queries."""
    parser.add_argument(
        "--queries",
        type=Path,
        action="append",
        metavar="文件",
        help=f"问法，可以多次(默认项目里的 {'、'.join(_FILES)})",
    )
    parser.add_argument("--set", choices=("dev", "eval", "all"), default="all", help="用哪一半(默认全部)")


def _run(args: argparse.Namespace) -> int:
    """Run the queries and print the scores."""
    from generator.cache import Cache
    from generator.province import open_project
    from generator.registries import search_files
    from generator.search.evaluate import QueriesError, evaluate
    from generator.search.runtime import EngineError

    queries = args.queries or [args.project / name for name in _FILES]
    project = open_project(args.project, args.as_of or today(), lambda _: Cache())
    try:
        print(evaluate(search_files(project.session), args.project, queries, args.set, args.format))
    except (QueriesError, EngineError) as error:
        return fail(str(error))
    return FINE


COMMAND = Command(
    "search-eval",
    "用写好的问法试一遍搜索：每个文件的两半各算各的，各类问法前 1、5、10 条里找到的比例，没找到的逐条列出",
    "  zwgk search-eval\n  zwgk search-eval --set dev --queries 我的问法.yml --format json",
    (IN_PROJECT, ON_A_DAY, FORMATTED),
    _options,
    _run,
)
