"""`zwgk publish` and `zwgk rollback` as an editor or a pipeline runs them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.helpers.commands import run
from tests.publish.sites import DAY, FILES, built, changed

Capture = pytest.CaptureFixture[str]
PAGE = "content/note.md"
TODAY = ("--as-of", DAY.isoformat())


def git(project: Path, *arguments: str) -> str:
    command = ["git", "-C", str(project), "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(project: Path, text: str) -> str:
    """Commit a change of a project; return the commit."""
    if not (project / ".git").exists():
        git(project, "init", "-q")
    (project / PAGE).write_text(
        f"---\ntitle: 说明\ndescription: 写着{text}的一页。\ncolumn: guide\ndate: 2026-11-01\n---\n\n{text}。\n",
        "utf-8",
    )
    git(project, "add", "--all")
    git(project, "commit", "-q", "-m", text)
    return git(project, "rev-parse", "HEAD")


def current(server: Path) -> dict[str, object]:
    found = json.loads((server / "current/release.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_build_publish_and_roll_back(project: Path, server: Path, capsys: Capture) -> None:
    first = commit(project, "one")
    assert run("build", "--project", project, *TODAY) == 0
    assert run("publish", server, "--project", project, *TODAY) == 0
    out = capsys.readouterr().out
    assert f"已发布版本 2026113001：{server}" in out
    assert f"没有签名（加 --key 签名），有效到 2026-12-30；提交 {first}" in out
    assert current(server)["commit"] == first
    second = commit(project, "two")
    assert run("build", "--project", project, "--as-of", "2026-12-01") == 0
    assert run("publish", server, "--project", project, *TODAY) == 0
    assert current(server)["commit"] == second
    assert run("rollback", server, *TODAY) == 0
    assert "换回版本 2026113001 的内容，成为版本 2026113003" in capsys.readouterr().out
    assert (current(server)["commit"], current(server)["rolled_back_to"]) == (first, 2026113001)
    assert run("rollback", server, "--list", *TODAY) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["2026113003", "2026113002", "2026113001"]
    assert lines[0].endswith("内容是版本 2026113001 的  ← 线上")
    assert second[:12] in lines[1]


def test_a_commit_is_not_claimed_for_changes_that_are_in_none(
    project: Path, server: Path, site_folder: Path, capsys: Capture
) -> None:
    commit(project, "one")
    (project / PAGE).write_text("changed", "utf-8")
    built(site_folder, FILES)
    assert run("publish", server, "--site", site_folder, "--project", project, *TODAY) == 0
    assert "没提交的改动" in capsys.readouterr().err
    assert current(server)["commit"] is None


def test_an_old_pipeline_that_runs_again_is_refused(
    project: Path, server: Path, site_folder: Path, capsys: Capture
) -> None:
    old, new = commit(project, "one"), commit(project, "two")
    arguments = ("publish", server, "--site", built(site_folder, FILES), "--project", project, *TODAY)
    assert run(*arguments) == 0
    git(project, "checkout", "-q", old)
    assert run(*arguments) == 2
    assert "--allow-older" in capsys.readouterr().err
    assert current(server)["commit"] == new
    assert run(*arguments, "--allow-older") == 0
    assert current(server)["commit"] == old


def test_the_highest_version_is_remembered(server: Path, site_folder: Path, tmp_path: Path, capsys: Capture) -> None:
    seen = tmp_path / "ops/seen"
    arguments = ("publish", server, "--site", site_folder, "--seen", seen, *TODAY)
    built(site_folder, changed("one"))
    assert [run(*arguments), run(*arguments)] == [0, 0]
    assert seen.read_text("utf-8") == "2026113002\n"
    (server / "current").unlink()
    (server / "current").symlink_to("releases/2026113001")
    (server / "releases/2026113002").rename(tmp_path / "gone")
    assert run(*arguments) == 2
    assert "有人换回了旧的" in capsys.readouterr().err
    seen.write_text("x", "utf-8")
    assert run(*arguments) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--site", "nothing"), "先运行 zwgk build"),
        (("--key", "nothing.pem"), "没有这个文件"),
        (("--version", "7"), "2026113001"),
        (("--keep", "0"), "1 到 10000"),
        (("--valid-days", "x"), "1 到 10000"),
    ],
)
def test_wrong_usage_is_exit_code_2(server: Path, options: tuple[str, ...], said: str, capsys: Capture) -> None:
    assert run("publish", server, *options) == 2
    assert said in capsys.readouterr().err
    assert not server.exists()


def test_a_machine_without_openssl_says_so(
    server: Path, site_folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    built(site_folder, FILES)
    monkeypatch.setenv("PATH", "/nowhere")
    assert run("publish", server, "--site", site_folder, "--key", key, *TODAY) == 2
    assert "apt install openssl" in capsys.readouterr().err
    assert run("publish", server, "--site", site_folder, *TODAY) == 0
