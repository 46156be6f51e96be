"""Small sites to publish, and targets to publish them to."""

from __future__ import annotations

import datetime
from pathlib import Path

from generator.publish import replacing
from generator.publish.deploy import Deployed, Terms, deploy
from generator.publish.folder_target import FolderTarget
from generator.render.pages import File

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
