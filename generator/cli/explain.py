"""`zwgk explain`: prints one rule with its reason and its example, or where the values of an entry come from."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.parsing import BUREAU, FINE, IN_PROJECT, Command, fail

if TYPE_CHECKING:
    from generator.project import Project


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the rule's code, or the entry and its field."""
    parser.add_argument(
        "code", metavar="规则编号或内容", help="检查结果里的编号，如 M203；或名录/编号，如 procedures/fapiao-lingyong"
    )
    parser.add_argument("field", nargs="?", default="", metavar="字段", help="只看这个字段，如 promised")


def _run(args: argparse.Namespace) -> int:
    """Print the explanation of a rule, or of the values of an entry."""
    from generator.explain import UnknownRuleError, explain

    try:
        if "/" in args.code or args.code == "site":
            from generator.origin import explain_value
            from generator.source.bureaus import FOLDER

            prefix = "".join(f"{FOLDER}/{id}/" for id in _path(args.bureau))
            print(explain_value(_project(args.project, args.bureau), args.code, args.field, prefix))
        else:
            print(explain(args.code))
    except UnknownRuleError as error:
        return fail(str(error))
    return FINE


def _path(bureau: list[str]) -> list[str]:
    """Return the ids of the folders that lead to the bureau that was named last: shi/xian."""
    return bureau[-1].strip("/").split("/") if bureau else []


def _project(root: Path, bureau: list[str]) -> Project:
    """Open the project at `root`, or the bureau below it. Raises OSError for one that does not exist."""
    from generator.cache import Cache
    from generator.clock import today
    from generator.province import open_project
    from generator.source.bureaus import FOLDER

    root = root.joinpath(*(part for id in _path(bureau) for part in (FOLDER, id)))
    if not (root / "site.yml").is_file():
        raise FileNotFoundError(0, "这里没有 site.yml，不是项目，也不是下级局", str(root))
    return open_project(root, today(), lambda _: Cache())


COMMAND = Command(
    "explain",
    "说明一条规则；或说明一项内容的每个字段由哪个局、在哪个文件哪一行写的",
    "  zwgk explain M203\n  zwgk explain procedures/fapiao-ling-yong\n"
    "  zwgk explain procedures/fapiao-ling-yong promised --bureau shili-xian",
    (IN_PROJECT, BUREAU),
    _options,
    _run,
)
