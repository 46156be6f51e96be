"""Publishing to another machine: the real `rsync` and a real shell, over an `ssh` that stays on this machine."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from generator.publish.deploy import Deployed, Terms, deploy, releases, roll_back
from generator.publish.errors import PublishError
from generator.publish.ssh import Place, place_of
from generator.publish.targets import target_of
from generator.publish.verify import Expected, verify_folder
from tests.figures import note
from tests.publish.sites import DAY, FILES, KILLS, built, changed, killed

pytestmark = pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")

SSH = """#!/bin/sh
while [ $# -gt 0 ]; do case "$1" in -o|-p|-l) shift 2;; -*) shift;; *) break;; esac; done
host=$1; shift
test "${host#web@}" = server || exit 255
case "$*" in *rsync*) eval "$RSYNC_HINDRANCE";; esac
exec $SSH_LIFE sh -c "$*"
"""


@pytest.fixture(autouse=True)
def _ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an ssh first in PATH that runs its command on this machine."""
    program = tmp_path / "bin/ssh"
    program.parent.mkdir()
    program.write_text(SSH, "utf-8")
    program.chmod(0o755)
    program.with_name("sync").symlink_to("/bin/true")
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("RSYNC_HINDRANCE", "")
    monkeypatch.setenv("SSH_LIFE", "")


def put(server: Path, site: Path, text: str, **terms: object) -> Deployed:
    done = deploy(built(site, changed(text)), target_of(f"web@server:{server}"), Terms(**{"day": DAY, **terms}))  # type: ignore[arg-type]
    assert verify_folder(server, Expected(DAY)).differences == ()
    assert (server / "current/index.html").read_bytes() == text.encode()
    return done


def test_only_what_changed_travels(server: Path, site_folder: Path, key: Path) -> None:
    first, second = (put(server, site_folder, text, keys=(key,)) for text in ("one", "two"))
    assert (first.record.version, first.sent.files, first.before) == (2026113001, len(FILES) + 3, None)
    assert (second.record.version, second.sent.files, second.before) == (2026113002, 4, 2026113001)
    old, new = (server / "releases" / str(version) for version in (2026113001, 2026113002))
    same = {path for path in FILES if (old / path).stat().st_ino == (new / path).stat().st_ino}
    assert same == FILES.keys() - {"index.html"}
    assert {path.stat().st_mode & 0o777 for path in new.rglob("*")} == {0o644, 0o755}


@pytest.mark.parametrize("harm", ["content", "mode", "link", "missing"])
def test_a_file_that_was_harmed_on_the_server_is_sent_again(server: Path, site_folder: Path, harm: str) -> None:
    put(server, site_folder, "one")
    file = server / "current/organs/index.html"
    match harm:
        case "content":
            file.write_bytes(b"0rgans")
        case "mode":
            file.chmod(0o600)
        case _:
            file.unlink()
    if harm == "link":
        file.symlink_to(site_folder / "organs/index.html")
    put(server, site_folder, "two")
    assert file.stat().st_mode & 0o777 == 0o644


def test_rolling_back_sends_only_the_record(server: Path, site_folder: Path, key: Path) -> None:
    for text in ("one", "two"):
        put(server, site_folder, text, keys=(key,))
    target = target_of(f"web@server:{server}")
    done = roll_back(target, Terms(DAY, keys=(key,)))
    assert (done.record.rolled_back_to, done.sent.files) == (2026113001, 3)
    assert (server / "current/index.html").read_bytes() == b"one"
    public = key.with_name("public.pem").read_bytes()
    assert verify_folder(server, Expected(DAY, (public,))).differences == ()
    assert verify_folder(server / "releases/2026113001", Expected(DAY, (public,))).differences == ()
    assert [(version, now) for version, _, now in releases(target)] == [
        (2026113003, True),
        (2026113002, False),
        (2026113001, False),
    ]


@pytest.mark.parametrize("harm", ["changed", "added", "missing"])
def test_a_release_that_was_harmed_is_not_rolled_back_to(server: Path, site_folder: Path, harm: str) -> None:
    for text in ("one", "two"):
        put(server, site_folder, text)
    file = server / "releases/2026113001/index.html"
    match harm:
        case "changed":
            file.write_bytes(b"0ne")
        case "added":
            file.with_name("x.html").touch()
        case _:
            file.unlink()
    with pytest.raises(PublishError, match="已经被改过"):
        roll_back(target_of(f"web@server:{server}"), Terms(DAY))
    assert (server / "current/index.html").read_bytes() == b"two"
    put(server, site_folder, "three")


def test_old_releases_are_removed(server: Path, site_folder: Path) -> None:
    for text in ("one", "two", "three"):
        done = put(server, site_folder, text, keep=1, days=0)
    assert done.removed == (2026113002,)
    assert [path.name for path in (server / "releases").iterdir()] == ["2026113003"]


def test_an_interrupted_run_changes_nothing_and_the_next_one_goes_on(
    server: Path, site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(server, site_folder, "one")
    monkeypatch.setenv("RSYNC_HINDRANCE", "exec head -c 300 >/dev/null")
    with pytest.raises(PublishError, match="rsync 没有传完"):
        put(server, site_folder, "two")
    assert (server / "current/index.html").read_bytes() == b"one"
    monkeypatch.setenv("RSYNC_HINDRANCE", "")
    put(server, site_folder, "two")


SLOW = """
slowly() { while dd bs=60 count=1 >"$PART" 2>/dev/null && test -s "$PART"; do cat "$PART"; sleep 0.02; done; }
slowly | sh -c "$*"; exit
"""


@pytest.mark.parametrize("before", ["sleep 0.5", SLOW], ids=["late", "slow"])
def test_the_rsync_of_a_killed_run_does_not_write_into_the_next_release(
    server: Path, site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """It outlives its run for a while; what it still sends must not come into what was compared already."""
    put(server, site_folder, "one")
    monkeypatch.setenv("PART", str(tmp_path / "part"))
    monkeypatch.setenv("RSYNC_HINDRANCE", f'touch "{tmp_path}/begun"; {before}')
    child = os.fork()
    if child == 0:
        try:
            put(server, tmp_path / "killed", "killed")
        finally:
            os._exit(0)
    while not (tmp_path / "begun").exists():
        time.sleep(0.005)
    time.sleep(0.5 if before == SLOW else 0)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    monkeypatch.setenv("RSYNC_HINDRANCE", "")
    try:
        put(server, site_folder, "two")
        time.sleep(1.5)
        assert verify_folder(server, Expected(DAY)).differences == ()
        assert (server / "current/index.html").read_bytes() == b"two"
    finally:
        end_all(str(tmp_path))


def end_all(words: str) -> None:
    """Kill every process whose command line holds these words: what a killed run left behind."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if words.encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
        except OSError:
            continue


@pytest.mark.parametrize("seed", range(2))
def test_publications_killed_at_random_moments(server: Path, site_folder: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    start = time.perf_counter()
    put(server, site_folder, "one")
    whole = time.perf_counter() - start
    kills = 0
    for number in range(max(3, KILLS // 4)):
        died = killed(partial(put, server, tmp_path / f"site-{number}", str(number)), chance.uniform(0, whole))
        kills, whole = kills + died, whole if died else whole / 2  # the machine may be faster now
        served = (server / "current").resolve()  # what a killed run left behind may still switch it
        assert verify_folder(served, Expected(DAY)).differences == ()
    assert kills
    note("publications over ssh killed", kills)
    put(server, site_folder, "two")


@pytest.mark.parametrize("seed", range(2))
def test_connections_cut_at_random_moments(
    server: Path, site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The run lives on and says so; both connections, of the shell and of rsync, may be the one that is cut."""
    chance = random.Random(seed)
    start = time.perf_counter()
    put(server, site_folder, "one")
    whole, cuts = time.perf_counter() - start, 0
    for number in range(max(4, KILLS // 4)):
        before, text = (server / "current/index.html").read_bytes(), str(number)
        monkeypatch.setenv("SSH_LIFE", f"timeout -s KILL {chance.uniform(0.02, whole):.3f}")
        try:
            deploy(built(tmp_path / text, changed(text)), target_of(f"web@server:{server}"), Terms(DAY))
            whole = max(0.04, whole / 2)  # the machine may be faster now
        except PublishError as error:
            cuts += 1
            assert re.search("连接断了|rsync 没有传完|服务器上没能", str(error))
            served = (server / "current/index.html").read_bytes()
            assert served == before if "线上没有动" in str(error) else served in {before, text.encode()}
        assert verify_folder((server / "current").resolve(), Expected(DAY)).differences == ()
        monkeypatch.setenv("SSH_LIFE", "")
        if chance.random() < 0.4:
            put(server, site_folder, f"after {number}")
    assert cuts, "no connection was cut: the moments are chosen too late"
    note("connections cut", cuts)
    put(server, site_folder, "two")


def test_what_arrives_is_compared(server: Path, site_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(server, site_folder, "one")
    spoil = f'sh -c "$*" && echo spoiled >{server}/.zwgk-incoming/organs/index.html; exit'
    monkeypatch.setenv("RSYNC_HINDRANCE", spoil)
    with pytest.raises(PublishError, match="核对收到的文件"):
        put(server, site_folder, "two")
    assert (server / "current/index.html").read_bytes() == b"one"


def test_a_second_run_waits(server: Path, site_folder: Path, tmp_path: Path) -> None:
    put(server, site_folder, "one")
    with target_of(f"web@server:{server}").locked(new=True):
        second = threading.Thread(target=put, args=(server, tmp_path / "other", "two"), daemon=True)
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert (server / "current/index.html").read_bytes() == b"one"
    second.join(60)
    assert (server / "current/index.html").read_bytes() == b"two"


def test_a_server_that_cannot_be_reached(site_folder: Path, server: Path) -> None:
    with pytest.raises(PublishError, match="连不上"):
        deploy(built(site_folder, FILES), target_of(f"web@other:{server}"), Terms(DAY))
    with pytest.raises(PublishError, match="还没有发布过"):
        roll_back(target_of(f"web@server:{server}"), Terms(DAY))
    assert not server.exists()


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_stands_in_the_place_of_the_link_is_kept(server: Path, site_folder: Path, kind: str) -> None:
    server.mkdir()
    (server / "current").mkdir() if kind == "folder" else (server / "current").symlink_to("/tmp")
    with pytest.raises(PublishError, match="移走"):
        put(server, site_folder, "one")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("web@10.0.0.5:/srv/zwgk", Place("web@10.0.0.5", None, "/srv/zwgk")),
        ("ssh://web@server:2222/srv/政务", Place("web@server", 2222, "/srv/政务")),
        ("server:zwgk", Place("server", None, "zwgk")),
        ("/srv/zwgk", None),
        ("./a:b", None),
        ("zwgk", None),
        ("C:/zwgk", None),
    ],
)
def test_places(text: str, place: Place | None) -> None:
    assert place_of(text) == place


@pytest.mark.parametrize(
    "text",
    ["-oProxyCommand=x:/srv", "web@server:/srv/$(x)", "web@server:/a b", "ssh://-x/srv", "web@server:-x", "a;b:/c"],
)
def test_places_that_a_shell_could_misread_are_refused(text: str) -> None:
    with pytest.raises(PublishError, match="不能用的字"):
        place_of(text)
