"""`zwgk verify` of a folder: each way in which a site is not as it was published is named."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from generator.publish.compare import Difference, differences
from generator.publish.deploy import Terms, deploy
from generator.publish.folder_target import FolderTarget
from generator.publish.manifest import Manifest
from generator.publish.verify import Expected, verify_folder
from tests.figures import note
from tests.helpers.commands import run
from tests.publish.sites import DAY, FILES, built, changed, put_out

Capture = pytest.CaptureFixture[str]
TODAY = ("--as-of", DAY.isoformat())


def asked(key: Path, **more: object) -> Expected:
    """Return what is asked of a site that was signed with a key."""
    return Expected(**{"day": DAY, "keys": (key.with_name("public.pem").read_bytes(),), **more})  # type: ignore[arg-type]


def found(folder: Path, expected: Expected) -> list[tuple[str, str]]:
    return [(item.kind, item.path) for item in verify_folder(folder, expected).differences]


def edited(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """Return a function that replaces bytes in a file of a release."""

    def edit(release: Path) -> None:
        data = (release / name).read_bytes()
        assert old in data
        (release / name).write_bytes(data.replace(old, new))

    return edit


def linked(release: Path) -> None:
    """Put a link in the place of a file."""
    (release / "404.html").unlink()
    (release / "404.html").symlink_to("index.html")


HARM: list[tuple[Callable[[Path], object], list[tuple[str, str]]]] = [
    (lambda release: None, []),
    (edited("index.html", b"one", b"0ne"), [("changed", "index.html")]),
    (lambda release: (release / "404.html").unlink(), [("missing", "404.html")]),
    (lambda release: (release / "assets/x.js").write_bytes(b""), [("added", "assets/x.js")]),
    (lambda release: (release / "x").symlink_to("/etc"), [("added", "x")]),
    (lambda release: os.truncate(release / "organs/index.html", 0), [("changed", "organs/index.html")]),
    (linked, [("changed", "404.html")]),
    (edited("release.json", b"2026-12-30", b"2036-12-30"), [("signature", "release.json.sig")]),
    (lambda release: (release / "release.json.sig").unlink(), [("signature", "release.json.sig")]),
    (lambda release: (release / "release.json.sig").write_bytes(b"x" * 64), [("signature", "release.json.sig")]),
    (edited("manifest.json", b'"size": 3', b'"size": 4'), [("record", "manifest.json"), ("changed", "index.html")]),
    (lambda release: (release / "manifest.json").write_bytes(b"{}"), [("record", "manifest.json")]),
    (lambda release: (release / "manifest.json").unlink(), [("record", "manifest.json")]),
    (
        lambda release: (release / "release.json").write_bytes(b"{"),
        [("record", "release.json"), ("signature", "release.json.sig")],
    ),
    (
        lambda release: (release / "release.json").unlink(),
        [("record", "release.json"), ("signature", "release.json.sig")],
    ),
]


@pytest.mark.parametrize(("harm", "expected"), HARM)
def test_each_harm_is_named(
    server: Path, site_folder: Path, key: Path, harm: Callable[[Path], object], expected: list[tuple[str, str]]
) -> None:
    put_out(server, site_folder, "one", keys=(key,))
    harm(server / "current")
    assert found(server, asked(key)) == expected
    assert found(server / "current", asked(key)) == expected


def test_a_whole_forged_release_is_found(server: Path, site_folder: Path, key: Path) -> None:
    """Whoever can write the server can make manifest and record fit: the signature alone cannot be made."""
    put_out(server, site_folder, "one", keys=(key,))
    forged = server / "forged"
    built(site_folder, changed("forged"))
    deploy(site_folder, FolderTarget(forged), Terms(DAY))
    shutil.copytree(forged / "current", server / "current", dirs_exist_ok=True)
    assert found(server, asked(key)) == [("signature", "release.json.sig")]
    assert found(server, Expected(DAY)) == []


def test_an_old_signed_release_is_found(server: Path, site_folder: Path, key: Path) -> None:
    put_out(server, site_folder, "one", keys=(key,))
    newest = put_out(server, site_folder, "two", keys=(key,)).record.version
    old, copy = server / "releases/2026113001", server.with_name("copy")
    shutil.copytree(old, copy)
    assert found(copy, asked(key)) == []
    assert found(copy, asked(key, at_least=newest)) == [("old", "release.json")]
    (server / "current").unlink()
    (server / "current").symlink_to("releases/2026113001")
    assert found(server, asked(key)) == [("old", "current")]


def test_a_link_that_is_switched_meanwhile_does_not_mix_two_releases(
    server: Path, site_folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nightly comparison may run while somebody publishes."""
    put_out(server, site_folder, "one", keys=(key,))

    def meanwhile(folder: Path, manifest: Manifest, only: Collection[str]) -> Iterator[Difference]:
        put_out(server, site_folder, "two", keys=(key,))
        return differences(folder, manifest, only)

    monkeypatch.setattr("generator.publish.verify.differences", meanwhile)
    assert found(server, asked(key)) == []
    assert (server / "current/index.html").read_bytes() == b"two"


def test_an_expired_release_is_found(server: Path, site_folder: Path, key: Path) -> None:
    put_out(server, site_folder, keys=(key,), valid_days=10)
    for days, expected in ((10, []), (11, [("expired", "release.json")])):
        assert found(server, asked(key, day=DAY + datetime.timedelta(days))) == expected


def test_any_of_several_keys_will_do(server: Path, site_folder: Path, key: Path, tmp_path: Path) -> None:
    put_out(server, site_folder, keys=(key,))
    other = tmp_path / "other.pem"
    os.system(f"openssl genpkey -algorithm ed25519 | openssl pkey -pubout -out {other}")
    public = key.with_name("public.pem").read_bytes()
    assert found(server, Expected(DAY, (other.read_bytes(),))) == [("signature", "release.json.sig")]
    assert found(server, Expected(DAY, (other.read_bytes(), public))) == []


def test_a_built_folder_needs_no_record_unless_one_is_asked_for(site_folder: Path) -> None:
    built(site_folder, FILES)
    assert found(site_folder, Expected(DAY)) == []
    assert found(site_folder, Expected(DAY, at_least=2026113001)) == [("record", "release.json")]


def test_a_sample_changes_every_day_and_always_has_the_home_page(site_folder: Path) -> None:
    built(site_folder, {**FILES, **{f"p/{number}/index.html": b"p" for number in range(200)}})
    for number in range(200):
        (site_folder / f"p/{number}/index.html").write_bytes(b"q")
    (site_folder / "index.html").write_bytes(b"x")
    days = [Expected(DAY + datetime.timedelta(days), sample=10) for days in (0, 0, 1)]
    one, same, other = (found(site_folder, expected) for expected in days)
    assert one == same != other
    assert ("changed", "index.html") in one and 2 <= len(one) <= 11
    assert verify_folder(site_folder, days[0]).checked < 20


def test_the_command(server: Path, site_folder: Path, key: Path, tmp_path: Path, capsys: Capture) -> None:
    put_out(server, site_folder, "one", keys=(key,))
    public, seen = key.with_name("public.pem"), tmp_path / "seen"
    assert run("verify", server, "--key", public, "--seen", seen, *TODAY) == 0
    assert "签名正确；6 个文件比了 6 个，0 处不同" in capsys.readouterr().err
    assert seen.read_text("utf-8") == "2026113001\n"
    (server / "current/404.html").write_bytes(b"")
    seen.write_text("2026113002", "utf-8")
    assert run("verify", server, "--seen", seen, *TODAY) == 1
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "旧的  release.json：是版本 2026113001，发布过更新的 2026113002：有人换回了旧的",
        "变了  404.html：内容和清单上的不一样",
    ]
    assert run("verify", server, "--format", "json", *TODAY) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["format"], data["same"], data["version"], data["signature"]) == (1, False, 2026113001, "unchecked")
    assert data["differences"] == [{"kind": "changed", "path": "404.html", "text": "内容和清单上的不一样"}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "manifest.json"),
        ((".", "--key", "nothing.pem"), "没有这个文件"),
        (("https://",), "不是网站的网址"),
        (("ftp://example.org/",), "不是网站的网址"),
        (("http://127.0.0.1:9/",), "连不上"),
        ((".", "--sample", "-1"), "要写整数"),
    ],
)
def test_what_cannot_be_compared_is_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("verify", *arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.skipif("ZWGK_LARGE" not in os.environ, reason="only measured on demand: ZWGK_LARGE=1")
def test_times_at_10_000_files(server: Path, site_folder: Path, key: Path) -> None:
    """Print how long each kind of harm takes to be found among 10,000 files."""
    many = {f"p/{number}/index.html": f"{number} ".encode() * 600 for number in range(10_000)}
    terms = Terms(DAY, keys=(key,))
    deploy(built(site_folder, {**FILES, **many}), FolderTarget(server), terms)
    newest = deploy(built(site_folder, {**FILES, **many}), FolderTarget(server), terms).record.version
    page = server / "current/p/777/index.html"
    late = asked(key, day=DAY + datetime.timedelta(99))
    harms: list[tuple[str, Callable[[], object], Path, Expected, list[tuple[str, str]]]] = [
        ("nothing", lambda: None, server, asked(key), []),
        ("old", lambda: None, server / "releases/2026113001", asked(key, at_least=newest), [("old", "release.json")]),
        ("expired", lambda: None, server, late, [("expired", "release.json")]),
        ("byte", lambda: page.write_bytes(b"!" + page.read_bytes()[1:]), server, asked(key), [("changed", PAGE)]),
        ("removed", page.unlink, server, asked(key), [("missing", PAGE)]),
        (
            "added",
            (server / "current/x.html").touch,
            server,
            asked(key),
            [("missing", PAGE), ("added", "x.html")],
        ),
    ]
    for name, harm, folder, expected, wrong in harms:
        harm()
        start = time.process_time()
        assert found(folder, expected) == wrong
        note(f"10,000 files, {name}: seconds of processor", round(time.process_time() - start, 2))


PAGE = "p/777/index.html"
