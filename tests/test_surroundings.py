"""Builds in bad surroundings: the site is whole, old or new, and the next build succeeds; the same bytes anywhere."""

from __future__ import annotations

import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.publish.verify import Expected, verify_folder
from generator.source import project as reading
from generator.source.regular import read_regular
from tests.conftest import AS_OF, STARTER
from tests.figures import note
from tests.helpers.commands import run

DAY = ("--as-of", AS_OF.isoformat())
POST = "data/posts/daoshui-zixun.yml"


def name(project: Path, text: str) -> None:
    """Call the project's site by another name, which is on every page."""
    path = project / "site.yml"
    path.write_text(re.sub("^name: .*$", f"name: {text}", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")


def build(project: Path, output: Path, *more: str) -> int:
    return run("build", "--project", project, "--output", output, *DAY, "--workers", "1", *more)


def saying(output: Path) -> str:
    """Return the name of the site, after comparing all of it with its manifest."""
    assert verify_folder(output, Expected(AS_OF)).differences == ()
    found = re.search("<title>[^<]*(第.次)", (output / "index.html").read_text("utf-8"))
    assert found
    return found[1]


@pytest.fixture
def output(project: Path, tmp_path: Path) -> Path:
    """A built site that says 第1次, of a project that says 第2次."""
    name(project, "第1次")
    assert build(project, tmp_path / "public") == 0
    name(project, "第2次")
    return tmp_path / "public"


def in_child(work: Callable[[], int]) -> int:
    """Return the exit code of work in another process."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def few_handles() -> None:
    """Leave no file handle to open."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def little_memory() -> None:
    """Leave 4 MB of memory."""
    used = int(Path("/proc/self/statm").read_text("utf-8").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + (4 << 20), resource.RLIM_INFINITY))


def small_files() -> None:
    """Allow no file over 20 KB, as a quota does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("limit", [few_handles, little_memory, small_files])
def test_limits_of_the_system(project: Path, output: Path, limit: Callable[[], None]) -> None:
    def limited() -> int:
        limit()
        return build(project, output, "--no-cache")

    code = in_child(limited)
    assert code in {0, 1, 2}, "no traceback, no signal"
    assert saying(output) == ("第2次" if code == 0 else "第1次")
    assert build(project, output) == 0
    assert saying(output) == "第2次"
    assert [path.name for path in output.parent.glob(".public*")] == [".public.lock"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 5 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk of one's own can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_disk_that_takes_nothing(project: Path, disk: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    output = disk / "public"
    name(project, "第1次")
    assert build(project, output) == 0
    name(project, "第2次")
    filler = disk / "filler"
    if kind == "full":
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        filler.write_bytes(bytes(free - 200_000))
    else:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert build(project, output) == 2
    assert ("磁盘满了" if kind == "full" else "这里只能读") in capsys.readouterr().err
    assert saying(output) == "第1次"
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    filler.unlink(missing_ok=True)
    assert build(project, output) == 0
    assert saying(output) == "第2次"


def test_two_builds_at_once(project: Path, output: Path, tmp_path: Path) -> None:
    other = shutil.copytree(project, tmp_path / "other")
    name(other, "第3次")
    children = []
    for each in (project, other):
        child = os.fork()
        if child == 0:
            code = 99
            try:
                code = build(each, output)
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    assert saying(output) in {"第2次", "第3次"}


@pytest.mark.parametrize("fault", ["removed", "cut", "emptied"])
def test_a_file_that_changes_while_it_is_read(
    project: Path, output: Path, fault: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is a finding or a new version of the file, and never half a page."""

    def changing(path: str, most: int) -> bytes:
        data = read_regular(path, most)
        if not path.endswith(POST):
            return data
        if fault == "removed":
            raise FileNotFoundError(2, "No such file or directory")
        return data[: 0 if fault == "emptied" else len(data) // 2]

    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_regular", changing)
        assert build(project, output, "--no-cache") == 1
    assert POST in capsys.readouterr().out
    assert saying(output) == "第1次"
    assert build(project, output) == 0
    assert saying(output) == "第2次"


def test_clocks_that_jump(project: Path, output: Path) -> None:
    """A change is seen although the file has the size and the time of before, or a time far away."""
    path = project / "site.yml"
    for number, when in enumerate((path.stat().st_mtime, 0, 4_000_000_000), 2):
        name(project, f"第{number}次")
        os.utime(path, (when, when))
        assert build(project, output) == 0
        assert saying(output) == f"第{number}次"


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Another path, time zone, locale, hash seed, order of files, umask, number of workers; cold and warm."""
    trees = []
    for number, (zone, locale, seed, umask, workers) in enumerate(
        (("UTC", "C.UTF-8", "0", 0o022, "1"), ("Asia/Kathmandu", "POSIX", "424242", 0o077, "3"))
    ):
        place = tmp_path / ("a" if number == 0 else "另 一个/很深/b")
        files = sorted((path for path in STARTER.rglob("*") if path.is_file()), reverse=bool(number))
        for path in files:
            target = place / path.relative_to(STARTER)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        environment = {
            **os.environ,
            "TZ": zone,
            "LC_ALL": locale,
            "LANG": locale,
            "PYTHONHASHSEED": seed,
            "PYTHONUTF8": str(1 - number),
            "ZWGK_CACHE": str(tmp_path / f"cache{number}"),
        }
        output = tmp_path / f"public{number}"
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "generator",
            "build",
            "--project",
            place,
            "--output",
            output,
            *DAY,
        ]
        for _ in range(1 + number):  # the second one also warm
            subprocess.run(
                [*command, "--workers", workers],
                check=True,
                env=environment,
                umask=umask,
                capture_output=True,
                cwd=Path(__file__).parents[1],
            )
        trees.append(tree(output))
    assert len(trees[0]) > 100 and trees[0] == trees[1]
    note("bytes compared", sum(path.stat().st_size for path in (tmp_path / "public0").rglob("*") if path.is_file()))
