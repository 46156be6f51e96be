"""`zwgk calendar`: a year's working days, days off and make-up days."""

from __future__ import annotations

import argparse

from generator.cli.parsing import FORMATTED, IN_PROJECT, Command


def _year(text: str) -> int:
    """Parse a year."""
    if not 1 <= int(text) <= 9998:
        raise ValueError(text)
    return int(text)


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the year."""
    parser.add_argument("year", type=_year, metavar="年份", help="如 2026")


def _run(args: argparse.Namespace) -> int:
    """Print the year."""
    from generator.cli.dates import as_json, print_answer, project_calendar, year_data, year_text

    def text() -> str:
        calendar = project_calendar(args.project)
        return as_json(year_data(calendar, args.year)) if args.format == "json" else year_text(calendar, args.year)

    return print_answer(text)


COMMAND = Command(
    "calendar",
    "看一年的工作日、放假和调休；哪里都能用，在项目里用时连同 data/calendar 里录入的年份",
    "  zwgk calendar 2026\n  zwgk calendar 2027 --format json",
    (IN_PROJECT, FORMATTED),
    _options,
    _run,
)
