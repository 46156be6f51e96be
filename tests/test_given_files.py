"""Files that commands are given, or find where one is expected: a pipe, a device, a folder, a file of any size."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import AS_OF
from tests.helpers.commands import run
from tests.helpers.provinces import add_bureau
from tests.publish.sites import built, changed, put_out

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="without pipes")
Capture = pytest.CaptureFixture[str]
DAY = AS_OF.isoformat()
GIVEN = {
    "verify --key": "verify {server} --key {file}",
    "verify --seen": "verify {server} --seen {file}",
    "publish --key": "publish {server} --site {site} --key {file}",
    "publish --seen": "publish {server} --site {site} --seen {file}",
    "rollback --former-key": "rollback {server} --former-key {file}",
    "superior update": "superior update {file} --project {project}",
    "superior pack --previous": "superior pack {new} --previous {file} --project {project} --as-of {day}",
    "import": "import results {file} --table ge-shixiang --project {project}",
    "check --file": "check --file {file}",
    "search-eval --queries": "search-eval --queries {file} --project {project}",
}


@pytest.fixture(autouse=True)
def _awake() -> Iterator[None]:
    """End a test that waits for a pipe."""

    def late(*_: object) -> None:
        raise AssertionError("waited for a pipe")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 20)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def places(tmp_path: Path, project: Path) -> dict[str, object]:
    """What the commands work on."""
    server, site = tmp_path / "server", tmp_path / "site"
    put_out(server, site, "one")
    put_out(server, site, "two")
    return {"server": server, "site": site, "new": tmp_path / "new.tar", "project": project, "day": DAY}


@pytest.mark.parametrize("command", GIVEN.values(), ids=GIVEN)
def test_a_file_that_is_none(places: dict[str, object], tmp_path: Path, command: str, capsys: Capture) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for file, said in (("pipe", "不是普通文件"), ("zero", "不是普通文件"), ("", "这是文件夹")):
        assert run(*command.format(file=tmp_path / file, **places).split()) == 2
        error = capsys.readouterr().err
        assert said in error and str(tmp_path / file) in error


@pytest.mark.parametrize("command", [GIVEN[name] for name in GIVEN if "key" in name or "seen" in name])
def test_a_file_that_is_too_large(places: dict[str, object], tmp_path: Path, command: str, capsys: Capture) -> None:
    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", 1 << 41)
    assert run(*command.format(file=tmp_path / "large", **places).split()) == 2
    assert "文件太大，最多" in capsys.readouterr().err


def test_an_archive_is_not_written_over_what_is_none(project: Path, tmp_path: Path, capsys: Capture) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert run("superior", "pack", tmp_path / "pipe", "--project", project, "--as-of", DAY) == 2
    assert "已经有了，内容不同" in capsys.readouterr().err


def test_pipes_within_folders_that_are_given(project: Path, tmp_path: Path, capsys: Capture) -> None:
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    os.mkfifo(earlier / "burden.json")
    assert run("build", "--project", project, "--as-of", DAY, "--previous", earlier) == 2
    assert "没有读得懂的 burden.json" in capsys.readouterr().err
    site = built(tmp_path / "site", changed("one"))
    (site / "index.html").unlink()
    os.mkfifo(site / "index.html")
    assert run("inspect", "--project", project, "--as-of", DAY, "--site", site) == 2
    assert "不是普通文件" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["data/posts/x.yml", "content/x.md", "registries/x.yml"])
def test_a_pipe_in_a_bureau_below_is_a_finding(project: Path, name: str, capsys: Capture) -> None:
    below = add_bureau(project)
    (below / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(below / name)
    assert run("check", "--project", project, "--as-of", DAY) == 1
    out = capsys.readouterr().out
    assert f"{below.relative_to(project)}/{name}:1:1: 错误 Y114" in out and "不是普通文件" in out


def test_a_pipe_among_the_entries_hinders_no_new_one(project: Path, capsys: Capture) -> None:
    for folder in ("organs", "procedures"):
        os.mkfifo(project / "data" / folder / "x.yml")
    assert run("new", "procedure", "领取发票", "--project", project) == 0
    assert run("new", "bureau", "示例县税务局", "--project", project) == 0


def test_a_pipe_in_a_superiors_folder(project: Path, capsys: Capture) -> None:
    for name in ("manifest.json", "site.yml"):
        (project / "superior").mkdir(exist_ok=True)
        os.mkfifo(project / "superior" / name)
        assert run("check", "--project", project, "--as-of", DAY) == 1
    (project / "site.yml").unlink()
    (project / "site.yml").mkdir()
    assert run("check", "--project", project, "--as-of", DAY) == 1
    assert "site.yml:1:1" in capsys.readouterr().out
