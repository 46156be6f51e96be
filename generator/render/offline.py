"""The service worker: a script that keeps pages on a device for when it has no network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from generator.render.pages import File

PATH = "sw.js"
"""Path of the script. It is at the root of the site, because it may only keep what lies below its own address."""

_ASSETS = ("first.js", "zwgk.css", "zwgk.js", "find.js", "hours.js", "filing.js", "favicon.svg")


def worker(script: bytes, assets: Mapping[str, File], pages: Iterable[str]) -> File:
    """Return the script, with the addresses that it keeps from the start: these pages, and what the home page loads.

    Its version is the digest of the script and these addresses, so a device drops what it kept when the theme changes.
    """
    kept = ["./", *sorted(pages), *(assets[name].path for name in _ASSETS if name in assets)]
    text = f"const KEPT = {json.dumps(kept)};\n{script.decode()}"
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    return File(PATH, f'const VERSION = "{version}";\n{text}'.encode())
