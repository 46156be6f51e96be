"""The command line. Commands are thin: each reads its arguments, calls one function and reports.

Heavy modules are imported inside the commands, so that `zwgk --help` answers at once.
Exit codes: 0 fine, 1 findings, 2 wrong usage or environment.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import hashlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator import __version__
from generator.cli_dates import add_date_commands
from generator.progress import Progress
from generator.report import FORMATS, render, summary, timings
from generator.timing import Timing

if TYPE_CHECKING:
    from generator.check import Checked
    from generator.executor import Executor

FINE, FINDINGS, USAGE = 0, 1, 2

_ARGPARSE_WORDS = {
    "the following arguments are required: ": "缺少：",
    "unrecognized arguments: ": "不认识：",
    "invalid choice: ": "不能写 ",
    "choose from": "可以写",
    "expected one argument": "后面要跟一个值",
    "invalid _day value: ": "日期要写成 2026-07-01，不能写 ",
    "invalid _year value: ": "年份要写成 2026，不能写 ",
    "invalid _month value: ": "月份要写成 2027-05，不能写 ",
    "invalid int value: ": "要写整数，不能写 ",
    "invalid _sizes value: ": "要写整数，用逗号隔开，不能写 ",
    "argument ": "",
}


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def __init__(self, *arguments: object, **more: object) -> None:
        """Make a parser whose help is titled in Chinese."""
        super().__init__(*arguments, **{**more, "add_help": False, "formatter_class": _Formatter})  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and exit."""
        for english, chinese in _ARGPARSE_WORDS.items():
            message = message.replace(english, chinese)
        self.exit(USAGE, f"{self.format_usage()}{self.prog}: {message}\n加 --help 看说明和例子\n")


class _Bare(_Parser):
    """A set of options that several commands share."""

    def __init__(self) -> None:
        """Make a parser without the help option, which the commands bring."""
        argparse.ArgumentParser.__init__(self, add_help=False)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help text with a Chinese usage prefix, examples kept as written."""

    def __init__(self, prog: str) -> None:
        """Make room for the longest command's name, which argparse measures without its indentation."""
        super().__init__(prog)
        self._action_max_length = 20

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)  # type: ignore[arg-type]


def _day(text: str) -> datetime.date:
    """Return a date argument."""
    return datetime.date.fromisoformat(text)


def _month(text: str) -> datetime.date:
    """Return the first day of a month argument."""
    return datetime.datetime.strptime(text, "%Y-%m").date()


def _names(text: str) -> list[str]:
    """Return a list argument."""
    return [name.strip() for name in text.split(",")]


def _sizes(text: str) -> list[int]:
    """Return a list of numbers, smallest first."""
    return sorted(int(name) for name in _names(text))


def _parser() -> argparse.ArgumentParser:  # noqa: PLR0915 - one statement an option, a table of commands
    """Return the parser of all commands."""
    parser = _Parser(
        prog="zwgk", description="政务公开网站生成器：检查名录，生成网站。", epilog="每个命令加 --help 看说明和例子。"
    )
    parser.add_argument("--version", action="version", version=f"zwgk {__version__}", help="显示版本")
    commands = parser.add_subparsers(title="可用的命令", dest="command", metavar="命令", parser_class=_Parser)

    common = _Bare()
    common.add_argument(
        "--project", type=Path, default=Path(), metavar="文件夹", help="项目文件夹，里面有 site.yml(默认当前文件夹)"
    )
    dated = _Bare()
    dated.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天的效力检查，如 2026-07-01(默认今天)")
    worked = _Bare()
    worked.add_argument("--workers", type=int, metavar="个数", help="用几个处理器（默认全部）")
    worked.add_argument("--cluster", metavar="地址", help="用 Dask 集群，如 tcp://10.0.0.5:8786(要装 zwgk[cluster])")
    worked.add_argument("--store", metavar="地址", help="集群经由它交回页面，如 s3://桶/目录（默认直接写共享文件夹）")
    worked.add_argument("--timings", nargs="?", const="text", choices=("text", "json"), help="列出每一步的用时")
    worked.add_argument("--no-cache", action="store_true", help="不用上次留下的缓存，全部重新读取和生成")
    judged = _Bare()
    judged.add_argument("--strict", action="store_true", help="提醒也算不通过")
    judged.add_argument("--format", choices=FORMATS, default="text", help="结果的格式(默认 text)")
    judged.add_argument("--all", action="store_true", help="同类提醒全部列出")

    def command(name: str, help: str, example: str, parents: Sequence[_Parser]) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, epilog=f"例子:\n{example}", parents=list(parents))

    command(
        "check",
        "检查名录和页面，列出每处错误在哪一行、怎么改",
        "  zwgk check\n  zwgk check --strict --format github",
        [common, dated, judged, worked],
    ).set_defaults(run=_check)
    build = command(
        "build",
        "检查后生成网站；有错误就不生成，原来的网站不动",
        "  zwgk build\n  zwgk build --output /srv/www/zwgk --as-of 2026-12-01\n  zwgk build --pdf",
        [common, dated, judged, worked],
    )
    build.add_argument("--output", type=Path, metavar="文件夹", help="网站放在哪里(默认项目里的 public)")
    build.add_argument("--previous", type=Path, metavar="文件夹", help="“减负”页和哪一次公布比：以前生成的网站文件夹")
    build.add_argument("--pdf", action="store_true", help="同时生成 PDF：每个事项的告知书、办税服务手册、大厅公示海报")
    build.set_defaults(run=_build)
    serve = command(
        "serve",
        "边改边看：文件一存，网页自动更新，检查结果显示在网页上",
        "  zwgk serve\n  zwgk serve --port 9000",
        [common, dated],
    )
    serve.add_argument("--port", type=int, default=8000, metavar="端口", help="端口(默认 8000,0 为任选)")
    serve.set_defaults(run=_serve)
    new = command(
        "new",
        "新建一个网站，或一项名录内容(编号按拼音自动起)",
        "  zwgk new site 我的网站\n  zwgk new procedure 发票领用\n  zwgk new post 综合服务岗 --id zonghe-chuangkou",
        [common],
    )
    new.add_argument(
        "what",
        metavar="种类",
        help="site（整个网站），或名录里的一种，如 procedure、post；写错时列出全部",
    )
    new.add_argument("name", metavar="名称", help="名称；新建网站时是文件夹")
    new.add_argument("--id", metavar="编号", help="自己定编号(小写字母、数字、连字符)")
    new.set_defaults(run=_new)
    explain = command(
        "explain",
        "说明一条规则：要求什么、为什么、错误和正确的写法",
        "  zwgk explain M203",
        [],
    )
    explain.add_argument("code", metavar="规则编号", help="检查结果里的编号，如 M203")
    explain.set_defaults(run=_explain)
    schema = command(
        "schema",
        "导出各名录的 JSON Schema，编辑器用它补全字段、提示含义",
        "  zwgk schema --output .zwgk/schema",
        [],
    )
    schema.add_argument("--output", type=Path, required=True, metavar="文件夹", help="放在哪里")
    schema.set_defaults(run=_schema)
    filing = command(
        "filing-deadline",
        "算某个月申报纳税哪天截止，每一步用了哪条规定",
        "  zwgk filing-deadline 2027-05\n  zwgk filing-deadline 2026-10 --rule-only --format json",
        [common],
    )
    filing.add_argument("month", type=_month, metavar="年-月", help="哪个月，如 2027-05")
    filing.add_argument("--rule-only", action="store_true", help="不看公布的征期表，只按规则算")
    filing.add_argument("--format", choices=("text", "json"), default="text", help="结果的格式(默认 text)")
    filing.set_defaults(run=_filing_deadline)
    synth = command(
        "synth",
        "按样板造一个任意大的项目，用来试速度；同样的参数造出同样的文件",
        "  zwgk synth 大项目 --procedures 10000",
        [common],
    )
    synth.add_argument("target", type=Path, metavar="新文件夹", help="造在哪里")
    synth.add_argument("--procedures", type=int, required=True, metavar="个数", help="一共多少个办事事项")
    synth.add_argument("--organs", type=int, metavar="个数", help="分给多少个县局（默认按事项数定）")
    synth.add_argument("--seed", type=int, default=1, metavar="数", help="换一个数，县名换一批（默认 1）")
    synth.set_defaults(run=_synth)
    trial = command(
        "search-eval",
        "用写好的问法试一遍搜索：各类问法前 1、5、10 条里找到的比例，没找到的逐条列出",
        "  zwgk search-eval\n  zwgk search-eval --set dev --queries 我的问法.yml --format json",
        [common, dated],
    )
    trial.add_argument("--queries", type=Path, metavar="文件", help="问法(默认项目里的 tests/search/queries.yml)")
    trial.add_argument("--set", choices=("dev", "eval", "all"), default="all", help="用哪一半(默认全部)")
    trial.add_argument("--format", choices=("text", "json"), default="text", help="结果的格式(默认 text)")
    trial.set_defaults(run=_search_eval)
    add_date_commands(command, common, _day)
    bench = command(
        "bench",
        "同样的内容，用本工具和同类工具各生成一遍，比快慢、比内存（同类工具由 make bench 装好）",
        "  zwgk bench\n  zwgk bench --sizes 100000 --only zwgk\n  zwgk bench --growth",
        [common, dated],
    )
    bench.add_argument("--sizes", type=_sizes, metavar="个数,…", help="各造多少个办事事项（默认 300,3000,10000）")
    bench.add_argument("--rounds", type=int, default=1, metavar="次数", help="轮流几遍，取中位数（默认 1）")
    bench.add_argument("--only", type=_names, metavar="名字,…", help="只比这几个，如 zwgk,hugo（默认全部）")
    bench.add_argument("--growth", action="store_true", help="只看本工具 1000、10000、100000 个事项时每页的用时")
    bench.add_argument(
        "--output", type=Path, default=Path("bench/results/latest.json"), metavar="文件", help="结果放在哪里"
    )
    bench.add_argument("--scratch", type=Path, default=Path(".zwgk"), metavar="文件夹", help="在哪里试（用完删掉）")
    bench.add_argument("--peers", type=Path, default=Path(".zwgk/peers"), metavar="文件夹", help="同类工具装在哪里")
    bench.set_defaults(run=_bench)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help()
        return USAGE
    given.executor = None
    try:
        return int(given.run(given))
    except OSError as error:
        return _fail(f"{error.filename or ''}:{error.strerror or error}".lstrip(":"))
    except KeyboardInterrupt:
        return USAGE
    finally:
        if given.executor:
            given.executor.close()


def run() -> None:
    """Run one command as a program, and end at once: to take apart all that was read would take a tenth of the time."""
    code = main()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _fail(message: str) -> int:
    """Report what keeps a command from working."""
    print(f"zwgk: {message}", file=sys.stderr)
    return USAGE


def _checked(given: argparse.Namespace, timing: Timing) -> Checked:
    """Load and check the project, and report what was found."""
    from generator.check import RULES, check
    from generator.check.safety import suspect
    from generator.load.project import load_project
    from generator.model.memory import Memory
    from generator.model.registry import folders

    given.as_of = given.as_of or datetime.date.today()
    gc.disable()  # what is read is kept until the end: looking for garbage in it only costs time
    given.executor = _executor(given)
    cache = _cache(given)
    memory = Memory(given.project, cache, suspect, given.executor)
    with timing.stage("load"):
        raw = load_project(given.project, folders(), memory.known)
    with timing.stage("check"):
        checked = check(raw, given.as_of, cache and cache / "checked", given.executor)
    timing.close()
    report = render(checked.findings, given.format, {rule.code: rule.title for rule in RULES}, full=given.all)
    if report:
        print(report)
    print(summary(checked.findings), file=sys.stderr)
    return checked


def _cache(given: argparse.Namespace) -> Path | None:
    """Return the folder that keeps what is known of the project between runs, or None where nothing is to be kept.

    It is never inside the project, so that nobody can put anything there by a change to the project.
    """
    if given.no_cache:
        return None
    home = os.environ.get("ZWGK_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zwgk"
    return Path(home).absolute() / hashlib.sha256(os.fsencode(given.project.resolve())).hexdigest()[:16]


def _executor(given: argparse.Namespace) -> Executor:
    """Return what does the work: the processors of this machine, or a cluster. Raises OSError where there is none."""
    from generator.executor import local

    if not given.cluster:
        return local(given.workers or os.cpu_count() or 1)
    try:
        from generator.cluster import Cluster
    except ImportError as error:
        raise OSError(0, "没有安装集群需要的程序，先运行 pip install 'zwgk[cluster]'", error.name) from error
    return Cluster.at(given.cluster, given.store)


def _passes(checked: Checked, given: argparse.Namespace) -> bool:
    """Tell whether a checked project may be published."""
    from generator.findings import Severity

    counted = [finding for finding in checked.findings if given.strict or finding.severity is Severity.ERROR]
    return all(finding.excused for finding in counted)


def _check(given: argparse.Namespace) -> int:
    """`zwgk check`."""
    timing = _timing()
    checked = _checked(given, timing)
    _report_timings(timing, given)
    return FINE if _passes(checked, given) else FINDINGS


def _timing() -> Timing:
    """Return what takes times; on a terminal it shows how far the command is."""
    return Progress() if sys.stderr.isatty() else Timing()


def _report_timings(timing: Timing, given: argparse.Namespace) -> None:
    """Say how long things took, where that was asked for."""
    if given.timings:
        print(timings(timing, given.timings), file=sys.stderr)


def _build(given: argparse.Namespace) -> int:
    """`zwgk build`: load, check, view, render, publish."""
    from generator.build import Settings, build
    from generator.pdf import PdfError
    from generator.publish import PublishError

    timing = _timing()
    checked = _checked(given, timing)
    if not _passes(checked, given):
        print("没有生成：先改好上面的问题。原来的网站没有动。", file=sys.stderr)
        return FINDINGS
    output = given.output or given.project / "public"
    settings = Settings(given.executor, _cache(given), timing, given.pdf, given.previous)
    try:
        published = build(given.project, checked, given.as_of, output, settings)
    except (PublishError, PdfError) as error:
        return _fail(str(error))
    finally:
        timing.close()
    print(
        f"网站已生成：{published.folder}({published.files} 个文件，{published.size / 1e6:.1f} MB;"
        f"生成 {timing.pages} 页，沿用 {published.unchanged} 个文件)"
    )
    _report_timings(timing, given)
    return FINE


def _serve(given: argparse.Namespace) -> int:
    """`zwgk serve`."""
    from generator.serve import serve

    if not (given.project / "site.yml").is_file():
        return _fail(f"{given.project} 里没有 site.yml；用 --project 指定项目文件夹，或用 zwgk new site 新建一个")
    serve(given.project, given.port, given.as_of)
    return FINE


def _new(given: argparse.Namespace) -> int:
    """`zwgk new`."""
    from generator.scaffold import ScaffoldError, kinds, new_entry, new_site

    try:
        if given.what == "site":
            folder = new_site(Path(given.name))
            print(f"已新建 {folder}，下一步：zwgk build --project {folder}")
            return FINE
        record = kinds().get(given.what)
        if record is None:
            return _fail(f"不能新建“{given.what}”；可以写 site、" + "、".join(kinds()))
        path = new_entry(given.project, record, given.name, given.id)
    except ScaffoldError as error:
        return _fail(str(error))
    print(f"已新建 {path}，填好“(请填写)”的地方后运行 zwgk check")
    return FINE


def _filing_deadline(given: argparse.Namespace) -> int:
    """`zwgk filing-deadline`."""
    from generator.filing_report import answer, as_json, as_text

    try:
        found, findings = answer(given.project, given.month.year, given.month.month, given.rule_only)
    except ValueError as error:
        return _fail(str(error))
    print(as_json(f"{given.month:%Y-%m}", found) if given.format == "json" else as_text(found))
    if findings:
        print(render(findings, "text", {}), file=sys.stderr)
    return FINDINGS if findings else FINE


def _synth(given: argparse.Namespace) -> int:
    """`zwgk synth`."""
    from generator.synth import SynthError, synth

    try:
        count = synth(given.project, given.target, given.procedures, given.organs, given.seed)
    except SynthError as error:
        return _fail(str(error))
    print(f"已造好 {given.target}（{count} 个文件）")
    return FINE


def _search_eval(given: argparse.Namespace) -> int:
    """`zwgk search-eval`."""
    from generator.check import check
    from generator.load.project import load_project
    from generator.model.registry import folders
    from generator.search.evaluate import QueriesError, evaluate

    as_of = given.as_of or datetime.date.today()
    checked = check(load_project(given.project, folders()), as_of)
    queries = given.queries or given.project / "tests" / "search" / "queries.yml"
    if checked.registry is None:
        return _fail(f"{given.project} 里没有可用的 site.yml")
    try:
        print(evaluate(checked, as_of, queries, given.set, given.format))
    except QueriesError as error:
        return _fail(str(error))
    return FINE


def _bench(given: argparse.Namespace) -> int:
    """`zwgk bench`."""
    from generator.bench.report import compare
    from generator.bench.run import DEFAULT_SIZES, GROWTH_SIZES, KEYS, Bench
    from generator.synth import SynthError

    only = given.only or (["zwgk"] if given.growth else list(KEYS))
    if unknown := [name for name in only if name not in KEYS]:
        return _fail(f"不认识 {'、'.join(unknown)}；--only 可以写 {'、'.join(KEYS)}")
    if given.rounds < 1:
        return _fail("--rounds 至少是 1")
    sizes = given.sizes or (GROWTH_SIZES if given.growth else DEFAULT_SIZES)
    day = given.as_of or datetime.date.today()
    bench = Bench(given.project, given.scratch, given.peers, day, tuple(sizes), given.rounds, tuple(only), _tell)
    try:
        compared = compare(bench, given.output)
    except SynthError as error:
        return _fail(str(error))
    print(compared)
    return FINE


def _tell(line: str) -> None:
    """Report progress."""
    print(line, file=sys.stderr, flush=True)


def _explain(given: argparse.Namespace) -> int:
    """`zwgk explain`."""
    from generator.explain import UnknownRuleError, explain

    try:
        print(explain(given.code))
    except UnknownRuleError as error:
        return _fail(str(error))
    return FINE


def _schema(given: argparse.Namespace) -> int:
    """`zwgk schema`."""
    import json

    from generator.model import REGISTRIES
    from generator.model.schema import json_schema
    from generator.model.site import Site

    given.output.mkdir(parents=True, exist_ok=True)
    records: dict[str, type] = {**{record.FOLDER: record for record in REGISTRIES}, "site": Site}
    for name, record in records.items():
        text = json.dumps(json_schema(record), ensure_ascii=False, indent=1)
        (given.output / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"已导出到 {given.output}")
    return FINE
