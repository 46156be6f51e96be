"""Faults in the middle of publishing: what is served is whole, old or new, and the next publication succeeds.

Runs are killed at random moments, a few in every test run; `ZWGK_KILLS=200` makes it so many. The seed is in the test's
name, so a failure can be run again.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from generator.publish import deploy as deploying
from generator.publish import folder_target
from generator.publish.compare import read_site
from generator.publish.deploy import Terms, deploy, roll_back
from generator.publish.errors import PublishError
from generator.publish.folder_target import FolderTarget
from generator.publish.verify import Expected, verify_folder
from tests.figures import note
from tests.helpers.commands import run
from tests.publish.sites import DAY, KILLS, built, killed, put_out

PAGES = 150


def pages(text: str) -> dict[str, bytes]:
    """Return a site all of whose pages say the same, and a few that never change."""
    files = {f"p/{number}/index.html": f"{text} {number} ".encode() * 50 for number in range(PAGES)}
    return {**files, "index.html": text.encode(), "assets/same.js": b"same"}


def saying(server: Path) -> bytes:
    """Return what the served site says, after comparing all of it with its manifest."""
    assert verify_folder(server / "current/", Expected(DAY)).differences == ()
    text = (server / "current/index.html").read_bytes()
    assert (server / "current/p/7/index.html").read_bytes() == text + b" 7 " + (text + b" 7 ") * 49
    return text


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two sites that say different things on every page."""
    folder = tmp_path_factory.mktemp("sites")
    one, two = (built(folder / text, pages(text)) for text in ("one", "two"))
    return one, two


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.parametrize("seed", range(4))
def test_publications_killed_at_random_moments(server: Path, two_sites: tuple[Path, Path], seed: int) -> None:
    """Each is followed by another one, killed or not, without anything being tidied up by hand."""
    chance = random.Random(seed)
    target, terms = FolderTarget(server), Terms(DAY, keep=2, days=0)
    whole = seconds_of(lambda: deploy(two_sites[0], target, terms))
    kills = 0
    for _ in range(max(2, KILLS // 4)):
        before, site = saying(server), chance.choice(two_sites)
        work = partial(deploy, site, target, terms) if chance.random() < 0.7 else partial(roll_back, target, terms)
        died = killed(work, chance.uniform(0, whole))
        kills, whole = kills + died, whole if died else whole / 2  # the machine may be faster now
        assert saying(server) in {before, b"one", b"two"}
        if chance.random() < 0.3:
            deploy(site, target, terms)
            assert saying(server) == site.name.encode()
    assert kills, "no run was killed: the moments are chosen too late"
    note("publications killed", kills)
    deploy(two_sites[1], target, terms)
    assert saying(server) == b"two"
    assert {path.name for path in server.iterdir()} == {"current", "releases", ".zwgk-publish.lock"}


@pytest.mark.parametrize("seed", range(2))
def test_builds_killed_at_random_moments(project: Path, tmp_path: Path, seed: int) -> None:
    """The built folder is the old or the new site, whole."""
    chance = random.Random(seed)
    output, arguments = tmp_path / "public", ("--project", project, "--as-of", DAY.isoformat(), "--workers", "1")
    settings = project / "site.yml"

    def edit(number: int) -> None:
        text = re.sub("^name: .*$", f"name: 第{number}次", settings.read_text("utf-8"), flags=re.MULTILINE)
        settings.write_text(text, "utf-8")

    def build() -> int:
        return run("build", "--output", output, *arguments)

    assert build() == 0
    edit(1)
    whole = seconds_of(build)
    kills = 0
    for number in range(2, 2 + max(3, KILLS // 8)):
        edit(number)
        died = killed(build, chance.uniform(0, whole))
        kills, whole = kills + died, whole if died else whole / 2  # the machine may be faster now
        assert verify_folder(output, Expected(DAY)).differences == ()
    assert kills, "no run was killed: the moments are chosen too late"
    note("builds killed", kills)
    edit(0)
    assert build() == 0
    assert "第0次" in (output / "index.html").read_text("utf-8")
    assert verify_folder(output, Expected(DAY)).differences == ()
    assert [path.name for path in tmp_path.glob(".public*")] == [".public.lock"]


def test_what_an_interrupted_run_has_sent_does_not_travel_again(
    server: Path, two_sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = folder_target._copy
    done: list[Path] = []

    def fail(source: Path, file: Path, listed: object) -> None:
        if len(done) == 60:
            raise OSError(5, "Input/output error")
        done.append(source)
        copy(source, file, listed)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(folder_target, "_copy", fail)
        with pytest.raises(OSError, match="Input/output error"):
            deploy(two_sites[0], FolderTarget(server), Terms(DAY))
    assert not (server / "current").exists()
    rest = deploy(two_sites[0], FolderTarget(server), Terms(DAY))
    assert rest.sent.files == len(pages("one")) + 2 - 60
    assert saying(server) == b"one"


def test_what_an_interrupted_run_has_left_is_not_trusted(server: Path, two_sites: tuple[Path, Path]) -> None:
    """Half a file, a file of another release, a link, a folder in the place of a file, an extra file."""
    incoming = server / ".zwgk-incoming"
    built_site = pages("one")
    deploy(two_sites[1], FolderTarget(server), Terms(DAY))
    (incoming / "p/0").mkdir(parents=True)
    (incoming / "p/0/index.html").write_bytes(built_site["p/0/index.html"][:100])
    (incoming / "p/1/index.html").parent.mkdir()
    (incoming / "p/1/index.html").write_bytes(pages("two")["p/1/index.html"])
    (incoming / "p/2").symlink_to(two_sites[1] / "p/2")
    (incoming / "p/3/index.html").mkdir(parents=True)
    (incoming / "p/3/index.html/x").touch()
    (incoming / "assets").touch()
    (incoming / "x.html").touch()
    (incoming / "index.html").symlink_to(two_sites[0] / "index.html")
    deploy(two_sites[0], FolderTarget(server), Terms(DAY))
    assert saying(server) == b"one"
    assert verify_folder(two_sites[1], Expected(DAY)).differences == ()


def test_readers_see_only_whole_releases(server: Path, two_sites: tuple[Path, Path]) -> None:
    """A reader who follows the link once and reads on sees one release, while others take its place."""
    target, stop = FolderTarget(server), threading.Event()
    deploy(two_sites[0], target, Terms(DAY))

    def publish_on() -> None:
        for number in range(6):
            deploy(two_sites[number % 2], target, Terms(DAY))
        stop.set()

    publisher = threading.Thread(target=publish_on)
    publisher.start()
    seen, reads = set(), 0
    while not stop.is_set():
        release = (server / "current").resolve()
        seen.add(saying_of(release))
        reads += 1
    publisher.join()
    assert seen == {b"one", b"two"} and reads > 10


def saying_of(release: Path) -> bytes:
    """Return what a release says, after looking at some of its pages."""
    text = (release / "index.html").read_bytes()
    for number in range(0, PAGES, 10):
        assert (release / f"p/{number}/index.html").read_bytes().startswith(text + b" ")
    return text


def test_two_publications_at_once_follow_each_other(server: Path, two_sites: tuple[Path, Path]) -> None:
    versions = []
    for _ in range(3):
        children = []
        for site in two_sites:
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    deploy(site, FolderTarget(server), Terms(DAY, keep=99))
                    code = 0
                finally:
                    os._exit(code)
            children.append(child)
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
        saying(server)
        versions.append(len(list((server / "releases").iterdir())))
    assert versions == [2, 4, 6]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk of one's own can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_changes_nothing_that_is_served(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = small_disk / "server"
    put_out(server, tmp_path / "site", "old")
    big = built(tmp_path / "big", {"index.html": b"new", **{f"{n}.txt": os.urandom(50_000) for n in range(30)}})
    assert run("publish", server, "--site", big, "--as-of", DAY.isoformat()) == 2
    assert "磁盘满了" in capsys.readouterr().err
    assert (server / "current/index.html").read_bytes() == b"old"
    assert verify_folder(server, Expected(DAY)).differences == ()
    small = built(tmp_path / "small", {"index.html": b"small"})
    assert run("publish", server, "--site", small, "--as-of", DAY.isoformat()) == 0
    assert verify_folder(server, Expected(DAY)).differences == ()


def test_a_target_that_can_only_be_read(small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = small_disk / "server"
    put_out(server, tmp_path / "site", "old")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    site = built(tmp_path / "site", {"index.html": b"new"})
    for command in (("publish", server, "--site", site), ("rollback", server)):
        assert run(*command, "--as-of", DAY.isoformat()) == 2
        assert "这里只能读，不能写" in capsys.readouterr().err
    assert verify_folder(server, Expected(DAY)).differences == ()
    assert (server / "current/index.html").read_bytes() == b"old"


def _put_a_folder(path: Path) -> None:
    """Put a folder with a file in the place of a file."""
    path.unlink()
    path.mkdir()
    (path / "x").touch()


DAMAGES: list[Callable[[Path], object]] = [
    lambda server: (server / "current/release.json").write_bytes(b""),
    lambda server: (server / "current/release.json").write_bytes(b"\xff\x00" * 500),
    lambda server: (server / "current/release.json").write_text("[" * 100_000, "utf-8"),
    lambda server: (server / "current/manifest.json").write_bytes(b"{"),
    lambda server: (server / "current/manifest.json").write_text('{"generator": "zwgk", "format": 9}', "utf-8"),
    lambda server: _put_a_folder(server / "current/index.html"),
    lambda server: shutil.rmtree((server / "current").resolve()),
    lambda server: (server / "current").unlink(),
    lambda server: shutil.rmtree(server / "releases"),
    lambda server: (server / ".zwgk-incoming").write_text("x", "utf-8"),
    lambda server: (server / ".zwgk-incoming").symlink_to("/etc"),
    lambda server: (server / ".zwgk-old-2026112901").mkdir(),
    lambda server: (server / ".zwgk-current").symlink_to("nowhere"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_publication_mends_what_was_damaged(
    server: Path, two_sites: tuple[Path, Path], damage: Callable[[Path], object]
) -> None:
    target = FolderTarget(server)
    for site in two_sites:
        deploy(site, target, Terms(DAY))
    damage(server)
    deploy(two_sites[0], target, Terms(DAY))
    assert saying(server) == b"one"
    assert {path.name for path in server.iterdir()} == {"current", "releases", ".zwgk-publish.lock"}


def test_a_site_that_is_replaced_while_it_is_published_is_refused(
    server: Path, site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build may take the folder's place between the comparison and the copying."""
    built(site_folder, pages("one"))

    def replaced(folder: Path) -> object:
        manifest = read_site(folder)
        built(site_folder, pages("two"))
        return manifest

    monkeypatch.setattr(deploying, "read_site", replaced)
    with pytest.raises(PublishError, match="在发布的时候变了"):
        deploy(site_folder, FolderTarget(server), Terms(DAY))
    assert not (server / "current").exists()
