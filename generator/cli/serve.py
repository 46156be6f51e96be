"""`zwgk serve`: serves a preview that is rebuilt on every save."""

from __future__ import annotations

import argparse
import gc

from generator.cli.parsing import FINE, IN_PROJECT, ON_A_DAY, Command, fail


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the port and the address."""
    parser.add_argument("--port", type=_port, default=8000, metavar="端口", help="端口(默认 8000,0 为任选)")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="地址",
        help="给办公室别的电脑看：这台电脑的地址；网址带口令，只给要看的人",
    )


def _port(text: str) -> int:
    """Return a port."""
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port


def _run(args: argparse.Namespace) -> int:
    """Serve the project until interrupted."""
    from generator.serve import PortError, serve

    if not (args.project / "site.yml").is_file():
        return fail(
            f"{args.project.absolute()} 里没有 site.yml；用 --project 指定项目文件夹，或用 zwgk new site 新建一个"
        )
    gc.enable()  # a preview runs for hours and would leak memory
    try:
        serve(args.project, args.port, args.as_of, args.host)
    except PortError as error:
        return fail(str(error))
    return FINE


COMMAND = Command(
    "serve",
    "边改边看：文件一存，网页自动更新，检查结果显示在网页上",
    "  zwgk serve\n  zwgk serve --port 9000\n  zwgk serve --host 192.168.1.20",
    (IN_PROJECT, ON_A_DAY),
    _options,
    _run,
)
