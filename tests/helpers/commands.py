"""Running commands in this process."""

from __future__ import annotations

from generator.cli import main


def run(*arguments: object) -> int:
    """Run a command in this process; usage errors leave through SystemExit."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as exit:
        assert isinstance(exit.code, int)
        return exit.code
