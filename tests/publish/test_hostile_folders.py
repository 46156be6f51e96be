"""Folders that somebody else may write: pipes, links, names and numbers that nobody publishes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish import record as records
from generator.publish.deploy import Terms, deploy, releases
from generator.publish.errors import PublishError
from generator.publish.folder_target import FolderTarget
from generator.publish.history import knows_older
from generator.publish.manifest import decoded
from generator.publish.seen import highest_seen
from generator.publish.verify import Expected, verify_folder
from tests.helpers.commands import run
from tests.helpers.places import ROOT
from tests.publish.sites import DAY, FILES, built, changed, put_out

Capture = pytest.CaptureFixture[str]


def pipe(path: Path) -> None:
    """Put a pipe in the place of a file: who opens it to read waits for a writer."""
    path.unlink()
    os.mkfifo(path)


def endless(path: Path) -> None:
    """Put a link to a file without end in the place of a file."""
    path.unlink()
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    """Make a file that is larger than any memory, and takes no room."""
    os.truncate(path, 1 << 41)


@pytest.mark.parametrize("harm", [pipe, endless, sparse])
@pytest.mark.parametrize("name", ["release.json", "manifest.json", "release.json.sig", "index.html"])
def test_nothing_is_waited_for_and_memory_is_not_filled(
    server: Path, site_folder: Path, key: Path, harm: Callable[[Path], None], name: str
) -> None:
    for text in ("one", "two"):
        put_out(server, site_folder, text, keys=(key,))
    harm(server / "releases/2026113002" / name)
    expected = Expected(DAY, (key.with_name("public.pem").read_bytes(),))
    assert name in {item.path for item in verify_folder(server, expected).differences}
    assert [version for version, _, _ in releases(FolderTarget(server))] == [2026113002, 2026113001]
    assert put_out(server, site_folder, "three", keys=(key,)).record.version == 2026113003
    assert verify_folder(server, expected).differences == ()


@pytest.mark.parametrize("place", [".zwgk-old-2026112901", "releases/2026112901"])
def test_a_link_in_the_place_of_an_old_release_is_removed_and_not_followed(
    server: Path, site_folder: Path, tmp_path: Path, place: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    put_out(server, site_folder, "one")
    (server / place).symlink_to(elsewhere)
    put_out(server, site_folder, "two", keep=1, days=0)
    assert not os.path.lexists(server / place)
    assert (elsewhere / "precious").exists()


def test_after_the_highest_number_there_is_none(server: Path, site_folder: Path) -> None:
    """Else the next version would have a name that is none, and nothing could be published any more."""
    put_out(server, site_folder, "one")
    (server / "releases/999999999999999").mkdir()
    with pytest.raises(PublishError, match="后面没有号了"):
        put_out(server, site_folder, "two")
    (server / "releases/999999999999999").rmdir()
    assert put_out(server, site_folder, "two").record.version == 2026113002


@pytest.mark.parametrize("text", ["9" * 5000, "-1", "²", "1 2", "\x00"])
def test_a_file_of_the_highest_version_that_holds_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "seen").write_text(text, "utf-8")
    with pytest.raises(PublishError, match="不是版本号"):
        highest_seen(tmp_path / "seen")


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace('"404.html"', '"index.html"'),
        lambda text: text.replace('"404.html": {', '"404.html": {"sha256": "", '),
        lambda text: text.replace('"files"', '"files": ' + "[" * 100_000 + ', "files"'),
        lambda text: "[" * 100_000,
        lambda text: '{"a":' * 100_000,
        lambda text: text.replace('"as_of": "2026-11-30"', '"as_of": ""'),
        lambda text: text.replace('"as_of": "2026-11-30"', '"as_of": []'),
        lambda text: text.replace('"as_of": "2026-11-30"', '"as_of": NaN'),
        lambda text: text.replace('"format": 2', '"format": NaN'),
        lambda text: text.replace('"size": 12', '"size": ' + "9" * 5000),
        lambda text: text.replace('"size": 12', '"size": 1.2e1'),
        lambda text: text.replace('"size": 12', '"size": Infinity'),
        lambda text: text.replace('"sha256": "', '"sha256": " '),
    ],
)
def test_manifests_that_nobody_wrote(site_folder: Path, harm: Callable[[str], str]) -> None:
    text = (built(site_folder, FILES) / "manifest.json").read_text("utf-8")
    assert decoded(text.encode(), "manifest.json").files.keys() == FILES.keys()
    assert harm(text) != text
    with pytest.raises(PublishError, match=r"不是 zwgk build 写的文件清单|是另一版程序写的"):
        decoded(harm(text).encode(), "manifest.json")


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "./a",
        "a/",
        "",
        ".",
        "..",
        "a\\b",
        "a\x00",
        "a\nb",
        "a\u202eb",
        "a\ud800",
        "a\u200bb",
        "manifest.json",
    ],
)
def test_names_that_no_file_of_a_site_has(site_folder: Path, name: str) -> None:
    """A manifest comes from a server that others may write; its names become paths on this machine."""
    text = (built(site_folder, FILES) / "manifest.json").read_text("utf-8")
    with pytest.raises(PublishError, match="不是 zwgk build 写的文件清单"):
        decoded(text.replace('"404.html"', json.dumps(name)).encode(), "manifest.json")


@pytest.mark.parametrize(
    "names", [("Index.html", "index.html"), ("e\u0301.html", "\u00e9.html"), ("a.", "a"), ("CON", "con")]
)
def test_names_that_differ_a_little_are_different_files(site_folder: Path, names: tuple[str, str]) -> None:
    folder = built(site_folder, {**FILES, **{name: name.encode() for name in names}})
    assert verify_folder(folder, Expected(DAY)).differences == ()
    (folder / names[0]).unlink()
    assert [item.path for item in verify_folder(folder, Expected(DAY)).differences] == [names[0]]


WRONG: list[tuple[str, object]] = [
    *[("rolled_back_to", []), ("rolled_back_to", ""), ("rolled_back_to", 0), ("rolled_back_to", -1)],
    *[("version", True), ("version", 1.5), ("version", "1"), ("version", -1)],
    *[("commit", 5), ("commit", ["a"]), ("files", -1), ("expires_on", 9), ("manifest", {}), ("more", 1)],
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_records_that_nobody_wrote(server: Path, site_folder: Path, name: str, value: object) -> None:
    put_out(server, site_folder, "one")
    record = json.loads((server / "current/release.json").read_text("utf-8"))
    with pytest.raises(PublishError, match="不是 zwgk publish 写的发布单"):
        records.decoded(json.dumps({**record, name: value}).encode(), "release.json")


@pytest.mark.parametrize("commit", ["--help", "-a", "a b", "a\0b", "", "a\n"])
def test_a_commit_that_is_none_is_no_option_of_git(commit: str) -> None:
    is_older = knows_older(ROOT)
    assert not is_older(commit, "HEAD") and not is_older("HEAD", commit)


@pytest.mark.parametrize("size", [10**30, -1, True, 1.5, "3", None])
def test_sizes_that_no_file_has(site_folder: Path, size: object) -> None:
    manifest = json.loads((built(site_folder, FILES) / "manifest.json").read_text("utf-8"))
    manifest["files"]["index.html"]["size"] = size
    with pytest.raises(PublishError, match="不是 zwgk build 写的文件清单"):
        decoded(json.dumps(manifest).encode(), "manifest.json")


def test_names_of_files_do_nothing_to_a_terminal(server: Path, site_folder: Path, capsys: Capture) -> None:
    put_out(server, site_folder, "one")
    (server / "current" / "x\x1b[2J\n少了  index.html：\u202e").touch()
    assert run("verify", server, "--as-of", DAY.isoformat()) == 1
    assert capsys.readouterr().out == "多了  x\\x1b[2J\\n少了  index.html：\\u202e：清单里没有这个文件\n"
    (site_folder / "y\x1b[2J").touch()
    assert run("publish", server, "--site", site_folder, "--as-of", DAY.isoformat()) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_a_release_that_is_moved_away_while_another_is_made(
    server: Path, site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was to be linked is copied then, or nothing is published; the next run succeeds."""
    put_out(server, site_folder, "one")
    link = os.link

    def moved(*names: object, **more: bool) -> None:
        if (server / "releases/2026113001").is_dir():
            (server / "releases/2026113001").rename(server / "releases/moved")
        link(*names, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", moved)
    done = deploy(built(site_folder, changed("two")), FolderTarget(server), Terms(DAY))
    assert done.sent.files == len(FILES) + 2
    assert verify_folder(server, Expected(DAY)).differences == ()
