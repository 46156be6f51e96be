"""Publishing by rclone: to a folder, and over S3 to a server on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from generator.publish.deploy import Deployed, Terms, deploy, releases, roll_back
from generator.publish.errors import PublishError
from generator.publish.rclone_target import RcloneTarget
from generator.publish.targets import target_of
from generator.publish.verify import Expected, verify_folder
from tests.publish.s3_server import s3_server
from tests.publish.sites import DAY, FILES, built, changed

pytestmark = pytest.mark.skipif(not shutil.which("rclone"), reason="needs rclone")


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an S3 server that forgets everything at its end."""
    with s3_server() as address:
        yield address


BOTH = pytest.mark.parametrize("place", ["folder", "s3"], indirect=True)


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place to publish to, as the command line names it."""
    config = tmp_path / "rclone.conf"
    monkeypatch.setenv("RCLONE_CONFIG", str(config))
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)  # rclone's S3 refuses it
    if getattr(request, "param", "folder") == "folder":
        config.write_text(f"[store]\ntype = alias\nremote = {tmp_path / 'store'}\n", "utf-8")
        return "rclone:store:bucket/zwgk"
    address = request.getfixturevalue("s3")
    bucket = "".join(one for one in tmp_path.name.lower() if one.isalnum())[:40]
    config.write_text(
        f"[store]\ntype = s3\nprovider = Other\nendpoint = {address}\naccess_key_id = x\nsecret_access_key = x\n"
        "region = us-east-1\nforce_path_style = true\n",
        "utf-8",
    )
    subprocess.run(["rclone", "mkdir", f"store:{bucket}"], check=True, capture_output=True)
    return f"rclone:store:{bucket}/zwgk"


def put(place: str, site: Path, text: str, files: dict[str, bytes] | None = None, **terms: object) -> Deployed:
    return deploy(built(site, files or changed(text)), target_of(place), Terms(**{"day": DAY, **terms}))  # type: ignore[arg-type]


def fetched(place: str, tmp_path: Path, part: str = "current") -> Path:
    """Fetch what is served, as a visitor would."""
    folder = tmp_path / "fetched"
    shutil.rmtree(folder, ignore_errors=True)
    command: list[str | Path] = ["rclone", "copy", f"{place.removeprefix('rclone:')}/{part}", folder]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@BOTH
def test_a_release_is_served_whole_and_signed_and_rolled_back(
    place: str, site_folder: Path, tmp_path: Path, key: Path
) -> None:
    first = put(place, site_folder, "one", {**changed("one"), "gone/index.html": b"gone"}, keys=(key,))
    second = put(place, site_folder, "two", keys=(key,))
    assert (first.record.version, first.sent.files) == (2026113001, len(FILES) + 4)
    only_changed = 1 if "bucket/" not in place else len(FILES)  # a folder cannot copy on the other side
    assert (second.record.version, second.sent.files) == (2026113002, only_changed + 3)
    expected = Expected(DAY, (key.with_name("public.pem").read_bytes(),))
    served = fetched(place, tmp_path)
    assert verify_folder(served, expected).differences == ()
    assert (served / "index.html").read_bytes() == b"two"
    assert not (served / "gone").exists(), "a page that was withdrawn is served no longer"
    assert [version for version, _, _ in releases(target_of(place))] == [2026113002, 2026113001]
    done = roll_back(target_of(place), Terms(DAY, keys=(key,)))
    assert (done.record.version, done.record.rolled_back_to) == (2026113003, 2026113001)
    served = fetched(place, tmp_path)
    assert (served / "gone/index.html").read_bytes() == b"gone"
    assert verify_folder(served, expected).differences == ()


def test_harmed_releases_are_not_rolled_back_to_and_old_ones_removed(
    place: str, site_folder: Path, tmp_path: Path
) -> None:
    for text in ("one", "two"):
        put(place, site_folder, text)
    (tmp_path / "index.html").write_bytes(b"forged")
    at = f"{place.removeprefix('rclone:')}/releases/2026113001"
    subprocess.run(["rclone", "copy", tmp_path / "index.html", at, "--ignore-times"], check=True, capture_output=True)
    with pytest.raises(PublishError, match=r"已经被改过（index\.html）"):
        roll_back(target_of(place), Terms(DAY))
    assert (fetched(place, tmp_path) / "index.html").read_bytes() == b"two"
    done = put(place, site_folder, "three", keep=1, days=0)
    assert sorted(done.removed) == [2026113001, 2026113002]
    assert [version for version, _, _ in releases(target_of(place))] == [2026113003]


@pytest.mark.parametrize("step", (5, 7))
def test_a_network_that_is_cut_leaves_pages_with_what_they_need(
    place: str, site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """After every step: each page is old or new and whole, the record tells which, and the next run mends it."""
    assets = ({f"assets/x.{digest}.css": digest.encode()} for digest in ("0000000a", "0000000b"))
    old, new = ({**changed(text), **more} for text, more in zip(("one", "two"), assets, strict=True))
    put(place, site_folder, "one", old)
    run, done = RcloneTarget._run, []

    def cut(target: RcloneTarget, *arguments: str) -> bytes:
        if arguments[0] in {"copy", "delete"}:
            done.append(arguments)
            if len(done) == step:
                raise PublishError("rclone 没有成功：network is unreachable")
        return run(target, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(RcloneTarget, "_run", cut)
        with suppress(PublishError):
            put(place, site_folder, "two", new)
    served = fetched(place, tmp_path)
    text = (served / "index.html").read_bytes()
    assert text in {b"one", b"two"}
    needed = "0000000a" if text == b"one" else "0000000b"
    assert (served / f"assets/x.{needed}.css").read_bytes() == needed.encode(), "a page finds its assets"
    put(place, site_folder, "two", new)
    kept = [item.path for item in verify_folder(fetched(place, tmp_path), Expected(DAY)).differences]
    assert kept == ["assets/x.0000000a.css"], "open pages may still ask for an asset of the release before"
    assert (tmp_path / "fetched/index.html").read_bytes() == b"two"


def test_a_signature_goes_with_its_release(place: str, site_folder: Path, tmp_path: Path, key: Path) -> None:
    put(place, site_folder, "one", keys=(key,))
    assert (fetched(place, tmp_path) / "release.json.sig").is_file()
    with pytest.raises(PublishError, match="有签名"):
        put(place, site_folder, "two")
    put(place, site_folder, "two", unsigned=True)
    served = fetched(place, tmp_path)
    assert not (served / "release.json.sig").exists()
    assert verify_folder(served, Expected(DAY)).differences == ()


def test_damage_is_mended_by_the_next_publication(place: str, site_folder: Path, tmp_path: Path) -> None:
    """Of a release without a manifest nothing is served, and nothing is copied."""
    with pytest.raises(PublishError, match="还没有发布过"):
        roll_back(target_of(place), Terms(DAY))
    target, store = target_of(place), tmp_path / "store/bucket/zwgk"
    assert put(place, site_folder, "one").record.version == 2026113001
    assert (target.current(), set(target.versions())) == (2026113001, {2026113001})
    (store / "current/release.json").write_bytes(b"{")
    (store / "releases/2026113001/manifest.json").unlink()
    (store / "releases/2026113000").mkdir()
    (store / "releases/notes").mkdir()
    (store / "releases/notes/release.json").touch()
    assert (target.current(), set(target.versions())) == (None, {2026113001})
    with pytest.raises(PublishError, match="2026113001 的清单读不出来"):
        target.switch(2026113001)
    done = put(place, site_folder, "two")
    assert (done.record.version, done.before, done.sent.files) == (2026113002, None, len(FILES) + 2)
    assert verify_folder(fetched(place, tmp_path), Expected(DAY)).differences == ()


def test_the_root_of_a_remote(place: str, site_folder: Path, tmp_path: Path) -> None:
    put("rclone:store:", site_folder, "one")
    assert (tmp_path / "store/current/index.html").read_bytes() == b"one"
    put("rclone:store:bucket/zwgk/", site_folder, "two")
    assert (fetched(place, tmp_path) / "index.html").read_bytes() == b"two"


def test_two_publications_on_this_machine_follow_each_other(place: str, site_folder: Path, tmp_path: Path) -> None:
    children = []
    for text in ("one", "two"):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                put(place, tmp_path / text, text)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert verify_folder(fetched(place, tmp_path), Expected(DAY)).differences == ()
    assert target_of(place).versions() == {2026113001, 2026113002}


def test_what_cannot_be_read_is_not_taken_for_missing(
    place: str, site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a store that fails for a moment would be published to as if it were empty."""
    put(place, site_folder, "one")
    program = tmp_path / "bin/rclone"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = cat ] && exit 1\nexec {shutil.which("rclone")} "$@"\n', "utf-8")
    program.chmod(0o755)
    with monkeypatch.context() as failing, pytest.raises(PublishError, match="rclone 没有成功"):
        failing.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        put(place, site_folder, "two")
    assert (fetched(place, tmp_path) / "index.html").read_bytes() == b"one"


def test_places_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site_folder: Path) -> None:
    for wrong in ("rclone:bucket", "rclone:-x:", "rclone::memory:"):
        with pytest.raises(PublishError, match="rclone:oss"):
            target_of(wrong)
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "none.conf"))
    with pytest.raises(PublishError, match="rclone 没有成功"):
        put("rclone:nowhere:x", site_folder, "one")
    monkeypatch.setattr("generator.publish.rclone_target.shutil.which", lambda _: None)
    with pytest.raises(PublishError, match="apt install rclone"):
        put("rclone:nowhere:x", site_folder, "one")
    assert os.environ["RCLONE_CONFIG"]
