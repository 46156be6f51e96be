"""`zwgk verify`: compares a folder or a served site with what was published."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.parsing import FINDINGS, FINE, FORMATTED, Command, day, fail
from generator.cli.publishing import count, version
from generator.clock import today
from generator.hidden import escaped

if TYPE_CHECKING:
    from generator.publish.verify import Verdict

_KINDS = {
    "added": "多了",
    "changed": "变了",
    "missing": "少了",
    "signature": "签名",
    "expired": "过期",
    "old": "旧的",
    "record": "发布单",
    "status": "服务器",
    "redirect": "转址",
    "type": "类型",
    "encoding": "压缩",
    "header": "响应头",
}
"""What the kinds of differences are called."""

_SIGNATURES = {
    "valid": "签名正确",
    "wrong": "签名不对",
    "missing": "没有签名",
    "none": "没有签名",
    "unchecked": "有签名，没有核对（加 --key 公钥.pem）",
}


def _sample(text: str) -> int:
    """Parse how many files are compared."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _options(parser: argparse.ArgumentParser) -> None:
    """Add what is compared, and what is asked of it."""
    parser.add_argument("where", metavar="位置", help="发布的目标、网站文件夹，或线上的网址（https://…/）")
    parser.add_argument(
        "--key", type=Path, action="append", default=[], metavar="公钥", help="签名要对得上这把公钥；可以写几次"
    )
    parser.add_argument("--need", type=count, default=1, metavar="个数", help="要有几把公钥对得上（默认 1）")
    parser.add_argument("--sample", type=_sample, metavar="个数", help="除首页和共用的文件外，只比这么多个；每天换一批")
    parser.add_argument("--at-least", type=version, default=0, metavar="版本", help="比这个版本旧就是不对")
    parser.add_argument("--seen", type=Path, metavar="文件", help="记着见过的最高版本；比它旧就是不对")
    parser.add_argument("--as-of", type=day, metavar="日期", help="按哪一天看有没有过期（默认今天）")


def _run(args: argparse.Namespace) -> int:
    """Compare, and print what differs."""
    from generator.publish.errors import PublishError
    from generator.publish.seen import highest_seen, note_seen
    from generator.publish.served import verify_url
    from generator.publish.verify import Expected, verify_folder
    from generator.source.regular import SMALL_BYTES, read_regular

    try:
        keys = tuple(read_regular(path, SMALL_BYTES) for path in args.key)
        least = max(args.at_least, highest_seen(args.seen))
        expected = Expected(args.as_of or today(), keys, least, args.sample, args.need)
        is_url = "://" in args.where
        found = verify_url(args.where, expected) if is_url else verify_folder(Path(args.where), expected)
        if found.record and found.signature in {"valid", "none", "unchecked"}:
            note_seen(args.seen, found.record.version)
    except PublishError as error:
        return fail(str(error))
    _print(found, args.format)
    return FINDINGS if found.differences else FINE


def _print(found: Verdict, form: str) -> None:
    """Print a verdict: the differences to standard output, the summary to standard error."""
    if form == "json":
        print(json.dumps(found.as_data(), ensure_ascii=False, indent=1))
        return
    for item in found.differences:
        print(escaped(f"{_KINDS[item.kind]}  {item.path}：{item.text}"))
    record = found.record
    what = f"版本 {record.version}，{record.published_on} 发布，有效到 {record.expires_on}" if record else "没有发布单"
    back = f"，内容是换回的版本 {record.rolled_back_to}" if record and record.rolled_back_to else ""
    print(
        f"{found.where}：{what}{back}；{_SIGNATURES[found.signature]}；"
        f"{found.files} 个文件比了 {found.checked} 个，{len(found.differences)} 处不同",
        file=sys.stderr,
    )


COMMAND = Command(
    "verify",
    "核对线上的网站或文件夹：多了、变了、少了哪个文件，签名对不对，是不是旧的、过期的",
    "  zwgk verify /srv/zwgk\n  zwgk verify https://zwgk.example.gov.cn/ --key zwgk-pub.pem --sample 200",
    (FORMATTED,),
    _options,
    _run,
)
