"""`zwgk explain`: prints one rule with its reason and its example."""

from __future__ import annotations

import argparse

from generator.cli.parsing import FINE, Command, fail


def _options(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the rule's code."""
    parser.add_argument("code", metavar="规则编号", help="检查结果里的编号，如 M203")


def _run(args: argparse.Namespace) -> int:
    """Print the explanation of a rule."""
    from generator.explain import UnknownRuleError, explain

    try:
        print(explain(args.code))
    except UnknownRuleError as error:
        return fail(str(error))
    return FINE


COMMAND = Command(
    "explain",
    "说明一条规则：要求什么、为什么、错误和正确的写法",
    "  zwgk explain M203",
    (),
    _options,
    _run,
)
