"""`python -m generator` runs `zwgk`."""

from generator.cli import run

run()
