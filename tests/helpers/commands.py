"""Runs commands in this process."""

from __future__ import annotations

from generator.cli import main


def run(*arguments: object) -> int:
    """Run a command in this process; return its exit code. Usage errors raise SystemExit."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as exit:
        assert isinstance(exit.code, int)
        return exit.code
