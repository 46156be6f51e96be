"""`zwgk inspect`: judges the site by the national indicators for government websites."""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.cli.opening import new_timing, read_project
from generator.cli.parsing import FINDINGS, FINE, IN_PROJECT, ON_A_DAY, Command, fail

if TYPE_CHECKING:
    from generator.commits import Doubt
    from generator.inspection import Indicator, Report
    from generator.outside import Asked
    from generator.pagecheck import Pages
    from generator.session import Session

FORMAT = 1
_KINDS = {"link": "断链", "weight": "太大", "mark": "标识", "access": "无障碍"}
_REACHES = {"there": "能打开", "dead": "打不开了", "blocked": "服务器不让程序看", "unknown": "没有连上"}
_COLUMNS = ("类别", "编号", "指标", "标准", "结果", "查到什么", "扣分", "规则", "处数")


def _score(text: str) -> int:
    """Parse a number of points."""
    number = int(text)
    if not 0 <= number <= 100:
        raise ValueError(text)
    return number


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the site to look at, the threshold, and the format."""
    parser.add_argument("--site", type=Path, metavar="文件夹", help="生成好的网站：查站内断链、页面大小、标识、无障碍")
    parser.add_argument("--outside", action="store_true", help="连网打开站外的链接（要有 --site）")
    parser.add_argument(
        "--fail-under", type=_score, default=60, metavar="分数", help="低于这个分数退出码为 1（默认 60）"
    )
    parser.add_argument("--format", choices=tuple(_PRINT), default="text", help="结果的格式（默认 text）")
    parser.set_defaults(no_cache=False)


def _run(args: argparse.Namespace) -> int:
    """Judge the project, and the site if there is one."""
    from generator.commits import NoHistoryError, commits, doubts
    from generator.inspection import inspect
    from generator.outside import Reach, ask
    from generator.pagecheck import look
    from generator.publish.errors import PublishError
    from generator.source.bureaus import list_bureaus

    if args.outside and not args.site:
        return fail("--outside 要和 --site 一起写")
    if args.format == "xlsx" and (sys.stdout.isatty() or find_spec("xlsxwriter") is None):
        return fail("表格要存进文件：--format xlsx > 自查.xlsx；写表格的程序没有装的，先运行 pip install 'zwgk[excel]'")
    timing = new_timing()
    session = read_project(args, timing).session
    report, pages, asked = inspect(session), None, []
    if args.site:
        below = tuple(bureau.address for bureau in list_bureaus(args.project).bureaus)
        try:
            pages = look(args.site, session.site, below)
        except PublishError as error:
            return fail(str(error))
        asked = ask(pages.outside) if args.outside else []
    dates, unknown = [], ""
    try:
        dates = doubts(session, commits(args.project))
    except NoHistoryError as error:
        unknown = str(error)
    timing.close()
    found = _Found(session, report, pages, asked, dates, unknown)
    _PRINT[args.format](found)
    counts = {
        "单项否决指标有问题": len(report.tripped),
        "网站上的问题": len(pages.faults) if pages else 0,
        "站外链接打不开": sum(item.reach is Reach.DEAD for item in asked),
        "发布日期和提交对不上": sum(item.is_fault for item in dates),
    }
    bad = [f"{what}（{number} 处）" for what, number in counts.items() if number]
    if report.score < args.fail_under:
        bad.append(f"得 {report.score} 分，低于 {args.fail_under} 分")
    if bad:
        print(f"没有通过：{'、'.join(bad)}", file=sys.stderr)
    return FINDINGS if bad else FINE


class _Found(NamedTuple):
    """All that was found. `dates` are the days that do not fit the commits, `unknown` why these are not known."""

    session: Session
    report: Report
    pages: Pages | None
    asked: list[Asked]
    dates: list[Doubt]
    unknown: str


def _text(found: _Found) -> None:
    """Print the report for people: the summary goes to standard error."""
    from generator.inspection import BY_HAND, Outcome

    session, report, pages, asked, dates, untold = found
    print("单项否决指标")
    for item in report.vetoes:
        _print(session, item, f"{item.key}  {item.name}（{item.criterion}）")
    print("扣分指标")
    for item in report.deductions:
        scored = f"扣 {item.lost} 分" if item.lost is not None else f"不算分（{item.criterion}）"
        _print(session, item, f"{scored}  {item.name}")
    if pages:
        print(f"网站：{pages.pages} 页，站内链接 {pages.links} 处，站外 {len(pages.outside)} 个地址")
        for kind, text, number, page in _grouped(pages):
            print(f"  {_KINDS[kind]}  {text}（{number} 页，如 {page}）")
    faults = sum(item.is_fault for item in dates)
    print(f"日期和提交：{untold or f'发布日期对不上的 {faults} 处，核验、审定以后又改过的 {len(dates) - faults} 处'}")
    for doubt in (*dates[:faults], *dates[faults:][:_SHOWN]):
        print(f"  {doubt.file}：{doubt.what}")
    if (more := len(dates) - faults - _SHOWN) > 0:
        print(f"  还有 {more} 处；加 --format csv 列全")
    for one in asked:
        if one.reach.value != "there":
            print(f"  {_REACHES[one.reach.value]}  {one.address}：{one.why}")
    print("要人去看的")
    for what, how in BY_HAND:
        print(f"  {what}：{how}")
    unknown = sum(item.outcome is Outcome.UNKNOWN for item in report.vetoes)
    print(
        f"否决指标有问题 {len(report.tripped)} 项，数据看不出 {unknown} 项；"
        f"知道分值的几项得 {report.score} 分（自查，不是检查机关的评分）",
        file=sys.stderr,
    )


def _print(session: Session, item: Indicator, first: str) -> None:
    """Print one indicator, called `first`, with the places of its first findings if it trips."""
    from generator.inspection import Outcome, findings_of

    print(f"  [{item.outcome.label}] {first}：{item.said}")
    if item.outcome is Outcome.TRIPS:
        for finding in list(findings_of(session, item))[:_SHOWN]:
            place = finding.location
            print(f"      {place.file}:{place.line}:{place.column} {finding.code} {finding.message}")


_SHOWN = 3


def _grouped(pages: Pages) -> Iterator[tuple[str, str, int, str]]:
    """Yield (kind, what, number of pages, one of them) for faults that are the same on many pages."""
    counted = Counter((fault.kind, fault.text) for fault in pages.faults)
    first = {(fault.kind, fault.text): fault.page for fault in reversed(pages.faults)}
    for (kind, text), number in counted.most_common():
        yield kind, text, number, first[kind, text]


def _json(found: _Found) -> None:
    """Print the report as JSON."""
    session, report, pages, asked, dates, unknown = found
    data: dict[str, Any] = {
        "format": FORMAT,
        "as_of": str(session.as_of),
        "score": report.score,
        "tripped": [item.key for item in report.tripped],
        "vetoes": [_plain(item) for item in report.vetoes],
        "deductions": [_plain(item) for item in report.deductions],
        "columns": [{**item._asdict(), "last": item.last and str(item.last)} for item in report.columns],
    }
    data["dates"] = {"unknown": unknown} if unknown else {"doubts": [item._asdict() for item in dates]}
    if pages:
        data["site"] = {
            "pages": pages.pages,
            "links": pages.links,
            "outside": len(pages.outside),
            "heaviest": [{"page": page, "bytes": size} for size, page in pages.heaviest],
            "faults": [fault._asdict() for fault in pages.faults],
        }
    if asked:
        data["outside"] = [{**item._asdict(), "reach": item.reach.value} for item in asked]
    print(json.dumps(data, ensure_ascii=False, indent=1))


def _plain(item: Indicator) -> dict[str, Any]:
    """Return an indicator as plain data."""
    return {
        "key": item.key,
        "name": item.name,
        "criterion": item.criterion,
        "outcome": item.outcome.value,
        "said": item.said,
        "rules": list(item.codes),
        "findings": item.findings,
        "lost": item.lost,
    }


def _csv(found: _Found) -> None:
    """Print the report as CSV for a spreadsheet: with a byte order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_COLUMNS)
    rows.writerows(_rows(found))
    print("\ufeff" + out.getvalue(), end="")


def _xlsx(found: _Found) -> None:
    """Print the report as a workbook, the same bytes for the same report."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime.combine(found.session.as_of, datetime.time())})
    sheet = book.add_worksheet("自查")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, _COLUMNS, book.add_format({"bold": True}))
    for number, row in enumerate(_rows(found), 1):
        sheet.write_row(number, 0, row, wrapped)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    sys.stdout.buffer.write(out.getvalue())


_WIDTHS = (10, 12, 32, 32, 10, 60, 6, 16, 6)


def _rows(found: _Found) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table of all that was found, as _COLUMNS names them."""
    from generator.inspection import Outcome

    for kind, items in (("单项否决", found.report.vetoes), ("扣分", found.report.deductions)):
        for item in items:
            lost = "" if item.lost is None else item.lost
            row = (item.criterion, item.outcome.label, item.said, lost, " ".join(item.codes), item.findings)
            yield kind, item.key, item.name, *row
    for kind, text, number, page in _grouped(found.pages) if found.pages else ():
        yield "网站", page, _KINDS[kind], "", "有问题", text, "", "", number
    for doubt in found.dates:
        said = Outcome.TRIPS.label if doubt.is_fault else Outcome.UNKNOWN.label
        yield "日期和提交", doubt.file, "", "", said, doubt.what, "", "", ""
    for one in found.asked:
        yield "站外链接", one.address, "", "", _REACHES[one.reach.value], one.why, "", "", ""


_PRINT = {"text": _text, "json": _json, "csv": _csv, "xlsx": _xlsx}

COMMAND = Command(
    "inspect",
    "按国家的网站检查指标自查：有没有单项否决，扣多少分，哪些要人去看",
    "  zwgk inspect\n  zwgk inspect --site public --fail-under 80\n  zwgk inspect --format xlsx > 自查.xlsx",
    (IN_PROJECT, ON_A_DAY),
    _options,
    _run,
)
