"""`zwgk filing-deadline`: prints a month's deadline for filing taxes, with its steps."""

from __future__ import annotations

import argparse
import datetime
import sys

from generator.cli.parsing import FINDINGS, FINE, FORMATTED, IN_PROJECT, Command, fail


def _month(text: str) -> datetime.date:
    """Parse a month; return its first day."""
    return datetime.datetime.strptime(text, "%Y-%m").date()


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the month and the options."""
    parser.add_argument("month", type=_month, metavar="年-月", help="哪个月，如 2027-05")
    parser.add_argument("--rule-only", action="store_true", help="不看公布的征期表，只按规则算")


def _run(args: argparse.Namespace) -> int:
    """Print the deadline."""
    from generator.cli.filing import answer, as_json, as_text
    from generator.report import render

    try:
        result, findings = answer(args.project, args.month.year, args.month.month, args.rule_only)
    except ValueError as error:
        return fail(str(error))
    print(as_json(f"{args.month:%Y-%m}", result) if args.format == "json" else as_text(result))
    if findings:
        print(render(findings, "text", {}), file=sys.stderr)
    return FINDINGS if findings else FINE


COMMAND = Command(
    "filing-deadline",
    "算某个月申报纳税哪天截止，每一步用了哪条规定",
    "  zwgk filing-deadline 2027-05\n  zwgk filing-deadline 2026-10 --rule-only --format json",
    (IN_PROJECT, FORMATTED),
    _options,
    _run,
)
