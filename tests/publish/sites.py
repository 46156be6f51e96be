"""Small sites to publish, targets to publish them to, and runs that are killed."""

from __future__ import annotations

import datetime
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from generator.publish import replacing
from generator.publish.deploy import Deployed, Terms, deploy
from generator.publish.folder_target import FolderTarget
from generator.render.pages import File

KILLS = int(os.environ.get("ZWGK_KILLS", "16"))
"""About how many runs are killed."""
DAY = datetime.date(2026, 11, 30)
FILES = {
    "index.html": b"<h1>one</h1>",
    "404.html": b"none",
    "organs/index.html": b"organs",
    "assets/zwgk.0123abcd.css": b"p {}",
    "assets/empty.js": b"",
    "说明/index.html": "中文".encode(),
}


def built(folder: Path, files: dict[str, bytes], as_of: datetime.date = DAY) -> Path:
    """Build a site of these files as `zwgk build` does; return its folder."""
    with replacing(folder, as_of=as_of) as release:
        for path, data in files.items():
            release.add(File(path, data))
    return folder


def changed(text: str) -> dict[str, bytes]:
    """Return the files of a site of which one page says this."""
    return {**FILES, "index.html": text.encode()}


def put_out(target: Path, site: Path, text: str = "one", **terms: object) -> Deployed:
    """Publish a site whose first page says this."""
    return deploy(built(site, changed(text)), FolderTarget(target), Terms(**{"day": DAY, **terms}))  # type: ignore[arg-type]


def killed(work: Callable[[], object], seconds: float) -> bool:
    """Do work in another process, and kill it after a while; return True if it was killed before it was done."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
