"""The operations kit of `zwgk new`: its files are right, its scripts run, and nothing is overwritten."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import parser
from generator.ops import KINDS, KIT, kit
from generator.publish.headers import HASHED, POLICY
from generator.publish.verify import Expected, verify_folder
from generator.scaffold import ScaffoldError
from tests.conftest import ROOT
from tests.helpers.commands import run
from tests.publish.sites import DAY

Capture = pytest.CaptureFixture[str]
URL = "https://www.example.gov.cn/zwgk/"
GIVEN = ("--name", "某某县税务局", "--base-url", URL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_site_with_its_kit_is_right(tmp_path: Path, kind: str, capsys: Capture) -> None:
    site = tmp_path / "site"
    assert run("new", "site", site, *GIVEN, "--ci", kind) == 0
    said = capsys.readouterr().out
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert kit(kind, URL).keys() <= files and ".gitignore" in files
    assert all(f"{site / path}" in said for path in kit(kind, URL))
    assert run("check", "--project", site) == 0


def test_a_project_gets_its_kit_later_from_its_own_address(project: Path, capsys: Capture) -> None:
    assert run("new", "ci", "gitlab", "--project", project) == 0
    assert "server_name www.example.gov.cn;" in (project / "deploy/nginx.conf").read_text("utf-8")
    assert run("new", "ci", "gitlab", "--project", project) == 0
    assert run("new", "ci", "jenkins", "--project", project) == 2
    assert "gitlab、github、gitea、cron" in capsys.readouterr().err


def test_nothing_is_overwritten(project: Path, capsys: Capture) -> None:
    (project / ".gitignore").write_text("mine\n", "utf-8")
    (project / ".gitlab-ci.yml").write_text("mine\n", "utf-8")
    assert run("new", "ci", "gitlab", "--project", project) == 2
    assert ".gitlab-ci.yml 已经有了" in capsys.readouterr().err
    assert not (project / "deploy").exists()
    assert run("new", "ci", "cron", "--project", project) == 0
    assert (project / ".gitignore").read_text("utf-8") == "mine\n"


def test_a_kit_needs_an_address(tmp_path: Path, capsys: Capture) -> None:
    assert run("new", "site", tmp_path / "site", "--ci", "cron") == 2
    assert "--base-url" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "url", ["https://a b/", "https://x.cn/$(x)/", "ftp://x.cn/", "https://x.cn/a b/", 'https://x".cn/']
)
def test_addresses_that_would_break_a_configuration_are_refused(url: str) -> None:
    with pytest.raises(ScaffoldError, match="写不进"):
        kit("cron", url)


@pytest.mark.parametrize("kind", KINDS)
def test_no_placeholder_is_left_and_every_command_is_one_of_ours(kind: str) -> None:
    commands = []
    for path, text in kit(kind, URL).items():
        assert not re.search(r"@[A-Z]+@", text), path
        commands += re.findall(
            r"^[^#\n]*?(?:\.venv/bin/)?\bzwgk ((?:check|build|publish|verify|rollback)\b[^\n]*)", text, re.M
        )
    assert {command.split()[0] for command in commands} == {"check", "build", "publish", "verify"} - (
        {"check"} if kind == "cron" else set()
    )
    for command in commands:
        plain = re.sub(r"\$\{[A-Z_]+:\+(--[a-z-]+) [^}]*\}", r"\1 x", command)
        assert parser().parse_args(shlex.split(plain)).command


@pytest.mark.parametrize("kind", ["gitlab", "github", "gitea"])
def test_pipelines_run_scripts_that_are_there(kind: str) -> None:
    files = kit(kind, URL)
    path = next(path for path in files if path.endswith(".yml"))
    pipeline: dict[str, Any] = yaml.safe_load(files[path])
    if kind == "gitlab":
        steps = [line for job in ("check", "publish") for line in pipeline[job]["script"]]
        assert pipeline["publish"]["cache"]["paths"] == [".zwgk/cache/", "public/"]
    else:
        steps = [step["run"] for step in pipeline["jobs"]["site"]["steps"] if "run" in step]
    scripts = {name for step in steps for name in re.findall(r"sh (deploy/\S+)", step)}
    assert scripts == {"deploy/install.sh", "deploy/publish.sh"} <= files.keys()


@pytest.mark.parametrize("script", sorted(path.name for path in KIT.glob("*.sh")))
def test_scripts_are_understood_by_a_plain_shell(script: str) -> None:
    assert subprocess.run(["sh", "-n", KIT / script], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_its_units(tmp_path: Path) -> None:
    for path, text in kit("cron", URL).items():
        if path.endswith((".service", ".timer")):
            (tmp_path / Path(path).name).write_text(text.replace("User=zwgk", "User=root"), "utf-8")
    units = sorted(tmp_path.iterdir())
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (len(units), done.returncode, done.stderr) == (2, 0, "")


def test_the_nightly_run_builds_publishes_and_stops_at_an_error(tmp_path: Path) -> None:
    """The scripts of the kit, as cron runs them: from another folder, with little in the environment."""
    site, server = tmp_path / "site", tmp_path / "server"
    assert run("new", "site", site, *GIVEN, "--ci", "cron") == 0
    program = site / ".venv/bin/zwgk"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n', "utf-8")
    program.chmod(0o755)
    environment = {"PATH": os.defpath, "ZWGK_TARGET": str(server), "ZWGK_URL": "", "PYTHONPATH": str(ROOT)}

    def nightly() -> subprocess.CompletedProcess[str]:
        command = ["sh", str(site / "deploy/nightly.sh")]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=environment)

    first = nightly()
    assert first.returncode == 0, first.stderr
    assert "已发布版本" in first.stdout and (server / "current/index.html").is_file()
    assert list((site / ".zwgk/cache").iterdir())
    seen = (site / ".zwgk/seen").read_text("utf-8")
    (site / "data/posts/x.yml").write_text("name: x\n", "utf-8")
    second = nightly()
    assert second.returncode == 1 and "M201" in second.stdout
    assert (site / ".zwgk/seen").read_text("utf-8") == seen
    assert len(list((server / "releases").iterdir())) == 1


@pytest.mark.parametrize("moved", [False, True])
def test_a_pipeline_finds_its_cache_again_after_tar_and_at_another_place(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: bool, capsys: Capture
) -> None:
    """With the cache and the last release inside the project, nothing is rendered a second time."""
    monkeypatch.setenv("ZWGK_CACHE", str(project / ".zwgk/cache"))
    assert run("build", "--project", project, "--as-of", "2026-11-30") == 0
    again = tmp_path / "moved/elsewhere" if moved else project
    again.mkdir(parents=True, exist_ok=True)
    subprocess.run(["tar", "-cf", tmp_path / "all.tar", "."], check=True, cwd=project)
    shutil.rmtree(project)
    again.mkdir(parents=True, exist_ok=True)
    subprocess.run(["tar", "-xmf", tmp_path / "all.tar"], check=True, cwd=again)
    monkeypatch.setenv("ZWGK_CACHE", str(again / ".zwgk/cache"))
    capsys.readouterr()
    assert run("build", "--project", again, "--as-of", "2026-11-30") == 0
    assert "生成 0 页" in capsys.readouterr().out
    assert verify_folder(again / "public", Expected(DAY)).differences == ()


def test_the_handbook_shows_the_policy_that_is_sent() -> None:
    text = (ROOT / "docs/handbook/serving.md").read_text("utf-8")
    assert f'Content-Security-Policy "{POLICY}"' in text


def test_assets_of_a_real_site_are_known_by_their_digest(site: Path) -> None:
    assets = {
        path.relative_to(site).as_posix() for path in (site / "assets").rglob("*") if path.suffix in {".js", ".css"}
    }
    assert len(assets) > 10
    assert {path for path in assets if not HASHED.fullmatch(path)} == set()
