"""`zwgk new`: creates a site or an entry."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.parsing import FINE, IN_PROJECT, Command, fail


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what",
        metavar="种类",
        help="site（整个网站）、bureau（下级局）、ci（流水线和服务器配置），或一种名录，如 事项、岗位；写错时列出全部",
    )
    parser.add_argument(
        "name", metavar="名称", help="名称；新建网站时是文件夹，新建 ci 时是 gitlab、github、gitea 或 cron"
    )
    parser.add_argument("--id", metavar="编号", help="自己定编号(小写字母、数字、连字符)")
    parser.add_argument("--name", dest="bureau", metavar="局名", help="新建网站时：局的全称，如 某某县税务局")
    parser.add_argument("--base-url", metavar="网址", help="新建网站时：对外的网址；和 --name 都写了，马上能生成")
    parser.add_argument(
        "--ci",
        metavar="哪里",
        help="新建网站时：连同流水线和服务器的配置，可以写 gitlab、github、gitea、cron（要写 --base-url）",
    )


def _run(args: argparse.Namespace) -> int:
    """Create a site or an entry."""
    from generator.scaffold import ScaffoldError, kind_of, kinds, new_entry

    try:
        if args.what in ("site", "网站"):
            return _site(Path(args.name), args.bureau, args.base_url, args.ci)
        if args.what == "ci":
            return _kit(args.project, args.name, None)
        if args.what in ("bureau", "下级局"):
            return _bureau(args.project, args.name, args.id)
        record = kind_of(args.what, args.project)
        if record is None:
            known = "、".join(f"{kind.TITLE}({word})" for word, kind in kinds(args.project).items())
            return fail(f"不能新建“{args.what}”；可以写 site、bureau、{known}")
        paths = new_entry(args.project, record, args.name, args.id)
    except ScaffoldError as error:
        return fail(str(error))
    for path in paths:
        print(f"已新建 {path}")
    print("填好“(请填写)”“（请选择）”的地方后运行 zwgk check")
    return FINE


def _bureau(project: Path, name: str, id: str | None) -> int:
    """Make a bureau below a project."""
    from generator.newsite import new_bureau

    for path in new_bureau(project, name, id):
        print(f"已新建 {path}")
    print("填好“(请填写)”的地方。事项、依据、制度照上级的，只写不同的地方：同名的文件，写要改的那几个字段。")
    print("本局的股室，用上级同样的编号建在 data/organs/ 里；下一步：zwgk check")
    return FINE


def _site(folder: Path, name: str | None, base_url: str | None, ci: str | None) -> int:
    """Make a site, and say what has to be filled in."""
    from generator.newsite import new_site, to_fill

    if ci and not base_url:
        return fail("--ci 要和 --base-url 一起写；也可以先填好 site.yml，再在项目里运行 zwgk new ci gitlab")
    if ci and (refused := _refused(ci)):
        return fail(refused)
    new_site(folder, name, base_url)
    print(f"已新建 {folder}")
    if ci:
        _kit(folder, ci, base_url)
    marked = list(to_fill(folder))
    if marked:
        print(f"先填好这 {len(marked)} 处“(请填写)”，填好以前 zwgk check 不通过：")
        print("\n".join(f"  {line}" for line in marked))
    print("再把 data/ 和 content/ 里的示例换成本局的内容，最后删掉 site.yml 里的 notice：它让每页顶部写着这是示例。")
    print(f"下一步：zwgk {'check' if marked else 'build'} --project {folder}")
    return FINE


def _kit(project: Path, kind: str, base_url: str | None) -> int:
    """Write the operations kit of a project, for the address in its site.yml unless one is given."""
    from generator.ops import address_of, write_kit

    if refused := _refused(kind):
        return fail(refused)
    for path in write_kit(project, kind, base_url or address_of(project)):
        print(f"已新建 {path}")
    print("流水线要填的变量、文件放到哪里，写在各个文件的开头")
    return FINE


def _refused(kind: str) -> str:
    """Return why there is no kit of this kind; "" if there is one."""
    from generator.ops import KINDS

    return "" if kind in KINDS else f"没有 {kind} 的流水线；可以写 {'、'.join(KINDS)}"


COMMAND = Command(
    "new",
    "新建一个网站，或一项名录内容(编号按拼音自动起)",
    "  zwgk new site 我的网站\n  zwgk new bureau 示例县税务局 --id shili-xian\n"
    "  zwgk new 事项 发票领用\n  zwgk new 岗位 综合服务岗 --id zonghe\n  zwgk new ci gitlab",
    (IN_PROJECT,),
    _options,
    _run,
)
