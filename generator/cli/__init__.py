"""The command line. Commands are thin: each parses its arguments, calls one function and prints the result.

Slow modules are imported when a command runs, so that `zwgk --help` is fast.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
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
    importing,
    inspect,
    migrate,
    new,
    publish,
    rollback,
    schedule,
    schema,
    search_eval,
    serve,
    superior,
    synth,
    verify,
)
from generator.cli.parsing import PROJECT_HELP, USAGE, Command, Parser, fail

COMMANDS: tuple[Command, ...] = (
    check.COMMAND,
    build.COMMAND,
    serve.COMMAND,
    publish.COMMAND,
    rollback.COMMAND,
    verify.COMMAND,
    inspect.COMMAND,
    schedule.COMMAND,
    new.COMMAND,
    importing.COMMAND,
    explain.COMMAND,
    schema.COMMAND,
    filing_deadline.COMMAND,
    superior.COMMAND,
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
    except BrokenPipeError:
        return USAGE  # whoever read the output has read enough
    except OSError as error:
        return fail(_said(error))
    except KeyboardInterrupt:
        return USAGE
    except Exception as error:  # whatever it is: a traceback says nothing to an editor
        return fail(_unforeseen(error))
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


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EADDRINUSE: "端口已经被别的程序占用",
    errno.EDQUOT: "超出了磁盘配额",
    errno.ECONNREFUSED: "连不上",
    errno.EFBIG: "文件太大，超出了系统的限制",
    errno.EEXIST: "已经有同名的文件",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "路径太长",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EPERM: "没有权限",
    errno.EXDEV: "两个文件夹在不同的磁盘上，不能直接移过去",
    errno.ENXIO: "这不是普通文件",
    errno.EROFS: "这里只能读，不能写",
}
"""What the system's errors are called in Chinese."""

_REPORT = "加上 ZWGK_DEBUG=1 再运行一次，把全部输出发给维护的人(见 SECURITY.md、CONTRIBUTING.md)"


def _debug() -> None:
    """Print the traceback of the exception being handled, with ZWGK_DEBUG."""
    if os.environ.get("ZWGK_DEBUG"):
        import traceback

        traceback.print_exc()


def _said(error: OSError) -> str:
    """Return an error of the system as one line: the file, and the reason."""
    _debug()
    reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
    return f"{'' if error.filename is None else error.filename}:{reason}".lstrip(":")


def _unforeseen(error: Exception) -> str:
    """Return an error that nobody has foreseen as one line that says how to report it."""
    _debug()
    if isinstance(error, UnicodeEncodeError) and sys.getfilesystemencoding() != "utf-8":
        return f"系统的文件名只能用 {sys.getfilesystemencoding()} 编码，写不了中文；先运行 export LC_ALL=C.UTF-8"
    if isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason:
        return "文件夹的名字里有读不出的字节(不是 UTF-8)，换一个名字"
    shown = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"程序内部出错（{shown}）。{_REPORT}"


def run() -> None:
    """Run one command as a program, and end at once: to take apart all that was read would take a tenth of the time."""
    gc.disable()  # what is read is kept until the end: looking for garbage in it only costs time
    _open_streams()
    try:
        code = main()
    except SystemExit as exit:  # after help, and for wrong arguments
        code = exit.code if isinstance(exit.code, int) else USAGE
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        code = fail(_said(error))
    sys.stderr.flush()
    os._exit(code)


def _open_streams() -> None:
    """Make standard output and errors fit to print to: closed ones lead nowhere, odd encodings get escapes.

    A closed stream would leave its number to the next file that is opened, and what is printed would go into that.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(handle)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for as long as this runs
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
