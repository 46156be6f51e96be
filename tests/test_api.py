"""The documented interface: open a project, see what was found, build it."""

from __future__ import annotations

from pathlib import Path

import pytest
import zwgk
from zwgk import Project, Severity

from tests.conftest import AS_OF


def test_open_and_build(project: Path, tmp_path: Path) -> None:
    opened = Project.open(project, AS_OF)
    assert opened.count(Severity.ERROR) == 0
    assert opened.registry.entries["procedures"]
    published = opened.build(tmp_path / "public")
    assert published.files == sum(path.is_file() for path in (tmp_path / "public").rglob("*"))


def test_a_project_with_errors_is_not_built(project: Path, tmp_path: Path) -> None:
    (project / "data/posts/zonghe-chuangkou.yml").write_text("name: x\n", encoding="utf-8")
    opened = Project.open(project, AS_OF)
    assert opened.count(Severity.ERROR) > 0
    with pytest.raises(ValueError, match="errors"):
        opened.build(tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_every_name_is_there() -> None:
    assert all(hasattr(zwgk, name) for name in zwgk.__all__)
