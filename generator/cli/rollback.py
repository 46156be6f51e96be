"""`zwgk rollback`: publishes the files of an old release again."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from generator.cli.parsing import FINE, IN_PROJECT, Command, day, fail
from generator.cli.publishing import add_terms, report, terms, version


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the target, the version, and the options of a release."""
    add_terms(parser)
    parser.add_argument("--to", type=version, metavar="版本", help="换回哪个版本的内容（默认线上的前一个）")
    parser.add_argument(
        "--former-key", type=Path, action="append", default=[], metavar="旧公钥", help="旧版本是这把换掉的钥匙签的"
    )
    parser.add_argument("--list", action="store_true", help="只列出留着的版本，什么也不换")
    parser.add_argument("--as-of", type=day, metavar="日期", help="发布的日期（默认今天）")


def _run(args: argparse.Namespace) -> int:
    """Roll back, or list the releases."""
    from generator.publish.deploy import roll_back
    from generator.publish.errors import PublishError
    from generator.publish.targets import target_of
    from generator.source.regular import SMALL_BYTES, read_regular

    try:
        if args.list:
            return _list(args)
        how = replace(terms(args), former=tuple(read_regular(path, SMALL_BYTES) for path in args.former_key))
        report(roll_back(target_of(args.target, args.project), how, args.to), args)
    except PublishError as error:
        return fail(str(error))
    return FINE


def _list(args: argparse.Namespace) -> int:
    """Print the releases that are kept. Raises PublishError."""
    from generator.publish.deploy import releases
    from generator.publish.targets import target_of

    for number, record, served in releases(target_of(args.target, args.project)):
        if record is None:
            print(f"{number}  已损坏")
            continue
        origin = f"，内容是版本 {record.rolled_back_to} 的" if record.rolled_back_to else ""
        now = "  ← 线上" if served else ""
        print(f"{number}  {record.published_on} 发布，提交 {(record.commit or '不明')[:12]}{origin}{now}")
    return FINE


COMMAND = Command(
    "rollback",
    "换回旧版本的内容：不用重新生成，作为更高的新版本发布，并写明是换回的",
    "  zwgk rollback /srv/zwgk --list\n  zwgk rollback /srv/zwgk --to 2026113001 --key ~/zwgk.pem",
    (IN_PROJECT,),
    _options,
    _run,
)
