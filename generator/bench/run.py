"""The comparison: write the content, run the contenders in turn, measure each run."""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.bench.content import Guide, guides
from generator.bench.measure import CommandError, measure
from generator.bench.peers import EQUAL, PEERS, Peer
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.synth import synth
from generator.synth_bureaus import synth_bureaus

OURS = ("zwgk", "zwgk-warm", "zwgk-again", "zwgk-check")
"""A cold build, two builds that each follow a change of one line, and a check after such a change.

The build after the cold one links every file into a second folder; later builds find most files there.
"""

KEYS = (OURS[0], *(peer.key for peer in PEERS))
"""The values of `--only`; `zwgk` stands for all runs of ours."""

DEFAULT_SIZES = (300, 3_000, 10_000)
GROWTH_SIZES = (1_000, 10_000, 100_000)

TITLES = {
    "zwgk": "zwgk build",
    "zwgk-warm": "zwgk build，改一行后",
    "zwgk-again": "zwgk build，又改一行",
    "zwgk-check": "zwgk check，改一行后",
    **{peer.key: peer.title for peer in PEERS},
}

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run of one contender."""

    size: int
    contender: str
    round: int
    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    files: int
    output_bytes: int
    page_bytes: int
    load: float
    stages: dict[str, float] | None = None


@dataclass(frozen=True)
class Bench:
    """A comparison: its sizes (in procedures), number of rounds, contenders, data and working folder.

    With `province`, the project is a superior with as many counties below it as have that many procedures together.

    `peers` is the folder with the peers' programs. A temporary folder is created in `scratch` and removed at the end.
    """

    project: Path
    scratch: Path
    peers: Path
    as_of: datetime.date
    sizes: Sequence[int]
    rounds: int = 1
    only: Sequence[str] = KEYS
    tell: Tell = print
    province: bool = False

    def runs(self) -> Iterator[Run]:
        """Yield every run, size by size and round by round, so that all contenders run under the same load.

        A contender that fails or is not installed is reported and left out.
        """
        for size in self.sizes:
            shutil.rmtree(self._room, ignore_errors=True)
            self._room.mkdir(parents=True)
            self._make_project(size)
            entrants = self._written()
            for number in range(1, self.rounds + 1):
                if "zwgk" in self.only:
                    yield from self._ours(size, number)
                for peer, command in entrants:
                    yield from self._peer(size, number, peer, command)
                if said := compared(self._room / EQUAL.key / "public", self._room / "eleventy/public"):
                    self.tell(said)
        shutil.rmtree(self._room, ignore_errors=True)

    def _make_project(self, size: int) -> None:
        """Write the project of a size."""
        if self.province:
            own = sum(1 for _ in (self.project / "data/procedures").rglob("*.yml"))
            synth_bureaus(self.project, self.project_folder, max(1, round(size / own)), 1, 0, self.as_of)
        else:
            synth(self.project, self.project_folder, size, None, 1)

    @property
    def _room(self) -> Path:
        """The temporary folder, removed at the end."""
        return self.scratch.resolve() / "bench-run"

    @property
    def project_folder(self) -> Path:
        """The project that is built."""
        return self._room / "project"

    @cached_property
    def _environment(self) -> dict[str, str]:
        """Return the environment of every contender: caches within the scratch folder, no terminal colours.

        Python may write its bytecode cache, as it does by default.
        """
        own = {"ZWGK_CACHE": str(self._room / "cache"), "HUGO_CACHEDIR": str(self._room / "hugo-cache")}
        return {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": "", "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}

    def _written(self) -> list[tuple[Peer, list[str]]]:
        """Write the projects of the chosen and installed peers; return these peers with their commands."""
        installed: list[tuple[Peer, list[str]]] = []
        for peer in PEERS:
            if peer.key in self.only:
                if command := peer.command(self.peers.resolve()):
                    installed.append((peer, command))
                else:
                    self.tell(f"没有装 {peer.title}，这次不比它（make bench 会装；Eleventy 还要有 node 和 npm）")
        if installed:
            source, items = guides(self.project_folder, self.as_of)
            content: list[Guide] = list(items)
            shells = Renderer(source.site, Theme.of(self.project_folder)).shells
            shell = shells.get(shells.key("procedures/x/", "procedures/"))
            for peer, _ in installed:
                peer.write(self._room / peer.key, content, lambda holes: shell.pour(holes).decode())
        return installed

    def _peer(self, size: int, number: int, peer: Peer, command: Sequence[str]) -> Iterator[Run]:
        """Measure a cold build of a peer."""
        folder = self._room / peer.key
        for old in ("public", "cache", ".cache", "resources"):
            shutil.rmtree(folder / old, ignore_errors=True)
        yield from self._run(size, number, peer.key, command, folder, folder / "public")

    def _ours(self, size: int, number: int) -> Iterator[Run]:
        """Measure our cold build, two builds after a change of one line each, and a check after a third change."""
        public, project = self._room / "public", self.project_folder
        for old in (public, self._room / "cache", project / ".zwgk"):
            shutil.rmtree(old, ignore_errors=True)
        common = ["--as-of", self.as_of.isoformat()]
        build = [sys.executable, "-m", "generator", "build", *common, "--output", str(public), *self._timings]
        check = [sys.executable, "-m", "generator", "check", *common]
        for key, command in zip(OURS, (build, build, build, check), strict=True):
            if key != "zwgk":
                change_line(project)
            yield from self._run(size, number, key, command, project, public)

    @cached_property
    def _timings(self) -> list[str]:
        """Return the option that makes our build report its stages; [] if this version has none."""
        said = subprocess.run([sys.executable, "-m", "generator", "build", "--help"], capture_output=True, check=False)
        return ["--timings", "json"] if b"--timings" in said.stdout else []

    def _run(
        self, size: int, number: int, key: str, command: Sequence[str], folder: Path, public: Path
    ) -> Iterator[Run]:
        """Measure one command and its output; report the result, or the error if it failed."""
        log, load = self._room / f"{key}.log", os.getloadavg()[0]
        try:
            cost = measure(command, folder.resolve(), log, self._environment)
        except CommandError as error:
            self.tell(f"失败：{error}")
            return
        made = (0, 0, 0) if key == "zwgk-check" else written(public)
        self.tell(
            f"{size} 个事项，{TITLES[key]}：{cost.wall_seconds:.1f} 秒，"
            f"处理器 {cost.cpu_seconds:.1f} 秒，内存 {cost.peak_bytes / 1e6:.0f} MB"
        )
        figures = (cost.wall_seconds, cost.cpu_seconds, cost.peak_bytes)
        yield Run(size, key, number, *figures, *made, load, stages(log.read_bytes()))


def written(public: Path) -> tuple[int, int, int]:
    """Return a site's number of files, their total size, and the mean size of a procedure's page, in bytes."""
    files = [path for path in public.rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in public.rglob("procedures/*/index.html")]
    return len(files), sum(path.stat().st_size for path in files), sum(pages) // max(len(pages), 1)


def compared(ours: Path, theirs: Path) -> str:
    """Return as text how many files of our renderer and of Eleventy are equal byte for byte; "" if one did not run."""
    names = [path.relative_to(ours) for path in ours.rglob("*") if path.is_file()]
    if not names or not theirs.is_dir():
        return ""
    same = sum(
        (theirs / name).is_file() and (theirs / name).read_bytes() == (ours / name).read_bytes() for name in names
    )
    return f"{EQUAL.title}：{len(names)} 个文件里有 {same} 个和 Eleventy 的每个字节都相同"


def stages(said: bytes) -> dict[str, float] | None:
    """Return the seconds of each stage from our build's output: the last line that is JSON with the key `stages`."""
    for line in reversed(said.splitlines()):
        if line.startswith(b"{"):
            try:
                seconds_of: Any = json.loads(line).get("stages")
            except ValueError:
                continue
            if isinstance(seconds_of, dict):
                return {str(name): float(seconds) for name, seconds in seconds_of.items()}
    return None


def change_line(project: Path) -> None:
    """Change one line of one procedure, in a province of one of a county: its summary or its note gets a character."""
    below = sorted(project.glob("bureaus/*/data/procedures/*.yml"))
    path = below[0] if below else sorted((project / "data/procedures").rglob("*.yml"))[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("^(summary: |- )", r"\1请", text, count=1, flags=re.MULTILINE), encoding="utf-8")


def machine() -> dict[str, Any]:
    """Return the machine's processor, memory and versions, as plain data."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    memory = next((int(line.split()[1]) * 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {
        "processor": cpu,
        "cores": os.cpu_count(),
        "memory_bytes": memory,
        "kernel": platform.release(),
        "python": platform.python_version(),
    }


def _lines(path: str) -> list[str]:
    """Return a file's lines; [] if it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def versions(peers: Path) -> dict[str, str]:
    """Return the peers' versions by key."""
    return {peer.key: peer.version(peers) for peer in PEERS}


def result(bench: Bench, runs: Sequence[Run]) -> dict[str, Any]:
    """Return the comparison and its runs as plain data for the JSON file."""
    return {
        "as_of": bench.as_of.isoformat(),
        "machine": machine(),
        "versions": versions(bench.peers),
        "rounds": bench.rounds,
        "runs": [asdict(run) for run in runs],
    }
