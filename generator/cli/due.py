"""`zwgk due`: computes the last day of a limit, with its steps."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeVar

from generator.cli.parsing import FORMATTED, IN_PROJECT, Command, day

if TYPE_CHECKING:
    from generator.model.time_limits import Bound, Start
    from generator.model.types import Unit, Vocabulary

V = TypeVar("V", bound="Vocabulary")


def _count(text: str) -> float:
    """Parse a number that may end in .5."""
    number = float(text)
    if number * 2 != int(number * 2):
        raise ValueError(text)
    return int(number) if number == int(number) else number


def _unit(text: str) -> Unit:
    """Parse a unit."""
    from generator.model.types import Unit

    return _word(Unit, text)


def _start(text: str) -> Start:
    """Parse the event that a limit starts from."""
    from generator.model.time_limits import Start

    return _word(Start, text)


def _bound(text: str) -> Bound:
    """Parse whom a limit binds."""
    from generator.model.time_limits import Bound

    return _word(Bound, text)


def _word(vocabulary: type[V], text: str) -> V:
    """Return the member of a vocabulary with this value. Raises ArgumentTypeError if there is none."""
    members = {word.value: word for word in vocabulary}
    if text not in members:
        raise argparse.ArgumentTypeError(f"不能写 {text}；可以写 {'、'.join(members)}")
    return members[text]


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the options that describe a countdown."""
    parser.add_argument("--start", type=day, required=True, metavar="日期", help="开始的那一天，如 2026-12-28")
    parser.add_argument(
        "--count", type=_count, metavar="数量", help="多少，可以有半个，如 7.5；当日办结写 0，当场办结不写"
    )
    parser.add_argument(
        "--unit",
        type=_unit,
        default="working_day",
        metavar="单位",
        help="working_day 工作日(默认)、calendar_day 自然日、month 月、year 年、hour 小时、on_the_spot 当场办结",
    )
    parser.add_argument(
        "--stop",
        action="append",
        default=[],
        metavar="起..止",
        help="不计入的日期，含两头，如 2026-12-30..2027-01-04；可写多次",
    )
    parser.add_argument("--extend", type=_count, metavar="数量", help="经批准延长多少，单位相同")
    parser.add_argument(
        "--starts",
        type=_start,
        default="acceptance",
        metavar="事件",
        help="acceptance 受理(默认)、receipt 收到、completion 补齐材料、filing_end 申报期满、event 事实发生、"
        "notice 收到通知、before_event 事情发生之前（往前数）",
    )
    parser.add_argument(
        "--binds",
        type=_bound,
        default="bureau",
        metavar="谁",
        help="bureau 税务机关(默认)、taxpayer 纳税人：涉税期限内有连续三天以上假日的顺延",
    )


def _run(args: argparse.Namespace) -> int:
    """Print the last day and the steps that lead to it."""
    from generator.calendar.limits import Countdown
    from generator.cli.dates import answer, answer_text, as_json, length, print_answer, project_calendar, span

    def text() -> str:
        countdown = Countdown(
            args.start,
            length(args.count, args.unit),
            args.starts,
            args.binds,
            tuple(map(span, args.stop)),
            None if args.extend is None else length(args.extend, args.unit, "--extend"),
        )
        calendar = project_calendar(args.project)
        return as_json(answer(calendar, countdown)) if args.format == "json" else answer_text(calendar, countdown)

    return print_answer(text)


COMMAND = Command(
    "due",
    "算一件事最迟哪天办结，一步一步说明依据；哪里都能用",
    "  zwgk due --start 2026-12-28 --count 10 --unit working_day\n"
    "  zwgk due --start 2026-12-28 --count 10 --stop 2026-12-30..2027-01-04 --extend 5 --format json\n"
    "  zwgk due --start 2026-02-01 --count 30 --unit calendar_day --binds taxpayer --starts event",
    (IN_PROJECT, FORMATTED),
    _options,
    _run,
)
