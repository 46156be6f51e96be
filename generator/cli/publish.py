"""`zwgk publish`: publishes a built site as a new release of a target."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from generator.cli.parsing import FINE, IN_PROJECT, Command, day, fail
from generator.cli.publishing import add_terms, report, terms, version


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the target, the site, and the options of a release."""
    add_terms(parser)
    parser.add_argument("--site", type=Path, metavar="文件夹", help="zwgk build 生成的网站（默认项目里的 public）")
    parser.add_argument("--commit", metavar="编号", help="网站是从哪个提交生成的（默认问 git；有没提交的改动就不写）")
    parser.add_argument("--version", type=version, metavar="版本", help="自己定版本，如 2026113001；只能往上走")
    parser.add_argument("--allow-older", action="store_true", help="允许发布比线上更旧的提交")
    parser.add_argument("--as-of", type=day, metavar="日期", help="发布的日期（默认今天）")


def _run(args: argparse.Namespace) -> int:
    """Publish the site."""
    from generator.publish.deploy import deploy
    from generator.publish.errors import PublishError
    from generator.publish.history import commit_of, knows_older
    from generator.publish.targets import target_of

    commit = args.commit or commit_of(args.project)
    if commit is None:
        print("不知道网站是从哪个提交生成的：项目不在 git 里，或有没提交的改动", file=sys.stderr)
    older = None if args.allow_older else knows_older(args.project)
    try:
        how = replace(terms(args), version=args.version, is_older=older)
        done = deploy(args.site or args.project / "public", target_of(args.target, args.project), how, commit)
        report(done, args)
    except PublishError as error:
        return fail(str(error))
    return FINE


COMMAND = Command(
    "publish",
    "把生成好的网站发布到服务器：一步换上，只传变了的文件，旧版本留着可以换回去",
    "  zwgk build && zwgk publish /srv/zwgk\n  zwgk publish /srv/zwgk --site public --key ~/zwgk.pem",
    (IN_PROJECT,),
    _options,
    _run,
)
