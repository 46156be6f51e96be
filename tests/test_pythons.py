"""The comparison of Pythons finds interpreters and names the files that differ."""

from __future__ import annotations

import platform
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import pythons
from tests.conftest import ROOT


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Two equal sites: a page and a manifest."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text("页面", encoding="utf-8")
        (tmp_path / name / "manifest.json").write_text("{}", encoding="utf-8")
    return tmp_path / "one", tmp_path / "other"


def test_equal_sites(sites: tuple[Path, Path]) -> None:
    assert pythons.differing(*sites) == []
    pythons.compare({"example": sites[0]}, {"example": sites[1]})


def test_differing_and_missing_files_are_named(sites: tuple[Path, Path]) -> None:
    (sites[1] / "index.html").write_text("别的", encoding="utf-8")
    (sites[1] / "manifest.json").unlink()
    assert pythons.differing(*sites) == ["index.html", "manifest.json"]
    with pytest.raises(pythons.TrialError, match=r"2 files differ[^$]*example/index.html"):
        pythons.compare({"example": sites[0]}, {"example": sites[1]})


def test_only_what_runs_and_is_supported_counts(tmp_path: Path) -> None:
    found = pythons.probe(Path(sys.executable))
    assert found and found.name == platform.python_version()
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\necho 'python3.12: command not found' >&2\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    assert pythons.probe(broken) is None
    assert pythons.probe(tmp_path / "python3.13") is None


def test_interpreters_are_looked_for_in_pyenv_uv_and_path(tmp_path: Path) -> None:
    names = ("pyenv/versions/3.12.1/bin/python", "uv/cpython-3.13.0-linux/bin/python3.13", "path/python3.14")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    places = {"PYENV_ROOT": "pyenv", "UV_PYTHON_INSTALL_DIR": "uv", "PATH": "path"}
    environment = {key: str(tmp_path / name) for key, name in places.items()}
    assert list(pythons.programs(environment)) == [tmp_path / name for name in names]


def test_a_failing_command_is_told_with_its_output() -> None:
    with pytest.raises(pythons.TrialError, match=r"exit code 3 of [^$]*\nwhy"):
        pythons.run(sys.executable, "-c", "print('why'); raise SystemExit(3)")


def _read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_ci_runs_the_supported_versions() -> None:
    versions = [f"3.{minor}" for minor in pythons.MINORS]
    assert _read(".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"] == versions
    assert _read(".gitlab-ci.yml")["test"]["parallel"]["matrix"] == [{"PYTHON_VERSION": versions}]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["requires-python"] == f">={versions[0]}"
