"""Run a bureau's whole pipeline on a machine without a network, and print how long each step takes.

Usage: python -m tests.offline [--wheelhouse FOLDER]

Without a wheelhouse one is made first, which needs the network. All else runs in a network of its own that has nothing
but loopback: install, check, build, publish to nginx behind TLS, verify by address, change one line, roll back. Needs
root, unshare, ip, nginx and openssl.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.helpers.places import AS_OF, ROOT
from tests.publish.test_server import Served, free_port, nginx

SOURCES = ("site.yml", "data", "content", "bureaus", "registries")


def step(what: str, *command: str | Path, code: int = 0, environment: Mapping[str, str] | None = None) -> None:
    """Run a command, print how long it took and what it sent or found. Ends the program if its exit code is another."""
    start = time.perf_counter()
    done = subprocess.run(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    told = [line for line in done.stdout.splitlines() if "传送" in line or "处不同" in line]
    print(f"{what}: {seconds:.1f} s  {re.sub(r'https?://[^ ：]*|/[^ （]*/', '', ' '.join(told))}", flush=True)
    if done.returncode != code:
        sys.exit(done.stdout[-3000:])


def cut_off() -> None:
    """Start loopback, and see that nothing else can be reached."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    try:
        socket.create_connection(("192.0.2.1", 443), 3)
    except OSError:
        return
    sys.exit("there is a network")


def run(folder: Path, wheelhouse: Path) -> None:
    """Do all steps in an empty folder."""
    project, environment = folder / "project", folder / "venv"
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, project / name)
        elif (ROOT / name).is_file():
            project.mkdir(exist_ok=True)
            shutil.copyfile(ROOT / name, project / name)
    step("new environment", sys.executable, "-m", "venv", environment)
    find = ("--no-index", "--find-links", wheelhouse)
    step("install", environment / "bin/pip", "install", "-q", "--disable-pip-version-check", *find, "zwgk")
    zwgk = environment / "bin/zwgk"
    served = Served(
        f"https://localhost:{(port := free_port())}/zwgk/", port, free_port(), folder / "srv", folder / "site"
    )
    day = ("--as-of", AS_OF.isoformat())
    here = {"ZWGK_CACHE": str(folder / "cache"), "SSL_CERT_FILE": str(folder / "zwgk.crt")}
    key, public = folder / "key.pem", folder / "public.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
    subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True)
    server = [*nginx(folder, served)]
    publish = (zwgk, "publish", served.server, "--site", served.site, "--key", key, *day)
    build = (zwgk, "build", "--project", project, "--output", served.site, *day)
    verify = (zwgk, "verify", served.url, "--key", public, *day)
    step("check", zwgk, "check", "--project", project, *day, environment=here)
    step("build", *build, environment=here)
    step("publish", *publish, environment=here)
    running = subprocess.Popen(server)
    try:
        step("verify by address", *verify, environment=here)
        matters = sorted((project / "data/procedures").glob("*.yml"))
        plain = next(path for path in matters if "\nnotes:" not in path.read_text("utf-8"))
        with plain.open("a", encoding="utf-8") as opened:
            opened.write("notes: [周末也办。]\n")
        step("build after one line", *build, environment=here)
        step("publish after one line", *publish, environment=here)
        step("verify by address", *verify, environment=here)
        step("roll back", zwgk, "rollback", served.server, "--key", key, *day, environment=here)
        step("verify by address", *verify, environment=here)
        harm(served, verify, here)
    finally:
        running.terminate()
        running.wait()


def harm(served: Served, verify: Sequence[str | Path], here: dict[str, str]) -> None:
    """Let each kind of harm be found in what is served; the last value of `verify` is the day."""
    late = (AS_OF + datetime.timedelta(99)).isoformat()
    step("an old release by address", *verify, "--at-least", "2099010101", code=1, environment=here)
    step("an expired one by address", *verify[:-1], late, code=1, environment=here)
    page = served.server / "current/index.html"
    text = page.read_bytes()
    page.unlink()  # not overwritten: other releases have the same file
    page.write_bytes(b"!" + text[1:])
    step("a byte by address", *verify, code=1, environment=here)
    page.unlink()
    step("a missing file by address", *verify, code=1, environment=here)
    page.write_bytes(text)
    page.with_name("added.html").touch()
    step("an added file in the folder", verify[0], "verify", served.server, *verify[3:], code=1, environment=here)


def main(given: Sequence[str] | None = None) -> int:
    """Make the wheelhouse where needed, then start again without a network."""
    parser = argparse.ArgumentParser(prog="python -m tests.offline")
    parser.add_argument("--wheelhouse", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(given)
    wheelhouse = (args.wheelhouse or ROOT / "build/wheelhouse").absolute()
    if not args.inside:
        if not args.wheelhouse:
            step("wheelhouse", "make", "-C", ROOT, "wheelhouse")
        print(f"wheelhouse: {sum(path.stat().st_size for path in wheelhouse.iterdir()) / 1e6:.0f} MB", flush=True)
        command = ["unshare", "-n", sys.executable, "-m", "tests.offline", "--inside", "--wheelhouse", str(wheelhouse)]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    cut_off()
    with tempfile.TemporaryDirectory(prefix="zwgk-offline-") as folder:
        Path(folder).chmod(0o755)
        run(Path(folder), wheelhouse)
    return 0


if __name__ == "__main__":
    sys.exit(main())
