"""What `zwgk publish` and `zwgk rollback` share: options, and what they print."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.clock import today

if TYPE_CHECKING:
    from generator.publish.deploy import Deployed, Terms

TARGET_HELP = (
    "发布到哪里：文件夹，或 用户@主机:/文件夹（用 ssh 和 rsync），网页服务器的根目录设成里面的 current；"
    "或 git:origin#pages（仓库的一个分支）；或 rclone:名字:桶/文件夹（对象存储）"
)


def count(text: str) -> int:
    """Parse a number from 1 to 10,000."""
    number = int(text)
    if not 1 <= number <= 10_000:
        raise ValueError(text)
    return number


def version(text: str) -> int:
    """Parse the version of a release. Raises ArgumentTypeError."""
    from generator.publish.folder_target import is_version

    if not is_version(text):
        raise argparse.ArgumentTypeError(f"版本是发布那天加序号的数字，如 2026113001，不能写 {text}")
    return int(text)


def add_terms(parser: argparse.ArgumentParser) -> None:
    """Add the options for the signature, its end, and what is kept."""
    parser.add_argument("target", metavar="目标", help=TARGET_HELP)
    parser.add_argument(
        "--key",
        type=Path,
        action="append",
        default=[],
        metavar="私钥",
        help="用这把私钥签名：Ed25519、SM2 的 PEM 文件，或 OpenSSH 的；换钥匙时写两次，最多三次",
    )
    parser.add_argument("--unsigned", action="store_true", help="线上的有签名，这次也允许没有")
    parser.add_argument(
        "--valid-days", type=count, default=30, metavar="天数", help="多少天内有效，过后核对时算过期（默认 30）"
    )
    parser.add_argument(
        "--keep", type=count, default=5, metavar="个数", help="至少留最近几个版本（默认 5，7 天内的都留）"
    )
    parser.add_argument("--seen", type=Path, metavar="文件", help="把见过的最高版本记在这里；目标上的比它低就不发布")


def terms(args: argparse.Namespace) -> Terms:
    """Return the terms of a publication. Raises PublishError, and OSError if a key cannot be read."""
    from generator.publish.deploy import Terms
    from generator.publish.errors import PublishError
    from generator.publish.record import SIGNATURES
    from generator.publish.seen import highest_seen
    from generator.source.regular import SMALL_BYTES, read_regular

    for key in args.key:
        read_regular(key, SMALL_BYTES)
    if len(args.key) > len(SIGNATURES):
        raise PublishError(f"最多用 {len(SIGNATURES)} 把钥匙签名")
    return Terms(
        args.as_of or today(),
        keys=tuple(args.key),
        valid_days=args.valid_days,
        keep=args.keep,
        at_least=highest_seen(args.seen),
        unsigned=args.unsigned,
    )


def report(done: Deployed, args: argparse.Namespace) -> None:
    """Print what was done, and note the version as seen."""
    from generator.publish.seen import note_seen

    record, sent = done.record, done.sent
    what = f"换回版本 {record.rolled_back_to} 的内容，成为" if record.rolled_back_to else "已发布"
    before = f"，上一个是 {done.before}" if done.before else ""
    print(
        f"{what}版本 {record.version}：{args.target}（{record.files} 个文件，"
        f"传送 {sent.files} 个、{sent.size / 1e6:.2f} MB{before}）"
    )
    signed = f"{len(args.key)} 把钥匙签了名" if args.key else "没有签名（加 --key 签名）"
    print(f"{signed}，有效到 {record.expires_on}；提交 {record.commit or '不明'}，按 {record.built_as_of} 生成")
    if done.removed:
        print(f"删去旧版本 {'、'.join(map(str, done.removed))}")
    note_seen(args.seen, record.version)
