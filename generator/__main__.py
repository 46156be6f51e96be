"""`python -m generator` is `zwgk`."""

from generator.cli import run

run()
