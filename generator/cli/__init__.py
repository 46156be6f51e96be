"""The command line. Commands are thin: each parses its arguments, calls one function and prints the result.

Slow modules are imported when a command runs, so that `zwgk --help` is fast.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from generator import __version__
from generator.cli import (
    bench,
    build,
    calendar,
    check,
    due,
    explain,
    filing_deadline,
    migrate,
    new,
    schema,
    search_eval,
    serve,
    synth,
)
from generator.cli.parsing import PROJECT_HELP, USAGE, Command, Parser, fail

COMMANDS: tuple[Command, ...] = (
    check.COMMAND,
    build.COMMAND,
    serve.COMMAND,
    new.COMMAND,
    explain.COMMAND,
    schema.COMMAND,
    filing_deadline.COMMAND,
    migrate.COMMAND,
    synth.COMMAND,
    search_eval.COMMAND,
    calendar.COMMAND,
    due.COMMAND,
    bench.COMMAND,
)
"""Every command, in the order of `zwgk --help`."""


def parser() -> Parser:
    """Return the parser of all commands."""
    top = Parser(
        prog="zwgk", description="政务公开网站生成器：检查名录，生成网站。", epilog="每个命令加 --help 看说明和例子。"
    )
    top.add_argument(
        "-C", "--project", dest="project_before", type=Path, metavar="文件夹", help=f"{PROJECT_HELP}；写在命令后面也行"
    )
    top.add_argument("--version", action="version", version=f"zwgk {__version__}", help="显示版本")
    commands = top.add_subparsers(title="可用的命令", dest="command", metavar="命令", parser_class=Parser)
    for name, help, example, shared, options, run in COMMANDS:
        sub = commands.add_parser(name, help=help, description=help, epilog=f"例子:\n{example}", parents=list(shared))
        options(sub)
        sub.set_defaults(run=run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    top = parser()
    args = top.parse_args(arguments)
    if args.command is None:
        top.print_help()
        return USAGE
    args.executor = None
    try:
        if hasattr(args, "project"):
            args.project = _project(args.project or args.project_before)
        return int(args.run(args))
    except OSError as error:
        return fail(f"{error.filename or ''}:{error.strerror or error}".lstrip(":"))
    except KeyboardInterrupt:
        return USAGE
    finally:
        if args.executor:
            args.executor.close()


def _project(given: Path | None) -> Path:
    """Return the project's folder: as given, or from ZWGK_PROJECT, or the nearest from here upwards with a site.yml.

    Without any of them the current folder. Raises OSError if the folder that was named does not exist.
    """
    named = given or (Path(text) if (text := os.environ.get("ZWGK_PROJECT")) else None)
    if named:
        if not named.is_dir():
            raise NotADirectoryError(0, "没有这个文件夹（--project、-C 或 ZWGK_PROJECT 写的）", str(named.absolute()))
        return named
    here = Path.cwd()
    found = next((folder for folder in (here, *here.parents) if (folder / "site.yml").is_file()), here)
    return Path() if found == here else found


def run() -> None:
    """Run one command as a program. Skip Python's shutdown: freeing all objects would take a tenth of the time."""
    gc.disable()  # all objects live until the end, so the collector would only cost time
    code = main()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
