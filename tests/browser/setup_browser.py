"""Find a Chromium for the browser tests, or install one: Debian's when root, Playwright's own elsewhere.

Run by `make test`. Exits with 1 where there is none in the end: a missing browser is a failure, never a skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium: the one named by CHROMIUM, one on PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _playwrights()


def _playwrights() -> str | None:
    """Return the path of the Chromium that Playwright downloaded, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Install a Chromium, and a font with Chinese characters where the system's packages can be installed."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-noto-cjk"]
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a Chromium."""
    if find() is None:
        install()
    path = find()
    print(f"browser: {path}" if path else "no Chromium found and none could be installed; name one with CHROMIUM=PATH")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
