"""Writes files of a project whole or not at all: a full disk or a kill leaves what was there."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8 with its line breaks as they are; where a link leads to it, the file stays there.

    A file that is there keeps its mode. Raises OSError; then all is as before.
    """
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name}.zwgk-part")
    try:
        with beside.open("wb") as opened:
            opened.write(content.encode() if isinstance(content, str) else content)
            opened.flush()
            os.fsync(opened.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
