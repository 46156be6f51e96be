"""Publishing to a folder: whole releases beside each other, one step, only what changed, and back again."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.publish.deploy import Terms, deploy, releases, roll_back
from generator.publish.errors import PublishError
from generator.publish.folder_target import FolderTarget
from tests.helpers.files import tree
from tests.publish.sites import DAY, FILES, built, changed, put_out

LATER = datetime.date(2026, 12, 20)


def served(server: Path) -> bytes:
    return (server / "current/index.html").read_bytes()


def record(server: Path) -> dict[str, object]:
    found = json.loads((server / "current/release.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def kept(server: Path) -> set[str]:
    return {path.name for path in (server / "releases").iterdir()}


def test_the_first_release(server: Path, site_folder: Path) -> None:
    done = put_out(server, site_folder, "one")
    assert (done.record.version, done.sent.files, done.before, done.removed) == (2026113001, len(FILES) + 2, None, ())
    assert str((server / "current").readlink()) == "releases/2026113001"
    files = tree(server / "current")
    assert {path: files[path] for path in FILES} == changed("one")
    assert files.keys() - FILES.keys() == {"manifest.json", "release.json"}
    assert record(server) | {"manifest": 0} == {
        "generator": "zwgk",
        "format": 1,
        "version": 2026113001,
        "published_on": "2026-11-30",
        "expires_on": "2026-12-30",
        "built_as_of": "2026-11-30",
        "commit": None,
        "rolled_back_to": None,
        "files": len(FILES),
        "manifest": 0,
    }


def test_only_what_changed_travels_and_the_rest_is_linked(server: Path, site_folder: Path) -> None:
    put_out(server, site_folder, "one")
    done = put_out(server, site_folder, "two")
    assert (done.record.version, done.sent.files, done.before) == (2026113002, 3, 2026113001)
    assert done.sent.size == sum((server / "current" / name).stat().st_size for name in ("index.html", *OWN))
    old, new = (server / "releases" / str(version) for version in (2026113001, 2026113002))
    assert (old / "index.html").read_bytes() == b"one"
    same = {path for path in FILES if (old / path).stat().st_ino == (new / path).stat().st_ino}
    assert same == FILES.keys() - {"index.html"}


OWN = ("manifest.json", "release.json")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, key: Path) -> None:
    for name in ("a", "b"):
        built(tmp_path / f"site-{name}", dict(sorted(FILES.items(), reverse=name == "b")))
        deploy(tmp_path / f"site-{name}", FolderTarget(tmp_path / name), Terms(DAY, keys=(key,)), "c0ffee")
    first, second = tree(tmp_path / "a/current"), tree(tmp_path / "b/current")
    assert first == second
    assert len(first["release.json.sig"]) == 64


def test_files_are_readable_whatever_the_umask_is(server: Path, site_folder: Path) -> None:
    before = os.umask(0o077)
    try:
        put_out(server, site_folder)
        put_out(server, site_folder, "two")
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in (server / "current/").rglob("*")}
    assert modes == {0o644, 0o755}
    assert {path.stat().st_mode & 0o777 for path in (server, server / "releases", server / "current")} == {0o755}


@pytest.mark.parametrize("harm", ["content", "mode", "link", "missing"])
def test_a_file_that_was_harmed_on_the_server_is_sent_again(server: Path, site_folder: Path, harm: str) -> None:
    put_out(server, site_folder)
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
    put_out(server, site_folder)
    mended = server / "current/organs/index.html"
    assert mended.read_bytes() == b"organs"
    assert not mended.is_symlink() and mended.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("harm", ["added", "changed", "missing", "manifest", "none"])
def test_a_site_that_is_not_as_it_was_built_is_refused(server: Path, site_folder: Path, harm: str) -> None:
    put_out(server, site_folder, "one")
    before = tree(server)
    built(site_folder, changed("two"))
    match harm:
        case "added":
            (site_folder / "x.html").write_bytes(b"x")
        case "changed":
            (site_folder / "404.html").write_bytes(b"n0ne")
        case "missing":
            (site_folder / "404.html").unlink()
        case "manifest":
            (site_folder / "manifest.json").write_text('{"generator": "zwgk", "format": 2}', "utf-8")
        case _:
            shutil.rmtree(site_folder)
    expected = {"added": "x.html", "changed": "404.html", "missing": "404.html"}.get(harm, "zwgk build|再生成")
    with pytest.raises(PublishError, match=expected):
        deploy(site_folder, FolderTarget(server), Terms(DAY))
    assert tree(server) == before


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "", "a//b", "manifest.json", "a\\b"])
def test_a_manifest_that_leads_out_of_the_site_is_refused(server: Path, site_folder: Path, path: str) -> None:
    built(site_folder, FILES)
    manifest = json.loads((site_folder / "manifest.json").read_text("utf-8"))
    manifest["files"][path] = manifest["files"]["index.html"]
    (site_folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(PublishError, match="再生成"):
        deploy(site_folder, FolderTarget(server), Terms(DAY))
    assert not server.exists()


def test_versions_rise_even_if_the_clock_goes_back(server: Path, site_folder: Path) -> None:
    versions = [put_out(server, site_folder, day=day).record.version for day in (LATER, DAY, LATER)]
    assert versions == [2026122001, 2026122002, 2026122003]


def test_a_version_that_is_not_higher_is_refused(server: Path, site_folder: Path) -> None:
    put_out(server, site_folder)
    for version in (2026113001, 2026010101):
        with pytest.raises(PublishError, match="只能往上走"):
            put_out(server, site_folder, "two", version=version)
    assert put_out(server, site_folder, "two", version=2026113007).record.version == 2026113007


def test_a_target_that_was_put_back_is_noticed(server: Path, site_folder: Path) -> None:
    put_out(server, site_folder)
    with pytest.raises(PublishError, match="有人换回了旧的"):
        put_out(server, site_folder, "two", at_least=2026113002)
    put_out(server, site_folder, "two", at_least=2026113001)


def test_a_site_built_as_of_an_earlier_day_is_refused(server: Path, site_folder: Path) -> None:
    put_out(server, site_folder)
    built(site_folder, FILES, datetime.date(2026, 11, 1))
    with pytest.raises(PublishError, match="--allow-older"):
        deploy(site_folder, FolderTarget(server), Terms(DAY, is_older=lambda *_: False))
    deploy(site_folder, FolderTarget(server), Terms(DAY))


def test_an_older_commit_is_refused_except_after_a_rollback(server: Path, site_folder: Path) -> None:
    target, terms = FolderTarget(server), Terms(DAY, is_older=lambda one, other: one < other)
    deploy(built(site_folder, changed("one")), target, terms, "b")
    with pytest.raises(PublishError, match="--allow-older"):
        deploy(site_folder, target, terms, "a")
    deploy(built(site_folder, changed("two")), target, terms, "c")
    roll_back(target, Terms(DAY))
    deploy(site_folder, target, terms, "a")
    assert record(server)["commit"] == "a"


def test_rolling_back_is_a_new_release_that_says_so(server: Path, site_folder: Path) -> None:
    put_out(server, site_folder, "one")
    put_out(server, site_folder, "two")
    done = roll_back(FolderTarget(server), Terms(LATER))
    assert served(server) == b"one"
    assert (done.record.version, done.record.rolled_back_to) == (2026122001, 2026113001)
    assert record(server)["expires_on"] == "2027-01-19"
    assert done.sent.files == 2


def test_rolling_back_twice_goes_further_back(server: Path, site_folder: Path) -> None:
    for text in ("one", "two", "three", "three"):
        put_out(server, site_folder, text)
    target = FolderTarget(server)
    for expected in (b"two", b"one"):
        roll_back(target, Terms(DAY))
        assert served(server) == expected
    with pytest.raises(PublishError, match="没有留着不一样的版本"):
        roll_back(target, Terms(DAY))
    roll_back(target, Terms(DAY), 2026113003)
    assert (served(server), record(server)["rolled_back_to"]) == (b"three", 2026113003)


def test_rolling_back_to_what_is_not_there(server: Path, site_folder: Path) -> None:
    with pytest.raises(PublishError, match="还没有发布过"):
        roll_back(FolderTarget(server), Terms(DAY))
    assert not server.exists()
    put_out(server, site_folder)
    with pytest.raises(PublishError, match="留着的有：2026113001"):
        roll_back(FolderTarget(server), Terms(DAY), 2026112901)


@pytest.mark.parametrize("file", ["index.html", "manifest.json", "release.json", "x.html"])
def test_a_release_that_was_harmed_is_not_rolled_back_to(server: Path, site_folder: Path, file: str) -> None:
    put_out(server, site_folder, "one")
    put_out(server, site_folder, "two")
    (server / "releases/2026113001" / file).write_bytes(b"{}")
    with pytest.raises(PublishError, match="不能换回去"):
        roll_back(FolderTarget(server), Terms(DAY), 2026113001)
    assert served(server) == b"two"


def test_a_release_signed_by_somebody_else_is_not_rolled_back_to(server: Path, site_folder: Path, key: Path) -> None:
    put_out(server, site_folder, "one", keys=(key,))
    put_out(server, site_folder, "two", keys=(key,))
    roll_back(FolderTarget(server), Terms(DAY, keys=(key,)))
    assert served(server) == b"one"
    forged = server / "releases/2026113002/release.json"
    forged.write_bytes(forged.read_bytes().replace(b"2026-12-30", b"2036-12-30"))
    with pytest.raises(PublishError, match="不是用"):
        roll_back(FolderTarget(server), Terms(DAY, keys=(key,)), 2026113002)


def test_a_release_without_signature_does_not_follow_a_signed_one(server: Path, site_folder: Path, key: Path) -> None:
    put_out(server, site_folder, "one", keys=(key,))
    with pytest.raises(PublishError, match="--unsigned"):
        put_out(server, site_folder, "two")
    put_out(server, site_folder, "two", unsigned=True)
    assert not (server / "current/release.json.sig").exists()


def test_openssl_alone_checks_a_signature(server: Path, site_folder: Path, key: Path) -> None:
    put_out(server, site_folder, keys=(key,))
    current = server / "current"
    command: list[str | Path] = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key.with_name("public.pem")]
    command += ["-rawin", "-in", current / "release.json", "-sigfile", current / "release.json.sig"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (current / "release.json").write_bytes((current / "release.json").read_bytes() + b" ")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("algorithm", [["RSA"], ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], ["ed448"]])
def test_other_keys_are_refused(server: Path, site_folder: Path, tmp_path: Path, algorithm: list[str]) -> None:
    other = tmp_path / "other.pem"
    subprocess.run(
        ["openssl", "genpkey", "-quiet", "-algorithm", *algorithm, "-out", other], check=True, capture_output=True
    )
    with pytest.raises(PublishError, match="Ed25519"):
        put_out(server, site_folder, keys=(other,))
    assert not (server / "current").exists()


def test_the_newest_and_those_of_a_week_are_kept(server: Path, site_folder: Path) -> None:
    for days in (0, 1, 2, 3):
        put_out(server, site_folder, str(days), day=DAY + datetime.timedelta(days), keep=2)
    assert len(kept(server)) == 4
    done = put_out(server, site_folder, "9", day=DAY + datetime.timedelta(9), keep=2)
    assert done.removed == (2026120201, 2026120101, 2026113001)
    assert kept(server) == {"2026120901", "2026120301"}


def test_a_damaged_release_beyond_the_newest_is_removed(server: Path, site_folder: Path) -> None:
    for text in ("one", "two", "three"):
        put_out(server, site_folder, text)
    (server / "releases/2026113001/release.json").write_bytes(b"")
    put_out(server, site_folder, "four", keep=2)
    assert kept(server) == {"2026113002", "2026113003", "2026113004"}


def test_releases_are_listed(server: Path, site_folder: Path) -> None:
    put_out(server, site_folder, "one")
    put_out(server, site_folder, "two")
    roll_back(FolderTarget(server), Terms(DAY))
    (server / "releases/2026113002/release.json").write_bytes(b"[")
    listed = [(version, found and found.rolled_back_to, now) for version, found, now in releases(FolderTarget(server))]
    assert listed == [(2026113003, 2026113001, True), (2026113002, None, False), (2026113001, None, False)]


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_stands_in_the_place_of_the_link_is_kept(
    server: Path, site_folder: Path, tmp_path: Path, kind: str
) -> None:
    server.mkdir()
    match kind:
        case "folder":
            (server / "current").mkdir()
            (server / "current/thesis.txt").touch()
        case "file":
            (server / "current").write_text("mine", "utf-8")
        case _:
            (server / "current").symlink_to(tmp_path)
    with pytest.raises(PublishError, match="移走"):
        put_out(server, site_folder)
    assert not kept(server)
    assert (server / "current").is_symlink() == (kind == "link")


def test_neighbours_are_left_alone(server: Path, site_folder: Path) -> None:
    (server / "releases/drafts").mkdir(parents=True)
    (server / "lost+found").mkdir()
    for _ in range(3):
        put_out(server, site_folder, keep=1, days=0)
    assert kept(server) == {"drafts", "2026113003"}
    assert (server / "lost+found").is_dir()


def test_a_file_system_without_links_gets_copies(
    server: Path, site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    put_out(server, site_folder, "one")
    assert put_out(server, site_folder, "two").sent.files == len(FILES) + 2
    assert served(server) == b"two"


def test_all_is_on_the_disk_before_a_release_gets_its_name(
    server: Path, site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    monkeypatch.setattr(os, "sync", lambda: seen.append(kept(server) | tree(server / ".zwgk-incoming").keys()))
    put_out(server, site_folder)
    assert seen == [{*FILES, "manifest.json", "release.json"}]
