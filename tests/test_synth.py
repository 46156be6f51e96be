"""`zwgk synth`: projects of any size that pass the check; the same arguments give the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.findings import Severity
from generator.model.laws import Law
from generator.model.organs import Organ
from generator.model.procedures import Procedure
from generator.model.results import Result
from generator.synth import SynthError, synth
from tests.conftest import ROOT, STARTER, check_project


def texts(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("procedures", "counties"), [(1, None), (2, None), (30, None), (30, 4)])
def test_it_passes_the_check(tmp_path: Path, procedures: int, counties: int | None) -> None:
    files = synth(STARTER, tmp_path / "made", procedures, counties, 1)
    checked = check_project(tmp_path / "made")
    assert len(checked.registry.all(Procedure)) == procedures
    assert [finding for finding in checked.findings if finding.code not in ("V902", "T526")] == []
    names = [item.name for item in checked.registry.all(Procedure).values()]
    assert len(set(names)) == len(names)
    assert files == len(texts(tmp_path / "made"))
    if counties:
        assert sum(organ.kind.value == "bureau" for organ in checked.registry.all(Organ).values()) == 1 + counties


def test_same_seed_same_files(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        synth(STARTER, tmp_path / name, 12, None, seed)
    assert texts(tmp_path / "a") == texts(tmp_path / "b")
    assert texts(tmp_path / "a") != texts(tmp_path / "c")


def test_what_is_copied_says_the_same(tmp_path: Path) -> None:
    synth(STARTER, tmp_path / "made", 3, None, 1)
    assert check_project(tmp_path / "made").registry.all(Law) == check_project(STARTER).registry.all(Law)


def test_the_example_keeps_its_tables_and_pages(tmp_path: Path) -> None:
    synth(ROOT, tmp_path / "made", 180, None, 1)
    checked = check_project(tmp_path / "made")
    assert not [item for item in checked.findings if item.severity is Severity.ERROR]
    assert len(checked.registry.all(Result)) > 3 and len(checked.registry.pages) > 5


def test_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("x")
    with pytest.raises(SynthError, match="已经有内容"):
        synth(STARTER, tmp_path / "full", 5, None, 1)
    with pytest.raises(SynthError, match="不能更少"):
        synth(STARTER, tmp_path / "new", 0, None, 1)
    assert main(["synth", str(tmp_path / "new"), "--procedures", "9", "--project", str(tmp_path)]) == 2
    assert "不是可用的项目" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
