"""Build the starter and the example with every CPython on this machine, and compare the bytes with this Python's.

Run by `make test` after pytest. Each other Python gets an environment of its own in `.zwgk/pythons/<version>`, made
from the run lock and kept until the lock changes. Exits with 1 if an environment cannot be made, a command fails or a
byte differs. Uses the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from tests.helpers.places import AS_OF, ROOT

HOMES = ROOT / ".zwgk" / "pythons"
LOCK = ROOT / "requirements.lock"
MINORS = (11, 12, 13, 14)
"""The supported minor versions of Python 3. CI runs the suite on each of them."""
PROBE = """
import json, platform, sys
kind = platform.python_implementation()
print(json.dumps([kind, *sys.version_info[:3], sys.abiflags]))
"""
_AT_ONCE = 2
_INSTALLING = Lock()
SHOWN = 10
"""Number of differing files to name."""


class TrialError(Exception):
    """The trial of one Python failed; the message gives the reason."""


class Python(NamedTuple):
    """One interpreter: the path of its program, and its version."""

    program: Path
    version: tuple[int, int, int]

    @property
    def name(self) -> str:
        """The version as text, e.g. 3.12.1."""
        return ".".join(map(str, self.version))


def probe(program: Path) -> Python | None:
    """Return the interpreter at a path, or None if it is not a supported CPython or does not run."""
    try:
        asked = subprocess.run([program, "-I", "-c", PROBE], capture_output=True, text=True, timeout=20, check=True)
        implementation, major, minor, micro, flags = json.loads(asked.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    supported = implementation == "CPython" and major == 3 and minor in MINORS and not flags
    return Python(program, (major, minor, micro)) if supported else None


def programs(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the paths where interpreters may be: folders of pyenv and uv first, then PATH."""
    home = Path(environment.get("HOME") or Path.home())
    pyenv = Path(environment.get("PYENV_ROOT") or home / ".pyenv")
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    uv = Path(environment.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python")
    yield from sorted((pyenv / "versions").glob("3.*/bin/python"))
    yield from sorted(path for path in uv.glob("*/bin/python3.*") if re.fullmatch(r"python3\.\d+", path.name))
    for folder in environment.get("PATH", "").split(os.pathsep):
        yield from (path for minor in MINORS if (path := Path(folder) / f"python3.{minor}").is_file())


def others(environment: Mapping[str, str]) -> list[Python]:
    """Return one interpreter of each other version, the oldest first."""
    own = sys.version_info[:3]
    found: dict[tuple[int, int, int], Python] = {}
    seen = {Path(sys.executable).resolve()}
    for program in programs(environment):
        if program.resolve() in seen:
            continue
        seen.add(program.resolve())
        python = probe(program)
        if python and python.version != own:
            found.setdefault(python.version, python)
    return [found[version] for version in sorted(found)]


def run(*command: str | Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a command in the root and return its output. Raises TrialError with the end of the output if it fails."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-SHOWN:])
        raise TrialError(f"exit code {done.returncode} of {' '.join(map(str, command))}\n{tail}")
    return done.stdout


def environment_of(python: Python) -> Path:
    """Return the bin folder of this Python's environment. Create it if it is missing or the lock has changed."""
    home = HOMES / python.name
    stamp = home / "made-from"
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), bytes(home), bytes(python.program))
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != digest:
        shutil.rmtree(home, ignore_errors=True)
        run(python.program, "-m", "venv", "--without-pip", home)
        # the pip of this environment installs into that one: some systems ship Python without pip
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", home / "bin/python")
        run(*pip, "install", "--require-hashes", "-r", LOCK)
        run(*pip, "install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
        stamp.write_text(digest, encoding="utf-8")
    return home / "bin"


def sites(bin: Path, folder: Path) -> dict[str, Path]:
    """Build the starter's and the example's site in `folder` with the commands in `bin`. Raises TrialError."""
    zwgk = bin / "zwgk"
    kept = {**os.environ, "ZWGK_CACHE": str(folder / "cache"), "NO_COLOR": "1"}
    run(zwgk, "--help", environment=kept)
    given = ("--name", "某某县税务局", "--base-url", "https://www.example.gov.cn/")
    run(zwgk, "new", "site", folder / "starter", *given, environment=kept)
    run(zwgk, "check", "--project", folder / "starter", "--as-of", AS_OF.isoformat(), environment=kept)
    made = {}
    for name, project in {"starter": folder / "starter", "example": ROOT}.items():
        made[name] = folder / f"{name}-site"
        on_day = ("--project", project, "--as-of", AS_OF.isoformat())
        run(zwgk, "build", *on_day, "--output", made[name], environment=kept)  # which checks first, and stops at errors
        if not (made[name] / "index.html").is_file():
            raise TrialError(f"{name}: the site has no index.html")
    return made


def contents(site: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a site, by path."""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def differing(one: Path, other: Path) -> list[str]:
    """Return the paths of files that differ between two sites or are in one of them only."""
    first, second = contents(one), contents(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def compare(expected: Mapping[str, Path], made: Mapping[str, Path]) -> None:
    """Raise TrialError with the names of the files if a site differs from the expected one."""
    wrong = [f"{name}/{path}" for name in expected for path in differing(expected[name], made[name])]
    if wrong:
        more = f"\n  and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise TrialError(
            f"{len(wrong)} files differ from those of {platform_name()}:\n  " + "\n  ".join(wrong[:SHOWN]) + more
        )


def platform_name() -> str:
    """Return the version of this Python as text."""
    return ".".join(map(str, sys.version_info[:3]))


def tried(python: Python, expected: Mapping[str, Path], scratch: Path) -> bool:
    """Try one Python, print the outcome, and return True if it succeeded."""
    started = time.monotonic()
    try:
        folder = scratch / python.name
        folder.mkdir()
        with _INSTALLING:  # installations share the package's metadata in the root
            environment = environment_of(python)
        compare(expected, sites(environment, folder))
    except TrialError as failure:
        print(f"{python.name}: FAILED, {failure}", flush=True)
        return False
    print(f"{python.name}: starter and example built, bytes equal ({time.monotonic() - started:.0f} s)", flush=True)
    return True


def main() -> int:
    """Try every other Python of this machine."""
    pythons = others(os.environ)
    with tempfile.TemporaryDirectory(prefix="zwgk-pythons-") as name:
        scratch = Path(name)
        own = scratch / "own"
        own.mkdir()
        try:
            expected = sites(Path(sys.executable).parent, own)
        except TrialError as failure:
            print(f"{platform_name()}: FAILED, {failure}")
            return 1
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            results = list(pool.map(lambda python: tried(python, expected, scratch), pythons))
    had = {sys.version_info[1], *(python.version[1] for python in pythons)}
    missing = [f"3.{minor}" for minor in MINORS if minor not in had]
    print(f"Pythons: {', '.join([platform_name() + ' (main)', *(python.name for python in pythons)])}", end="")
    print(f"; not on this machine: {', '.join(missing)}" if missing else "")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
