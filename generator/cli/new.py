"""`zwgk new`: creates a site or an entry."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.parsing import FINE, IN_PROJECT, Command, fail


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what", metavar="种类", help="site（整个网站），或名录里的一种，如 procedure、post；写错时列出全部"
    )
    parser.add_argument("name", metavar="名称", help="名称；新建网站时是文件夹")
    parser.add_argument("--id", metavar="编号", help="自己定编号(小写字母、数字、连字符)")


def _run(args: argparse.Namespace) -> int:
    """Create a site or an entry."""
    from generator.scaffold import ScaffoldError, kinds, new_entry, new_site

    try:
        if args.what == "site":
            folder = new_site(Path(args.name))
            print(f"已新建 {folder}，下一步：zwgk build --project {folder}")
            return FINE
        record = kinds(args.project).get(args.what)
        if record is None:
            return fail(f"不能新建“{args.what}”；可以写 site、" + "、".join(kinds(args.project)))
        path = new_entry(args.project, record, args.name, args.id)
    except ScaffoldError as error:
        return fail(str(error))
    print(f"已新建 {path}，填好“(请填写)”的地方后运行 zwgk check")
    return FINE


COMMAND = Command(
    "new",
    "新建一个网站，或一项名录内容(编号按拼音自动起)",
    "  zwgk new site 我的网站\n  zwgk new procedure 发票领用\n  zwgk new post 综合服务岗 --id zonghe-chuangkou",
    (IN_PROJECT,),
    _options,
    _run,
)
