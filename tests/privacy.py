"""Count what the privacy gate says of the example, in which nothing is personal: each finding is a false alarm.

Usage: python -m tests.privacy [--project DIR] [--as-of DAY]

It looks at the texts of the project, of its attachments and of the bureaus below it. Exit code 1 if there are alarms.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.check.texts import everything, in_attachments
from generator.project import Project
from generator.source.bureaus import list_bureaus
from tests.helpers.places import AS_OF, ROOT

GATE = {
    "S801": "身份证号码",
    "S802": "手机号",
    "S803": "银行卡号",
    "S808": "护照或车牌",
    "S809": "个人邮箱",
    "S812": "不能用的词",
    "S821": "统一社会信用代码",
    "S822": "纳税人",
    "C323": "附件里的人名",
    "C324": "附件里看不见的",
    "C326": "附件里的个人信息",
}


def projects(root: Path, day: datetime.date) -> Iterator[Project]:
    """Yield the project at `root` and the bureaus below it."""
    opened: dict[tuple[str, ...], Project] = {(): Project.open(root, day)}
    yield opened[()]
    for bureau in list_bureaus(root).bureaus:
        above = opened[bureau.path[:-1]]
        opened[bureau.path] = Project.open(root / bureau.folder, day, above=above)
        yield opened[bureau.path]


def main(given: Sequence[str] | None = None) -> int:
    """Print the counts; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.privacy")
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=AS_OF)
    args = parser.parse_args(given)
    alarms: Counter[str] = Counter()
    texts = letters = passages = 0
    for project in projects(args.project, args.as_of):
        found = everything(project.session)
        texts, letters = texts + len(found), letters + sum(len(text) for *_, text in found)
        passages += sum(1 for _ in in_attachments(project.session))
        alarms.update(item.code for item in project.findings if item.code in GATE)
    print(f"{texts} texts, {letters} letters, {passages} passages of attachments: {alarms.total()} alarms")
    for code, count in sorted(alarms.items()):
        print(f"{code} {GATE[code]}: {count}")
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main())
