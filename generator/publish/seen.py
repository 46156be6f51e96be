"""The highest version that this machine has seen of a site, in a file of its own, out of reach of whoever serves it."""

from __future__ import annotations

import re
from pathlib import Path

from generator.publish.errors import PublishError
from generator.source.regular import SMALL_BYTES, read_regular
from generator.source.whole import write_whole


def highest_seen(file: Path | None) -> int:
    """Return the version in the file; 0 if there is no file. Raises PublishError if it holds anything else."""
    if file is None or not file.exists():
        return 0
    text = read_regular(file, SMALL_BYTES).decode(errors="replace").strip()
    if not re.fullmatch("[0-9]{1,15}", text):
        raise PublishError(f"{file} 里不是版本号；核对线上的版本以后，把它写成一行数字，或删掉它")
    return int(text)


def note_seen(file: Path | None, version: int) -> None:
    """Put a version in the file if it is higher than what is there."""
    if file is None or version <= highest_seen(file):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, f"{version}\n")
